"""``python -m builder``: the same as ``./spijs`` without its set-up."""

from builder import interrupted

with interrupted.in_one_sentence():
    from builder.cli import main

    main()
