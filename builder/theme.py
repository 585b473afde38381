"""The closed list of files that pages are made of: templates, styles, fonts, drawings and prepared pictures.

A file is known by its name (``druk/poster.css``). The site's own ``templates/`` come first, then those of Spijs, then
what was made for this build. Nothing outside these can be read: neither by a template nor by the PDF engine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath as Path

from builder.inputs import Entry, Folder

NAME = re.compile(r"[a-z0-9][a-z0-9_@-]*(?:[./][a-z0-9_@-]+)*")
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Files by name: ``made`` are bytes of this build, ``roots`` the template folders in order of precedence."""

    roots: tuple[Folder, ...]
    made: Mapping[str, bytes] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict, compare=False)

    def find(self, name: str) -> bytes | None:
        """The bytes of a file, or None when there is none of that name."""
        if name in self.made:
            return self.made[name]
        entry = self._entry(name)
        return entry.read() if entry else None

    def _entry(self, name: str) -> Entry | None:
        found = (root.file(name) for root in self.roots) if NAME.fullmatch(name) else ()
        return next(filter(None, found), None)

    def digest(self, name: str) -> str:
        """SHA-256 of a file, the empty text when it is absent."""
        if name not in self.made:
            entry = self._entry(name)
            return entry.digest if entry else ""
        if name not in self._digests:
            self._digests[name] = hashlib.sha256(self.made[name]).hexdigest()
        return self._digests[name]

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of all files right inside a folder, sorted."""
        names = {name for root in self.roots for name, _ in root.files(folder) if NAME.fullmatch(name)} | set(self.made)
        return tuple(sorted(name for name in names if name.rpartition("/")[0] == folder))

    def own(self, suffix: str) -> tuple[str, ...]:
        """Names of the site's own files of a sort, sorted: none where it has no template folder of its own."""
        names = (name for root in self.roots[:-1] for name, _ in root.files() if name.endswith(suffix))
        return tuple(sorted(name for name in names if NAME.fullmatch(name)))

    def listed(self, folder: str, own: bool = False) -> dict[str, Entry]:
        """Every file right inside a folder by the name that it really has, safe or not; or those of the site alone.

        For what was brought as it came: pages never see these names.
        """
        found: dict[str, Entry] = {}
        for root in reversed(self.roots[:-1] if own else self.roots):
            inside = ((name.removeprefix(f"{folder}/"), entry) for name, entry in root.files(folder))
            found |= {name: entry for name, entry in inside if "/" not in name}
        return dict(sorted(found.items()))

    def with_made(self, made: Mapping[str, bytes]) -> Theme:
        """The same theme with more files of this build."""
        return Theme(self.roots, {**self.made, **made})


def content_type(name: str) -> str:
    """MIME type by suffix; the empty text for what no page may load."""
    return TYPES.get(Path(name).suffix, "")
