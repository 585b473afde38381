"""Who does not want to be shown is nowhere: not on a page, not in a sheet or a picture, not in what a build keeps."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime, tzinfo
from functools import cache

import pypdfium2
import pytest
from PIL import Image

from builder.cli import options
from builder.kinds.persoon import mark_of
from tests.site import BASIS, PERSOON, POSTER, TODAY, Site
from tests.trouble import compile_once, litter
from tests.zoeken import says

STORY = BASIS["content/verhalen/van-zaal-naar-rooster.md"]
FULL = "naam, portret, citaat, verhaal"
# Of each person: words that occur nowhere else, and the colour of the portrait.
PEOPLE = {
    "een": ("Xanthe", "zwerfkat", "ijsbeer", (230, 40, 40)),
    "twee": ("Quirijn", "waterval", "kameel", (40, 200, 60)),
    "drie": ("Yvaine", "muntthee", "giraffe", (50, 60, 220)),
}
ITEM = """---
titel: Iets nieuws bij de lunch
kwartaal: {kwartaal}
doelgroep: kandidaten
thema: zo-kwam
voorbeeld: de lunch
intro: Wie iets anders wil, kan beginnen met een boterham.
verhaal: stap-{wie}
slot: Kom langs.
---

Een collega met een {dier} vertelt bij de lunch hoe het ging.
"""
EDITION = """
kwartaal: {kwartaal}
titel: Aan tafel
voorwoord: In dit nummer leest u over werk.
blokken:
  - verhaal: stap-{wie}
    maat: heel
"""


def person(who: str, channels: str = "intranet, posters, personeelsblad", parts: str = FULL) -> str:
    name = PEOPLE[who][0]
    text = PERSOON.replace("Noor Zandstra", f"{name} Bakker").replace("intranet, posters, personeelsblad", channels)
    text = text.replace(FULL, parts).strip()
    mark = mark_of(hashlib.sha256(portrait(PEOPLE[who][3])).hexdigest())
    return f"{text}\n  beelden: [{mark}]\nportret: {who}.jpg\nalt: Iemand lacht\ncredit: Duinrand\n"


def story(who: str) -> str:
    name, quote, animal, _ = PEOPLE[who]
    text = STORY.replace("Noor", name).replace("planner\ndatum", f"{who}\ndatum")
    text = text.replace("puzzelen een beroep", f"{quote} een beroep")
    return text.replace("Op een dag", f"Op een dag met een {animal}")


def poster(who: str) -> str:
    text = POSTER.replace("Noor", PEOPLE[who][0]).replace("ontwerp: stem", "ontwerp: venster")
    return text.replace("van-zaal-naar-rooster", f"stap-{who}")


@cache
def portrait(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 2000), colour).save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def people(site: Site) -> Site:
    """Three people with a story and a poster each; the rest of the small site stays as it is."""
    site.remove("content/verhalen/van-zaal-naar-rooster.md").remove("content/personen/planner.yml")
    for who, (*_, colour) in PEOPLE.items():
        site.write(f"content/personen/{who}.yml", person(who)).write(f"content/personen/{who}.jpg", portrait(colour))
        site.write(f"content/verhalen/stap-{who}.md", story(who)).write(f"content/posters/p-{who}.yml", poster(who))
    return site


def traces(site: Site, who: str, below: str = "") -> set[str]:
    """Files under the output and the work folder that hold a word or the colour of somebody, in any form."""
    *words, colour = PEOPLE[who]
    found = set()
    for folder in (site.output / below, site.root / ".output.spijs"):
        for path in folder.rglob("*") if folder.exists() else ():
            name = path.relative_to(site.root).as_posix()
            data = path.read_bytes() if path.is_file() else b""
            if says(name, data, *words) or any(near(seen, colour) for seen in colours(data)):
                found.add(name)
    return found


def colours(data: bytes) -> list[tuple[int, int, int]]:
    """The colours that fill at least a fiftieth of a picture, or of the sheets of a PDF."""
    pictures = []
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        pictures = [page.render(scale=0.3).to_pil().convert("RGB") for page in document]
        document.close()
    else:
        for skip in (0, 64):  # a prepared picture lies behind its digest
            if data[skip : skip + 8].startswith((b"\xff\xd8", b"\x89PNG")):
                pictures.append(Image.open(io.BytesIO(data[skip:])).convert("RGB"))
    found = []
    for picture in pictures:
        small = picture.resize((60, 60), Image.Resampling.NEAREST)
        found += [colour for count, colour in small.getcolors(3600) or [] if count >= 72]
    return found


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 16 for a, b in zip(one, other, strict=True))


WITHDRAWN = ("kanalen:", "ingetrokken: 2026-11-10\n  kanalen:")
LAPSED = ("2027-12-31", "2026-11-15")


@pytest.mark.parametrize("ending", [WITHDRAWN, LAPSED], ids=["withdrawn", "lapsed"])
def test_when_a_consent_ends_nothing_stays(
    people: Site, paper_stub: None, ending: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    people.write("content/personeelsbladitems/lunch.md", ITEM.format(kwartaal="2026-1", wie="een", dier="ijsbeer"))
    people.write("content/edities/oud.yml", EDITION.format(kwartaal="2026-1", wie="een"))
    people.build()
    assert not [f for f in people.outcome.findings if f.code != "leeg-kwartaal"]
    before, shown = people.tree(), traces(people, "een")
    assert {"output/kantoor/posters/p-een-a3.pdf", "output/intranet/verhalen/stap-een.html"} < shown
    assert {"output/kantoor/personeelsblad/2026-1.pdf", "output/intranet/verhalen/index.html"} < shown
    assert any("@480.jpg" in name for name in shown)
    assert any(name.startswith(".output.spijs/beeld/") for name in shown)
    people.change("content/personen/een.yml", *ending).build()
    said = [f for f in people.outcome.findings if f.code == "toestemming-voorbij"]
    assert [f.position.file for f in said] == ["content/posters/p-een.yml"]
    assert "kies een ander verhaal of haal dit weg" in said[0].remedy
    assert all(finding.settled for finding in said)
    assert traces(people, "een") == set()
    people.remove("content/posters/p-een.yml").build()
    assert {f.code for f in people.outcome.findings} <= {"terughalen", "leeg-kwartaal"}
    assert "terughalen" in {f.code for f in people.outcome.findings}
    assert traces(people, "een") == set()
    assert not litter(people.root / ".output.spijs")
    gone = people.read("intranet/verhalen/stap-een.html")
    assert "niet meer beschikbaar" in gone
    assert "noindex" in gone
    after = people.tree()
    for who in ("twee", "drie"):
        own = {name for name in before if who in name}
        assert len(own) > 4
        assert {name: after.get(name) for name in own} == {name: before[name] for name in own}
        assert traces(people, who)


def test_nothing_stays_in_real_sheets_and_pictures(people: Site) -> None:
    for who in ("twee", "drie"):
        people.remove(f"content/verhalen/stap-{who}.md").remove(f"content/posters/p-{who}.yml")
    people.write("content/verhalen/stap-twee.md", story("twee")).write("content/posters/p-twee.yml", poster("twee"))
    people.build()
    assert not people.outcome.findings
    sheet = (people.output / "kantoor/posters/p-een-a3.pdf").read_bytes()
    assert any(near(colour, PEOPLE["een"][3]) for colour in colours(sheet)), "the portrait is on the poster"
    assert says("", sheet, "Xanthe")
    both = {f"output/{profile}/posters/p-een-a3.pdf" for profile in ("kantoor", "drukkerij")}
    assert {"output/overzicht/posters/p-een-a3.png", *both} < traces(people, "een")
    other = people.tree()["kantoor/posters/p-twee-a3.pdf"]
    people.change("content/personen/een.yml", *WITHDRAWN).remove("content/posters/p-een.yml").build()
    assert {f.code for f in people.outcome.findings} == {"terughalen"}
    assert traces(people, "een") == set()
    assert people.tree()["kantoor/posters/p-twee-a3.pdf"] == other


@pytest.mark.parametrize("kind", ["poster", "editie", "personeelsbladitem"])
def test_what_names_somebody_who_went_says_what_to_replace(people: Site, paper_stub: None, kind: str) -> None:
    people.remove("content/posters/p-een.yml")
    if kind == "poster":
        people.write("content/posters/p-een.yml", poster("een"))
    elif kind == "editie":
        people.write("content/edities/nu.yml", EDITION.format(kwartaal="2026-4", wie="een"))
    else:
        people.write("content/personeelsbladitems/nu.md", ITEM.format(kwartaal="2026-4", wie="een", dier="hond"))
    people.change("content/personen/een.yml", *WITHDRAWN)
    found = [f for f in people.findings() if f.code == "toestemming-voorbij"]
    assert len(found) == 1
    assert found[0].message == "hier staat «stap-een», maar de toestemming is ingetrokken op 10-11-2026"
    assert found[0].position.line > 1
    assert found[0].remedy == "kies een ander verhaal of haal dit weg"


def test_consent_for_the_wall_is_no_consent_for_the_intranet(people: Site, paper_stub: None) -> None:
    people.write("content/personen/een.yml", person("een", "posters")).build()
    assert not people.outcome.findings
    assert traces(people, "een", "kantoor/posters")
    assert traces(people, "een", "intranet") == {n for n in traces(people, "een") if n.startswith(".output.spijs/")}
    assert not (people.output / "intranet/posters/p-een.html").exists()
    assert not (people.output / "intranet/pdf/posters/p-een-a3.pdf").exists()
    assert not people.says("index.html", "posters/p-een.html")


def test_consent_for_the_magazine_is_no_consent_for_the_intranet(people: Site, paper_stub: None) -> None:
    people.remove("content/posters/p-een.yml").write("content/personen/een.yml", person("een", "personeelsblad"))
    people.write("content/edities/nu.yml", EDITION.format(kwartaal="2026-4", wie="een")).build()
    assert not people.outcome.findings
    assert traces(people, "een", "kantoor/personeelsblad") >= {"output/kantoor/personeelsblad/2026-4.pdf"}
    assert {n for n in traces(people, "een", "intranet") if n.startswith("output/")} == set()


@pytest.mark.parametrize("channel", ["posters", "personeelsblad"])
def test_consent_for_the_intranet_is_no_consent_for_paper(people: Site, paper_stub: None, channel: str) -> None:
    people.remove("content/posters/p-een.yml").write("content/personen/een.yml", person("een", "intranet")).build()
    assert not people.outcome.findings
    assert traces(people, "een", channel) == {n for n in traces(people, "een") if n.startswith(".output.spijs/")}
    if channel == "posters":
        people.write("content/posters/p-een.yml", poster("een"))
    else:
        people.write("content/edities/nu.yml", EDITION.format(kwartaal="2026-4", wie="een"))
    said = [f.message for f in people.findings() if f.code == "toestemming-voorbij"]
    assert said == [f"hier staat «stap-een», maar er is geen toestemming voor {channel}"]


def test_a_part_without_consent_is_not_shown(people: Site, paper_stub: None) -> None:
    people.write("content/personen/een.yml", person("een", parts="naam, citaat, verhaal")).build()
    assert not people.outcome.findings
    assert {name for name in traces(people, "een") if name.endswith(".jpg") or "/beeld/" in name} == set()
    for part in ("citaat", "verhaal"):
        parts = ", ".join(one for one in FULL.split(", ") if one != part)
        people.write("content/personen/een.yml", person("een", parts=parts)).build()
        said = [f.message for f in people.outcome.findings]
        assert said == [f"hier staat «stap-een», maar er is geen toestemming voor {part}"]
    people.write("content/personen/een.yml", person("een", parts="portret, citaat, verhaal")).build()
    said = {(str(f.position), f.message) for f in people.outcome.findings}
    assert {message for _, message in said} == {"hier staat «Xanthe», maar er is geen toestemming voor de naam"}
    assert {place for place, _ in said} == {
        "content/posters/p-een.yml:3:8",
        "content/verhalen/stap-een.md:2:16",
        "content/verhalen/stap-een.md:6:8",
        "content/verhalen/stap-een.md:8:9",
    }
    for name in ("content/verhalen/stap-een.md", "content/posters/p-een.yml"):
        people.write(name, (people.root / name).read_text(encoding="utf-8").replace("Xanthe", "een collega"))
    people.build()
    assert not people.outcome.findings
    words = {name for name in traces(people, "een") if b"Xanthe" in (people.root / name).read_bytes()}
    assert words == set()


def test_no_consent_at_all_is_an_error(people: Site) -> None:
    text = person("een")
    people.write("content/personen/een.yml", text[: text.index("toestemming:")])
    assert "geen-toestemming" in people.codes()


# The moment in Greenwich, and the day that it is in the Netherlands: also where summer time begins and ends.
MOMENTS = {
    "2026-03-28T22:59:59": date(2026, 3, 28),
    "2026-03-28T23:00:00": date(2026, 3, 29),
    "2026-03-29T21:59:59": date(2026, 3, 29),
    "2026-03-29T22:00:00": date(2026, 3, 30),
    "2026-10-24T21:59:59": date(2026, 10, 24),
    "2026-10-24T22:00:00": date(2026, 10, 25),
    "2026-10-25T22:59:59": date(2026, 10, 25),
    "2026-10-25T23:00:00": date(2026, 10, 26),
    "2026-12-31T22:59:59": date(2026, 12, 31),
    "2026-12-31T23:00:00": date(2027, 1, 1),
}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_day_is_that_of_the_netherlands(zone: str, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_moment(monkeypatch, zone, moment)
    assert options.clock() == MOMENTS[moment]


def at_moment(monkeypatch: pytest.MonkeyPatch, zone: str, moment: str) -> None:
    import time

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(tz)

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr(options, "datetime", Clock)


@pytest.mark.parametrize("last", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25), TODAY])
def test_the_last_day_counts_and_the_next_does_not(
    people: Site, paper_stub: None, last: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    page = "intranet/verhalen/stap-een.html"
    for name in ("een", "twee", "drie"):
        people.remove(f"content/posters/p-{name}.yml")
        people.change(f"content/personen/{name}.yml", "2026-01-10", "2025-01-10")
        people.change(f"content/verhalen/stap-{name}.md", "2026-05-01", "2025-05-01")
    people.change("content/personen/een.yml", "2027-12-31", last.isoformat())
    cached = []
    for offset in (-1, 0, 1):
        people.build(date.fromordinal(last.toordinal() + offset))
        cached.append(people.tree())
        assert people.says(page, "Xanthe") == (offset <= 0)
    for offset, before in zip((-1, 0, 1), cached, strict=True):
        people.remove("output").build(date.fromordinal(last.toordinal() + offset))
        assert people.tree() == before
    assert traces(people, "een") == set()


def test_an_address_is_free_of_names(people: Site) -> None:
    people.write("content/verhalen/stap-van-xanthe.md", story("een"))
    assert "naam-in-adres" in people.codes()
