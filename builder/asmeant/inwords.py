"""Signs inside a paragraph as they are typed or pasted, turned into those that every reader of Markdown takes alike.

Links with a space in them, a bare address of a page or of mail, bold with a space at its edge, a backslash before a
sign that not every reader knows. A paragraph keeps its number of lines. What would stand on a page as a sign that says
nothing is told by :func:`doubts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CODE = r"`[^`\n]{1,500}+`"
SIGN = re.compile(rf"{CODE}|\\[^\n]|[\[\]]|<[^<>\s]{{1,2000}}+>")
BEHIND = re.compile(r"([ \t]?)\(((?:[^()\n]++|\([^()\n]*+\)){0,200}+)\)")
MAIL = r"[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
SURE = re.compile(rf"(?:https?://|www\.|mailto:|tel:)\S+|[a-z0-9-]+/[a-z0-9-]+|{MAIL}")
TITLED = re.compile(r"(\S++)\s++(\"[^\"]*\"|'[^']*')")
BARE = re.compile(
    r"(?<![\w@./:=&?#-])(?:(?:https?://|www\.(?=[\w-]++\.\w))[^\s<>\"`|\\\[\]{}*“”«»]++"
    rf"|(?<![.+-]){MAIL})(?![{{\w])"
)
CLOSERS = ".,;:!?…'’\"_~)"
KNOWN = frozenset("\\`*_{}[]()<>#+-.!|'\"")  # what the engine knows after a backslash, and what makes a table
BACKSLASH = re.compile(r"\\(?:(.)|(?=\n))")
BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)")
Span = tuple[int, int, str]
"""From and to where in a text, and what is written there instead."""

# What other tools understand and a page of ours shows as it is typed: its form, what is told, what to do.
STRANGE = (
    (
        re.compile(r"\[\^[^\]\s]{1,40}\](?!\()"),
        "Spijs kent geen voetnoten",
        "zet de uitleg tussen haakjes in de zin",
    ),
    (
        re.compile(r"~~(?=\S)[^~\n]{1,300}~~"),
        "doorhalen met ~~ kan hier niet",
        "haal de woorden weg, of alleen de tekens ~~",
    ),
    (
        re.compile(r"==(?=[^\s=])[^=\n]{1,300}=="),
        "markeren met == kan hier niet",
        "schrijf **zo** wat moet opvallen",
    ),
    (
        re.compile(r"(?<![\w:]):[a-z_]{3,24}:(?![\w:])"),
        "hier staat de naam van een plaatje",
        "haal hem weg, met zijn dubbele punten",
    ),
    (
        re.compile(r"\([^()\n]{1,200}\)\[(?:https?://|www\.)[^\]\s]{1,500}\]"),
        "de haken van deze link staan verwisseld",
        "schrijf [woorden](adres)",
    ),
)


def plainly(text: str) -> str:
    """A paragraph in which links, addresses, bold and backslashes are written as every reader takes them."""
    if not any(sign in text for sign in ("[", "@", "http", "www.", "**", "\\")):
        return text
    spans: list[Span] = []
    for span in sorted(_links(text)):
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    made = []
    at = 0
    for begin, end, instead in (*spans, (len(text), len(text), "")):
        made += [_loose(text[at:begin]), instead]
        at = end
    return _bold("".join(made))


def doubts(line: str) -> Iterator[tuple[str, str]]:
    """What in a line would be shown as a sign that says nothing: what it is, and what to do."""
    if not any(sign in line for sign in ("[^", "~~", "==", ")[", "](")) and line.count(":") < 2:
        return
    bare = re.sub(CODE, "", line)
    for form, message, remedy in STRANGE:
        if form.search(bare):
            yield message, remedy
    if "](" in bare and any(TITLED.fullmatch(found[2].strip()) for found in BEHIND.finditer(bare)):
        yield (
            "wat achter dit adres staat, ziet niemand op papier of op een telefoon",
            "zet die woorden in de zin, en haal ze achter het adres weg",
        )


def stars(text: str) -> int | None:
    """The line in a paragraph, from 0, of ``**`` that make nothing bold, once it is written plainly."""
    bare = re.sub(rf"{CODE}|\\.", lambda found: "x" * len(found[0]), text)
    marks = list(BOLD.finditer(bare))
    for opened, closed in zip(marks[::2], [*marks[1::2], None], strict=False):
        inside = bare[opened.end() : closed.start()] if closed else " "
        if not inside.strip() or inside[0].isspace() or inside[-1].isspace():
            return bare.count("\n", 0, opened.start())
    return None


def _links(text: str) -> Iterator[Span]:
    """What holds no loose address: code, what is between angles, and links, mended where that is sure."""
    opened: list[int] = []
    for sign in SIGN.finditer(text):
        if sign[0][0] in "`<":
            yield *sign.span(), sign[0]
        elif sign[0] == "[":
            opened.append(sign.start())
        elif sign[0] == "]" and opened:
            begin = opened.pop()
            behind = BEHIND.match(text, sign.end())
            if behind and (not behind[1] or SURE.fullmatch(behind[2].strip())):
                yield begin, behind.end(), f"{text[begin : sign.end()]}({_address(behind[2])})"


def _address(typed: str) -> str:
    """An address as it is typed between brackets, with what is left out where nobody can mean anything else."""
    address = typed.strip()
    if re.fullmatch(MAIL, address):
        return f"mailto:{address}"
    if address.startswith("www."):
        address = f"https://{address}"
    if address.startswith(("https://", "http://")) and not TITLED.fullmatch(address):
        return re.sub(r"[ \t]", "%20", address)
    return typed


def _loose(text: str) -> str:
    """Text between links: bare addresses become links, and backslashes are those that every reader knows."""
    if "@" in text or "http" in text or "www." in text:
        text = BARE.sub(_linked, text)
    return BACKSLASH.sub(_backslash, text) if "\\" in text else text


def _linked(found: re.Match[str]) -> str:
    address = found[0]
    while address and address[-1] in CLOSERS and (address[-1] != ")" or address.count(")") > address.count("(")):
        address = address[:-1]
    rest = found[0][len(address) :]
    if address.startswith("www."):
        return f"[{address}](https://{address}){rest}"
    return found[0] if address in ("", "https://", "http://", "https:/", "https", "http") else f"<{address}>{rest}"


def _backslash(found: re.Match[str]) -> str:
    sign = found[1]
    if not sign:
        return "  "
    return found[0] if sign in KNOWN or sign.isalnum() or sign.isspace() or ord(sign) > 126 else f"&#{ord(sign)};"


def _bold(text: str) -> str:
    """A space at the edge of what is bold goes outside, as Word leaves it inside; when that is all of one paragraph."""
    if "**" not in text:
        return text
    parts = BOLD.split(text)
    if len(parts) % 2 == 0 or "`" in text:
        return text
    for number in range(1, len(parts), 2):
        inside = parts[number]
        if inside.strip() and inside[0].isspace() != inside[-1].isspace():
            front, back = len(inside) - len(inside.lstrip()), len(inside.rstrip())
            parts[number - 1] += inside[:front]
            parts[number + 1] = inside[back:] + parts[number + 1]
            parts[number] = inside.strip()
    return "**".join(parts)
