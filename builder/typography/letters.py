"""Capitals at the begin, and the order in which a Dutch reader looks for words."""

from __future__ import annotations

import re

from builder.comparing import folded

# A sentence begins with the first letter behind its signs and behind a clipped word; IJ is one letter.
BEGIN = re.compile(
    r"[\s(\[{“‘„‚«\"]{0,40}(?:’(?:s|t|n|m|k|r|ie|em|ns|es)(?:-|\s{1,9}))?(één(?!\w)|i\u0301?j|íj\u0301?|[^\W\d_])", re.I
)
# What stands before the word under which a name is looked for: ’t Hart, ’s-Hertogenbosch.
AHEAD = re.compile(r"\A\W*(?:(?<=[’'])[stnSTN](?:-|\s+)(?=[A-Z]))?")


def at_start(text: str) -> str:
    """A text as it begins a sentence or a line: IJsbaan, ’s Ochtends, Eén."""
    found = BEGIN.match(text)
    if not found:
        return text
    letter = "E" + found[1][1:] if found[1] == "één" else found[1].upper()
    return text[: found.start(1)] + (letter if len(letter) == len(found[1]) else found[1]) + text[found.end(1) :]


def sort_key(text: str) -> tuple[str, str]:
    """The place of a name in a list: without accents, capitals and signs, ’t Hart under the H and ij as two letters."""
    word = AHEAD.sub("", text, count=1)
    return re.sub(r"[^\w\s]", "", folded(word).lower()), text
