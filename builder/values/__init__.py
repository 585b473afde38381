"""What was typed as a value, read as it was meant: days, hours, amounts, levels, telephone numbers and addresses.

The one place for that. Where the meaning is plain any way of writing is right, else :class:`Unclear` names the sign
that is wrong and what to write. Nothing here knows a field, a file or a page.
"""

from __future__ import annotations

import re

from builder.comparing import seen

QUOTES = "\"'“”„‟‘’‚«»"


class Unclear(Exception):
    """What was typed can be read in no way, or in more than one."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def clean(text: str) -> str:
    """What can be seen of what was typed, without the quotation marks that a word processor put around it."""
    text = seen(text)
    while len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES:
        text = text[1:-1].strip()
    return text


def shown(text: str) -> str:
    """What was typed, as it is told in a sentence."""
    return f"'{text[:60]}'"


def stranger(text: str, known: str, what: str) -> str:
    """Of a text that was not understood: which sign does not belong in it, as the end of a sentence, or nothing."""
    wrong = re.sub(known, " ", text, flags=re.I).split()
    return f": «{wrong[0][:20]}» hoort niet in {what}" if wrong else ""
