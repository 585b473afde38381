"""What the end of a line may not part on paper, and where a word or an address may go on on a next line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.typography.signs import put

if TYPE_CHECKING:
    from pyphen import Pyphen

UNITS = """uur uren u min minuten sec seconden dag dagen week weken maand maanden jaar jaren keer euro cent procent
 km m cm mm m² m³ kg g gr mg l dl cl ml MB GB kB % ‰ °C januari februari maart april mei juni juli augustus september
 oktober november december""".split()
NUMBERED = """blz. p. pp. pag. pagina bladzijde art. artikel lid nr. nrs. nummer kamer week hoofdstuk paragraaf bijlage
 stap punt deel jaargang fig. figuur tabel afb. tel. toestel lijn verdieping""".split()
TITLES = "dr. drs. mr. ir. ing. prof. mevr. mw. dhr. ds. zr. br. fam.".split()
# What the end of a line would part, up to and with the space that then holds, or the hyphen behind which it holds.
HELD = re.compile(
    rf"""
      (?<=\d)[ \n](?=(?:{"|".join(map(re.escape, UNITS))})(?!\w))
    | (?<=€)[ \n](?=\d) | (?<=\d)[ \n](?=[x×][ \n]\d) | (?<=[ \n\xa0][x×])[ \n](?=\d)
    | (?<!\w)(?i:{"|".join(map(re.escape, NUMBERED))})[ \n](?=\d)
    | (?<!\w)(?:{"|".join(map(re.escape, TITLES))}|(?:[A-Z]\.-?)+)[ \n](?=[\w’])
    | (?<!\d\d\d\d\d)(?<=[1-9]\d\d\d)[ \n](?=[A-Z]{{2}}(?!\w))
    | (?<=\S)[ \n](?=[–—](?:\s|$))
    | (?<!\w’.)(?<=’[stnkSTNK])[ \n](?=\w)
    | (?<=[a-zé])[ \n](?=[A-Z](?![\w.’'&-]))
    | (?<!\w)[^\W\d_]-(?=\w) | (?<=\w)-(?=[^\W\d_](?!\w)) | (?<=\d)[-–](?=\d)
    """.replace("[ \n]", "[\\ \n]"),
    re.X,
)
JOINER = "\u2060"  # nothing is drawn of it, and nothing of it is left in the text of a PDF
ADDRESS = re.compile(r"https?://|www\.|\w@\w|\w\.[a-z]{2,}/|(?<![\w.])[a-z][\w-]+(?:\.[a-z][\w-]+)+")
PHONE = re.compile(
    r"[(\[“‘]{0,3}(?<![\w.,€-])"
    r"(?:(?:\+31|0031)[ \d()-]{8,14}|\(?0\d{1,3}\)?(?:[ ]?-[ ]?|[ ])?\d[ \d-]{2,11}|14[ ]0\d)\d(?!\w)[^\s\w]*"
)
UNBROKEN = re.compile(r"[aeiouyäëïöüéè][äëïöü]|.['’-]", re.I | re.S)


def hold_pieces(pieces: Sequence[str]) -> list[str]:
    """The parts of one line or paragraph for paper: what belongs together is not parted by the end of a line."""
    text = "".join(pieces)
    if not HELD.search(text):
        return list(pieces)
    return put(pieces, text, (_held(found) for found in HELD.finditer(text)))


def let_go(text: str) -> str:
    """A text of a sheet as it was, for what is said or searched and not laid out."""
    return re.sub("[\u200b\u2060]", "", text).replace("\xa0", " ")


def _held(found: re.Match[str]) -> tuple[int, int, str]:
    end = found.end()
    return (end - 1, end, "\xa0") if found[0][-1] in " \n" else (end, end, JOINER)


def whole(text: str) -> list[tuple[int, int]]:
    """Where the addresses and telephone numbers of a text stand, with the signs that touch them."""
    if not re.search(r"[@/\d]|\w\.\w", text):
        return []
    words = [found.span() for found in re.finditer(r"\S+", text) if ADDRESS.search(found[0])]
    phones = [found.span() for found in PHONE.finditer(text)]
    return sorted([*words, *(span for span in phones if not any(a < span[1] and span[0] < b for a, b in words))])


def parts_of_address(text: str) -> list[str]:
    """An address in the parts between which it may go on on a next line when it is longer than a line."""
    return re.split(r"(?<=[/_&=])(?=\w)|(?<=\w)(?=[.@-]\w)", text)


@lru_cache(maxsize=1024)
def soft_hyphens(text: str) -> str:
    """Dutch hyphenation points as soft hyphens, in words too long for a narrow heading."""
    return re.sub(r"[^\W\d_]{9,}", lambda found: hyphenation().inserted(found[0], "\u00ad"), text)


@lru_cache(maxsize=1)
def hyphenation() -> Pyphen:
    """The hyphenation of Dutch, also for who asks ``pyphen`` itself: the PDF engine does.

    A trema that tells two vowels apart goes away where a word is broken between them, and no engine does that: so
    there it is not broken. Nor is it at an apostrophe, or beside a hyphen that was written.
    """
    import pyphen

    class Dutch(pyphen.HyphDict):  # type: ignore[misc]
        def positions(self, word: str) -> list[int]:
            points = super().positions(word)
            return [at for at in points if not UNBROKEN.match(word, max(0, at - 1)) and word[at - 1] not in "-'’"]

    path = pyphen.LANGUAGES["nl"]
    if not isinstance(pyphen.hdcache.get(path), Dutch):
        pyphen.hdcache[path] = Dutch(path)
    return pyphen.Pyphen(lang="nl", left=4, right=4)
