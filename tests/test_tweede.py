"""Another organisation with another house style: nothing of the sample shows through, and all of its own does."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from builder.colours import STRONG
from builder.content import Content, Library
from builder.kinds.organisatie import Organisatie
from builder.kinds.persoon import Persoon
from builder.settings import Huisstijl
from tests.sample import COUNT, drawn_in, library_of, pages_of, second_organisation, squeeze
from tests.site import REPO, Site

# Words in names that anybody may use; what is left of a name is the sample's own.
ORDINARY = set(
    "de het van dam een en ggz ladder zorggroep ziekenhuis stichting loopbaancentrum jansen voor raj".split()
)
BINARY = {".png", ".jpg", ".woff2"}


class Words(HTMLParser):
    """All that a reader may see or hear of a page: text, and the attributes that are read out or followed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = {"alt", "title", "content", "aria-label", "href", "src", "placeholder"}
        self.found += [value for name, value in attrs if name in spoken and value]


def texts(folder: Path) -> dict[str, str]:
    """The readable text of every file below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".html":
            found[name] = " ".join(Words(path.read_text(encoding="utf-8")).found)
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                told = " ".join(str(value) for value in (pdf.docinfo or {}).values())
            found[name] = " ".join([*pages_of(path), told])
        elif path.is_file() and path.suffix not in BINARY:
            found[name] = path.read_text(encoding="utf-8")
    return {name: text.replace("\u00ad", "") for name, text in found.items()}


def own_words(library: Library) -> set[str]:
    """What belongs to an organisation: its names, towns, addresses and titles, and the telling words in them."""
    contact = library.settings.contact
    people = library.all(Persoon)
    places = {x for d in library.all(Organisatie) for x in (d.value.naam, d.value.plaats, d.value.regio)}
    names = {library.settings.naam, *places, *(d.value.naam for d in people)}
    domains = {re.sub(r"^https://|/.*", "", library.settings.adres), contact.email.partition("@")[2]}
    titles = {d.title for d in library.all(Content) if len(d.title.split()) > 1}
    telling = {word for name in names for word in re.findall(r"\w{3,}", name) if word.lower() not in ORDINARY}
    return names | domains | titles | telling | {contact.telefoon, contact.email, contact.tijden, contact.plek}


def test_no_word_of_the_sample_shows_through(second: Site, library: Library) -> None:
    words = own_words(library) - own_words(library_of(second))
    assert len(words) > 120
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len)), re.I)
    allowed = {"ladder"}  # the name of a shape and of a pictogram, in the names of classes and fields
    found = {
        f"{name}: {match[0]}"
        for name, text in texts(second.output).items()
        for match in pattern.finditer(text)
        if not (match[0].lower() in allowed and not name.endswith((".html", ".pdf")))
    }
    assert not found


def test_no_colour_of_the_sample_shows_through(second: Site, library: Library) -> None:
    own = set(library_of(second).settings.huisstijl.tokens().values())
    sample = set(library.settings.huisstijl.tokens().values())
    palette = re.findall(r"#[0-9a-f]{6}", (REPO / "templates/beeld/palet.yml").read_text(encoding="utf-8"))
    foreign = {colour.lower() for colour in {*sample, *palette}} - own - {"#ffffff"}
    assert len(foreign) > 15
    found = {
        f"{path.name}: {colour}"
        for path in second.output.rglob("*")
        if path.is_file() and path.suffix not in BINARY | {".pdf"}
        for colour in re.findall(r"#[0-9a-f]{6}", path.read_text(encoding="utf-8").lower())
        if colour in foreign
    }
    assert not found
    for path in (second.output / "kantoor").rglob("*.pdf"):  # the print shop gets ink, looked at in test_drukkerij
        colours = pdf_colours(path.read_bytes())
        assert len(colours) > 2, f"in {path.name} zijn geen kleuren te lezen"
        assert not colours & foreign, path.name


def pdf_colours(data: bytes) -> set[str]:
    """Every colour that is set in a PDF, as ``#rrggbb``."""
    found = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        drawn = [s.read_bytes() for s in streams if "/Subtype" not in s or str(s.Subtype) == "/Form"]
    for content in drawn:
        for match in re.finditer(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN|sc|SC)\b", content):
            found.add("#" + "".join(f"{round(float(part) * 255):02x}" for part in match.groups()))
    return found


def test_its_own_names_colours_and_letters_are_there(second: Site) -> None:
    library = library_of(second)
    read = texts(second.output)
    front, style = read["intranet/index.html"], second.read("intranet/statisch/huisstijl.css")
    for word in ("Even stilstaan bij uw werk?", library.settings.contact.telefoon, "Kompas"):
        assert word in front
    assert '"Source Sans 3"' in style
    assert all(library.settings.huisstijl.tokens()[name] in style for name in STRONG)
    assert not re.search(r"atkinson", "".join(read.values()), re.I)
    assert [p.name for p in (second.output / "intranet/lettertypen").iterdir() if "atkinson" in p.name.lower()] == []
    for path in second.output.rglob("*.pdf"):
        assert drawn_in("sourcesans3", path), path.name


def test_odd_characters_come_through(second: Site) -> None:
    read = texts(second.output)
    page = read["intranet/vacatures/plek-005.html"]
    assert "Œnoloog? Nee: voedingskundige" in page
    assert "Medewerker bloedafname (’s ochtends)" in read["intranet/vacatures/plek-003.html"]
    assert "Financiële administratie: € en facturen" in read["intranet/vacatures/plek-004.html"]
    assert "Gipsverbandmeester – dagdienst" in read["intranet/vacatures/plek-006.html"]
    assert "Jürgen d’Haese-Müller" in read["intranet/verhalen/gebleven-op-de-poli.html"]
    sheet = squeeze(read["kantoor/productbladen/2-wegen.pdf"])
    assert squeeze("Uren, euro’s (€), reistijd, collega’s, slaap.") in sheet
    poster = squeeze(read["kantoor/posters/apotheek-a3.pdf"])
    assert squeeze("Zoë ging van loket vier naar de medicijnkast") in poster
    work = squeeze(read["kantoor/posters/werk-bij-facade-a3.pdf"])
    assert squeeze("Verpleegkundig-specialist ouderenpsychiatrie") in work


def test_300_vacancies_are_all_there(second: Site) -> None:
    text = second.read("intranet/vacatures/index.html")
    assert all(f"plek-{number:03}.html" in text for number in range(COUNT))
    assert len(list((second.output / "intranet/vacatures").glob("plek-*.html"))) == COUNT


def test_no_photos_no_pictures(second: Site) -> None:
    """Without portraits there is no broken picture and no empty frame with somebody else's face."""
    pages = list((second.output / "intranet").rglob("*.html"))
    assert len(pages) > COUNT
    for path in pages:
        for source in re.findall(r'<img[^>]*src="([^"?]+)', path.read_text(encoding="utf-8")):
            assert (path.parent / source).resolve().is_file(), f"{path.name}: {source}"
    assert not list(second.output.rglob("*.jpg"))


@pytest.mark.parametrize(
    ("field", "colour", "message"),
    [
        ("tomaat", "#777777", "tekst op «eerste» heeft contrast 4,"),
        ("zee", "#808080", "tekst op «vijfde» heeft contrast"),
        ("inkt", "#5b6f80", "contrast"),
        ("papier", "#8a8f94", "contrast"),
    ],
)
def test_a_house_style_that_cannot_be_read_is_refused(field: str, colour: str, message: str, site: Site) -> None:
    second_organisation(site)
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    site.write("site.yml", re.sub(rf"({field}): '#\w+'", rf"\1: '{colour}'", text))
    (finding,) = [f for f in site.findings() if f.code == "kleur"]
    assert message in finding.message
    assert finding.remedy


def test_every_pair_of_a_good_house_style_can_be_read(library: Library, second: Site) -> None:
    """Counted here on our own, from the definition in WCAG 2.2."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def ratio(one: str, other: str) -> float:
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    styles: list[Huisstijl] = [library.settings.huisstijl, library_of(second).settings.huisstijl]
    for style in styles:
        tokens = style.tokens()
        for name in STRONG:
            assert ratio(tokens[name], tokens[f"op-{name}"]) >= 4.5
            assert ratio(tokens[f"{name}-licht"], tokens[f"op-{name}-licht"]) >= 4.5
            assert ratio(tokens[f"{name}-diep"], tokens["papier"]) >= 4.5
            assert ratio(tokens[f"{name}-diep"], tokens[f"{name}-licht"]) >= 4.5
