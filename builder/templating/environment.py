"""The Jinja environment: templates out of the theme, noted when used, kept compiled, with the filters of Dutch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from builder import sealed
from builder.templating.links import typeable
from builder.theme import Theme
from builder.typography import at_start, parts_of_address, quoted, soft_hyphens, sort_key
from builder.values import reach


class _Loader(BaseLoader):
    """Templates out of the theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        data = self.theme.find(template)
        if data is None:
            raise TemplateNotFound(template)
        return data.decode("utf-8"), template, lambda: True


class Compiled(BytecodeCache):
    """Templates as they were compiled before, each sealed: what another Spijs wrote, or half, is compiled anew."""

    def __init__(self, folder: Path, maker: str) -> None:
        self.folder, self.maker = folder, maker

    def load_bytecode(self, bucket: Bucket) -> None:
        code = sealed.read(self.folder / bucket.key, self.maker + bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not self.folder.parent.is_dir():
            return  # a look before the first build leaves no trace
        sealed.keep(self.folder / bucket.key, self.maker + bucket.key, bucket.bytecode_to_string())


class Recorder(Environment):
    """An environment that notes each template it is asked for, on every rendering."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.noted: set[str] = set()

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
        """The code of a template, which is the same in every environment: a process that looks twice compiles once."""
        return super().compile(source, name, filename, *rest) if rest else _code(source, name, filename)

    def _load_template(self, name: str, globals: Any) -> Template:
        self.noted.add(name)
        template = super()._load_template(name, globals)
        template._module = None  # what it imports in turn is noted for every page, not for the first alone
        return template


def _dutch(pattern: str) -> Callable[[date], str]:
    def format(value: date) -> str:
        from babel.dates import format_date

        return format_date(value, pattern, locale="nl")

    return format


def _quarter(value: str) -> str:
    year, _, number = value.partition("-")
    return f"{('eerste', 'tweede', 'derde', 'vierde')[int(number) - 1]} kwartaal {year}"


def _week(value: str) -> str:
    year, _, number = value.partition("-W")
    return f"week {int(number)}, {year}"


def _breakable(text: str) -> Markup:
    """An address that may go on on a next line after a slash or before a dot or an @, and nowhere inside a word."""
    return Markup("<wbr>").join(map(escape, parts_of_address(text)))


def _alphabetic(things: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Things in the order in which a reader looks for the words in these fields."""
    return sorted(things, key=lambda thing: [sort_key(thing[name]) for name in names])


FILTERS: dict[str, Callable[..., Any]] = {
    "datum": _dutch("d MMMM y"),
    "datum_kort": _dutch("d MMM"),
    "dag": _dutch("EEEE d MMMM"),
    "kwartaal": _quarter,
    "week": _week,
    "afbreken": soft_hyphens,
    "breekbaar": _breakable,
    "bellen": reach.link,
    "geciteerd": quoted,
    "typen": typeable,
    "alfabetisch": _alphabetic,
    "capitalize": at_start,  # no other letter becomes a small one: who writes NAH means NAH
    "title": at_start,  # in Dutch a title has no capitals inside
}


OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


@lru_cache(maxsize=256)
def _code(source: str, name: str, filename: str) -> Any:
    bare = Environment(**OPTIONS)
    bare.filters.update(FILTERS)
    return bare.compile(source, name, filename)


def environment(theme: Theme, compiled: Compiled | None) -> Recorder:
    """An environment for the templates of a theme; ``compiled`` keeps them from one process to the next."""
    made = Recorder(loader=_Loader(theme), cache_size=-1, bytecode_cache=compiled, **OPTIONS)
    made.filters.update(FILTERS)
    return made
