"""A source that is new, copied, called otherwise or put away; each of these is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder import new, versions
from builder.content import Kind
from builder.editing.keeping import NOTHING, opened, save, taken_away
from builder.editing.references import kind_of, name_of, renamed, users
from builder.editing.values import NotDone, Value
from builder.editing.writing import changed, values
from builder.inputs import Inputs, look
from builder.naming import people_in
from builder.publish import work_folder
from builder.reading import read_tree
from builder.reading.filenames import NAME, RESERVED, TABLE, claim, good_name
from builder.reading.source import DRAFT
from builder.settings import read_settings, today_for


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where sources are written: the site, the folder that is published, and the moment at which it is done."""

    site: Path
    output: Path
    moment: datetime


def create(here: Workplace, kind: Kind, name: str, answers: Mapping[str, Value]) -> str:
    """Write a new source of a kind, as a draft with what is known of it; gives its path, raises :class:`NotDone`."""
    path = kind.place(name)
    _refuse_taken(look(here.site), path, name, kind)
    known = {field: value for field, value in answers.items() if isinstance(value, str)}
    with suppress(LookupError, ValueError):  # what follows from answers that are not there yet, follows later
        answers = {**kind.model.starter(known), **answers}
    empty = f"---\nstatus: {DRAFT}\n---\n" if kind.has_text else f"status: {DRAFT}\n"
    save(here.site, here.output, path, NOTHING, changed(empty.encode(), path, answers), here.moment)
    return path


def free_name(site: Path, kind: Kind, title: str) -> str:
    """A name for a new source that nothing has yet, after its title."""
    suffix = "." + kind.place("x").rpartition(".")[2]
    taken = {claim(path) for path in look(site).sources.entries}
    return good_name(f"content/{kind.folder}/{title.replace('/', ' ')}{suffix}", suffix, taken).removesuffix(suffix)


def copy(here: Workplace, path: str, name: str) -> str:
    """Write a copy of a source under another name, as a draft, without the old addresses of the first."""
    kind = kind_of(path)
    other = _beside(path, name)
    _refuse_taken(look(here.site), other, name, kind)
    data = changed(opened(here.site, path).data, path, {"status": DRAFT, "voorheen": None})
    save(here.site, here.output, other, NOTHING, data, here.moment)
    return other


def put_away(here: Workplace, path: str, seen: str) -> None:
    """Make a source a draft: it is not published any more, and stays; raises as ``save`` does."""
    data = changed(opened(here.site, path).data, path, {"status": DRAFT})
    save(here.site, here.output, path, seen, data, here.moment)


def used_by(site: Path, path: str) -> tuple[str, ...]:
    """The paths of the sources that refer to one; raises :class:`NotDone` when that cannot be known."""
    return users(look(site), name_of(path))


def made_own(here: Workplace, path: str) -> None:
    """Make a source that Spijs lends one of the site itself, with those of its kind, so that it can be changed."""
    kind = kind_of(path)
    if new.own_copies(here.site, kind.name, name_of(path).id) is None:
        raise NotDone(f"{path} is geen bron van Spijs zelf", "open de bron opnieuw")


def rename(here: Workplace, path: str, name: str, seen: str) -> tuple[str, ...]:
    """Give a source another name; its old address goes on answering, and what refers to it goes along.

    Gives its new path, and those of what was changed with it. Raises as ``save`` does; nothing has changed then.
    """
    kind, other, site = kind_of(path), _beside(path, name), look(here.site)
    _refuse_taken(site, other, name, kind)
    others = dict(renamed(site, name_of(path), name))
    own = opened(here.site, path)
    data = _with_old_name(others.pop(path, own.data), path, name, _may_be_said(site, name_of(path).id, here.moment))
    with _all_or_nothing() as done:
        _put(here, other, NOTHING, data, done)
        for user, text in others.items():
            _put(here, user, opened(here.site, user).digest, text, done)
        table = here.site / path.replace(Path(path).suffix, TABLE)
        if kind.table and table.is_file():
            table.rename(table.with_name(f"{name}{TABLE}"))
        taken_away(here.site, here.output, path, seen, here.moment)
    with suppress(OSError):
        versions.moved(work_folder(here.output), path, other)
    return (other, *others)


def _put(here: Workplace, path: str, seen: str, data: bytes, done: list[Callable[[], object]]) -> None:
    """Save one of several sources, and remember how to undo that."""
    before = opened(here.site, path).data if seen else None
    after = save(here.site, here.output, path, seen, data, here.moment)
    if before is None:
        done.append(lambda: taken_away(here.site, here.output, path, after.digest, here.moment))
    else:
        done.append(lambda: save(here.site, here.output, path, after.digest, before, here.moment))


@contextmanager
def _all_or_nothing() -> Iterator[list[Callable[[], object]]]:
    """What was done is undone, the last first, when something else could not be."""
    done: list[Callable[[], object]] = []
    try:
        yield done
    except (NotDone, OSError):
        for undo in reversed(done):
            with suppress(NotDone):
                undo()
        raise


def _with_old_name(data: bytes, path: str, name: str, may_be_said: bool) -> bytes:
    """A source that remembers the name that it had, unless that is the name of somebody who may not be named."""
    before = values(data, path).get("voorheen", [])
    names = [one for one in (before if isinstance(before, list) else [before]) if one != name]
    names += [name_of(path).id] if may_be_said else []
    return changed(data, path, {"voorheen": list(names) or None})


def _may_be_said(site: Inputs, id: str, moment: datetime) -> bool:
    settings, _, _ = read_settings(site)
    if settings is None:
        return True
    people = people_in(read_tree(site), settings, today_for(settings, None, moment.date()))
    return not any(people.closed_to(found, frozenset())[1] for found in people.names.spot(id))


def _beside(path: str, name: str) -> str:
    folder, _, old = path.rpartition("/")
    return f"{folder}/{name}.{old.rpartition('.')[2]}"


def _refuse_taken(site: Inputs, path: str, name: str, kind: Kind) -> None:
    there = claim(path) in {claim(one) for one in site.sources.entries}
    if kind.single and there:
        raise NotDone(f"van {kind.plural} is er maar één, en die is er al", f"open content/{kind.folder}")
    if not kind.single and (not NAME.fullmatch(name) or name in RESERVED):
        message = f"«{name[:80]}» kan geen naam van een bestand zijn"
        raise NotDone(message, "gebruik kleine letters, cijfers en streepjes, hooguit 60 tekens")
    if there:
        raise NotDone(f"{kind.name} «{name}» bestaat al", "kies een andere naam")
