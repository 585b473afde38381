"""Where YAML reads something else than what was typed: what would be lost, and how to write it.

People who write sources do not know YAML. Spaces of a word processor are made ordinary where they build the file;
what YAML would drop in silence (``#``, an apostrophe in front, a comma in a number) is told; and what it refuses is
explained by how the line looks, with the line as it should be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from builder.diagnostics import Diagnostic, Position, fout

ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces that YAML takes for letters
BUILDS = re.compile(rf"(?m)^(?:[ {ODD}]|-(?=[ {ODD}]))*(?:[\w-]+[ {ODD}]*:(?=[ {ODD}]))?[ {ODD}]*")
LEAD = re.compile(r"[ ]*(?:-[ ]+)*(?:(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ ]*:(?:[ \t]+|$))?")
APOSTROPHE = re.compile(r"'(?:s|t|n|k|m|r)[ -][\w']", re.I)
COMMENT = re.compile(r"([ \t]+)#([^\n]*)")
ESCAPE = re.compile(r'\\[^\\"uUxn\n]|(?<=:)\\n')  # \n is how other programs write a new line
WORD_QUOTES = "“”„‟"
MOST_SHOWN = 100
WHOLE = "zet aanhalingstekens om de hele tekst"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was written, and the value on it from ``column`` (counted from nought)."""

    text: str
    column: int
    alone: bool  # nothing of the value stands on the lines below

    @property
    def value(self) -> str:
        return self.text[self.column :].rstrip()


def straightened(text: str) -> str:
    """YAML in which the spaces that build it are ordinary ones; nothing moves."""
    if text.isascii():
        return text
    return BUILDS.sub(lambda found: re.sub(f"[{ODD}]", " ", found[0]), text)


def quoted(text: str) -> str:
    """A text between quotation marks, so that YAML reads all of it."""
    text = text.strip()
    if len(text) > 1 and text[0] in WORD_QUOTES and text[-1] in WORD_QUOTES:
        text = text[1:-1]
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def write(line: _Line) -> str:
    """How to write the value of a line, as a remedy."""
    return f"schrijf {quoted(line.value)}" if line.alone and len(line.value) <= MOST_SHOWN else WHOLE


def line_of(text: str, number: int) -> _Line:
    """A line of a YAML text, by its number from nought."""
    lines = text.split("\n")
    shown = lines[number] if number < len(lines) else ""
    lead = LEAD.match(shown)
    column = lead.end() if lead else 0
    below = lines[number + 1] if number + 1 < len(lines) else ""
    indent = len(shown) - len(shown.lstrip(" -"))
    alone = not below.strip() or len(below) - len(below.lstrip()) <= indent
    return _Line(shown, column, alone)


def lost(event: Any, before: Any, text: str, place: Position) -> Diagnostic | None:
    """What of a text YAML would drop in silence; ``before`` is the piece of text that came before this one."""
    start, end = event.start_mark, event.end_mark
    raw = text[start.index : end.index]
    if comment := COMMENT.match(text, end.index):
        apart = len(comment[1]) > 1 or "\t" in comment[1] or event.style in ("'", '"')
        meant = apart and comment[2][:1] in ("", " ", "\t", "!", "-")
        if not meant and event.value and event.style not in ("|", ">"):
            shown = f"#{comment[2]}".strip()
            line = line_of(text, start.line)
            remedy = write(line) if start.column == line.column else WHOLE
            remedy += "; is het een toelichting, zet dan twee spaties voor de # en een erachter"
            return fout("yaml", place, f"alles na # leest YAML niet: «{shown[:60]}» valt weg", remedy)
    if event.style == "'" and APOSTROPHE.match(raw):
        goes_on = text[end.index :].partition("\n")[0].strip()
        line = line_of(text, start.line)
        remedy = write(line) if goes_on and start.column == line.column else f"schrijf {quoted(raw[:-1])}"
        return fout("yaml", place, f"de ' vooraan valt weg van «{raw.rstrip(chr(39))[:60]}»", remedy)
    if event.style == '"' and (escape := ESCAPE.search(raw)):
        remedy = f"schrijf {quoted(raw[1:-1])}" if "\n" not in raw else "zet '…' om de tekst in plaats van \"…\""
        return fout("yaml", place, f"«{escape[0]}» leest YAML als één ander teken", remedy)
    if before is not None and not event.style and text[before.end_mark.index : start.index] == ",":
        first, second = str(before.value), str(event.value)
        if first[-1:].isdigit() and second[:1].isdigit() and not (first.isdigit() and second.isdigit()):
            whole = f"{first},{second}"
            at = Position(place.file, place.line, before.start_mark.column + 1)
            return fout("yaml", at, f"de komma knipt «{whole[:60]}» in twee stukken", f"schrijf {quoted(whole)}")
    return None


def explain(error: Any, text: str, path: str, offset: int) -> Diagnostic:
    """A complaint of libyaml as a Dutch sentence at the line that a person should look at."""
    mark, opening = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem, context = str(getattr(error, "problem", "") or ""), str(getattr(error, "context", "") or "")
    number = mark.line if mark else 0
    column = mark.column if mark else 0
    if opening and (
        ("simple key" in context and "':'" in problem) or ("quoted scalar" in context and "escape" not in problem)
    ):
        number, column = opening.line, opening.column
    line = line_of(text, number)
    if "escape" in problem:
        found = ("achter \\ staat hier iets wat YAML niet kent", "zet '…' om de tekst in plaats van aanhalingstekens")
    elif re.match(r" *\t", line.text):
        found = ("deze regel begint met een tab", "gebruik spaties")
    elif "quoted scalar" in context and opening:
        found = _open_quote(line, column)
    elif (cut := line_of(text, number - 1)) and number and re.search(r"\s#", cut.value) and _is_bare(line):
        number, column = number - 1, cut.column
        found = ("alles na # leest YAML niet, en de tekst gaat door", WHOLE)
    elif told := of_key(line):
        column, found = len(line.text) - len(line.text.lstrip(" -")), told
    elif "mapping values" in problem and number and (told := of_key(line_of(text, number - 1))):
        above = line_of(text, number - 1).text
        number, column, found = number - 1, len(above) - len(above.lstrip(" -")), told
    elif told := _of_value(line):
        column, found = line.column, told
    elif "mapping values" in problem:
        found = ("deze regel springt verder in dan het veld erboven", "zet haar recht onder dat veld")
    elif "did not find expected ',' or" in problem and opening:
        number, column = opening.line, opening.column
        hash_sign = re.search(r"\s#", line_of(text, number).value)
        found = ("dit haakje wordt niet gesloten", "zet er ] of } achter")
        found = ("alles na # leest YAML niet", "zet aanhalingstekens om de tekst met het #") if hash_sign else found
    else:
        found = ("deze regel past niet bij de regels eromheen", "kijk naar het inspringen en de aanhalingstekens")
    return fout("yaml", Position(path, number + 1 + offset, column + 1), *found)


def _is_bare(line: _Line) -> bool:
    """Whether a line is text without a field."""
    return not re.match(r"\s*(?:- +)*[\w-]+\s*:(?:\s|$)", line.text)


def _open_quote(line: _Line, column: int) -> tuple[str, str]:
    """What is told of a quotation mark that nothing closes."""
    rest = line.text[column:].rstrip()
    inside = column > line.column  # in a list between brackets
    if APOSTROPHE.match(rest):
        written = re.match(r"[^,\]}]*", rest)
        remedy = f"schrijf {quoted(written[0] if inside and written else rest)}"
        return "een ' vooraan is voor YAML een aanhalingsteken", remedy
    return "dit aanhalingsteken wordt niet gesloten", "zet hetzelfde teken aan het einde"


def of_key(line: _Line) -> tuple[str, str] | None:
    """What is wrong where the field is named."""
    bare = line.text.lstrip(" -").rstrip()
    if wide := re.match(r"([\w-]+)\s?([：﹕∶])\s*(.*)", bare):
        return f"«{bare[:60]}»: hier staat een andere dubbele punt ({wide[2]})", f"schrijf «{wide[1]}: {wide[3]}»"
    if tight := re.match(r"([^\W\d][\w-]*):(?!//)([^\s:].*)", bare):
        return f"«{bare[:60]}»: achter de dubbele punt hoort een spatie", f"schrijf «{tight[1]}: {tight[2]}»"
    if bare and _is_bare(line) and not line.text.lstrip().startswith(("-", "[", "{", '"', "'", "#")):
        return "deze regel hoort bij geen veld", "is het de rest van de tekst erboven, zet er dan twee spaties voor"
    return None


def _of_value(line: _Line) -> tuple[str, str] | None:
    """What is wrong with the value on a line, by how it begins."""
    value = line.value
    first = value[:1]
    if APOSTROPHE.match(value):
        return "een ' vooraan is voor YAML een aanhalingsteken", write(line)
    if first in ("'", '"') and re.match(rf"{first}[^{first}]*{first}.*\S", value):
        return "achter het aanhalingsteken gaat de tekst door", write(line)
    if (first in "[{" and re.match(r"\[[^\]]*\]\S|\[[^\]]*\]\s+[^\s#]|\{[^}]*\}\S|\{[^}]*\}\s+[^\s#]", value)) or (
        first and first in "@`%&*!|>?,]}-"
    ):
        shown = "een tab" if first == "\t" else first
        return f"een waarde mag niet beginnen met {shown}", write(line)
    if first == "\t":
        return "een waarde mag niet beginnen met een tab", "gebruik spaties"
    if first not in ("", "[", "{", "'", '"') and re.search(r":(?:\s|$)", value):
        return "een dubbele punt in een tekst", write(line)
    return None
