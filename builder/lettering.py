"""The letters of a site and the signs that its texts ask of them: known from the files, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Diagnostic, Position, has_errors
from builder.fonts import Letters, Text, gather, lacking
from builder.merge import key
from builder.reading import Fields, Tree, read_source
from builder.settings import Settings
from builder.theme import Theme

SPIJS = Path(__file__).parent.parent / "templates"


def theme_of(site: Path) -> Theme:
    """The files that the pages of a site are made of: its own templates first, then those of Spijs."""
    return Theme(tuple(dict.fromkeys(path for path in (site / "templates", SPIJS) if path.is_dir())))


def letters_of(site: Path, settings: Settings) -> tuple[Letters, list[Diagnostic]]:
    """The letters of a site, and what is wrong with them or missing; told at their place in ``site.yml``."""
    wanted = settings.huisstijl.lettertype
    return gather(theme_of(site), wanted.naam, wanted.files(), _place(site))


def inspect(site: Path, settings: Settings, tree: Tree) -> list[Diagnostic]:
    """All that is wrong with the letters of a site, and every sign in its sources that they lack."""
    letters, findings = letters_of(site, settings)
    if not has_errors(findings):  # what a broken font has is not known
        findings += lacking(letters, _texts(site, tree))
    return findings


def _place(site: Path) -> Position:
    source, _ = read_source(site, "site.yml")
    style = source.fields.entries.get("huisstijl") if source else None
    return style.keys.get("lettertype", style.position) if isinstance(style, Fields) else Position("site.yml")


def _texts(site: Path, tree: Tree) -> Iterator[Text]:
    settings, _ = read_source(site, "site.yml")
    for source in (*tree.sources, *filter(None, [settings])):
        for scalar, _ in source.texts():
            yield Text(scalar.text, scalar.place)
    for table in tree.tables.values():
        for name in table.columns:
            yield Text(name, lambda offset, at=table.position: at)  # type: ignore[misc]
        for row in table.rows:
            for name in table.columns:
                cell = f"rij {row.number}, kolom «{name}»"
                yield Text(row.cells[key(name)], lambda offset, at=row.position: at, cell)  # type: ignore[misc]
