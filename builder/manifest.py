"""What the last build made, and from what: it lies in the tree it describes and is switched in with it.

:func:`out_of_date` is the whole of incremental building: values decide, and every page that is made anew has a reason
that a person can read.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Any

from builder.diagnostics import Diagnostic, Fact, Position, Severity

FILE = ".spijs.json"
VERSION = 3
FOLDER = "map"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one target was made from and what came of it; all digests are SHA-256, those of ``values`` cut short.

    ``beside`` are files that came along with it (a copy, a picture), with their digests; ``facts`` what was found on a
    sheet for the print shop, ``leads`` where its QR codes lead. ``data`` is empty when the target was not fit to be
    published.
    """

    channel: str
    key: str
    values: Mapping[str, str]
    files: Mapping[str, str]
    maker: str
    data: str
    beside: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    facts: tuple[Fact, ...] = ()
    leads: tuple[str, ...] = ()


Manifest = Mapping[str, Entry]


Digests = dict[tuple[str, bool], tuple[Any, dict[str, str]]]


@dataclass(frozen=True)
class Wanted:
    """A page as the manifest sees it: its key (template and values), and the digest of each of its values, which nobody
    asks for while the key is the same.
    """

    key: str
    parts: Callable[[], Mapping[str, str]]

    @cached_property
    def values(self) -> Mapping[str, str]:
        return self.parts()


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def wanted(template: str, values: Mapping[str, Any], encode: Callable[[Any], Any], shared: Digests) -> Wanted:
    """The key of a page, and per value (two levels deep) a short digest, so that ``why`` can name what changed.

    ``shared`` remembers the last value of each name: most of them are the same for many pages in a row.
    """
    to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=encode).encode

    def digests(name: str, value: Any, deep: bool) -> dict[str, str]:
        last, known = shared.get((name, deep), (shared, {}))
        if last is not value:
            items = value.items() if deep and isinstance(value, dict) else [("", value)]
            known = {f"{name}.{key}".rstrip("."): digest(_bytes(to_json(item)))[:16] for key, item in items}
            shared[name, deep] = value, known
        return known

    def all_of(deep: bool) -> dict[str, str]:
        found = (digests(name, value, deep) for name, value in values.items())
        return {name: one for part in found for name, one in part.items()}

    listed = "\n".join(f"{name} {one}" for name, one in sorted(all_of(False).items()))
    return Wanted(digest(_bytes(f"{template}\n{listed}")), lambda: all_of(True))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def out_of_date(
    pages: Mapping[str, Wanted],
    previous: Manifest,
    current: Callable[[str], str],
    maker: str,
    there: Mapping[str, str],
) -> dict[str, str]:
    """Targets that must be made, each with its reason in Dutch.

    ``current`` gives a file's digest by name; ``there`` is what was :func:`found` in the published tree.
    """
    found = {}
    for target, page in pages.items():
        reason = _reason(target, page, previous.get(target), current, maker, there)
        if reason:
            found[target] = reason
    return found


def _reason(
    target: str,
    page: Wanted,
    entry: Entry | None,
    current: Callable[[str], str],
    maker: str,
    there: Mapping[str, str],
) -> str | None:
    if entry is None:
        return "nieuw"
    if entry.maker != maker:
        return "Spijs zelf is veranderd"
    if entry.key != page.key:
        names = sorted(set(page.values) | set(entry.values))
        changed = [name for name in names if page.values.get(name) != entry.values.get(name)]
        return f"veranderd: {', '.join(changed[:4]) or 'het sjabloon'}{' en meer' if len(changed) > 4 else ''}"
    for name, before in entry.files.items():
        if current(name) != before:
            state = "is weg" if not current(name) else "is er nu" if not before else "is veranderd"
            return f"het bestand templates/{name} {state}"
    if not whole(target, entry, there):
        return "het bestand ontbreekt of is met de hand veranderd"
    return None


def files(target: str, entry: Entry) -> dict[str, str]:
    """The digest of every file that came of a target, by its path."""
    return {path: data for path, data in {target: entry.data, **entry.beside}.items() if data}


def whole(target: str, entry: Entry, there: Mapping[str, str]) -> bool:
    """Whether all that came of a target is in the published tree as it was made."""
    return all(there.get(path) == data for path, data in files(target, entry).items())


def found(output: Path) -> dict[str, str]:
    """Everything in a published tree by its path: of a file its digest, of anything else what it is."""
    return dict(_below(str(output), "")) if output.is_dir() else {}


def _below(folder: str, inside: str) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as listing:  # of thousands of files, an object for each path costs as much as reading
            there = sorted(listing, key=attrgetter("name"))
    except OSError:
        return
    for entry in there:
        name = f"{inside}{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield name, FOLDER
            yield from _below(entry.path, f"{name}/")
        elif stat.S_ISREG(mode):
            try:
                with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123
                    yield name, hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                yield name, "dicht"
        else:
            yield name, "anders"


def dump(manifest: Manifest) -> bytes:
    """The manifest as text with its own digest in front, so that damage is always noticed."""
    encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    entries = b",".join(f"{encode(to)}:{encode(_plain(entry))}".encode() for to, entry in sorted(manifest.items()))
    body = b'{"bladen":{%b},"versie":%d}' % (entries, VERSION)
    return b"%b\n%b\n" % (digest(body).encode(), body)


def _plain(entry: Entry) -> dict[str, Any]:
    """``asdict`` without its deep copies, which for thousands of pages cost more than the pages."""
    shallow = {item.name: getattr(entry, item.name) for item in fields(entry)}
    findings, facts = [asdict(one) for one in entry.findings], [fact.plain() for fact in entry.facts]
    return {**shallow, "findings": findings, "facts": facts}


def load(output: Path) -> Manifest | None:
    """The manifest of a published tree: empty when there is none, None when it is damaged or of another version."""
    try:
        with (output / FILE).open("rb") as file:
            first, body = file.readline().rstrip(b"\n"), file.read().rstrip(b"\n")
    except OSError:
        return {}
    if digest(body).encode() != first:
        return None
    try:
        data = json.loads(body)
        return {t: _entry(entry) for t, entry in data["bladen"].items()} if data["versie"] == VERSION else None
    except (AttributeError, KeyError, TypeError, ValueError):  # whole, but of another form
        return None


def _entry(data: dict[str, Any]) -> Entry:
    for name in ("values", "files"):  # most are the same for many pages
        data[name] = {key: intern(one) for key, one in data[name].items()}
    findings = tuple(map(restored, data.pop("findings")))
    facts = tuple(Fact(**fact) for fact in data.pop("facts"))
    leads = tuple(data.pop("leads"))
    return Entry(**data, findings=findings, facts=facts, leads=leads)


def restored(told: dict[str, Any]) -> Diagnostic:
    """A finding from its ``asdict``."""
    return Diagnostic(**{**told, "position": Position(**told["position"]), "severity": Severity(told["severity"])})
