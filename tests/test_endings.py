"""No unforeseen end: Ctrl-C at any moment, streams that nobody reads, files that are no good: a sentence for each."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import struct
import subprocess
import sys
import time

import pytest
from PIL import Image

from builder import images
from builder.svgtree import Unfit
from tests.site import POSTER, REPO, TODAY, Site
from tests.trouble import whole

STOPPED = 130
COMMAND = [sys.executable, "-P", "-m", "builder"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPO)}


def build_of(site: Site) -> list[str]:
    return [*COMMAND, "build", "--site", str(site.root), "--datum", TODAY.isoformat(), "--output", str(site.output)]


def stopped(words: list[str], after: float) -> tuple[int, str]:
    """A command started as ``./spijs`` does, with Ctrl-C from a keyboard (to all its processes) after a while."""
    begin = ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "spijs", *words]
    process = subprocess.Popen(
        begin, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    code = process.returncode  # Python may end itself by the signal; to a shell that is the same
    return (128 - code if code == -signal.SIGINT else code), said


@pytest.mark.slow
@pytest.mark.parametrize("count", [4, pytest.param(50, marks=pytest.mark.alles)])
def test_a_build_can_be_stopped_at_any_moment(site: Site, count: int) -> None:
    site.write("content/posters/noor.yml", POSTER)
    start = time.monotonic()
    subprocess.run(build_of(site), env=ENVIRONMENT, check=True, capture_output=True)
    span, dice = time.monotonic() - start, random.Random(count)
    ends = set()
    for number in range(count):
        site.write(
            "site.yml",
            re.sub(r"van Duinrand[ \d]*\.", f"van Duinrand {number}.", site.root.joinpath("site.yml").read_text()),
        )
        moment = span * (number + dice.random()) / count
        code, said = stopped(build_of(site), moment)
        ends.add(code)
        lines = [line for line in said.splitlines() if line.strip()]
        assert code in (0, STOPPED), (moment, code, said)
        assert lines == (["spijs: afgebroken; wat gepubliceerd is, is heel"] if code else []), (moment, code, said)
        whole(site.output)
    assert STOPPED in ends
    subprocess.run(build_of(site), env=ENVIRONMENT, check=True, capture_output=True)


@pytest.mark.parametrize("shut", ["2>&-", ">&-", "<&- >&- 2>&-", "2>/dev/full", ">/dev/full"])
@pytest.mark.parametrize("words", ["build --only intranet", "check", "hang", "onzin"])
def test_a_stream_that_nobody_reads_is_no_bug(site: Site, shut: str, words: str) -> None:
    where = [] if words == "onzin" else ["--site", str(site.root)]
    line = f'exec "$@" {shut}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "spijs", *COMMAND, *words.split(), *where],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert done.returncode in ((2,) if words == "onzin" else (0, 4) if "full" in shut else (0,)), done
    assert "Traceback" not in done.stdout + done.stderr


def test_what_is_written_never_takes_the_place_of_a_closed_stream(site: Site) -> None:
    """The first file that is opened would get the number of a stream that was closed, and all that is said after."""
    line = 'exec "$@" <&- >&- 2>&-'
    subprocess.run(
        ["/bin/sh", "-c", line, "spijs", *COMMAND, "build", "--only", "intranet", "--site", str(site.root)],
        env=ENVIRONMENT,
        check=True,
    )
    for path in site.root.rglob("*"):
        if path.is_file() and path.suffix in (".yml", ".md", ".slot", ".html"):
            assert "Klaar voor" not in path.read_text(encoding="utf-8")


def exif(kind: int, count: int, value: bytes, tag: int = 0x0112) -> bytes:
    """Notes of a camera with one note (orientation), of any kind, however wrong."""
    entry = struct.pack("<HHI", tag, kind, count) + value[:4].ljust(4, b"\0")
    return b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0"


NOTES = {
    "text": exif(2, 4, b"zes\0"),
    "two numbers": exif(3, 2, b"\6\0\6\0"),
    "none": exif(3, 0, b""),
    "a fraction of nothing": exif(5, 1, b"\x1a\0\0\0"),
    "beyond the file": exif(5, 9, b"\xff\xff\xff\x7f"),
    "an unknown kind": exif(99, 1, b"\6"),
    "a folder in itself": exif(4, 1, b"\x08\0\0\0", 0x8769),
    "text for a folder": exif(2, 4, b"abc\0", 0x8769),
    "half": exif(3, 1, b"\6")[:14],
    "no notes": b"Exif\0\0",
    "a strange order": b"Exif\0\0XX*\0\x08\0\0\0",
}


@pytest.mark.parametrize("notes", NOTES.values(), ids=NOTES)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_broken_notes_of_a_camera_cost_no_picture(notes: bytes, form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c83722").save(out, form, exif=notes)
    made = Image.open(io.BytesIO(images.anew(out.getvalue(), ".jpg")))
    assert sorted(made.size) == [30, 40]
    assert not made.getexif()


def test_a_strip_is_refused_with_its_measure() -> None:
    out = io.BytesIO()
    Image.new("RGB", (10, 70_000)).save(out, "PNG")
    with pytest.raises(Unfit, match="10 bij 70000 punten"):
        images.anew(out.getvalue(), ".jpg")


@pytest.mark.parametrize("depth", [150, 1_000, 50_000])
def test_a_drawing_of_many_layers_is_drawn_or_refused(depth: int) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%b<path d="M0 0h9v9z"/>%b</svg>'
    drawing = svg % (b"<g>" * depth, b"</g>" * depth)
    if depth < 200:
        assert b"<path" in images.drawing(drawing)
    else:
        with pytest.raises(Unfit, match="lagen"):
            images.drawing(drawing)


@pytest.mark.parametrize(
    "data", ["hangt: []\n# caf\xe9\n".encode("latin-1"), "hangt: []\n".encode("utf-16"), b"\xff" * 90, b"\0"]
)
def test_a_register_in_another_encoding_is_told(site: Site, data: bytes) -> None:
    site.write("content/posters/noor.yml", POSTER).write("content/ophangregister.yml", data)
    for words in (["hang", "posters/noor", "Kantine"], ["hang"], ["hang", "--weg", "posters/noor"]):
        done = site.run(*words)
        assert done.returncode in (1, 2), done
        assert "ophangregister.yml" in done.stderr
        assert "Traceback" not in done.stderr
    assert (site.root / "content/ophangregister.yml").read_bytes() == data


@pytest.mark.parametrize(
    "name",
    [
        "content/paginas/groot.md",
        "content/personen/groot.jpg",
        "site.yml",
        "content/brieven/groot.csv",
        "templates/beeld/logo.png",
        "templates/lettertypen/groot.woff2",
        "templates/druk/groot.css",
    ],
)
def test_a_file_of_six_gigabytes_is_told_and_not_read(site: Site, name: str) -> None:
    """In a process that may have 3 GB; the file takes no room on the disk."""
    path = site.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(6_000_000_000)
    limited = ["/bin/sh", "-c", 'ulimit -v 3000000; exec "$@"', "spijs", *COMMAND, "check", "--site", str(site.root)]
    done = subprocess.run(limited, env=ENVIRONMENT, capture_output=True, text=True, timeout=100)
    assert done.returncode in (0, 1, 4), done
    assert "Traceback" not in done.stderr
    assert name.rpartition("/")[2] in done.stderr or done.returncode == 0, done
