"""What lies in a shared folder and is nobody's work, and what a copy that a sync client made is called: lists of names.

Who meets a program that leaves something else, adds a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from builder.comparing import composed, same

# What is left behind beside the files of people; capitals make no difference.
LITTER = (
    ".*",  # hidden: .DS_Store and ._x of a Mac, .~lock.x# of LibreOffice, .x.swp of an editor, .git, .dropbox, .sync
    "~$*",  # Word and Excel, as long as a document is open
    "*.tmp",
    "*.temp",
    "*~",
    "#*#",
    "*.bak",
    "*.orig",
    "*.swp",
    "*.swo",
    "4913",  # vi, for as long as it saves
    "*.sb-????????-??????",  # a Mac, for as long as it saves
    "thumbs.db",
    "ehthumbs*.db",
    "desktop.ini",
    "icon\r",
    "$recycle.bin",
    "system volume information",
    "@eadir",  # Synology
    "#recycle",
    "#snapshot",
    "lost+found",
    "__macosx",
    "__pycache__",
    "*.crdownload",
    "*.download",
    "*.part",
    "*.partial",
    "*.filepart",
)
# A version of a file that two people changed at the same time, as a sync client calls it.
CONFLICT = (
    r".+[ ._-]?[\[(][^()\[\]]*conflict[^()\[\]]*[\])].*",  # naam (conflicted copy 2026-11-16 101112)
    r".+[ ._-]sync-conflict-\d.*",  # naam.sync-conflict-20261116-101112-ABCDEFG
    r".+[ ._-]conflict[ ._-]?\d.*",  # naam_conflict-20261116-101112
    r".+[ ._-].*\d.*[ ._-]conflict",  # naam_PC-van-Jan_Nov-16-101112-2026_Conflict
)
# What stands behind, or before, the name of a file of which there is a copy beside it.
BEHIND = (
    r" ?\(\d+\)",
    r" \d+",
    r" ?-? ?(kopie|copy)( ?\(?\d+\)?)?",
    r" \([^()]+\)",  # naam (Jan Jansen)
    r"-(?=.*[A-Z])[\w .-]+",  # naam-PC-VAN-JAN, of OneDrive
)
BEFORE = (r"(kopie van|copy of) ",)

_litter = re.compile("|".join(map(translate, LITTER)), re.S)
_conflict = re.compile("|".join(CONFLICT), re.I | re.S)
_behind = [re.compile(one, re.I if "[A-Z]" not in one else 0) for one in BEHIND]
_before = [re.compile(one, re.I) for one in BEFORE]


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is left behind by a program."""
    return _litter.match(name.lower()) is not None


def is_conflict(stem: str) -> bool:
    """Whether a sync client calls a version so that it could not join with another."""
    return _conflict.fullmatch(stem) is not None


def original(stem: str, others: Iterable[str]) -> str | None:
    """Of which of the ``others`` a file is a copy, by their names without suffix; the longest when there are more."""
    name = composed(stem)
    for other in sorted(others, key=len, reverse=True):
        known = composed(other)
        head, tail = name[: len(known)], name[len(known) :]
        if tail and same(head) == same(known) and any(one.fullmatch(tail) for one in _behind):
            return other
        for one in _before:
            found = one.match(name)
            rest = name[found.end() :] if found else ""
            if same(rest) == same(known) or (rest and original(rest, [other])):
                return other
    return None
