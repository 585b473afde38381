"""One sheet, inside a process of its own: the door to ``weasyprint`` and ``pypdfium2``.

The engine sees one made-up host whose files are the theme; nothing else can be fetched. What it complains about, text
that does not fit its box, a font that is not ours and a contact line that cannot be read are all findings.
"""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import os
import re
import resource
import tempfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from builder.diagnostics import Diagnostic, Fact, MachineError, Made, Position, fout, hint, machine_says, waarschuwing
from builder.fonts import unpacked
from builder.pdf import forms, letters, press
from builder.pdf.booklet import booklet
from builder.pdf.inks import Inks
from builder.pdf.preflight import inspect, inspect_office
from builder.pdf.sheet import Means, Sheet
from builder.processes import depend
from builder.theme import Theme, content_type
from builder.typography import hyphenation

try:
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from builder.pdf import aloud, fit, together
except OSError as error:  # a library of the system is missing: as bad as a package that is
    raise ImportError(str(error), name="weasyprint") from error

HOST = "https://bron.invalid/"
THUMBNAIL_WIDTH = 640
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO}
# Fonts carry a time of making; a fixed one keeps the bytes of a sheet equal on every day (2000-01-01).
EPOCH = "946684800"
REMEDIES = {
    "beeld": "lever een grotere foto (150 dpi op ware grootte), of kies een kleinere maat van het blad",
    "link": "gebruik in het sjabloon contact(site) of naar('telefoon') uit druk/delen/contact.html",
    "kleur": "gebruik in het sjabloon alleen kleuren van de huisstijl",
}

_theme = Theme(())
_fonts: frozenset[str] = frozenset()
_inks: Inks
_letters: letters.Seen


def settle(means: Means, work: Path, memory: int, seconds: int = 0) -> None:
    """Make this process ready: its theme, its scratch folder, its limits; it dies with its parent."""
    global _theme, _fonts, _inks, _letters
    _theme, _fonts = means.theme, means.fonts
    _inks = Inks(means.theme.find(press.PROFILE) or b"", means.inks)
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    hyphenation()
    depend()
    tempfile.tempdir = tempfile.mkdtemp(dir=work)
    _letters = letters.only_these(means.theme, Path(tempfile.tempdir), means.cache)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))


def make(sheet: Sheet) -> Made:
    """A sheet from HTML for the office (PDF/UA-1) and the print shop (PDF/X-4), with all that is wrong with it."""
    fetcher = _Fetcher()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [complaints], False
    target, source = sheet.target, sheet.source
    try:
        page = weasyprint.HTML(string=sheet.html, base_url=HOST, url_fetcher=fetcher)
        together.hold(page.etree_element)
        document, left = _fitted(page, complaints)
        found = [fit.told(misfit, target, source) for misfit in left]
        drawn = aloud.written(document, "<form" in sheet.html)
        if "<form" in sheet.html:
            drawn = forms.mended(drawn, forms.legends(page.etree_element))
        found += [
            _about_font(text, target, source)
            or fout("pdf", source, f"{target}: de PDF-maker klaagt ({text})", "kijk het beeld of het sjabloon na")
            for text in complaints.said
        ]
        cut = press.cut(drawn)
        office = press.framed(cut)
        if not any(finding.position.file == fit.SHARED for finding in found):  # else that tells it better
            unread = list(_unread(office, sheet.says, target, source))
            found += unread or _unspoken(office, sheet.says, target, source)
        found += _foreign_fonts(office, target, source)
        found += [_damaged(name, target, source) for name in _letters.damaged]
        beside, facts = _beside(drawn, sheet.wants, fetcher.read)
        if "beeld" in sheet.wants:
            beside["beeld"] = _thumbnail(cut)
        found += _unready(facts, target, source)
        data = office if sheet.profile == "kantoor" else beside.pop("drukkerij", b"")
        return Made(data, fetcher.read, tuple(dict.fromkeys(found)), beside, facts)
    except (Exception, FatalURLFetchingError) as error:  # the engine's own faults are findings at the source
        _blame_the_machine(error)
        reason = f"de PDF-maker geeft het op bij {target} ({type(error).__name__}: {str(error)[:120]})"
        return Made(
            b"", fetcher.read, (fout("pdf", source, reason, "maak de tekst eenvoudiger, of kijk het sjabloon na"),)
        )


def _blame_the_machine(error: BaseException) -> None:
    """Raise :class:`MachineError` for what no text can help: a full disk, or a file that was changed meanwhile."""
    if isinstance(error, MachineError):
        raise error
    if isinstance(error, OSError) and error.errno in FULL:
        raise MachineError(f"{error.filename or tempfile.tempdir} is niet te schrijven ({machine_says(error)})")


def _fitted(page: Any, complaints: _Complaints) -> tuple[Any, list[fit.Misfit]]:
    """The sheet laid out, every box without room fitted as far as its template allows; and what still has none."""
    while True:
        complaints.said.clear()
        document = page.render()
        left = fit.misfits(document)
        if not left or not fit.tighter(left):
            return document, left
        # The styles are chosen anew: the engine has remembered the classes of every element.
        page.wrapper_element = type(page.wrapper_element).from_html_root(page.etree_element)


def _beside(drawn: bytes, wants: frozenset[str], read: dict[str, str]) -> tuple[dict[str, bytes], tuple[Fact, ...]]:
    """What is made of a sheet for a stapler and for the print shop, by role; what is not ready does not go there."""
    beside: dict[str, bytes] = {}
    facts: tuple[Fact, ...] = ()
    if "boekje" in wants:
        beside["boekje"] = press.framed(booklet(drawn))
    if "drukkerij" in wants:
        read[press.PROFILE] = _theme.digest(press.PROFILE)
        pressed = press.for_press(drawn, _inks, _theme.find(press.PROFILE) or b"")
        facts = inspect(pressed)
        if all(fact.fits for fact in facts):
            beside["drukkerij"] = pressed
    return beside, facts


def _unready(facts: tuple[Fact, ...], target: str, source: Position) -> Iterator[Diagnostic]:
    """Why a sheet cannot go to the print shop: what was found there, and what would help."""
    for fact in facts:
        if not fact.fits:
            message = f"{target} kan niet naar de drukker: {fact.what} is {fact.found}"
            yield waarschuwing("drukkerij", source, message, REMEDIES.get(fact.what, "kijk het sjabloon na"))


def _unspoken(office: bytes, says: tuple[str, ...], target: str, source: Position) -> Iterator[Diagnostic]:
    """What a sheet does not say to who listens to it; on paper it is right all the same."""
    for fact in inspect_office(office, says):
        if not fact.fits:
            message = f"{target} is niet goed voor te lezen: {fact.what} {fact.found}"
            yield hint("pdf", source, message, REMEDIES.get(fact.what, "kijk het sjabloon na"))


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves the files of the theme under one made-up host, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["https"], allow_redirects=False)
        self.read = dict(_letters.files)  # any of them may have been looked at for a sign

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(HOST).partition("?")[0].partition("#")[0]
        data = _theme.find(name) if url.startswith(HOST) else None
        if data is None or not content_type(name):
            raise FatalURLFetchingError(f"{url[:80]} hoort niet bij dit drukwerk")
        self.read[name] = hashlib.sha256(data).hexdigest()
        data = unpacked(data) if name.endswith(".woff2") else data
        answer = Message()
        answer["Content-Type"] = content_type(name)
        return URLFetcherResponse(url, data, answer)


class _Complaints(logging.Handler):
    """Collects what the engine says at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage()[:200])


def _damaged(name: str, target: str, source: Position) -> Diagnostic:
    message = f"{target}: een bestand van het lettertype «{name.rpartition('/')[2]}» is beschadigd"
    return fout("lettertype", source, message, "zet het goede bestand in templates/lettertypen/")


def _about_font(complaint: str, target: str, source: Position) -> Diagnostic | None:
    """The engine's complaint that a character is in no font or that a font is broken, as a finding of its own."""
    if found := re.search(r"notdef glyph[^(]*\(U\+(\w+)\)", complaint):
        message = f"{target}: het teken «{chr(int(found[1], 16))}» (U+{found[1]}) ontbreekt in het lettertype"
        return fout("lettertype", source, message, "schrijf het met andere tekens")
    if found := re.search(r"Font-face '([^']*)' cannot be loaded", complaint):
        return _damaged(found[1], target, source)
    return None


def _unread(data: bytes, says: tuple[str, ...], target: str, source: Position) -> Iterator[Diagnostic]:
    """Texts that must be readable on every page and are not in the text that the PDF gives back."""
    if not says:
        return
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        text = _run_on(page.get_textpage().get_text_bounded())
        for wanted in says:
            if _run_on(wanted) not in text:
                message = f"{target}: op bladzijde {number} staat «{wanted}» niet leesbaar"
                yield fout("contact", source, message, "zet het hele contactblok op elke bladzijde van het sjabloon")


def _run_on(text: str) -> str:
    """A text without its line breaks. A hyphen at the end of a line is given back as a sign of its own; it counts,
    for in an address one that was not there is a mistake."""
    return re.sub(r"\s+", "", re.sub("[\x02\ufffe]", "-", text)).lower()


def _foreign_fonts(data: bytes, target: str, source: Position) -> Iterator[Diagnostic]:
    """Fonts in the PDF that are not of the house style."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {
            str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    for name in sorted(names):
        plain = re.sub(r"[^a-z0-9]", "", name.split("+")[-1].lower())
        if not any(plain.startswith(font) for font in _fonts):
            message = f"{target}: een deel van de tekst staat in een vreemd lettertype ({name.lstrip('/')})"
            yield fout("lettertype", source, message, "er is een teken gebruikt dat het eigen lettertype niet heeft")


def _thumbnail(data: bytes) -> bytes:
    page = pypdfium2.PdfDocument(data)[0]
    picture = page.render(scale=THUMBNAIL_WIDTH / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=3)  # 9 costs a sixth of a sheet and wins 2 %
    return out.getvalue()
