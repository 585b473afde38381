"""Files that go along with a page as they are: what is taken, and what is wrong with one.

A reader opens them in a program of their own, so only documents without macros go out, under the kind that they really
are. A door to ``pypdfium2``.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from builder.diagnostics import machine_says
from builder.inputs import Entry

MOST = 20_000_000
MOST_UNPACKED = 200_000_000
# What is taken, with what a reader knows it as.
DOCUMENTS = {
    ".pdf": "PDF",
    ".docx": "Word",
    ".xlsx": "Excel",
    ".pptx": "PowerPoint",
    ".odt": "OpenDocument-tekst",
    ".ods": "OpenDocument-rekenblad",
    ".odp": "OpenDocument-presentatie",
}
TAKEN = f"{', '.join([*DOCUMENTS][:-1])} of {[*DOCUMENTS][-1]}"
AS_WORD, AS_EXCEL, AS_SLIDES = (
    f"bewaar het in {DOCUMENTS[suffix]} als {suffix}, of als PDF" for suffix in (".docx", ".xlsx", ".pptx")
)
# What people have instead, and how it becomes something that is taken.
INSTEAD = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx", ".dotm", ".rtf"), AS_WORD),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm"), AS_EXCEL),
    **dict.fromkeys((".ppt", ".pptm", ".pps", ".ppsx", ".ppsm", ".potx"), AS_SLIDES),
    **dict.fromkeys((".htm", ".html", ".mht", ".url"), "bewaar de pagina als PDF, of zet een link in de tekst"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), "pak het uit en noem elk bestand apart"),
    **dict.fromkeys((".pages", ".numbers", ".key", ".msg", ".eml", ".txt", ".csv"), "bewaar het als PDF"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".svg"), "noem een beeld bij «beelden», of bewaar het als PDF"),
}
AGAIN = "bewaar het opnieuw in het programma waar het mee gemaakt is"
OFFICE = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
OPEN = {f"application/vnd.oasis.opendocument.{name}": suffix for name, suffix in
        (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))}  # fmt: skip
MACROS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/", re.I)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document beside a source: how it is published, and what is wrong with it (message, remedy)."""

    path: str
    name: str
    kind: str
    size: str
    digest: str
    problem: tuple[str, str] | None = None


def attachment(entry: Entry, path: str, name: str) -> Attachment:
    """The document at ``path``, looked at; it is published as ``name``."""
    suffix = suffix_of(path)
    return Attachment(path, name, DOCUMENTS[suffix], _in_words(entry.size), entry.digest, _problem(entry, suffix))


def ending(path: str) -> str:
    """The end of the name of a file, from its last dot on."""
    name = path.rstrip("/").rpartition("/")[2]
    at = name.rfind(".")
    return name[at:] if 0 < at < len(name) - 1 else ""


def suffix_of(name: str) -> str:
    """The kind of a file as its name says it, in small letters."""
    return ending(name).lower()


def _in_words(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",").replace(",0 ", " ")


def _problem(entry: Entry, suffix: str) -> tuple[str, str] | None:
    if entry.size > MOST:
        message = f"dit bestand is {_in_words(entry.size)}, en een bijlage is hooguit {_in_words(MOST)}"
        return message, "maak de beelden erin kleiner, of verdeel het"
    try:
        data = entry.read()
    except OSError as error:
        return f"dit bestand is niet te lezen ({machine_says(error)})", "controleer of u het mag openen"
    if not data:
        return "dit bestand is leeg", AGAIN
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # of Office before 2007, or packed behind a password
        remedy = f"bewaar het zonder wachtwoord als {suffix}"
        return "dit bestand is van een oud Office of vraagt een wachtwoord", remedy
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data) if suffix == ".pdf" else _other(".pdf")
    if not data.startswith(b"PK"):
        return f"dit is geen {DOCUMENTS[suffix]}, ook al heet het zo", AGAIN
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _of_packed(packed, suffix)
    except Exception:  # a damaged file makes the library fail in any way there is
        return "dit bestand is beschadigd of niet heel", AGAIN


def _other(real: str) -> tuple[str, str]:
    remedy = f"geef het een naam die eindigt op {real}, ook in de bron"
    return f"dit is {DOCUMENTS[real]}, ook al heet het anders", remedy


def _of_pdf(data: bytes) -> tuple[str, str] | None:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pages = len(PdfDocument(data))
    except PdfiumError as error:
        if "password" in str(error).lower():
            return "dit bestand vraagt een wachtwoord", "bewaar het zonder wachtwoord"
        pages = 0
    return None if pages else ("dit bestand is beschadigd of niet heel", AGAIN)


def _of_packed(packed: zipfile.ZipFile, suffix: str) -> tuple[str, str] | None:
    if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
        return "dit bestand wordt bij het openen veel te groot", "verdeel het, of bewaar het als PDF"
    names = packed.namelist()
    real = next((s for folder, s in OFFICE.items() if any(name.startswith(folder) for name in names)), "")
    if "mimetype" in names:
        real = OPEN.get(packed.read("mimetype").decode("ascii", "replace").strip(), "")
    if not real:
        return f"dit is geen {DOCUMENTS[suffix]}, ook al heet het zo", AGAIN
    if any(MACROS.search(name) for name in names):
        return "in dit bestand zitten macro's, en die voert een ander liever niet uit", "bewaar het zonder macro's"
    if "META-INF/manifest.xml" in names and b"encryption-data" in packed.read("META-INF/manifest.xml"):
        return "dit bestand vraagt een wachtwoord", "bewaar het zonder wachtwoord"
    if packed.testzip():
        return "dit bestand is beschadigd of niet heel", AGAIN
    return None if real == suffix else _other(real)
