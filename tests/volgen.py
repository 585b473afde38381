"""Somebody who does what a message says, to the letter, and nothing else.

Most remedies name what to write: «bedoelde u X?», «kies uit: X, Y», «schrijf X», «bijvoorbeeld X», or a name for the
file. Those are carried out here. Where a remedy asks for something that only a person can think of, the example in
``cases/`` says under ``volg`` what was written.
"""

from __future__ import annotations

import re

from builder.diagnostics import Diagnostic
from tests.site import Site

QUOTED = re.compile(r"«([^»]+)»|(?<!\w)'([^']+)'")
RIGHT = re.compile(
    r"bedoelde u «?(?P<meant>[^»?]+?)/?»?\?|kies uit:? '?(?P<choice>[^',;]+)|kies (?P<one>[^\s,]+)(?=,|$)"
    r"|schrijf «(?P<words>[^»…]+)»$|schrijf (?P<fact>\{\w+\})(?! om)|gebruik (?P<marks>#+)$"
    r"|begin met (?P<begin>#+) in plaats van (?P<instead>#+)|bijvoorbeeld (?P<example>'[^']+'|[^,;]+)$"
)
NEW_NAME = re.compile(r"bijvoorbeeld '([^']+)'")
LINE = re.compile(r"schrijf dan in (?P<file>\S+) onder «(?P<under>\w+)»: (?P<field>\w+): (?P<value>\[[^]]*\])")
FIELD = re.compile(r"^schrijf «(\w+: [^…»]+)» erbij")


WRITE = re.compile(r"^schrijf (?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*')(?=;|$)|^schrijf «(?P<line>[\w-]+: .*)»$")


def written(text: str, finding: Diagnostic) -> str | None:
    """A YAML text in which a value or a field is written as the remedy says; None where it says no such thing."""
    says = WRITE.search(finding.remedy)
    if says is None:
        return None
    lines = text.split("\n")
    line, column = finding.position.line - 1, finding.position.column - 1
    value = says["value"] or says["line"]
    inner = value[1:-1]
    in_list = lines[line].rstrip().endswith(("]", "}")) and "]" not in inner and "}" not in inner
    rest = lines[line][column:].replace(inner, value, 1) if in_list else value
    lines[line] = lines[line][:column] + rest
    return "\n".join(lines)


def follow(site: Site, finding: Diagnostic) -> bool:
    """Do what the remedy says; whether there was anything that could be done without thinking."""
    path = site.root / finding.position.file
    if finding.code == "bestand":
        named = NEW_NAME.search(finding.remedy)
        if not (named and path.exists()):
            return False
        assert not path.with_name(named[1]).exists(), f"{named[1]} is er al"
        path.rename(path.with_name(named[1]))
        return True
    if finding.code == "map" and (meant := RIGHT.search(finding.remedy)):
        for name in path.parent.iterdir():
            name.rename(site.root / meant["meant"] / name.name)
        path.parent.rmdir()
        return True
    if line := LINE.search(finding.remedy):
        text = (site.root / line["file"]).read_text(encoding="utf-8")
        text = re.sub(rf"(?m)^  {line['field']}: .*\n", "", text)
        place = f"{line['under']}:\n"
        site.write(line["file"], text.replace(place, f"{place}  {line['field']}: {line['value']}\n"))
        return True
    if finding.code == "yaml" and (better := written(path.read_text(encoding="utf-8"), finding)):
        site.write(finding.position.file, better)
        return True
    right = RIGHT.search(finding.remedy)
    if right is None or not finding.position.line:
        return False
    words = next(group for group in right.groups() if group)
    wrong = right["instead"] or next((a or b for a, b in QUOTED.findall(finding.message) if a or b), "")
    if right["marks"]:
        wrong = "#" * int(finding.message.split()[-1])
    if finding.code in ("beeldnaam",):
        words = words.strip("'")
    if "'…' om de hele tekst" in finding.remedy:
        words = f"'{words}'"
    if finding.code == "verwijst-nergens" and "/" not in words:
        wrong = wrong.rpartition("/")[2]
    return _replace(site, finding, wrong, words)


def _replace(site: Site, finding: Diagnostic, wrong: str, right: str) -> bool:
    """Put the right words in the place of the wrong ones, at the place that the finding names."""
    text = (site.root / finding.position.file).read_text(encoding="utf-8-sig")
    lines = text.split("\n")
    line, column = finding.position.line - 1, max(finding.position.column - 1, 0)
    if finding.position.column and wrong in lines[line][column:]:
        lines[line] = lines[line][:column] + lines[line][column:].replace(wrong, right, 1)
        site.write(finding.position.file, "\n".join(lines))
        return True
    if not finding.position.column and text.count(wrong) == 1:
        site.write(finding.position.file, text.replace(wrong, right))
        return True
    return False
