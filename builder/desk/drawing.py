"""The pages of the desk as HTML: its own templates, filled in with plain values. A door to ``jinja2``."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from builder.values.days import spoken

SHELL = Path(__file__).parent / "schil"


def draw(template: str, **values: Any) -> str:
    """A page of the desk; whatever is filled in is text, and never becomes HTML."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SHELL),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"vraag": urlencode, "dag": spoken, "zin": sentence, "toen": moment}
    return environment


def moment(value: datetime) -> str:
    """When something was, seen from now: the hour of today and yesterday, and else the day."""
    ago = (datetime.now().date() - value.date()).days
    words = {0: "vandaag", 1: "gisteren"}
    return f"{words[ago]} om {value:%H:%M}" if ago in words else spoken(value.date())


def sentence(text: str) -> str:
    """Whole sentences, as they stand on a page."""
    return f"{text[:1].upper()}{text[1:]}{'' if text[-1:] in '.!?' else '.'}" if text else ""
