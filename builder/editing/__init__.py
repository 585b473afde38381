"""Writing in sources for who does not open the file: changing fields, and leaving every other byte as it is.

Nothing here knows a browser or a page. What a person asks that cannot be done raises :class:`NotDone`, with a sentence
in Dutch, and then nothing has changed.
"""

from __future__ import annotations

from builder.editing.forms import Field, Option, Sort, form
from builder.editing.pointing import field_at
from builder.editing.values import BODY, Key, NotDone, Value, Way
from builder.editing.writing import changed, values

__all__ = [
    "BODY",
    "Field",
    "Key",
    "NotDone",
    "Option",
    "Sort",
    "Value",
    "Way",
    "changed",
    "field_at",
    "form",
    "values",
]
