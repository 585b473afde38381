"""The bytes of a table as text: what Excel, Numbers and LibreOffice save on Windows and on a Mac.

Of what is no UTF-8 the file does not say what it is. It is read in each way that those programs have, and a way is
ruled out when it gives what nobody writes («AndrŽ», «S¿rensen», a lone Ü, a box of lines). Only when one text is left
that is the text, with a warning; else the file is refused. So is a table that is no text at all, and one whose letters
were broken before.
"""

from __future__ import annotations

import re

from builder.comparing import composed
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.reading.nodes import Refused

SAVE = "bewaar in Excel als «CSV UTF-8 (door scheidingstekens gescheiden)»"
NUMBERS = "kies in Numbers «Exporteer als» CSV, met codering UTF-8"
WINDOWS = "Windows-tekst"
WAYS = {  # Python's name: what a person calls it
    "cp1252": WINDOWS,
    "iso8859_15": "tekst in ISO-8859-15",
    "mac_roman": "tekst van een Mac",
    "cp858": "tekst van MS-DOS",
}
TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")
FOUR_BYTES = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
# What is no text, by how it begins.
OTHERS = {
    b"PK\x03\x04": ("een werkmap van Excel, Numbers of LibreOffice", f"open haar en {SAVE}, of {NUMBERS}"),
    b"\xd0\xcf\x11\xe0": ("een oude werkmap van Excel (.xls)", f"open haar en {SAVE}"),
    b"%PDF": ("een PDF", f"open de tabel waar hij van gemaakt is en {SAVE}"),
    b"{\\rtf": ("een tekst van een tekstverwerker (RTF)", f"zet de tabel in Excel en {SAVE}"),
}
PAGE = re.compile(r"\s*<(!doctype|!--|html|head|meta|body|table|style|div|\?xml|\?mso)\b", re.I)

UP, LOW = "A-ZÀ-ÖØ-ÞŒŠŽŸ", "a-zß-öø-ÿœšžı"
WORD, HIGH, SMALL = UP + LOW, UP.removeprefix("A-Z"), LOW.removeprefix("a-z")
VOWEL = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüœÿ"
HARD = rf"[^\W{VOWEL}{VOWEL.upper()}]"
BEFORE, AFTER, END = rf"(?<=[{WORD}])", rf"(?=[{WORD}])", rf"(?![{WORD}])"
# What nobody writes in Dutch, or in the names of people who live here.
ODD = re.compile(
    "|".join(
        (
            # a sign or letter that such a table does not have
            rf"[^\t\n\r\x20-\x7e{WORD}€£§°º²³½¼¾«»·–—‘’“”„…•®©™µ±´\xa0¿¡]|[ÐÞðþÝýıÌÒÙ]",
            # capitals and small letters where none of their kind stand
            rf"(?<=[{LOW}])[{HIGH}]|[{SMALL}](?=[{UP}])|{BEFORE}[{HIGH}](?=[{LOW}])|(?<=[{UP}][{UP}])[{SMALL}]|{BEFORE}À",
            # a letter that stands alone, or beside a figure
            rf"(?<![{WORD}’'´.-])[{HIGH}{SMALL}](?![{WORD}’'´.-])(?<!à)|\d[{HIGH}{SMALL}]|[{HIGH}{SMALL}]\d",
            # a sign in a word, or at the wrong end of one
            rf"{BEFORE}[–—·•±½¼¾µ¿¡€£§«„“‘]|[–—·•±½¼¾µ€£§»”º…]{AFTER}|¡(?=[{LOW}])|¿(?=[{LOW}])",
            r"(?<![\d ])[°º]|(?<![\dmM])[²³]|(?<![\w) ])[®©™]|´(?!s\b|t\b|n\b)|(?<!\d)\.…",
            # a letter at a place in a word where it does not come
            rf"[ìòù]{AFTER}|[îûæ]{END}|(?<![{WORD}])[îûúßœ]|œ(?![uivnrd])|(?<=[co]o)[šž]|{HARD}š(?={HARD})",
            rf"(?<=[aeoy])í(?=[snrtd]{END})|[{VOWEL}]ø|ø[{VOWEL}]|ç(?![{VOWEL}])|[ãõ](?![oe]|{END})|(?<![{VOWEL}])ß",
        )
    )
)
# Letters of UTF-8 that were once read as Windows-text and saved so: é as Ã©, ’ as â€™.
BROKEN = re.compile(
    "[ÃÂ][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€[\x80-\xbf\u0152-\u2122]|â‚¬|\ufffd"
)
AGAIN = "haal haar opnieuw uit het programma waar zij vandaan komt, of verbeter de letters"


def decoded(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """The text of a table with ``\\n`` line ends, and the warning that it was no UTF-8. Raises ``Refused``."""
    _refuse_what_is_no_text(data, path)
    findings = []
    try:
        text = data.decode("utf-16" if data.startswith(TWO_BYTES) else "utf-8-sig")
    except UnicodeDecodeError as error:
        text, way = _only_way(data, path, error.start)
        where = Position(path, _line(data, error.start))
        message = f"dit bestand is niet bewaard als UTF-8 en wordt gelezen als {way}"
        findings.append(waarschuwing("codering", where, message, f"kijk of é en € goed op papier staan, of {SAVE}"))
    if not text.strip():
        raise Refused(fout("leeg", Position(path, 1), "dit bestand is leeg", "vul het, of haal het weg"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if PAGE.match(text):
        message, remedy = "dit is een webpagina of XML, ook al heet het bestand .csv", f"open het in Excel en {SAVE}"
        raise Refused(fout("codering", Position(path, 1), message, remedy))
    if found := BROKEN.search(text):
        where = Position(path, text.count("\n", 0, found.start()) + 1)
        raise Refused(fout("codering", where, "in deze rij zijn letters als é al eerder stukgegaan", AGAIN))
    return text, findings


def _refuse_what_is_no_text(data: bytes, path: str) -> None:
    for begin, (name, remedy) in OTHERS.items():
        if data.startswith(begin):
            raise Refused(fout("codering", Position(path, 1), f"dit is {name}, ook al heet het bestand .csv", remedy))
    if data.startswith(FOUR_BYTES):
        raise Refused(fout("codering", Position(path, 1), "dit bestand is bewaard als UTF-32", SAVE))
    if data.startswith(TWO_BYTES) and (len(data) % 2 or "\ufffd" in data.decode("utf-16", "replace")):
        raise Refused(fout("codering", Position(path, 1), "dit bestand is half bewaard als UTF-16", SAVE))
    if b"\0" in data and not data.startswith(TWO_BYTES):
        where = Position(path, _line(data, data.index(b"\0")))
        raise Refused(fout("codering", where, "in dit bestand staan tekens die geen tekst zijn", SAVE))


def _only_way(data: bytes, path: str, first: int) -> tuple[str, str]:
    """The one text that these bytes can be, and how they were saved."""
    texts: dict[str, str] = {}
    odd = []
    for way, name in WAYS.items():
        try:
            text = composed(data.decode(way))
        except UnicodeDecodeError as error:
            odd.append(error.start)
            continue
        if found := ODD.search(text):
            odd.append(len(text[: found.start()].encode(way, "replace")))
        else:
            texts.setdefault(text, name)
    if len(texts) == 1:
        return texts.popitem()
    if texts:
        message, at = "dit bestand is niet bewaard als UTF-8, en letters als é zijn op meer manieren te lezen", first
    else:
        message, at = "in deze rij staan letters die hier niet te lezen zijn", max(odd)
    raise Refused(fout("codering", Position(path, _line(data, at)), message, SAVE))


def _line(data: bytes, offset: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data[:offset])) + 1
