"""Damaged pictures and damaged files under every command: a sentence or a result, never a bug of ours.

A few in every run; ``--alles`` tries a hundred thousand pictures and a thousand commands. Each is made from its number,
so one that fails can be made again.
"""

from __future__ import annotations

import io
import random
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from builder import cli, drawings, images
from builder.svgtree import SVG, Unfit
from tests.site import REPO, Site
from tests.test_mutations import MUTATIONS, full_site
from tests.trouble import apart

SIGNS = [
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b'<!DOCTYPE svg [<!ENTITY a "b">]>', b"&a;", b"&#60;meta&#62;"),
    *(b'<foreignObject id="a">', b"</foreignObject>", b'<meta http-equiv="refresh" content="0;url=//k"/>', b'id="a"'),
    *(b' style="fill:url(//k)"', b' style="fill:url(#a)"', b'<set id="a" attributeName="href" to="javascript:1"/>'),
    *(b' xmlns:h="http://www.w3.org/1999/xhtml"', b'<h:script id="a">1</h:script>', b' onload="1"', b"<g>" * 150),
    *(b'<style>@import "//k"; *{fill:url(//k)}</style>', b'<script id="a">1</script>', b'<use href="#a"/>', b"</g>"),
    *(b'<a href="javascript:1">', b'<image href="data:image/svg+xml,x"/>', b"+ADw-script+AD4-", b"<defs>", b"</defs>"),
    *(b"\xff\xfe", b"\0", b'"', b"'", b">", b"<", b"=", b"<text>x</text>", b"1e999", b"nan", b"-" * 50, b"9" * 99),
]
DRAWN = drawings.SHAPES | drawings.GROUPS | drawings.GRADIENTS | {"use", "image", "stop", "defs"}
SAID = drawings.GEOMETRY | drawings.PAINT | {"id", "href"}


@cache
def pictures() -> dict[str, list[bytes]]:
    """Whole pictures of every sort, with notes of a camera in them."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Maker"
    made: dict[str, list[bytes]] = {".svg": [], ".png": [], ".jpg": []}
    for form, mode, suffix in [
        *(("PNG", mode, ".png") for mode in ("RGBA", "P", "LA", "I;16", "1")),
        *(("WEBP", mode, ".png") for mode in ("RGB", "RGBA")),
        *(("JPEG", mode, ".jpg") for mode in ("RGB", "CMYK", "L")),
    ]:
        out = io.BytesIO()
        Image.new(mode, (24, 16)).save(out, form, exif=exif)
        made[suffix].append(out.getvalue())
    made[".svg"] = [path.read_bytes() for path in sorted((REPO / "templates").rglob("*.svg"))]
    made[".svg"] += [path.read_bytes() for path in sorted((REPO / "tests/tekeningen").rglob("*.svg"))]
    return made


def damaged(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        place, sort = dice.randrange(len(changed) + 1), dice.randrange(6)
        if sort == 0 and changed:
            changed[place % len(changed)] = dice.randrange(256)
        elif sort == 1:
            changed[place:place] = dice.choice(SIGNS)
        elif sort == 2:
            edges = [found.start() for found in re.finditer(rb"[<>\" ]", bytes(changed))] or [0]
            place = dice.choice(edges)
            changed[place:place] = dice.choice(SIGNS)
        elif sort == 3:
            del changed[place : place + dice.randint(1, 30)]
        elif sort == 4 and changed:
            bit = place % len(changed)
            changed[bit] ^= 1 << dice.randrange(8)
        else:
            changed[place:place] = changed[max(0, place - dice.randint(1, 400)) : place]
    if dice.random() < 0.02:
        code = dice.choice(["utf-16", "utf-16-le", "utf-7", "utf-8-sig"])
        return bytes(changed).decode("latin-1").encode(code)
    return bytes(changed)


def only_what_is_drawn(data: bytes) -> None:
    """A drawing that came through has nothing in it but shapes, by the eyes of another reader than ours."""
    assert not re.search(rb"<[!?]|&(?!amp;|lt;|gt;|quot;|#\d+;)", data), data[:300]
    for element in ElementTree.fromstring(data).iter():
        assert str(element.tag).removeprefix(SVG) in DRAWN, element.tag
        assert set(element.attrib) <= SAID, element.attrib
        address = element.get("href", "#")
        assert address.startswith(("#", "data:image/png;base64,")), address
        assert not (element.text or "").strip(), element.text


@pytest.mark.parametrize("count", [1_500, pytest.param(100_000, marks=pytest.mark.alles)])
def test_no_damaged_picture_is_a_bug(count: int) -> None:
    came_through = 0
    for number in range(count):
        dice = random.Random(number)
        suffix = dice.choice([".svg", ".png", ".jpg"])
        data = damaged(dice, dice.choice(pictures()[suffix]))
        try:
            made = images.anew(data, suffix)
        except Unfit:
            continue
        except Exception as error:
            raise AssertionError(f"picture {number} ({suffix})") from error
        came_through += 1
        if suffix == ".svg":
            only_what_is_drawn(made)
        else:
            Image.open(io.BytesIO(made)).load()
    assert count * 0.03 < came_through < count * 0.97


REFERRED = {
    "a script": '<defs><script id="a">alert(1)</script></defs>',
    "a page": '<defs><foreignObject id="a"><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></defs>',
    "something that moves": '<defs><set id="a" attributeName="href" to="javascript:alert(1)"/></defs>',
    "words": '<defs><text id="a">woorden</text></defs>',
    "a picture from elsewhere": '<defs><image id="a" href="https://kwaad.example/a.png"/></defs>',
    "something of another language": '<meta xmlns="http://www.w3.org/1999/xhtml" id="a" http-equiv="refresh"/>',
    "a name with a bracket": '<meta xmlns="http://www.w3.org/2000/svg}{x" id="a"/>',
    "a title": '<title id="a">woorden</title>',
}


@pytest.mark.parametrize("part", REFERRED.values(), ids=REFERRED)
@pytest.mark.parametrize(
    "by", ['<use href="#a"/>', '<path d="M0 0h1v1z" clip-path="url(#a)"/>', '<path d="M0 0h1v1z" fill="url(#a)"/>']
)
def test_what_a_drawing_refers_to_is_looked_at_as_well(part: str, by: str) -> None:
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/>{part}{by}</svg>'
    try:
        made = images.drawing(whole.encode())
    except Unfit:
        return
    only_what_is_drawn(made)
    assert b"<path" in made


COMMANDS: list[list[str]] = [
    ["check"],
    ["check", "--json"],
    ["check", "--strict"],
    ["build", "--only", "intranet"],
    ["why", "content/verhalen/van-zaal-naar-rooster.md"],
    ["why", "output/intranet/index.html"],
    ["hang"],
    ["hang", "verhalen/van-zaal-naar-rooster", "Kantine"],
    ["hang", "--weg", "verhalen/van-zaal-naar-rooster"],
    ["new", "vacature", "nieuw"],
    ["schema"],
    ["pack", "drukkerij"],
]


def files_of(site: Site) -> list[Path]:
    """Everything that a command may read: what people wrote, brought and drew, and what Spijs itself left behind."""
    return [path for path in sorted(site.root.rglob("*")) if path.is_file() and path.suffix != ".html"]


def furnished(site: Site) -> Site:
    """The full site with templates, a logo and a font of its own, a register, and what a build leaves."""
    full_site(site)
    for name in ("beeld/logo.svg", "intranet/pagina.html", "statisch/intranet.css"):
        if (REPO / "templates" / name).is_file():
            site.write(f"templates/{name}", (REPO / "templates" / name).read_bytes())
    site.write("templates/lettertypen/huis.woff2", next((REPO / "templates/lettertypen").glob("*.woff2")).read_bytes())
    return site


def told(work: Callable[[], object], said: Path) -> int:
    return apart(work, said)


def run(site: Site, words: list[str]) -> Callable[[], None]:
    def work() -> None:
        sys.argv = ["spijs", *words, "--site", str(site.root)]
        sys.stdin = io.StringIO("\n" * 20)
        cli.main()

    return work


@pytest.mark.slow
@pytest.mark.parametrize("count", [24, pytest.param(1_000, marks=pytest.mark.alles)])
def test_no_damaged_file_breaks_a_command(site: Site, tmp_path: Path, count: int) -> None:
    said = tmp_path / "gezegd.txt"
    files = files_of(furnished(site))
    assert told(run(site, ["build", "--only", "intranet"]), said) in (0, 1), said.read_text()
    files = files_of(site)
    ends = set()
    for number in range(count):
        dice = random.Random(number)
        path, words = dice.choice(files), COMMANDS[number % len(COMMANDS)]
        before = path.read_bytes() if path.exists() else b"x"
        for _ in range(dice.randint(1, 4)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(dice.choice(MUTATIONS)(dice, path.read_bytes() if path.exists() else b"x") or b"x")
        code = told(run(site, words), said)
        shown = said.read_text(encoding="utf-8", errors="replace")
        ends.add(code)
        assert code in (0, 1, 2, 4), (number, words, path.relative_to(site.root), shown)
        assert "Traceback" not in shown, (number, words, path.relative_to(site.root), shown)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(before)
    assert {0, 1} <= ends
