"""Planted HTML fetches nothing, leaks nothing and costs only itself (P7).

Each row goes straight into the engine, past every check that the content would have met before: the last wall must
hold alone. A secret lies beside the theme, and a server on this machine notes every request.
"""

from __future__ import annotations

import base64
import io
import os
import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from builder.diagnostics import Made, Position
from builder.inputs import look_into
from builder.pdf import Limits, Means, Sheet, make_alone, make_sheets, pool
from builder.theme import Theme
from tests.site import REPO

SECRET = "geheim-van-de-directie"
MAGENTA = (255, 0, 254)
FONT = REPO / "templates/lettertypen/atkinson-hyperlegible-next-latin.woff2"
FAMILY = frozenset({"atkinsonhyperlegiblenext"})
HEAD = """<html lang="nl"><head><title>Blad</title><style>
@font-face { font-family: "Atkinson Hyperlegible Next"; src: url("https://bron.invalid/lettertypen/goed.woff2") }
@page { size: 20cm; margin: 1cm; font-family: "Atkinson Hyperlegible Next" }
html { font-family: "Atkinson Hyperlegible Next" }
</style>"""
SOURCE = Position("content/posters/verdacht.yml", 3, 1)


def dot() -> bytes:
    """A picture in a colour that nothing else has."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), MAGENTA).save(out, "PNG")
    return out.getvalue()


@dataclass
class Scene:
    """A folder with a theme and a secret beside it, a canary server, and an engine that knows only the theme."""

    root: Path
    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def theme(self) -> Theme:
        return Theme((look_into(self.root / "thema"),))

    def sheet(self, html: str) -> Sheet:
        """A sheet with ``html`` in its body; SECRET and SERVER stand for the file and the address to reach."""
        head, body = html.split("||") if "||" in html else ("", html)
        text = f"{HEAD}{head}</head><body><p>Gewone tekst</p>{body}</body></html>"
        text = text.replace("FOLDER", self.root.as_uri()).replace("SERVER", f"http://127.0.0.1:{self.port}")
        return Sheet("posters/verdacht.pdf", text, (), SOURCE)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    root = tmp_path_factory.mktemp("toneel")
    for folder in ("thema/lettertypen", "thema/beeld", "thema-ernaast"):
        (root / folder).mkdir(parents=True)
    (root / "thema/lettertypen/goed.woff2").write_bytes(FONT.read_bytes())
    (root / "thema/beeld/eigen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    for secret in (root / "geheim", root / "thema-ernaast/geheim"):
        secret.with_suffix(".png").write_bytes(dot())
        secret.with_suffix(".txt").write_text(SECRET)
        secret.with_suffix(".css").write_text(f"p::after {{ content: '{SECRET}' }}")
        secret.with_suffix(".svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="5">{SECRET}</text></svg>'
        )
    (root / "thema/beeld/koppeling.png").symlink_to(root / "geheim.png")
    (root / "thema/beeld/nul.png").symlink_to("/dev/zero")
    os.mkfifo(root / "thema/beeld/pijp.png")
    scene = Scene(root, 0)

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            scene.asked.append(self.path)
            self.send_response(302 if "verder" in self.path else 200)
            self.send_header("Location", f"{root.as_uri()}/geheim.png")
            self.end_headers()
            self.wfile.write(dot())

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    scene.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield scene
    server.shutdown()
    thread.join()
    server.server_close()


def made(scene: Scene, sheets: list[Sheet], tmp_path: Path, limits: Limits) -> dict[str, Made]:
    """What came of sheets, by target, with the machinery of a real build."""
    work = tmp_path / "tmp"
    means = Means(scene.theme, FAMILY, {})
    with pool(means, work, 1, limits) as executor:
        alone = make_alone(means, work, limits)
        return {sheet.target: one for sheet, one in make_sheets(sheets, executor, alone, limits)}


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'


def data_uri(kind: str, text: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


# Every row of the table in ``promises.md`` 2.2. "||" parts what goes into the head from what goes into the body.
FETCHES = {
    "file": "<img alt=a src='FOLDER/geheim.png'>",
    "file-parent": "<img alt=a src='../geheim.png'>",
    "file-parent-deep": "<img alt=a src='https://bron.invalid/beeld/../../geheim.png'>",
    "file-percent-dots": "<img alt=a src='https://bron.invalid/%2e%2e/geheim.png'>",
    "file-percent-slash": "<img alt=a src='https://bron.invalid/..%2fgeheim.png'>",
    "file-double-percent": "<img alt=a src='https://bron.invalid/%252e%252e/geheim.png'>",
    "file-backslash": r"<img alt=a src='https://bron.invalid/..\geheim.png'>",
    "file-one-slash": "<img alt=a src='file:/etc/passwd'>",
    "file-capitals": "<img alt=a src='FILE:///etc/hostname'>",
    "file-localhost": "<img alt=a src='file://localhost/etc/hostname'>",
    "file-query": "<img alt=a src='FOLDER/geheim.png?x=1'>",
    "file-absolute-path": "<img alt=a src='/etc/hostname'>",
    "file-nul": "<img alt=a src='https://bron.invalid/beeld/eigen.svg%00../../geheim.png'>",
    "sibling-prefix": "<img alt=a src='FOLDER/thema-ernaast/geheim.png'>",
    "sibling-relative": "<img alt=a src='https://bron.invalid/../thema-ernaast/geheim.png'>",
    "symlink": "<img alt=a src='https://bron.invalid/beeld/koppeling.png'>",
    "named-pipe": "<img alt=a src='https://bron.invalid/beeld/pijp.png'>",
    "dev-zero": "<img alt=a src='https://bron.invalid/beeld/nul.png'>",
    "dev-zero-file": "<img alt=a src='file:///dev/zero'>",
    "base-href": "<base href='FOLDER/'>||<img alt=a src='geheim.png'>",
    "http-image": "<img alt=a src='SERVER/a.png'>",
    "http-srcset": "<img alt=a src='SERVER/a.png' srcset='SERVER/b.png 2x'>",
    "http-user": "<img alt=a src='http://a:b@127.0.0.1:1/a.png'>",
    "http-redirect": "<img alt=a src='SERVER/verder'>",
    "host-prefix": "<img alt=a src='https://bron.invalid.kwaad.example/beeld/eigen.svg'>",
    "host-user": "<img alt=a src='https://bron.invalid@127.0.0.1/beeld/eigen.svg'>",
    "ftp": "<img alt=a src='ftp://127.0.0.1/a.png'>",
    "data-png": f"<img alt=a src='data:image/png;base64,{base64.b64encode(dot()).decode()}'>",
    "data-svg": f"<img alt=a src='{data_uri('image/svg+xml', SVG + '<image href=SERVER/a.png /></svg>')}'>",
    "link-attachment": "<link rel=attachment href='FOLDER/geheim.txt'>||",
    "a-attachment": "<a rel=attachment href='FOLDER/geheim.txt'>bijlage</a>",
    "a-attachment-http": "<a rel=attachment href='SERVER/geheim.txt'>bijlage</a>",
    "css-import": "<style>@import 'SERVER/a.css';</style>||",
    "css-import-url": "<style>@import url(FOLDER/geheim.css);</style>||",
    "css-import-data": f"<style>@import '{data_uri('text/css', '@import url(SERVER/a.css);')}';</style>||",
    "css-link": "<link rel=stylesheet href='SERVER/a.css'>||",
    "css-link-file": "<link rel=stylesheet href='FOLDER/geheim.css'>||",
    "css-font": "<style>@font-face{font-family:x;src:url(SERVER/x.woff2)} p{font-family:x}</style>||",
    "css-font-local": "<style>@font-face{font-family:x;src:local('DejaVu Sans')} p{font-family:x}</style>||",
    "css-background": "<p style='background:url(SERVER/a.png)'>x</p>",
    "css-background-file": "<p style='background:url(FOLDER/geheim.png);width:9cm;height:9cm'>x</p>",
    "css-border-image": "<p style='border:9px solid;border-image-source:url(SERVER/a.png)'>x</p>",
    "css-list": "<ul style='list-style-image:url(SERVER/a.png)'><li>x</li></ul>",
    "css-content": "<style>p::before{content:url(SERVER/a.png)}</style>||",
    "css-colour-profile": "<style>@color-profile --x{src:url(SERVER/a.icc)} p{color:color(--x 1 0 0)}</style>||",
    "css-page-background": "<style>@page{background:url(SERVER/a.png)}</style>||",
    "css-svg-background": f"<p style='background:url({data_uri('image/svg+xml', SVG + '</svg>')})'>x</p>",
    "object": "<object data='SERVER/a.png'></object>",
    "embed": "<embed src='SERVER/a.png'>",
    "svg-image": f"{SVG}<image width='90' height='90' href='SERVER/a.png'/></svg>",
    "svg-image-file": f"{SVG}<image width='90' height='90' xlink:href='FOLDER/geheim.png'/></svg>",
    "svg-font": f"{SVG}<style>@font-face{{font-family:x;src:url(SERVER/x.woff2)}}</style><text>x</text></svg>",
}
# What the engine never even asks for: nothing to refuse, and so nothing to name; still no request and no secret.
SILENT = {
    "iframe": "<iframe src='SERVER/a.html'></iframe>",
    "video-poster": "<video poster='SERVER/a.png' src='SERVER/a.mp4'></video>",
    "audio": "<audio src='SERVER/a.mp3'></audio>",
    "input-image": "<input type=image src='SERVER/a.png' alt=a>",
    "script": "<script src='SERVER/a.js'></script>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url=SERVER/'>||",
    "icon": "<link rel=icon href='SERVER/icon.png'>||",
    "link-preload": "<link rel=preload href='SERVER/a.css' as=style>||",
    "svg-import": f"{SVG}<style>@import 'SERVER/a.css';</style></svg>",
    "svg-use": f"{SVG}<use href='SERVER/a.svg#x'/></svg>",
    "svg-use-file": f"{SVG}<use href='FOLDER/geheim.svg#x'/></svg>",
    "svg-foreign-object": f"{SVG}<foreignObject><img src='SERVER/a.png'/></foreignObject></svg>",
    "svg-xml-stylesheet": f"<?xml-stylesheet href='SERVER/a.css'?>{SVG}</svg>",
    "svg-entity": f"<!DOCTYPE svg [<!ENTITY x SYSTEM 'FOLDER/geheim.txt'>]>{SVG}<text>&x;</text></svg>",
    "form": "<form action='SERVER/post'><input name=a value=b></form>",
}


def leaks(data: bytes) -> list[str]:
    """Signs of the secret in a PDF: its words, its colour, anything attached."""
    if not data:
        return []
    found = [name for name in ("words",) if SECRET.encode() in data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                found += ["stream"] * (SECRET.encode() in readable(item))
                found += ["attached"] * ("/EmbeddedFile" in str(item.get("/Type", "")))
                found += ["picture"] * (str(item.get("/Subtype", "")) == "/Image")
    document = pypdfium2.PdfDocument(data)
    for page in document:
        found += ["text"] * (SECRET in page.get_textpage().get_text_bounded())
        colours = page.render(scale=0.3).to_pil().convert("RGB").getcolors(1_000_000) or []
        found += ["colour"] * any(colour == MAGENTA for _, colour in colours)
    document.close()
    return found


def readable(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except (pikepdf.PdfError, zlib.error):
        return stream.read_raw_bytes()


@pytest.fixture(scope="module")
def fetched(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """All rows through one warm engine, as in a build."""
    sheets = []
    for name, html in {**FETCHES, **SILENT, "gewoon": ""}.items():
        sheets.append(replace(scene.sheet(html), target=name))
    return made(scene, sheets, tmp_path_factory.mktemp("ophalen"), Limits(60))


def test_the_server_and_the_secret_would_be_seen(scene: Scene) -> None:
    """The instruments work: an ordinary sheet is made, and the leak detector sees what it must see."""
    from urllib.request import urlopen

    with urlopen(f"http://127.0.0.1:{scene.port}/proef") as answer:
        assert answer.read() == dot()
    assert scene.asked.pop() == "/proef"
    out = io.BytesIO()
    Image.new("RGB", (40, 40), MAGENTA).save(out, "PDF", title=SECRET)
    assert {"picture", "colour"} <= set(leaks(out.getvalue()))


@pytest.mark.parametrize("name", [*FETCHES, *SILENT, "gewoon"])
def test_nothing_is_fetched_and_nothing_leaks(name: str, fetched: dict[str, Made], scene: Scene) -> None:
    result = fetched[name]
    assert not leaks(result.data)
    assert set(result.files) <= {"lettertypen/goed.woff2", "beeld/eigen.svg"}
    assert not scene.asked
    if name == "gewoon":
        assert result.data.startswith(b"%PDF")
        assert not result.findings
    if name in FETCHES:
        assert result.findings, "wat geweigerd is, moet gezegd worden"
        assert {finding.position for finding in result.findings} == {SOURCE}


# A few rows of 2.3, each lethal with the limits off, and with small limits here.
HEAVY = {
    "nested-flex": "<div style='display:flex'>" * 14 + "x" + "</div>" * 14,
    "gradient": "<p style='background:repeating-linear-gradient(red,blue .0001px);height:9cm'>x</p>",
    "counter-abort": "<style>@counter-style x{system:numeric;symbols:'0' '1';pad:1000000000 '0'}"
    "li{list-style:x}</style>||<ol><li>x</li></ol>",
    "deep": "<div>" * 400 + "x" + "</div>" * 400,
    "huge-letters": "<p style='font-size:1e8px'>x</p>",
    "row-of-millions": "<div style='display:grid'><p style='grid-row:10000000'>x</p></div>",
    "svg-bomb": SVG
    + "<g id='a0'><rect width='1' height='1'/></g>"
    + "".join(f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 8))
    + "<use href='#a7'/></svg>",
}


@pytest.mark.slow
def test_a_heavy_sheet_costs_only_itself(scene: Scene, tmp_path: Path) -> None:
    """Time, memory and death are contained: every good sheet is made, every heavy one is named."""
    sheets = []
    for name, html in HEAVY.items():
        sheets += [
            Sheet(f"goed-{name}", scene.sheet("<p>Goed</p>").html, ("Goed",), Position(f"goed-{name}.yml", 1)),
            Sheet(name, scene.sheet(html).html, (), Position(f"{name}.yml", 1)),
        ]
    results = made(scene, sheets, tmp_path, Limits(seconds=4, memory=900_000_000))
    assert set(results) == {sheet.target for sheet in sheets}
    for name in HEAVY:
        good, heavy = results[f"goed-{name}"], results[name]
        assert good.data.startswith(b"%PDF"), f"{name} nam een ander blad mee: {good.findings}"
        assert not good.findings
        assert heavy.findings, f"{name} is niet tegengehouden"
        assert not heavy.data
        assert {finding.position.file for finding in heavy.findings} == {f"{name}.yml"}
        assert re.search(re.escape(name), heavy.findings[0].message)
    assert not (tmp_path / "tmp").exists()
