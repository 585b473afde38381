"""Writing in sources for who does not open the file: changing fields, and leaving every other byte as it is.

Nothing here knows a browser or a page. What a person asks that cannot be done raises :class:`NotDone`, with a sentence
in Dutch, and then nothing has changed.
"""

from __future__ import annotations

from builder.editing.forms import Field, Option, Sort, form
from builder.editing.judging import Fault, judged
from builder.editing.keeping import Conflict, Earlier, Opened, differing, earlier, opened, put_back, save
from builder.editing.pointing import field_at, field_of
from builder.editing.sources import Workplace, copy, create, free_name, made_own, put_away, rename, used_by
from builder.editing.values import BODY, Key, NotDone, Value, Way
from builder.editing.writing import changed, values

__all__ = [
    "BODY",
    "Conflict",
    "Earlier",
    "Fault",
    "Field",
    "Key",
    "NotDone",
    "Opened",
    "Option",
    "Sort",
    "Value",
    "Way",
    "Workplace",
    "changed",
    "copy",
    "create",
    "differing",
    "earlier",
    "field_at",
    "field_of",
    "form",
    "free_name",
    "judged",
    "made_own",
    "opened",
    "put_away",
    "put_back",
    "rename",
    "save",
    "used_by",
    "values",
]
