"""The closed list of files that pages are made of: templates, styles, fonts, drawings and prepared pictures.

A file is known by its name (``druk/poster.css``). The site's own ``templates/`` come first, then those of Spijs, then
what was made for this build. Nothing outside these can be read: neither by a template nor by the PDF engine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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

    roots: tuple[Path, ...]
    made: Mapping[str, bytes] = field(default_factory=dict)
    _read: dict[str, bytes | None] = field(default_factory=dict, compare=False)
    _digests: dict[str, str] = field(default_factory=dict, compare=False)

    def find(self, name: str) -> bytes | None:
        """The bytes of a file, or None when there is none of that name."""
        if name not in self._read:
            self._read[name] = self._look(name)
        return self._read[name]

    def _look(self, name: str) -> bytes | None:
        if name in self.made:
            return self.made[name]
        if not NAME.fullmatch(name):
            return None
        for root in self.roots:
            path = root / name
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                return path.read_bytes()
        return None

    def digest(self, name: str) -> str:
        """SHA-256 of a file, the empty text when it is absent."""
        if name not in self._digests:
            data = self.find(name)
            self._digests[name] = "" if data is None else hashlib.sha256(data).hexdigest()
        return self._digests[name]

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of all files right inside a folder, sorted."""
        files = [path for root in self.roots for path in (root / folder).glob("*") if path.is_file()]
        found = {f"{folder}/{path.name}" for path in files if NAME.fullmatch(path.name)}
        return tuple(sorted(found | {name for name in self.made if name.rpartition("/")[0] == folder}))

    def own(self, suffix: str) -> tuple[str, ...]:
        """Names of the site's own files of a sort, sorted: none where it has no template folder of its own."""
        root, *others = self.roots
        found = [path.relative_to(root).as_posix() for path in root.rglob(f"*{suffix}")] if others else []
        return tuple(sorted(name for name in found if NAME.fullmatch(name)))

    def listed(self, folder: str, own: bool = False) -> dict[str, Path]:
        """Every file right inside a folder by the name that it really has, safe or not; or those of the site alone.

        For what was brought as it came: pages never see these names.
        """
        found: dict[str, Path] = {}
        for root in reversed(self.roots[:-1] if own else self.roots):
            paths = (path for path in (root / folder).glob("*") if path.is_file())
            found |= {path.name: path for path in paths if path.resolve().is_relative_to(root.resolve())}
        return dict(sorted(found.items()))

    def with_made(self, made: Mapping[str, bytes]) -> Theme:
        """The same theme with more files of this build."""
        return Theme(self.roots, {**self.made, **made})


def content_type(name: str) -> str:
    """MIME type by suffix; the empty text for what no page may load."""
    return TYPES.get(Path(name).suffix, "")
