"""Drawings as programs export them come out looking the same and holding nothing else; what cannot is refused."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from builder.images import drawing, flat, logo, lost_on_white, size
from builder.svgtree import Unfit
from tests.browsing import opened
from tests.site import REPO, Site

EXPORTS = sorted((REPO / "tests/tekeningen").glob("*.svg"))
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
SHAPE = '<path d="M0 0h9v9z"/>'
SAFE = re.compile(
    r"""<(?:/?[a-zA-Z]+|(?:[a-zA-Z]+)(?: (?:xmlns="http://www\.w3\.org/2000/svg"|href="(?:\#t[0-9a-f]{8}-\d+"""
    r"""|data:image/png;base64,[A-Za-z0-9+/=]+)"|(?!href|xmlns|on|style|class)[a-zA-Z][\w-]*="[^"<>&:]*"))* ?/?)>"""
)


def png(colour: tuple[int, ...] = (200, 30, 90, 255), width: int = 40, height: int = 40, edge: int = 0) -> bytes:
    image = Image.new("RGBA", (width + 2 * edge, height + 2 * edge), (0, 0, 0, 0))
    image.paste(Image.new("RGBA", (width, height), colour), (edge, edge))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def shown(chromium: Browser, data: bytes) -> Image.Image:
    """A drawing as a browser shows it as a picture."""
    source = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    with opened(chromium, 420) as page:
        page.set_content(f'<img src="{source}" style="width:400px;height:300px;object-fit:contain">')
        return Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.stem)
def test_what_a_program_exports_looks_the_same(path: Path, chromium: Browser) -> None:
    before = path.read_bytes()
    after = drawing(before)
    difference = ImageChops.difference(shown(chromium, before), shown(chromium, after))
    assert max(high for _, high in difference.getextrema()) < 12
    text = after.decode()
    assert not SAFE.sub("", text).strip(), "er staat iets in wat er niet in hoort"
    assert drawing(after) != b"", "a drawing that was rewritten can be rewritten"
    ids = set(re.findall(r' id="([^"]+)"', text))
    assert set(re.findall(r"#(t[\w-]+)", text)) == ids
    assert all(re.fullmatch(r"t[0-9a-f]{8}-\d+", name) for name in ids)


ON_A_PAGE = """<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
<style>.a{fill:none;stroke:#1a3c6e;stroke-width:4px}.b{clip-path:url(#k)}</style>
<rect width="210" height="297" fill="#fff"/>
<g transform="translate(30 40) rotate(-8)"><ellipse class="a" cx="20" cy="20" rx="18" ry="12"/></g>
<defs><circle id="c" r="9"/><clipPath id="k"><rect x="70" y="50" width="40" height="20"/></clipPath></defs>
<use xmlns:l="http://www.w3.org/1999/xlink" l:href="#c" x="120" y="52" fill="#c33"/>
<g class="b"><path d="M0 0h400v400H0z" fill="#1a3c6e"/></g><circle cx="5" cy="5" r="4" visibility="hidden"/></svg>"""


@pytest.mark.parametrize("name", ["op een A4", *(path.stem for path in EXPORTS)])
def test_a_logo_loses_its_empty_edges_and_nothing_else(name: str, chromium: Browser) -> None:
    """Its room is what a browser shows of it."""
    data = next((path.read_bytes() for path in EXPORTS if path.stem == name), ON_A_PAGE.encode())
    whole = drawing(data)
    seen = ImageChops.difference(shown(chromium, whole), Image.new("RGB", (400, 300), "white"))
    bounds = seen.convert("L").point(lambda value: 255 if value > 8 else 0).getbbox()
    assert bounds
    left, top, width, height = room(whole)
    scale = max(width / 400, height / 300)
    x, y = left + width / 2 - 200 * scale, top + height / 2 - 150 * scale
    expected = (x + bounds[0] * scale, y + bounds[1] * scale)
    expected += ((bounds[2] - bounds[0]) * scale, (bounds[3] - bounds[1]) * scale)
    assert room(logo(data, ".svg", 0)) == pytest.approx(expected, abs=4 * scale)


def room(data: bytes) -> tuple[float, ...]:
    return tuple(map(float, re.findall(rb'viewBox="([^"]*)"', data)[0].split()))


@pytest.mark.parametrize(
    ("inside", "least", "most"),
    [
        ('<path d="M0 0h9v9z" fill="white"/>', 1, 1),
        ('<g style="fill:#fffef0"><path d="M0 0h9v9z"/></g>', 1, 1),
        ('<path d="M0 0h2v9H0z"/><path d="M4 1h5v7H4z" fill="#fefefe"/>', 0.5, 0.8),
        ('<path d="M0 0h9v9H0z" fill="#1a3c6e"/><path d="M4 1h4v7H4z" fill="#fff"/>', 0, 0),
        ('<path d="M0 0h9v9H0z" fill="#fff"/><path d="M1 1h7v7H1z" fill="#1a3c6e"/>', 0, 0),
        ('<path d="M0 0h9v9z" fill="currentColor"/>', 0, 0),
        ('<path d="M0 0h9v9z" fill="none" stroke="#000"/>', 0, 0),
        ('<path d="M0 0h9v9z" fill="#f2a922"/>', 0, 0),
    ],
)
def test_what_is_lost_on_white_paper(inside: str, least: float, most: float, chromium: Browser) -> None:
    """The same of a drawing and of a picture of it with a see-through ground."""
    data = f"{OPEN}{inside}</svg>".encode()
    assert least <= lost_on_white(logo(data, ".svg", 0)) <= most
    if "currentColor" not in inside:
        with opened(chromium, 420) as page:
            page.set_content(f'<body style="margin:0"><div style="width:200px">{data.decode()}</div>')
            picture = page.locator("svg").screenshot(omit_background=True)
        assert least <= lost_on_white(logo(picture, ".png", 400)) <= most


def test_a_white_logo_is_told_with_what_to_ask_for(site: Site) -> None:
    site.change("site.yml", "  logo: beeld/logo.svg\n", "")
    site.write("templates/beeld/logo.svg", f'{OPEN}<path d="M0 0h9v9z" fill="#fff"/></svg>')
    (finding,) = site.findings()
    assert (finding.severity, finding.code, finding.position.file) == (
        "waarschuwing",
        "beeld",
        "templates/beeld/logo.svg",
    )
    assert "lichte achtergrond" in finding.remedy
    assert not site.write("templates/beeld/logo.svg", f"{OPEN}{SHAPE}</svg>").findings()


def test_two_drawings_never_share_an_id() -> None:
    seen: set[str] = set()
    for path in EXPORTS:
        ids = set(re.findall(r' id="([^"]+)"', drawing(path.read_bytes()).decode()))
        assert not ids & seen
        seen |= ids


@pytest.mark.parametrize(
    ("inside", "made"),
    [
        ('<a href="javascript:alert(1)"><path d="M0 0h9"/></a>', '<g><path d="M0 0h9" /></g>'),
        ('<path d="M0 0h9" xlink:href="javascript:alert(1)"/>', '<path d="M0 0h9" />'),
        ('<path d="M0 0h9" fill="URL( #b )"/>', '<path d="M0 0h9" />'),
        ('<path d="M0 0h9" fill="url(#b) red"/>', '<path d="M0 0h9" fill="#ff0000" />'),
        ('<path id="a" class="b" d="M0 0h9"/>', '<path d="M0 0h9" />'),
        ('<g xml:base="https://kwaad.example/"><path d="M0 0h9"/></g>', '<g><path d="M0 0h9" /></g>'),
        ("<defs><script>alert(1)</script></defs>" + SHAPE, '<path d="M0 0h9v9z" />'),
        ("<text> </text>" + SHAPE, '<path d="M0 0h9v9z" />'),
        ('<g style="display:none"><text>weg</text></g>' + SHAPE, '<path d="M0 0h9v9z" />'),
        ('<style>.a{fill:red!important}</style><path class="a" style="fill:blue" d="M0 0h9"/>', '"#ff0000"'),
        ('<style>path{fill:blue} .a.b{fill:red} .a{fill:green}</style><path class="a b" d="M0 0h9"/>', '"#ff0000"'),
        ('<path d="M0 0h9" style="fill:hsl(120 50% 50% / 40%)"/>', 'fill-opacity="0.4" fill="#40bf40"'),
        ('<path d="M0 0h9" style="--x:teal;fill:var(--x)"/>', 'fill="#008080"'),
        ('<rect width="2mm" height="50%" transform="rotate(5 1,1)"/>', 'width="2mm" height="50%"'),
    ],
)
def test_what_is_harmless_is_kept_or_left_out(inside: str, made: str) -> None:
    data = drawing(f"{OPEN}{inside}</svg>".encode()).decode()
    assert made in data
    assert not SAFE.sub("", data)


def test_a_picture_inside_is_made_anew() -> None:
    """It loses what it carried along; one that lies elsewhere is refused."""
    note = png().replace(b"IEND", b"IEND") + b"geheim"
    packed = base64.b64encode(note).decode()
    data = drawing(f'{OPEN}<image width="9" height="9" xlink:href="data:image/png;base64,{packed}"/></svg>'.encode())
    inner = base64.b64decode(data.partition(b"base64,")[2].partition(b'"')[0])
    assert Image.open(io.BytesIO(inner)).getpixel((5, 5)) == (200, 30, 90, 255)
    assert b"geheim" not in inner


BOMBS = {
    "afkortingen in elkaar": '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + f"{OPEN}<desc>&b;</desc></svg>",
    "duizend lagen": OPEN + "<g>" * 1000 + SHAPE + "</g>" * 1000 + "</svg>",
    "tien tot de negende": OPEN
    + f'<g id="a0">{SHAPE}</g>'
    + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    + "</svg>",
    "patronen van patronen": OPEN
    + "".join(
        f'<pattern id="a{n}" width="1" height="1">'
        + f'<rect width="9" height="9" fill="url(#a{n - 1})"/>' * 10
        + "</pattern>"
        for n in range(1, 10)
    )
    + '<path fill="url(#a9)" d="M0 0h9v9z"/></svg>',
    "in zichzelf": f'{OPEN}<g id="a"><use href="#a"/></g></svg>',
    "uitgesneden met zichzelf": f'{OPEN}<clipPath id="a"><path clip-path="url(#a)" d="M0 0h9"/></clipPath>'
    '<path clip-path="url(#a)" d="M0 0h9v9z"/></svg>',
    "stijlregels maal vormen": f"{OPEN}<style>{'g g path{fill:red}' * 20_000}</style>{SHAPE * 15_000}</svg>",
    "stijl in stijl": f"{OPEN}<style>{':is(' * 5000}a{')' * 5000}{{fill:red}}</style>{SHAPE}</svg>",
    "oneindig ver": f'{OPEN}<path d="M0 0h1e300v9z"/></svg>',
    "oneindig groot": OPEN.replace("0 0 9 9", "0 0 1e30 5") + SHAPE + "</svg>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_take_for_ever_is_refused_at_once(name: str) -> None:
    with pytest.raises(Unfit):
        drawing(BOMBS[name].encode())


# What an organisation's own drawing may hold, what is said of it, and the same drawing after doing what is said.
REMEDIES = [
    ("<text>Noorderbreedte</text>", "zet de tekst in uw tekenprogramma om in vormen", SHAPE),
    ("<script>1</script>" + SHAPE, "bewaar haar opnieuw zonder script", SHAPE),
    ('<g onclick="x()">' + SHAPE + "</g>", "bewaar haar opnieuw zonder script", f"<g>{SHAPE}</g>"),
    ('<image href="https://elders.example/a.png"/>', "sluit het beeld in", "INGESLOTEN"),
    ('<g style="filter:url(#f)">' + SHAPE + "</g>", "haal dat effect weg", f"<g>{SHAPE}</g>"),
    ('<g style="mix-blend-mode:multiply">' + SHAPE + "</g>", "haal dat effect weg", f"<g>{SHAPE}</g>"),
    ('<path d="M0 0h9"><animate attributeName="x"/></path>', "bewaar haar zonder animatie", SHAPE),
    ("<style>@import url(https://elders.example/a.css);</style>" + SHAPE, "bewaar haar als 'gewone SVG'", SHAPE),
    (
        '<mask id="m"><path d="M0 0h9v9z" fill="#888"/></mask><g mask="url(#m)">' + SHAPE + "</g>",
        "een uitsnede",
        '<clipPath id="m"><path d="M0 0h9v9z"/></clipPath><g clip-path="url(#m)">' + SHAPE + "</g>",
    ),
]


@pytest.mark.parametrize(("inside", "remedy", "after"), REMEDIES)
def test_doing_what_is_said_of_a_logo_helps(inside: str, remedy: str, after: str, site: Site) -> None:
    after = after.replace("INGESLOTEN", f'<image href="data:image/png;base64,{base64.b64encode(png()).decode()}"/>')
    site.change("site.yml", "  logo: beeld/logo.svg\n", "").write("templates/beeld/logo.svg", f"{OPEN}{inside}</svg>")
    (finding,) = site.findings()
    assert (finding.code, finding.position.file) == ("beeld", "templates/beeld/logo.svg")
    assert remedy in finding.remedy
    assert finding.remedy.endswith("of lever een PNG")
    assert not site.write("templates/beeld/logo.svg", f"{OPEN}{after}</svg>").findings()
    site.remove("templates/beeld/logo.svg")
    assert not site.write("templates/beeld/logo.png", png(width=1200, height=400)).findings()


def test_a_logo_as_it_comes_is_on_every_page(site: Site) -> None:
    """A PNG with capitals, spaces and empty edges; a JPEG; and the name in ``site.yml`` with a slip of the pen."""
    name = "beeld/Logo Duinrand RGB.PNG"
    site.write(f"templates/{name}", png(width=1600, height=200, edge=300)).change("site.yml", "beeld/logo.svg", name)
    assert not site.build(only=("intranet",)).outcome.findings
    page = site.read("intranet/index.html")
    assert re.search(r'<img class="logo breed" src="beeld/huislogo\.png\?v=\w{8}" alt="">', page)
    assert size((site.output / "intranet/beeld/huislogo.png").read_bytes()) == (1600, 200)
    site.change("site.yml", name, name.lower())
    (finding,) = site.findings()
    assert finding.remedy == f"bedoelde u «{name}»?"
    jpeg = io.BytesIO()
    Image.new("RGB", (300, 900), "navy").save(jpeg, "JPEG")
    site.write("templates/beeld/Merk.JPG", jpeg.getvalue()).change("site.yml", name.lower(), "beeld/Merk.JPG")
    (finding,) = site.build(only=("intranet",)).outcome.findings
    assert "900 punten" in finding.message
    assert 'class="logo hoog"' in site.read("intranet/index.html")


def test_a_logo_keeps_its_colours(site: Site) -> None:
    """Also those that happen to be in the palette of the drawings of Spijs."""
    text = (site.root / "site.yml").read_text(encoding="utf-8").replace("vijfde: '#1c6c86'", "vijfde: '#123456'")
    site.write("site.yml", re.sub(r"(?m)^  drukkleuren:\n(?:    .*\n)+", "", text))
    logo = (
        f'{OPEN}<rect width="9" height="4" fill="#1c6c86"/><rect y="5" width="9" height="4" fill="currentColor"/></svg>'
    )
    site.change("site.yml", "  logo: beeld/logo.svg\n", "").write("templates/beeld/logo.svg", logo)
    assert not site.build(only=("intranet",)).outcome.findings
    page = site.read("intranet/index.html")
    head = page[: page.index("</header>")]
    assert 'fill="#1c6c86"' in head


@pytest.mark.parametrize(("name", "told"), [("beeld/weg.svg", "is er niet"), ("beeld/merk.eps", "is geen SVG, PNG")])
def test_a_logo_that_is_not_there_is_told(name: str, told: str, site: Site) -> None:
    site.write("templates/beeld/merk.eps", b"%!PS").change("site.yml", "beeld/logo.svg", name)
    (finding,) = site.findings()
    assert (finding.position.file, finding.code) == ("site.yml", "beeld")
    assert told in finding.message
    assert (
        not site.write("templates/beeld/beter.svg", OPEN + SHAPE + "</svg>")
        .change("site.yml", name, "beeld/beter.svg")
        .findings()
    )


def test_drawings_of_the_site_take_their_place_and_no_other(site: Site) -> None:
    """A replaced shape is written anew; one that no page would look for is told, and the remedy works."""
    drawn = OPEN + '<style>.a{fill:currentColor}</style><title>eigen</title><path class="a" d="M1 1h7v7z"/></svg>'
    site.write("templates/beeld/vormen/deur.svg", drawn).build(only=("intranet",))
    assert not site.outcome.findings
    assert any("M1 1h7v7z" in path.read_text() for path in (site.output / "intranet").rglob("*.html"))
    assert not any("eigen</title>" in path.read_text() for path in (site.output / "intranet").rglob("*.html"))
    site.write("templates/beeld/vormen/Deur 2.png", png())
    (finding,) = site.findings()
    assert "deur-2.svg" in finding.remedy
    site.remove("templates/beeld/vormen/Deur 2.png").write("templates/beeld/vormen/deurr.svg", drawn)
    (finding,) = site.findings()
    assert finding.remedy == "bedoelde u «deur.svg»?"
    site.remove("templates/beeld/vormen/deurr.svg")
    assert not site.findings()


def test_flat_keeps_what_is_see_through() -> None:
    made = Image.open(io.BytesIO(flat(png((1, 2, 3, 128), edge=10), 100)))
    assert made.size == (60, 60)
    assert made.getpixel((30, 30)) == (1, 2, 3, 128)
    assert Image.open(io.BytesIO(flat(png(edge=10), 100, trim=True))).size == (40, 40)
