"""Whether a word can be read in what Spijs made: as bytes, and as a reader, a program or a curious person reads it.

Looked at is each file's own name, its bytes (also as UTF-16), its text without marks, and all that is packed inside:
streams, strings, texts and attachments of a PDF, notes in a picture, what is in a zip or a JSON.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, UnidentifiedImageError

DRAWN = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}  # streams that are pictures
SEAL = 64  # the digest before what is kept


def squeezed(text: str) -> str:
    """The letters and figures of a text as a reader reads it."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def holding(folders: Iterable[Path], *words: str) -> set[Path]:
    """The files below these folders, or these files, in which one of the words can be read, in their names too."""
    there = [path for folder in folders for path in (folder.rglob("*") if folder.is_dir() else [folder])]
    return {path for path in there if says(path.name, path.read_bytes() if path.is_file() else b"", *words)}


def says(name: str, data: bytes, *words: str) -> bool:
    """Whether one of the words can be read in a file."""
    sought = {form.lower().encode(code) for form in words for code in ("utf-8", "utf-16-le", "utf-16-be")}
    low = data.lower()
    if any(word in low for word in sought):
        return True
    read = squeezed("\n".join([name, *texts(data)]))
    return any(squeezed(word) in read for word in words)


def texts(data: bytes) -> Iterator[str]:
    """All texts in a file, unpacked."""
    if data.startswith(b"%PDF"):
        yield from _in_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.comment.decode("utf-8", "replace")
            for inside in package.infolist():
                yield inside.filename
                yield from texts(package.read(inside))
    elif data.startswith((b"\x89PNG", b"\xff\xd8", b"RIFF")):
        yield from _in_picture(data)
    else:
        if re.fullmatch(rb"[0-9a-f]{64}", data[:SEAL]) and data[SEAL:]:
            yield from texts(data[SEAL:].lstrip(b"\n"))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return
        yield text
        for line in (text, text.partition("\n")[2]):
            if line.lstrip()[:1] in ("{", "["):
                yield from _in_json(line)


def _in_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            yield from _strings(item)
            if isinstance(item, pikepdf.Stream) and DRAWN.isdisjoint(re.findall(r"/\w+", str(item.get("/Filter", "")))):
                stream = item.read_bytes()
                yield stream.decode("utf-8", "replace")
                if str(item.get("/Type", "")) == "/EmbeddedFile":
                    yield from texts(stream)
        yield from _strings(pdf.trailer)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield re.sub(r"[\ufffe\u0002-]\s*", "", page.get_textpage().get_text_bounded())
    document.close()


def _strings(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.String | pikepdf.Name):
        yield str(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118 (a stream has no iterator)
            yield str(key)
            if not (value := item[key]).is_indirect if isinstance(item[key], pikepdf.Object) else False:
                yield from _strings(value)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _strings(value)


def _in_picture(data: bytes) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            yield from map(str, picture.info.values())
            yield from map(str, picture.getexif().values())
    except (OSError, UnidentifiedImageError):
        return


def _in_json(text: str) -> Iterator[str]:
    try:
        waiting = [json.loads(text)]
    except ValueError:
        return
    while waiting:
        match waiting.pop():
            case str() as found:
                yield found
            case dict() as items:
                waiting += [*items.keys(), *items.values()]
            case list() as items:
                waiting += items
