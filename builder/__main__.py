"""``python -m builder``: the same as ``./spijs`` without its set-up."""

from builder.cli import main

main()
