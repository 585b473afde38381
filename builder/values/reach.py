"""How somebody is reached, as it is typed: telephone numbers, e-mail addresses and addresses of pages."""

from __future__ import annotations

import re

from builder.comparing import same
from builder.values import Unclear, clean, shown, stranger

BEFORE_NUMBER = re.compile(
    r"^(?:(?:telefoon|mobiel|tel|mob|bel|t|m)\.?(?:nummer|nr)?\s*[.:]*\s*(?=[+(\d])|[☎📞✆]\s*)+", re.I
)
EXTENSION = re.compile(r"[,;(]?\s{0,3}\b(?:toestel|tst|doorkies|intern)\b[.:]?\s*(?:nummer\s*)?(\d{1,6})\)?$", re.I)
SIGNS = r"[0-9 ()./+-]"
DUTCH = re.compile(r"0[1-9]\d{8}|0(?:800|90[069])\d{4}(?:\d{3})?|140\d{2,3}|11[23]|116\d{3}|144")
ABROAD = re.compile(r"\+(?!31)[1-9]\d{7,14}")
TEN = "schrijf tien cijfers, bijvoorbeeld 088-000 12 34"
LETTERS_FOR_FIGURES = {"o": "0", "l": "1", "i": "1"}

HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?\.?"
PORT = r"(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?"
WEB = re.compile(rf"(https?)://({HOST})({PORT})([/?#][^\s<>\"\\]*)?", re.I)
BARE_HOST = re.compile(r"www\.|(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}(?=[/:?#]|$)", re.I)
PAGE = "schrijf het hele adres, dat begint met https://"
MOST_SITE = 90
MOST_EMAIL = 70
EMAIL = re.compile(r"[\w.+&'-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


def telephone(text: str) -> str:
    """A number as it is shown: what was typed, without words before it. Dutch, short, of abroad, or an extension."""
    typed = BEFORE_NUMBER.sub("", clean(text)).rstrip(" .,;")
    typed = re.sub(r"[\u2010-\u2015\u2212]", "-", typed)
    extension = EXTENSION.search(typed)
    main = typed[: extension.start()].strip() if extension else typed
    if (extension and not main) or _answers(main):
        return typed
    if alien := stranger(main, rf"{SIGNS}+", "een telefoonnummer"):
        figures = "".join(LETTERS_FOR_FIGURES.get(same(sign), sign) for sign in main)
        remedy = f"schrijf «{figures}»" if _answers(figures) else TEN
        raise Unclear(f"{shown(typed)} is geen telefoonnummer{alien}", remedy)
    parts = re.split(r"\s{1,9}/\s{1,9}|\s{0,9};\s{0,9}", main)
    if len(parts) > 1 and all(map(_answers, parts)):
        raise Unclear(f"{shown(typed)}: hier staan {len(parts)} nummers", f"schrijf «{parts[0]}»")
    if re.match(r"31\d{9}$", re.sub(r"\D", "", main)):
        raise Unclear(f"{shown(typed)} is geen telefoonnummer: voor 31 ontbreekt een +", f"schrijf «+{main}»")
    count = len(re.sub(r"\D", "", number(main)))
    raise Unclear(f"{shown(typed)} is geen Nederlands telefoonnummer (het heeft {count} cijfers)", TEN)


def _answers(main: str) -> bool:
    """Whether a number can be dialled."""
    return bool(re.fullmatch(rf"{SIGNS}+", main) and (DUTCH.fullmatch(number(main)) or ABROAD.fullmatch(number(main))))


def number(text: str) -> str:
    """A number as it is compared: its figures, a Dutch one without the number of the country."""
    text = EXTENSION.sub("", text)
    figures = re.sub(r"\D", "", re.sub(r"(?<=\d)\s*\(0\)", "", text) if re.match(r"\s*(?:\+|00)", text) else text)
    abroad = re.match(r"\s*(?:tel:)?\+", text) or figures.startswith("00")
    figures = figures.removeprefix("00")
    if abroad and figures.startswith("31"):
        return "0" + figures[2:].removeprefix("0")
    return f"+{figures}" if abroad else figures


def dial(text: str) -> str:
    """What a telephone dials: with the country where that was typed, and nothing for an extension alone."""
    plain = number(text)
    if not plain.startswith("+") and re.match(r"\s*(?:\+|00)", text):
        return f"+31{plain.removeprefix('0')}"
    return plain if re.search(r"\d", EXTENSION.sub("", text)) else ""


def link(text: str) -> str:
    """The address that makes a telephone call a number; empty for an extension, which only a telephone inside knows."""
    return f"tel:{dial(text)}" if dial(text) else ""


def email(text: str) -> str:
    """An e-mail address, also out of ``Naam <naam@organisatie.nl>`` and behind ``mailto:``."""
    typed = clean(text)
    inside = re.fullmatch(r"[^<>]*<([^<>]+)>[\s.,;]*", typed)
    plain = re.sub(r"(?i)^(?:mailto|e-?mail)\s*:\s*", "", inside[1] if inside else typed).strip().rstrip(".,;")
    if EMAIL.fullmatch(plain) and len(plain) <= MOST_EMAIL and ".." not in plain:
        return plain
    if len(plain) > MOST_EMAIL:
        raise Unclear(f"dit adres is {len(plain)} tekens lang", f"maak er hooguit {MOST_EMAIL} van")
    why = ": er staat meer dan een @ in" if plain.count("@") > 1 else ""
    why = why or (": er staan twee punten achter elkaar" if ".." in plain else "")
    why = why or stranger(plain, r"[\w.@+&'-]", "een e-mailadres")
    why = why or (": er staat een spatie in" if " " in plain else "")
    remedy = "schrijf naam@organisatie.nl"
    fixed = re.sub(r"\s{0,9}([@.])\s{0,9}", r"\1", plain.replace(",", "."))
    if fixed != plain and EMAIL.fullmatch(fixed):
        remedy = f"schrijf «{fixed}»"
    raise Unclear(f"{shown(typed)} is geen e-mailadres{why}", remedy)


def page(text: str) -> str:
    """The whole address of a page: ``www.`` gets its scheme; ``http://`` only leads to a machine of one's own."""
    typed = clean(text).removeprefix("<").removesuffix(">").strip()
    plain = f"https://{typed}" if BARE_HOST.match(typed) and "@" not in typed else typed
    found = WEB.fullmatch(plain)
    if found and (found[1].lower() == "https" or is_near(found[2])):
        return f"{found[1].lower()}://{plain[len(found[1]) + 3 :]}"
    why, remedy = wrong(plain)
    raise Unclear(f"{shown(typed)} is geen adres van een pagina{why}", remedy)


def is_page(address: str) -> bool:
    """Whether this very text is the whole address of a page."""
    try:
        return page(address) == address
    except Unclear:
        return False


def is_near(host: str) -> bool:
    """Whether a host is one of one's own network, which has no certificate of the world."""
    return "." not in host.rstrip(".")


def wrong(plain: str) -> tuple[str, str]:
    """What is wrong with an address that is none of a page, as the end of a sentence, and what to do."""
    if WEB.fullmatch(plain):
        return ": http:// is niet veilig", f"schrijf «https{plain[4:]}»"
    for sign, name, better in ((" ", "een spatie", "%20"), ("\\", "een \\", "/"), ('"', 'een "', "")):
        if sign in plain and WEB.fullmatch(fixed := plain.replace(sign, better)):
            return f": er staat {name} in", f"schrijf «{fixed}»"
    if port := re.match(r"https?://[^/?#@]*:([^/?#@]*)", plain, re.I):
        return f": poort «{port[1]}» bestaat niet", "haal die weg, of schrijf een getal van 1 tot en met 65535"
    return "", PAGE


def site(text: str) -> str:
    """The address of a whole site, which ends with a stroke: what stands behind it is for its pages."""
    typed = clean(text)
    try:
        whole = page(typed)
    except Unclear as unclear:
        raise Unclear(unclear.message.replace("geen adres van een pagina", "geen webadres"), unclear.remedy) from None
    found = WEB.fullmatch(whole)
    path = (found[4] or "/") if found else "/"
    behind = re.search(r"[?#]", path) or re.search(r"[^/]{0,80}\.\w{2,5}$", path)
    if behind:
        better = whole[: len(whole) - len(path)] + path[: behind.start()]
        better = better if better.endswith("/") else f"{better.rpartition('/')[0]}/"
        message = f"{shown(typed)} is geen webadres: «{path[behind.start() :][:30]}» hoort er niet bij"
        raise Unclear(message, f"schrijf «{better}»")
    whole = whole if path.endswith("/") and found and found[4] else f"{whole}/"
    if len(whole) > MOST_SITE:
        raise Unclear(f"dit adres is {len(whole)} tekens lang", f"maak er hooguit {MOST_SITE} van")
    return whole
