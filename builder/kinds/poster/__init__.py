"""Poster: one sheet on the wall, with people, with vacancies, or with an invitation."""

import difflib
from collections.abc import Collection, Iterator
from datetime import date

from builder.comparing import same
from builder.content import (
    MISSING,
    Asked,
    Block,
    Closed,
    Document,
    Kind,
    Library,
    On,
    Values,
    fields,
    line,
)
from builder.content.texts import place_of
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.deur.doors import shown_on
from builder.kinds.persoon import Persoon
from builder.kinds.poster.addresses import short_words, target_of, typed_addresses
from builder.kinds.poster.model import CHOICES, LOOKS, MATEN, MOST, OFFICE, Maat, Poster, over
from builder.kinds.vacature import Vacature, vacature_line
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.pages import Profile
from builder.typography import sort_key

__all__ = ["KIND", "MOST", "Maat", "Poster", "last_day", "on_size", "short_words", "shown_vacatures", "target_of"]


def shown_vacatures(poster: Poster, library: Library) -> list[Document[Vacature]]:
    """The vacancies that a poster chooses, open or expected today: what closes first, then what is expected first.

    What is for internal eyes stands only on a poster of the own organisation alone; any other may hang elsewhere.
    """
    if poster.soort != "vacatures":
        return []
    indoors = {ref.id for ref in poster.organisaties} == {library.settings.organisatie.id}
    found = [d for d in library.visible(Vacature, "posters") if indoors or d.value.zichtbaar != "intern"]
    chosen = [d for d in found if _chooses(poster, d.value)]
    return sorted(chosen, key=lambda d: (d.value.stage, d.value.end, sort_key(d.value.functie), d.id))


def _chooses(poster: Poster, vacature: Vacature) -> bool:
    """Whether a vacancy is of each sort that the poster asks for; where it asks for nothing, all are."""
    places = {same(place) for place in poster.plaatsen}
    asked: tuple[tuple[Collection[str], Collection[str]], ...] = (
        ({ref.id for ref in poster.organisaties}, [vacature.organisatie.id]),
        (poster.vakgebieden, [vacature.vakgebied]),
        (places, [same(vacature.plaats)]),
        (poster.dienstverbanden, [vacature.dienstverband]),
        (poster.niveaus, vacature.niveau),
    )
    return all(not wanted or not set(wanted).isdisjoint(has) for wanted, has in asked)


def on_size(poster: Poster, library: Library, maat: Maat) -> tuple[list[Document[Vacature]], int]:
    """The vacancies on one size of a poster, and how many there are that it has no place for."""
    found = shown_vacatures(poster, library)
    shown = found[: poster.hoeveel or MOST[maat]]
    return shown, len(found) - len(shown)


def last_day(poster: Poster, library: Library) -> date | None:
    """The last day on which all that a poster shows still holds; None when nothing on it ends."""
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    if story is None:
        return poster.wanneer or min((d.value.end for d in shown_vacatures(poster, library)), default=None)
    consent = library.get(story.value.persoon, Persoon).value.toestemming
    return consent.geldig_tot if consent else None


def _values(document: Document[Poster], library: Library) -> Values:
    """What stands on a poster, whatever its size."""
    poster = document.value
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    values = fields(document, library)
    for name in ("formaten", "drukmaat", "kort", "hoeveel", *CHOICES):
        del values[name]
    kleur, vorm = LOOKS.get(poster.waarvoor, (None, None))
    return {
        **values,
        "kleur": poster.kleur or kleur,
        "vorm": poster.vorm or vorm,
        "doel": target_of(poster, library, today=True),
        "typen": [library.settings.adres.partition("://")[2], f"ga/{short_words(document)[0]}"],
        "verhaal": _glimpse(story, library) if story else None,
        "goed_tot": last_day(poster, library),
    }


def _on_screen(document: Document[Poster], library: Library) -> Values:
    """The page of a poster offers each size that an office printer has paper for."""
    sizes = [maat for maat in MATEN if maat in document.value.formaten]
    office = [{"maat": maat, "pdf": _pdf(document, maat)} for maat in sizes if maat in OFFICE]
    largest = max(document.value.formaten, key=MATEN.index)
    offered = {"formaten": sizes, "kantoor": office, "boven": shown_on("posters", library)}
    return {**_values(document, library), **_work(document, library, largest), **offered}


def _work(document: Document[Poster], library: Library, maat: Maat) -> Values:
    """The vacancies on one size, each with its place in the order in which they go when there is no room."""
    shown, more = on_size(document.value, library, maat)
    lines = [{**vacature_line(d, library), "rang": rank} for rank, d in enumerate(shown)]
    return {"vacatures": lines, "nog": more, "vast": document.value.hoeveel is not None}


def _sheet(maat: Maat) -> On:
    """A poster on one size of paper."""

    def values(document: Document[Poster], library: Library) -> Values:
        poster = document.value
        wanted = maat == (poster.drukmaat or max(poster.formaten, key=MATEN.index))
        about = {"formaat": maat, "pdf": _pdf(document, maat), "oplage": poster.oplage if wanted else None}
        return {**_values(document, library), **_work(document, library, maat), **about}

    profile: Profile = "kantoor" if maat in OFFICE else "drukkerij"
    to = f"{{id}}-{maat.lower()}.pdf"
    return On("posters", "druk/poster.html", to, values, lambda value: maat in value.formaten, profile)


def _pdf(document: Document[Poster], maat: Maat) -> str:
    return f"posters/{document.id}-{maat.lower()}.pdf"


def _glimpse(story: Document[Verhaal], library: Library) -> Values:
    """What a poster shows of a story: a word changed in the story itself makes no poster anew."""
    values = verhaal_values(story, library)
    return {name: values[name] for name in ("titel", "soort", "citaat", "stap", "persoon", "doel", "kleur")}


def _gate(document: Document[Poster], library: Library, channel: str) -> Closed | None:
    """A poster is out of sight when its day has passed or its story is: the rule on consent says so as an error."""
    if not library.proof and (reason := over(document.value, library.today)):
        return Closed(reason, state="voorbij")
    ref = document.value.verhaal
    story = library.find(ref) if ref else None
    if ref and story is None:
        return MISSING
    gates = (library.closed(story, place) for place in dict.fromkeys(("posters", channel)) if story)
    return next((closed for closed in gates if closed), None)


def posters_choose_what_can_be(library: Library) -> Iterator[Diagnostic]:
    """Een poster met vacatures kiest een plaats die bij een vacature staat."""
    places = {same(d.value.plaats): d.value.plaats for d in library.all(Vacature)}
    for document in library.all(Poster):
        for place in document.value.plaatsen:
            if places and same(place) not in places:
                near = difflib.get_close_matches(same(place), places, 1)
                remedy = (
                    f"bedoelde u «{places[near[0]]}»?" if near else f"kies uit: {', '.join(sorted(places.values()))}"
                )
                message = f"bij geen vacature staat de plaats «{place}»"
                yield waarschuwing("geen-keuze", place_of(place, document.position), message, remedy)


def _block(library: Library, asked: Asked) -> list[Values]:
    return [line(document) for document in library.visible(Poster, "intranet")[: asked.most]]


KIND = Kind(
    name="poster",
    plural="posters",
    folder="posters",
    model=Poster,
    title=lambda value: value.kop,
    about="een poster voor aan de muur, met mensen, met vacatures of met een uitnodiging",
    appears=(On("intranet", "intranet/poster.html", "posters/{id}.html", _on_screen), *map(_sheet, MATEN)),
    gate=_gate,
    gather=typed_addresses,
    blocks={"posters": Block(_block, ("aantal",))},
    whole_rules=(posters_choose_what_can_be,),
)
