"""Numbers as they are typed: counts, hours, times, amounts, levels, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.comparing import same
from builder.values import Unclear, clean, shown, stranger

DASH = r"[-\u2010-\u2015\u2212]"
UNTIL = rf"\s{{0,9}}(?:{DASH}|\btot en met\b|\btot\b|\bt/m\b|\bà\b)\s{{0,9}}"
MOST_HOURS = 40
HOUR = r"\d{1,2}(?:[.,]\d)?"
OF_HOURS = r"\s*(?:uur|uren|u|hrs?)?\.?(?:\s*(?:per|p\.?|/)\s*(?:week|w)\.?|\s*p/w|\s*pw)?\.?"
LEAST = {"min": "minimaal", "minimaal": "minimaal", "minstens": "minimaal", "vanaf": "minimaal"}
MOST = {"max": "hooguit", "maximaal": "hooguit", "hooguit": "hooguit", "tot": "hooguit"}
YES = frozenset("ja yes true waar aan on".split())
NO = frozenset("nee neen no false onwaar uit off".split())
LEVELS = ("praktisch", "mbo", "hbo", "wo")
AROUND_AMOUNT = r"€|\b(?:eur|euro|euro's|bruto|salaris|p/m|p\.m\.|per maand|ongeveer)(?![\w/])"
AMOUNT = re.compile(r"(\d{1,3}(?:[. ]\d{3}){1,3}|\d{1,9})(?:[.,](\d{2}))?")
SCALE = re.compile(rf"(fwg|schaal)\s*-?\s*(\d{{1,2}})(?:{UNTIL}(?:\1\s*)?(\d{{1,2}}))?", re.I)
THOUSAND = re.compile(r"(\d{1,3}),(\d{3})(?!\d)")
POINT = r"\1.\2"
LOWEST, HIGHEST = 1_000, 99_999


def yes_no(text: str) -> bool:
    """Yes or no, in any word that is plain."""
    word = same(clean(text)).rstrip(".!")
    if word in YES | NO:
        return word in YES
    raise Unclear(f"{shown(clean(text))} is geen ja of nee", "schrijf ja of nee")


def whole(text: str, least: int, most: int) -> int:
    """A whole number within bounds, with or without points between the thousands."""
    typed = clean(text)
    figures = typed.replace(".", "") if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", typed) else typed
    if not re.fullmatch(r"[0-9]{1,9}", figures) or not least <= int(figures) <= most:
        remedy = f"schrijf een heel getal van {least} tot en met {most}"
        raise Unclear(f"{shown(typed)} past hier niet{stranger(typed, '[0-9]', 'een heel getal')}", remedy)
    return int(figures)


def hours(text: str) -> str:
    """Hours a week: ``24``, ``24-36``, ``32,5``, ``minimaal 24`` or ``hooguit 32``."""
    typed = clean(text)
    low = same(typed)
    said = re.fullmatch(rf"(?:({'|'.join(LEAST | MOST)})\.?\s*)?({HOUR}){OF_HOURS}", low)
    if said and _in_order([said[2]]):
        word = {**LEAST, **MOST}.get(said[1] or "", "")
        return f"{word} {_decimal(said[2])}".strip()
    between = re.fullmatch(rf"(?:van\s+|tussen\s+)?({HOUR}){OF_HOURS}(?:{UNTIL}|\s+en\s+)({HOUR}){OF_HOURS}", low)
    if between and _in_order([between[1], between[2]]):
        first, last = _decimal(between[1]), _decimal(between[2])
        return first if first == last else f"{first}-{last}"
    wrong = stranger(low, rf"{HOUR}|{UNTIL}|uur|uren", "een aantal uren")
    remedy = f"schrijf 24 of 24-32, hooguit {MOST_HOURS}"
    raise Unclear(f"{shown(typed)} is geen aantal uren per week{wrong}", remedy)


def _decimal(text: str) -> str:
    return re.sub(r",0$", "", text.replace(".", ","))


def _in_order(texts: list[str]) -> bool:
    numbers = [float(text.replace(",", ".")) for text in texts]
    return numbers == sorted(numbers) and all(1 <= number <= MOST_HOURS for number in numbers)


def clock(text: str) -> str:
    """A time as ``uu:mm``; an hour alone is only plain in the afternoon."""
    typed = clean(text)
    found = re.fullmatch(r"(\d{1,2})\s?[:.u]\s?(\d{2})(?:\s?(?:uur|u))?\.?", same(typed))
    alone = re.fullmatch(r"(1[3-9]|2[0-3])\s?(?:uur|u)\.?", same(typed))
    hour, minute = (int(found[1]), int(found[2])) if found else (int(alone[1]), 0) if alone else (99, 99)
    if hour > 23 or minute > 59:
        wrong = stranger(typed, r"[0-9:.]|uur|u", "een tijd")
        raise Unclear(f"{shown(typed)} is geen tijd{wrong}", "schrijf uu:mm, bijvoorbeeld 13:00")
    return f"{hour:02}:{minute:02}"


def amount(text: str) -> str:
    """An amount a month, as ``2.890–3.750``, or a scale, as ``FWG 45–50``."""
    typed = clean(text)
    if scale := SCALE.fullmatch(typed.rstrip(".")):
        until = f"–{scale[3]}" if scale[3] and scale[3] != scale[2] else ""
        if not scale[3] or int(scale[2]) <= int(scale[3]):
            return f"{'FWG' if scale[1].lower() == 'fwg' else 'schaal'} {scale[2]}{until}"
    plain = re.sub(rf",\s?(?:{DASH}|=)+(?!\d)", "", typed)
    plain = re.sub(AROUND_AMOUNT, " ", plain, flags=re.I).strip(" .;:")
    parts = [part.strip() for part in re.split(f"(?i:{UNTIL})", re.sub(r"^(?:van|tussen)\s+", "", plain, flags=re.I))]
    found = [AMOUNT.fullmatch(part) for part in parts]
    amounts = [(int(re.sub(r"\D", "", one[1])), one[2] or "00") for one in found if one]
    fits = all(LOWEST <= euros <= HIGHEST for euros, _ in amounts) and amounts == sorted(amounts)
    if len(amounts) == len(parts) <= 2 and fits and not any(part.startswith("0") for part in parts):
        return "–".join(dict.fromkeys(_points(*one) for one in amounts))
    remedy = "schrijf euro's, bijvoorbeeld 2.890-3.750"
    if THOUSAND.search(plain):
        remedy = f"schrijf «{THOUSAND.sub(POINT, typed)}»"
    raise Unclear(f"{shown(typed)} is geen maandbedrag{_why(plain, amounts)}", remedy)


def _points(euros: int, cents: str) -> str:
    return f"{euros:,}".replace(",", ".") + (f",{cents}" if cents != "00" else "")


def _why(plain: str, amounts: list[tuple[int, str]]) -> str:
    """What is wrong with an amount, as the end of a sentence."""
    if SCALE.fullmatch(plain):
        return ": de hoogste schaal staat voorop"
    if wrong := stranger(plain, rf"[0-9.,]|{UNTIL}", "een bedrag"):
        return wrong
    if THOUSAND.search(plain):
        return ": voor de honderden hoort een punt, geen komma"
    if amounts != sorted(amounts):
        return ": het hoogste bedrag staat voorop"
    if out := next((euros for euros, _ in amounts if not LOWEST <= euros <= HIGHEST), None):
        return f": {out} is te {'laag' if out < LOWEST else 'hoog'} voor een maand"
    return ""


def levels(texts: list[str]) -> list[str]:
    """Levels of work, each once and from low to high: of ``mbo/hbo`` both."""
    found = {level for text in texts for level in _levels(clean(text))}
    return sorted(found, key=LEVELS.index)


def _levels(typed: str) -> Iterator[str]:
    low = re.sub(r"\b(?:(?:werk-?\s?en\s)?denk-?\s?niveau|niveau)\b|-niveau\b", " ", same(typed))
    words = [word for word in re.split(r"\s{0,9}(?:[/,;&]|\ben\b|\bof\b|\btot\b|-|–)\s{0,9}", low.strip()) if word]
    known = {**dict(zip(LEVELS, LEVELS, strict=True)), "universiteit": "wo", "universitair": "wo"}
    for word in words or [""]:
        level, more = re.fullmatch(r"([^\W\d_]*)\s*(.*)", word).groups()  # type: ignore[union-attr]
        if level not in known:
            raise Unclear(f"{shown(word)} is geen niveau", f"kies uit {', '.join(LEVELS)}")
        if more:
            rest = " en ".join(known.get(re.match(r"[^\W\d_]*", one)[0], one) for one in words)  # type: ignore[index]
            raise Unclear(f"{shown(typed)} zegt meer dan een niveau: «{more}» hoort in de tekst", f"schrijf «{rest}»")
        yield known[level]
