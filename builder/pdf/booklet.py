"""A5 pages as a booklet: two by two on A4 in the order of saddle stitching, to print on both sides, fold and staple."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
MARKED = {"BMC", "BDC", "EMC", "MP", "DP"}  # the operators of tags: what is folded is not read aloud


def booklet(data: bytes) -> bytes:
    """The pages of a PDF on sheets of A4, each cut to its size; the sheets are turned over their short edge.

    It is made for a printer and not for a reader: without tags and links, and its title says so.
    """
    with pikepdf.open(io.BytesIO(data)) as pages, pikepdf.new() as sheets:
        drawn = [None, *(_drawn(page, sheets) for page in pages.pages)]
        for left, right in pairs(len(pages.pages)):
            _put(sheets, {"/L": drawn[left], "/R": drawn[right]})
        sheets.Root.Lang = String("nl")
        sheets.Root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None")
        )
        title = str(pages.docinfo.get("/Title", "Boekje"))
        sheets.docinfo.Title = String(f"{title} (om te printen en te vouwen, niet om voor te lezen)")
        if author := pages.docinfo.get("/Author"):
            sheets.docinfo.Author = String(str(author))
        out = io.BytesIO()
        sheets.save(out, deterministic_id=True)
    return out.getvalue()


def pairs(count: int) -> Iterator[tuple[int, int]]:
    """The numbers of the pages left and right on each side of each sheet; 0 is a page that is not there.

    The last page stands beside the first, on the back of that the second beside the last but one, and so on inwards.
    """
    last = -(-count // 4) * 4
    for first in range(1, last // 2, 2):
        for left, right in ((last + 1 - first, first), (first + 1, last - first)):
            yield left if left <= count else 0, right if right <= count else 0


def _drawn(page: pikepdf.Page, sheets: pikepdf.Pdf) -> Any:
    """A page as one drawing, cut to its TrimBox and without tags."""
    drawing = page.as_form_xobject()
    drawing.write(_untagged(page))
    return sheets.copy_foreign(drawing)


def _untagged(page: pikepdf.Page) -> bytes:
    instructions = pikepdf.parse_content_stream(page)
    return bytes(pikepdf.unparse_content_stream([one for one in instructions if str(one.operator) not in MARKED]))


def _put(sheets: pikepdf.Pdf, shown: dict[str, Any]) -> None:
    """One side of a sheet: the two pages meet in the fold, halfway."""
    sheets.add_blank_page(page_size=(WIDTH, HEIGHT))
    sheet = sheets.pages[-1]
    there = {name: page for name, page in shown.items() if page is not None}
    sheet.TrimBox = Array(sheet.MediaBox)
    sheet.Resources = Dictionary(XObject=Dictionary(there))
    sheet.Contents = sheets.make_stream(b"".join(_place(name, page.BBox) for name, page in there.items()))


def _place(name: str, box: Any) -> bytes:
    left, low, right, high = map(float, box)
    across = WIDTH / 2 - (right if name == "/L" else left)
    return f"q 1 0 0 1 {across:.3f} {(HEIGHT - low - high) / 2:.3f} cm {name} Do Q\n".encode()
