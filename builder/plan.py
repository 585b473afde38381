"""Library x kinds x channels to pages: everything that will be made, before anything is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from builder.channels.channel import Channel
from builder.channels.overzicht import thumbnail_for
from builder.colours import SHAPES
from builder.content import Content, Document, Kind, Library, On, Picture, Values, fields
from builder.diagnostics import Diagnostic, Position, fout
from builder.kinds.deur.menu import menu
from builder.pages import Page
from builder.reading import Attachment

GONE = "intranet/niet-meer.html"  # the template of the page that says that something is not there any more


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page of a build by its target, and what was wrong with planning them."""

    pages: dict[str, Page]
    findings: tuple[Diagnostic, ...]


def make_plan(library: Library, kinds: tuple[Kind, ...], channels: tuple[Channel, ...]) -> Plan:
    """The pages of all channels; two sources for one target are a finding."""
    pages: dict[str, Page] = {}
    findings: list[Diagnostic] = []
    shared = {"site": site_values(library)}
    on_screen = {**shared, "menu": menu(library)}
    on_paper = {**shared, "inkten": library.settings.huisstijl.inks()}
    for page in chain.from_iterable(
        _channel_pages(library, kinds, channel, on_paper if channel.medium == "pdf" else on_screen)
        for channel in channels
    ):
        earlier = pages.get(page.target) or pages.get(page.target.lower())
        if earlier:
            message = f"deze bron en {earlier.source.file} maken allebei {page.target}"
            findings.append(fout("zelfde-adres", page.source, message, "geef een van de twee een andere naam"))
        pages[page.target] = page
    return Plan(pages, tuple(findings))


def asset_pages(names: Iterable[str]) -> dict[str, Page]:
    """Pages that put files of the theme next to the intranet that uses them."""
    pages = (Page(f"intranet/{name}", "intranet", "bestand", name, {}, Position(f"templates/{name}")) for name in names)
    return {page.target: page for page in pages}


def shown_files(pages: Iterable[Page], medium: str) -> tuple[list[Picture], list[Attachment]]:
    """The pictures and documents that pages of a medium show, each once; what pages share is looked through once."""
    distinct = {id(value): value for page in pages if page.medium == medium for value in page.values.values()}
    found: dict[str, Picture | Attachment] = {}
    _gather(list(distinct.values()), found)
    files = [found[path] for path in sorted(found)]
    return [one for one in files if isinstance(one, Picture)], [one for one in files if isinstance(one, Attachment)]


def _gather(value: list[Any] | dict[str, Any], found: dict[str, Picture | Attachment]) -> None:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _gather(item, found)
        elif isinstance(item, Picture | Attachment):
            found[item.path] = item


def site_values(library: Library) -> Values:
    """What every page of every channel knows of the site."""
    settings = library.settings
    own = library.find(settings.organisatie)
    return {
        "naam": settings.naam,
        "adres": settings.adres,
        "kenmerk": settings.kenmerk,
        "voorbeeld": settings.voorbeeld,
        "voorbeelddatum": library.today if settings.voorbeelddatum else None,
        "contact": settings.contact.model_dump(exclude={"anderen"}),
        "wegen": {name: fact.address for name, fact in settings.facts.items() if fact.address},
        "beloften": settings.beloften.model_dump(),
        "woorden": settings.woordenlijsten.values(),
        "organisatie": fields(own, library) if own else {},
        "vormen": {name: settings.huisstijl.shape(name) for name in SHAPES},
        "hoekradius": settings.huisstijl.hoekradius,
        "kleuren": settings.huisstijl.tokens(),
    }


def _channel_pages(library: Library, kinds: tuple[Kind, ...], channel: Channel, shared: Values) -> Iterator[Page]:
    for path, template, values in channel.gather(library):
        title = str(values.get("titel", ""))
        source = Position(values["bron"], 1) if "bron" in values else Position("site.yml")
        yield _page(channel, library, shared, path, template, {"blad": values}, source, title)
    for document in library.documents.values():
        for on in document.kind.appears:
            if on.channel == channel.name and on.when(document.value):
                yield from _appearance(library, channel, shared, document, on)


def _appearance(
    library: Library, channel: Channel, shared: Values, document: Document[Content], on: On
) -> Iterator[Page]:
    """A document on a channel: its page, or the short page that says that it has gone, and its old addresses."""
    closed = library.closed(document, channel.name)
    old: Values
    path = on.path(document.id, document.value)
    if closed is None:
        for part, values in on.parts(on.values(document, library)):
            named = part_of(path, part)
            blad = {"blad": values}
            page = _page(channel, library, shared, named, on.template, blad, document.position, document.title)
            if channel.medium == "pdf":
                page = _sheet(page, channel, library, on, named, offered=not library.closed(document, "intranet"))
            yield page
        old_template, old = "intranet/verhuisd.html", {"titel": document.title, "doel": f"{channel.folder}/{path}"}
    elif closed.was_public and channel.name == "intranet":
        way = {"titel": "de voorpagina", "doel": "intranet/index.html"}
        if document.kind.listed:
            way = {"titel": document.kind.plural, "doel": document.kind.index}
        old_template, old = GONE, {"titel": "Niet meer beschikbaar", "verder": way}
        yield _page(
            channel, library, shared, path, old_template, {"blad": old}, document.position, "Niet meer beschikbaar"
        )
    else:
        return
    if channel.name == "intranet":
        for name in (name for name in document.value.voorheen if name not in library.hushed):
            if (moved := on.path(name)) != path:
                yield _page(channel, library, shared, moved, old_template, {"blad": old}, document.position, "Verhuisd")


def part_of(path: str, part: str) -> str:
    """The path of a part of what an appearance shows."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}{part}{dot}{suffix}"


def _page(
    channel: Channel,
    library: Library,
    shared: Values,
    path: str,
    template: str,
    values: Values,
    source: Position,
    title: str,
) -> Page:
    target = f"{channel.folder}/{path}".lstrip("/")
    about = {"doel": target, "titel": title, "kanaal": channel.name}
    shown = {**shared, "pagina": about, **values, **({"keuring": {}} if channel.after else {})}
    return Page(target, channel.name, channel.medium, template, shown, source, after=channel.after)


def _sheet(page: Page, channel: Channel, library: Library, on: On, path: str, offered: bool) -> Page:
    """A page on paper: its two profiles, its picture, and its copy where the intranet offers it."""
    pdf = f"{channel.folder}/{path}"
    beside = {"beeld": thumbnail_for(pdf)}
    if on.profile == "kantoor":
        beside["drukkerij"] = f"drukkerij/{pdf}"
        beside |= {"kopie": f"intranet/pdf/{pdf}"} if offered else {}
    if on.booklet:
        beside["boekje"] = f"kantoor/{on.booklet(pdf)}"
    if channel.private:
        beside = {}
    target = f"{on.profile}/{pdf}"
    return replace(page, target=target, says=channel.says(library), profile=on.profile, beside=beside)
