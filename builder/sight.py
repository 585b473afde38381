"""What keeps a document out of sight, and whom a text names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from builder.diagnostics import Position

# The channels for which somebody gives consent; what stands anywhere else falls under the first.
CONSENT_CHANNELS = ("intranet", "posters", "personeelsblad")


def consent_channel(channel: str) -> str:
    """The channel for which consent is asked when something stands on ``channel``."""
    return channel if channel in CONSENT_CHANNELS else CONSENT_CHANNELS[0]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a document is not shown; ``was_public`` when its address may be known and has to answer.

    ``state`` is why in one word, by which what is out of sight is counted.
    """

    reason: str
    was_public: bool = True
    state: Literal["concept", "later", "voorbij", "verborgen"] = "verborgen"


ATTACHED = "bijlage"  # the field of a mention that stands inside an attachment
IN_THEME = "sjabloon"  # and of one in a template that a house wrote itself
# Of a document that leans on one that is not there.
MISSING = Closed("de bron waar dit op leunt, is er niet", was_public=True, state="voorbij")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that may not stand everywhere: whose (the id of the persoon), what it says, in which source and where.

    ``closed`` has for each consent channel on which the name may not stand why not. ``field`` is the name of the field,
    ``id`` for the name of the file itself, ``ATTACHED`` inside a document that goes with it, ``IN_THEME`` in a
    template, or that of a column where it stands in a table: then it is ``private``, and the text is never told.
    """

    person: str
    text: str
    source: str
    position: Position
    field: str
    closed: Mapping[str, Closed]
    private: bool = False
