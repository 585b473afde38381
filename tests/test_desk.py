"""The desk: what is saved is seen, mistakes stand beside it, and nobody else can ask it anything."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from builder.build import build
from builder.desk import telling
from builder.desk.place import AlreadyOpen, taken
from builder.desk.preview import Preview, State
from builder.desk.watching import sends_no_word
from builder.diagnostics import MachineError
from builder.inputs import look
from builder.plan import GONE
from builder.survey import Order
from tests.site import PERSOON, REPO, TODAY, VACATURE, VERHAAL, Site

WAIT = 60_000  # milliseconds: a guard against hanging
DRAFT = VACATURE.replace("status: concreet", "status: concept").replace("Wijkverpleegkundige", "Strandwacht")
LATER = VERHAAL.replace("2026-05-01", "2027-05-01").replace("Zo kwam", "Straks komt")
PAST = VACATURE.replace("sluit: 2026-12-01", "sluit: 2026-11-10").replace("Wijkverpleegkundige", "Schelpenteller")


def with_hidden(site: Site) -> Site:
    """The site with something that is a draft, comes later, and is over."""
    site.write("content/vacatures/strandwacht.md", DRAFT).write("content/vacatures/schelpen.md", PAST)
    return site.write("content/verhalen/straks.md", LATER)


@dataclass
class Desk:
    """A desk in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    temp: Path

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def proof(self) -> Path:
        return next(self.temp.glob("spijs-*/*/proef"))

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        """The answer to a request of which every header is ours."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
                line.putheader(name.replace("_", "-"), value)
            line.endheaders()
            answer = line.getresponse()
            return (
                answer.status,
                answer.read().decode("utf-8", "replace"),
                {k.lower(): v for k, v in answer.getheaders()},
            )
        finally:
            line.close()


@contextmanager
def at_desk(site: Site, temp: Path, *words: str) -> Iterator[Desk]:
    """A desk of a site, with its temporary files in ``temp``; no browser is opened."""
    temp.mkdir(exist_ok=True)
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "builder",
            "serve",
            "--site",
            str(site.root),
            "--datum",
            TODAY.isoformat(),
            *words,
        ],
        env={**env, "PYTHONPATH": str(REPO), "TMPDIR": str(temp)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        told = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"http://\S+", told)
        assert found, told + process.stdout.read()
        yield Desk(process, found[0], temp)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Site]]:
    """A desk of a small site, open for all tests here."""
    base = tmp_path_factory.mktemp("bureau")
    site = with_hidden(Site(base / "site"))
    with at_desk(site, base / "tmp") as desk:
        yield desk, site


@pytest.fixture(scope="module")
def page(desk: tuple[Desk, Site], chromium: Browser) -> Iterator[Page]:
    """The desk in a browser that was let in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 700})
    page = context.new_page()
    page.goto(desk[0].address)
    page.goto(f"http://127.0.0.1:{desk[0].port}/kijken")
    page.locator("#stand[data-staat='bij']").wait_for(timeout=WAIT)
    yield page
    context.close()


def frame_of(page: Page) -> Page:
    """The proof in the desk."""
    return page.frame_locator("#venster")  # type: ignore[return-value]


@pytest.mark.browser
def test_what_is_saved_is_seen_where_one_was(desk: tuple[Desk, Site], page: Page) -> None:
    """New words come under the eyes of who reads: the page does not jump."""
    _, site = desk
    lines = "\n\n".join(f"Regel {n} over de zee en het werk." for n in range(60))
    site.change("content/verhalen/van-zaal-naar-rooster.md", "Op een dag", f"{lines}\n\nOp een dag")
    page.goto(f"{page.url.partition('#')[0]}#intranet/verhalen/van-zaal-naar-rooster.html")
    frame_of(page).get_by_text("Regel 59").wait_for(timeout=WAIT)
    inside = next(frame for frame in page.frames if "/voorbeeld/" in frame.url)
    inside.locator("text=Regel 50").scroll_into_view_if_needed()
    before = inside.locator("text=Regel 50").bounding_box()
    site.change("content/verhalen/van-zaal-naar-rooster.md", "Op een dag zei", "Op een avond zei")
    frame_of(page).get_by_text("Op een avond zei").wait_for(timeout=WAIT)
    page.wait_for_timeout(200)
    after = inside.locator("text=Regel 50").bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


@pytest.mark.browser
def test_a_mistake_stands_beside_the_page_and_goes_when_it_is_mended(desk: tuple[Desk, Site], page: Page) -> None:
    _, site = desk
    page.goto(f"{page.url.partition('#')[0]}#intranet/vacatures/strandwacht.html")
    frame_of(page).get_by_role("heading", name="Strandwacht").wait_for(timeout=WAIT)
    site.change("content/vacatures/wijkverpleegkundige.md", "niveau: hbo", "niveau: hoog")
    finding = page.locator("li.fout")
    finding.wait_for(timeout=WAIT)
    assert "«hoog»" in finding.inner_text()
    assert "content/vacatures/wijkverpleegkundige.md, regel 7" in finding.inner_text()
    assert "laatste goede versie" in page.locator("#oud").inner_text()
    assert frame_of(page).get_by_role("heading", name="Strandwacht").is_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert not Axe().run(page, options={"iframes": False}).response["violations"]
    site.change("content/vacatures/wijkverpleegkundige.md", "niveau: hoog", "niveau: hbo")
    finding.wait_for(state="detached", timeout=WAIT)
    page.locator("#stand[data-staat='bij']").wait_for(timeout=WAIT)
    assert page.locator("#oud").is_hidden()


@pytest.mark.browser
def test_what_readers_do_not_see_is_shown_with_a_mark(desk: tuple[Desk, Site], page: Page) -> None:
    page.goto(f"{page.url.partition('#')[0]}#intranet/vacatures/index.html")
    frame_of(page).get_by_role("heading", name="plekken").wait_for(timeout=WAIT)
    frame_of(page).locator("[data-bureau]").nth(1).wait_for(timeout=WAIT)
    marks = frame_of(page).locator("a:has([data-bureau])").all_inner_texts()
    assert sorted(" ".join(mark.split()) for mark in marks) == [
        "Schelpenteller aan zee Voorbij",
        "Strandwacht aan zee Concept",
    ]
    page.get_by_role("link", name="Strandwacht aan zee").click()
    page.locator("#merk:has-text('nog een concept')").wait_for(timeout=WAIT)
    assert page.locator("#bron").inner_text() == "Bron: content/vacatures/strandwacht.md"
    listed = page.locator("#bronnen").inner_text()
    assert "Straks komt Noor" in listed
    assert "later" in listed.lower()


@pytest.mark.browser
def test_the_desk_fits_every_width_and_is_worked_with_keys(page: Page) -> None:
    for width in (320, 375, 1024, 2560):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 1280, "height": 700})
    page.get_by_role("button", name="Telefoon").focus()
    page.keyboard.press("Enter")
    assert page.locator("#venster").bounding_box()["width"] < 400  # type: ignore[index]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#venster").bounding_box()["width"] > 600  # type: ignore[index]
    page.get_by_label("Zoals op").fill("2027-06-01")
    page.get_by_role("button", name="Terug naar nu").click(timeout=WAIT)
    page.locator("#stand[data-staat='bij']").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_others_are_refused(desk: tuple[Desk, Site], page: Page) -> None:
    """Another host, another page, no key, another way: each asks in vain; only the very same browser is answered."""
    one, _ = desk
    cookies = page.context.cookies()
    assert [(c["httpOnly"], c["sameSite"]) for c in cookies] == [(True, "Strict")]
    known = {"Cookie": f"{cookies[0]['name']}={cookies[0]['value']}"}
    front = "/voorbeeld/intranet/index.html"
    status, text, headers = one.ask(front, **known)
    assert (status, "Loopbaanplein Duinrand" in text) == (200, True)
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
    policy = one.ask("/kijken", **known)[2]["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    ours = f"http://127.0.0.1:{one.port}"
    refused: list[tuple[str, str, dict[str, str]]] = [
        ("GET", front, {}),
        ("GET", "/", {"Cookie": f"{cookies[0]['name']}=geraden"}),
        ("GET", front, {**known, "Host": f"spijs.example:{one.port}"}),
        ("GET", front, {**known, "Host": "127.0.0.1"}),
        ("GET", front, {**known, "Origin": "http://elders.example"}),
        ("GET", front, {**known, "Origin": "null"}),
        ("GET", "/gebeurtenissen", {**known, "Sec_Fetch_Site": "same-site"}),
        ("POST", "/dag", known),
        ("POST", "/dag", {**known, "Origin": "http://localhost:1"}),
        ("OPTIONS", "/dag", {**known, "Origin": ours}),
        ("GET", urlsplit(one.address).path + "?" + urlsplit(one.address).query, {}),  # opens once
    ]
    for method, path, headers in refused:
        assert one.ask(path, method, **headers)[0] == 403, (method, path, headers)
    (one.proof / "geheim.txt").write_text("geheim")
    (one.proof.parent / "geheim.txt").write_text("geheim")
    (one.proof / "intranet/index.html").unlink()
    (one.proof / "intranet/index.html").symlink_to(one.proof.parent / "geheim.txt")
    for path in (
        "/voorbeeld/../geheim.txt",
        "/voorbeeld/intranet/../../geheim.txt",
        "/voorbeeld/%2e%2e/geheim.txt",
        "/voorbeeld/..%2fgeheim.txt",
        "/voorbeeld//geheim.txt",
        "/voorbeeld/geheim.txt",
        "/voorbeeld/%00",
        "/voorbeeld/intranet/statisch",
        f"/voorbeeld/{one.proof.parent}/geheim.txt",
        front,
    ):
        status, text, _ = one.ask(path, **known)
        assert (status, "geheim" in text) == (404, False), path


def test_a_second_desk_is_told_of_the_first(desk: tuple[Desk, Site]) -> None:
    one, site = desk
    second = site.run("serve", env={"TMPDIR": str(one.temp), "BROWSER": "echo"})
    assert second.returncode == 5
    assert "is al open" in second.stderr
    assert f"http://127.0.0.1:{one.port}/begin?sleutel=" in second.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_leaves_nothing(site: Site, tmp_path: Path, number: int) -> None:
    """Also with a stream open, and while it builds."""
    with at_desk(site, tmp_path / "tmp") as one:
        path = urlsplit(one.address)
        cookie = one.ask(f"{path.path}?{path.query}")[2]["set-cookie"].partition(";")[0]
        line = http.client.HTTPConnection("127.0.0.1", one.port, timeout=30)
        line.request("GET", "/gebeurtenissen", headers={"Cookie": cookie})
        answer = line.getresponse()
        assert answer.readline().startswith(b"data: {")
        one.process.send_signal(number)
        assert one.process.wait(timeout=20) == 0
        assert one.process.stdout
        assert "Het bureau is gesloten" in one.process.stdout.read()
        line.close()
    assert not [*one.temp.glob("spijs-*/*/*proef*")]
    assert not site.output.exists()


def test_surroundings_that_are_in_the_way_are_told(site: Site, tmp_path: Path) -> None:
    elsewhere = site.run("serve", "--site", str(tmp_path / "leeg"))
    assert (elsewhere.returncode, "geen site.yml" in elsewhere.stderr) == (2, True)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken_port = str(other.getsockname()[1])
        busy = site.run("serve", "--port", taken_port, env={"TMPDIR": str(tmp_path)})
    assert (busy.returncode, f"poort {taken_port} is niet te krijgen" in busy.stderr) == (4, True)


def test_the_place_is_ours_alone(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with taken(site.root) as place:
        place.tell("http://x")
        with pytest.raises(AlreadyOpen) as told, taken(site.root):
            pass
        assert told.value.address == "http://x"
    next(tmp_path.glob("spijs-*")).chmod(0o755)
    with pytest.raises(MachineError, match="niet van u alleen"), taken(site.root):
        pass


MOUNTS = """/dev/sda1 / ext4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
//server/delen /srv/gedeeld\\040werk cifs rw 0 0
rclone /srv/wolk fuse.rclone rw 0 0
tmpfs /srv/wolk/hier tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "silent"),
    [
        ("/home/ik", False),
        ("/mnt/c/site", True),
        ("/srv/gedeeld werk/x", True),
        ("/srv/wolk/s", True),
        ("/srv/wolk/hier/s", False),
    ],
)
def test_where_no_word_is_sent_it_looks_again_and_again(place: str, silent: bool) -> None:
    assert sends_no_word(Path(place), MOUNTS) is silent


@contextmanager
def previewing(site: Site, tmp_path: Path, days: list[date]) -> Iterator[tuple[Preview, threading.Semaphore]]:
    """A preview that is asked by hand; the semaphore counts what it told."""
    told = threading.Semaphore(0)
    preview = Preview(site.root, tmp_path / "proef", 1, lambda: days[-1], lambda state: told.release())
    preview.start()
    try:
        yield preview, told
    finally:
        preview.stop()


def until(preview: Preview, told: threading.Semaphore, right: object) -> State:
    """The first state that is right."""
    while not right(preview.state):  # type: ignore[operator]
        assert told.acquire(timeout=60), preview.state
    return preview.state


def test_the_folder_goes_and_comes_back_and_a_day_ends(site: Site, tmp_path: Path, paper_stub: None) -> None:
    """What was shown stays until the folder is back; after midnight it is another day."""
    days = [date(2026, 12, 1)]
    with previewing(site, tmp_path, days) as (preview, told):
        first = until(preview, told, lambda state: state.current and not state.busy)
        aside = site.root.rename(tmp_path / "weg")
        preview.look_again()
        gone = until(preview, told, lambda state: state.trouble)
        assert "is er niet" in gone.trouble
        assert gone.tree == first.tree
        assert not gone.current
        aside.rename(site.root)
        preview.look_again()
        until(preview, told, lambda state: state.current and not state.trouble)
        assert "intranet/vacatures/wijkverpleegkundige.html" not in telling.lists(preview.state, str)["merken"]
        days.append(days[0] + timedelta(days=1))
        preview.look_again()
        until(preview, told, lambda state: state.library and state.library.today == days[1] and not state.busy)
        mark = telling.lists(preview.state, str)["merken"]["intranet/vacatures/wijkverpleegkundige.html"]
        assert mark == {"woord": "Voorbij", "reden": "de vacature sloot op 01-12-2026."}


def test_a_proof_shows_what_readers_do_not_see_and_nobody_who_may_not_be_seen(site: Site, paper_stub: None) -> None:
    """The gates of people hold in a proof as anywhere; a build for readers shows none of it."""
    with_hidden(site).write(
        "content/personen/oud.yml", PERSOON.replace("Noor Zandstra", "Bram Kwelder").replace("2027-12-31", "2026-11-15")
    )
    site.write("content/personen/klad.yml", "status: concept" + PERSOON.replace("Noor Zandstra", "Tess Wadden"))
    for name, who in (("oud", "Bram"), ("klad", "Tess")):
        text = LATER.replace("persoon: planner", f"persoon: {name}").replace("Noor", who).replace("straks", name)
        text = text.replace("---\n", "---\nstatus: concept\n", 1) if name == "oud" else text
        site.write(f"content/verhalen/{name}.md", text)
    own = site.root.parent / "proef"
    proof = build(Order(look(site.root), own, TODAY, TODAY, proof=True))
    assert (proof.published, proof.waits) == (True, False), proof.findings
    shown = {page.source.file for page in proof.pages.values() if page.template not in (GONE, "intranet/verhuisd.html")}
    may, may_not = ("vacatures/strandwacht", "vacatures/schelpen", "verhalen/straks"), ("verhalen/oud", "verhalen/klad")
    assert shown >= {f"content/{name}.md" for name in may}
    assert shown.isdisjoint(f"content/{name}.md" for name in may_not)
    everything = "".join(path.read_text(errors="replace") for path in own.rglob("*") if path.is_file())
    assert not [name for name in ("Bram", "Kwelder", "Tess", "Wadden") if name in everything]
    site.build()
    assert site.outcome.published
    pages = "".join(path.read_text(errors="replace") for path in site.output.rglob("*.html"))
    assert not [name for name in ("Strandwacht", "Straks komt") if name in pages]
    assert "niet meer" in site.read("intranet/vacatures/schelpen.html").lower()


def test_a_draft_with_mistakes_holds_up_no_proof(site: Site, paper_stub: None) -> None:
    site.write("content/vacatures/half.md", DRAFT.replace("niveau: hbo", "niveau: hoog"))
    outcome = build(Order(look(site.root), site.output, TODAY, TODAY, proof=True))
    assert outcome.published
    assert [str(one.severity) for one in outcome.findings] == ["hint"]
