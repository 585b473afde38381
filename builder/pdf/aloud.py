"""What of a sheet is read aloud, and how: the tags of the engine, mended before they are written.

The engine tags all text. What stands on every sheet, in the margin or in a block that the template marks with
``data-telkens``, is read aloud the first time that it says something; after that it is there for the eye alone
(an artifact), and its links are those of the first time. A number of a page, or a heading that runs along, never is.
There is no public way to the engine's tags (WeasyPrint 70; pinned, and tested with planted sheets).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from weasyprint.formatting_structure.boxes import MarginBox

MARK = "data-telkens"
FOR_THE_EYE = ("/Artifact", "<</Type/Pagination>>")


def written(document: Any, with_fields: bool) -> bytes:
    """A sheet as a tagged PDF (PDF/UA-1)."""
    voices = [_Voice(page) for page in document.pages]
    heard: set[Any] = set()
    for voice in voices:
        voice.choose(heard)
    data: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=with_fields, finisher=partial(_mend, voices))
    return data


class _Voice:
    """What of a page is read aloud; the page itself tells, while it is painted, which tags its boxes have."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.first: list[Any] = []  # blocks that come again on other pages, heard for the first time
        self.again: list[Any] = []
        self.tags: dict[Any, int] = {}
        self.silent: set[int] = set()
        # What is inside a link is part of it, and no link of its own.
        page.links[:] = [link for link in page.links if link[3].link]
        self._paint = page.paint
        page.paint = self.paint

    def choose(self, heard: set[Any]) -> None:
        """Which blocks are heard for the first time, and which say what was heard on an earlier page."""
        for block in _blocks(self.page):
            if block.element is None:  # made by the style sheet: a number of a page, a heading that runs along
                self.again.append(block)
                continue
            says = {block.element, "".join(box.text for box in _parts(block) if hasattr(box, "text"))}
            (self.again if says & heard else self.first).append(block)
            heard |= says

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, and take the tags off what is to be seen and not to be heard."""
        self._paint(stream, scale)
        self.tags = {box: tag["mcid"] for box, tag in stream._tags.items()}
        wanted = {self.tags[box] for block in self.again for box in _parts(block) if box in self.tags}
        for place, item in enumerate(stream.stream):
            if isinstance(item, dict) and item.get("MCID") in wanted:
                self.silent.add(item["MCID"])
                stream.stream[place - 1 : place + 1] = FOR_THE_EYE


def _blocks(page: Any) -> Iterator[Any]:
    """The blocks of a page that may say what another page says."""
    marked = dict[Any, Any]()
    for part in page._page_box.children:
        if isinstance(part, MarginBox):
            yield from part.children
            continue
        for box in _parts(part):
            if box.element is not None and box.element.get(MARK) is not None:
                marked.setdefault(box.element, box)  # the lines of a block go by the same element
    yield from marked.values()


def _parts(block: Any) -> Iterator[Any]:
    yield block
    if hasattr(block, "descendants"):
        yield from block.descendants(placeholders=True)


class _Tree:
    """The tags of a document, which a screen reader follows."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._document = self._at(root["K"][0])
        self._owners = self._at(root["ParentTree"])["Nums"]  # number, who owns it, number, and so on: pages come first
        self._links: dict[str, Any] = {}

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def tell(self, page: int, voice: _Voice) -> None:
        """Make what is heard here for the first time part of the whole; the engine leaves out what is in a margin."""
        for box in (part for block in voice.first for part in _parts(block)):
            if box in voice.tags:
                element = self._at(self._owners[2 * page + 1][voice.tags[box]])
                while self._at(element["P"]) is not self._document:
                    element = self._at(element["P"])
                if element.reference not in self._document["K"]:
                    self._document["K"].append(element.reference)
            if box.link_annotation:
                self._links.setdefault(box.link_annotation["Contents"].data, self._owner(box.link_annotation))

    def hush(self, page: int, voice: _Voice) -> None:
        """Take out what is there for the eye, and give its links to those that say the same aloud."""
        for number in voice.silent:
            element = self._at(self._owners[2 * page + 1][number])
            self._owners[2 * page + 1][number] = "null"
            element["K"].remove(number)
            self._prune(element)
        for box in (part for block in voice.again for part in _parts(block)):
            link = box.link_annotation
            if link and (told := self._links.get(link["Contents"].data)):
                element = self._owner(link)
                told["K"] += [kid for kid in element["K"] if self._is_link(kid)]
                element["K"][:] = [kid for kid in element["K"] if not self._is_link(kid)]
                self._owners[2 * link["StructParent"] + 1] = told.reference
                self._prune(element)

    def _owner(self, annotation: Any) -> Any:
        return self._at(self._owners[2 * annotation["StructParent"] + 1])

    def _is_link(self, kid: Any) -> bool:
        return isinstance(kid, bytes) and self._at(kid)["Type"] == "/OBJR"

    def _empty(self, kid: Any) -> bool:
        return isinstance(kid, bytes) and not self._is_link(kid) and all(map(self._empty, self._at(kid)["K"]))

    def _prune(self, element: Any) -> None:
        """Take out an element that says nothing any more, and what was around nothing else."""
        while element is not self._document and self._empty(element.reference):
            around = self._at(element["P"])
            if element.reference in around["K"]:
                around["K"].remove(element.reference)
            element = around


def _mend(voices: list[_Voice], document: Any, pdf: Any) -> None:
    """Before a sheet is written: each text once, and every head of a table with what it is the head of."""
    tree = _Tree(pdf)
    for number, voice in enumerate(voices):
        tree.tell(number, voice)
        tree.hush(number, voice)
    for box in (part for page in document.pages for part in _parts(page._page_box)):
        if box.element_tag == "th" and hasattr(box, "mark"):
            box.mark["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
