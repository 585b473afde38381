"""What can be read in a document that goes along with a page, by a reader or by who is curious.

That is its text, remarks and who made them, fields of a form, bookmarks, what is said of pictures, where links lead,
its properties, and the documents that are packed in it.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from builder.inputs import Folder
from builder.reading.attached import MOST_UNPACKED, Attachment

if TYPE_CHECKING:
    from pikepdf import Pdf

DEEPEST = 2  # documents in documents
ENDS = re.compile(r"<(?:[\w-]+:)?(?:p|h|si|tc|tab|br|cr|line-break|table-cell)\b[^>]*>")
# Attributes of Office and OpenDocument in which people write, or are named.
TOLD = re.compile(r"\b(?:author|initials|creator|userName|descr|title|tooltip|Target|href|name)=\"([^\"]*)\"")
ABOUT = re.compile(r"(?:docProps/.*|meta\.xml)")
XML = (".xml", ".rels")
HYPHENATED = ("\ufffe\r\n", "\x02\r\n")  # as pdfium tells the end of a line with a hyphen


def words(files: Folder, one: Attachment) -> str:
    """All that can be read in a document; none of one that has a problem."""
    return "" if one.problem else "\n".join(_in(files.entries[one.path].read(), DEEPEST))


def _in(data: bytes, depth: int) -> Iterator[str]:
    with suppress(Exception):  # a damaged file makes the libraries fail in any way there is
        if b"%PDF-" in data[:1024]:
            yield from _in_pdf(data, depth)
        elif data.startswith(b"PK"):
            yield from _in_packed(data, depth)


def _in_pdf(data: bytes, depth: int) -> Iterator[str]:
    from pikepdf import open as open_pdf
    from pypdfium2 import PdfDocument, PdfiumError

    with suppress(PdfiumError):
        document = PdfDocument(data)
        for number in range(len(document)):
            with suppress(PdfiumError):  # of a damaged page a reader sees nothing either
                text = document[number].get_textpage().get_text_bounded()
                for sign in HYPHENATED:
                    text = text.replace(sign, "")
                yield text
    with open_pdf(io.BytesIO(data)) as pdf:
        yield from _beside_the_pages(pdf, depth)


def _beside_the_pages(pdf: Pdf, depth: int) -> Iterator[str]:
    """The texts of a PDF that stand on no page, or only when one points there: each string that it holds."""
    from pikepdf import PdfError, Stream

    for item in (*pdf.objects, pdf.trailer):
        yield from _strings(item)
        sort = str(item.get("/Type", "")) if isinstance(item, Stream) else ""
        with suppress(PdfError):
            if sort == "/EmbeddedFile" and depth:
                yield from _in(item.read_bytes(), depth - 1)
            elif sort == "/Metadata":
                yield html.unescape(re.sub(r"<[^<>]*>", "\n", item.read_bytes().decode("utf-8", "replace")))


def _strings(item: Any) -> Iterator[str]:
    from pikepdf import Array, Dictionary, Object, Stream, String

    waiting = [item]
    while waiting:
        match waiting.pop():
            case String() as text:
                yield str(text)
            case Dictionary() | Stream() as held:
                waiting += [one for _, one in held.items() if not isinstance(one, Object) or not one.is_indirect]
            case Array() as held:
                waiting += [one for one in held if not isinstance(one, Object) or not one.is_indirect]


def _in_packed(data: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        small = sum(one.file_size for one in packed.infolist()) <= MOST_UNPACKED
        for name in packed.namelist() if small else ():
            if name.endswith(XML):
                text = _decoded(packed.read(name))
                yield from map(html.unescape, TOLD.findall(text))
                yield html.unescape(re.sub(r"<[^<>]*>", "\n" if ABOUT.fullmatch(name) else "", ENDS.sub("\n", text)))
            elif depth:
                yield from _in(packed.read(name), depth - 1)


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", "replace")
