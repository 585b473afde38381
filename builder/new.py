"""New sources: ask what is needed, write something valid, never over anything that is there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from builder import whole
from builder.content import Kind
from builder.diagnostics import MachineError, machine_says
from builder.inputs import Inputs, look, standard
from builder.kinds import KINDS
from builder.prose import Prose
from builder.reading import parse_source
from builder.reading.filenames import NAME, RESERVED, SOURCES
from builder.reference import choices_of, form_of, is_list
from builder.schema import decode, inner_model
from builder.settings import load_settings
from builder.vocabularies import Woordenlijsten

Ask = Callable[[str, str], str]
Present = Mapping[str, list[str]]
LATER = {"herzien_voor", "geldig_tot", "sluit"}  # days that are not today for who begins


class Refusal(Exception):
    """A name or kind that cannot be; carries a Dutch sentence."""


def new_source(site: Path, kind_name: str, name: str, ask: Ask) -> Path:
    """Write a valid source of a kind as a draft, asking for its required fields; raises :class:`Refusal`."""
    kind = next((kind for kind in KINDS if kind.name == kind_name), None)
    if kind is None:
        raise Refusal(
            f"de soort «{kind_name}» bestaat niet; kies uit: {', '.join(kind.name for kind in KINDS)} of site"
        )
    if not NAME.fullmatch(name) or name in RESERVED:
        raise Refusal(f"«{name}» kan geen bestandsnaam zijn; gebruik kleine letters, cijfers en streepjes")
    path, there = site / kind.place(name), _present(look(site))
    if path.exists() or (name in there[kind.name] and not kind.single):
        raise Refusal(f"{path if path.exists() else f'{kind.name} «{name}»'} bestaat al; kies een andere naam")
    text = _asked_until_right(kind, ask, there)
    if path.exists():
        raise Refusal(f"{path} is intussen gemaakt; kies een andere naam")
    _write(path, text.encode("utf-8"))
    return path


def own_copies(site: Path, kind_name: str, name: str = "") -> Path | None:
    """Copies, to be changed, of all sources of a kind that Spijs brings and the site does not have itself.

    None when there is none of this name, or the site has it.
    """
    kind = next((kind for kind in KINDS if kind.name == kind_name), None)
    shipped = {
        path: entry
        for path, entry in standard(look(site).theme[-1]).items()
        if kind and path.split("/")[1] == kind.folder
    }
    if kind is None or kind.place(name) not in shipped or (site / kind.place(name)).exists():
        return None
    for path, entry in shipped.items():
        if not (site / path).exists():
            _write(site / path, entry.read())
    return site / kind.place(name)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole.write(path, data, lasting=True)
    except OSError as error:
        raise MachineError(f"{path} is niet te schrijven ({machine_says(error)})") from error


def _asked_until_right(kind: Kind, ask: Ask, present: Present) -> str:
    """A draft that is a good source; when answers do not go together all are asked again, each with its own answer."""
    answers: dict[str, str] = {}
    reason = before = ""

    def again(question: str, example: str) -> str:
        nonlocal reason
        field = question.rpartition("\n")[2].partition(" ")[0]
        told, reason = f"{reason}\n" if reason else "", ""
        answers[field] = ask(f"{told}{question}", answers.get(field, example))
        return answers[field]

    while True:
        text = draft(kind, again, present)
        problem = _problem_of(kind, text)
        if problem is None:
            return text
        if text == before:
            raise Refusal(f"dit wordt geen goede bron: {problem}")
        before, reason = text, f"{problem}. Loop de vragen nog eens langs; met Enter blijft uw antwoord staan"


def _problem_of(kind: Kind, text: str) -> str | None:
    try:
        must_decode(text, kind, "proef")
    except Refusal as refused:
        return str(refused)
    return None


def _present(site: Inputs) -> Present:
    """The ids of the sources that are there, by the name of their kind, and the words of each list."""
    settings, _ = load_settings(site)
    lists = settings.woordenlijsten if settings else Woordenlijsten()
    found = {kind.name: site.sources.files(f"content/{kind.folder}") for kind in KINDS}
    return {name: list(lists.words(name)) for name in Woordenlijsten.model_fields} | {
        name: sorted({Path(path).stem for path, _ in files if Path(path).suffix in SOURCES})
        for name, files in found.items()
    }


def draft(kind: Kind, ask: Ask, present: Present) -> str:
    """The text of a new source: required fields asked for, nested ones filled with examples.

    ``present`` has the ids of the sources of each kind that a reference may lead to, and the words of each list.
    """
    states = [state for state in choices_of(kind.model.model_fields["status"].annotation) if state != "concept"]
    after = "haal deze regel dan weg" if "klaar" in states else f"maak er dan {' of '.join(states)} van"
    lines = [f"status: concept  # klaar? {after}"]
    for name, info in kind.model.model_fields.items():
        if info.is_required() and name != "status" and not (name == "tekst" and kind.has_text):
            lines += _field(name, info, ask, present)
    answers = {key: bare(value) for key, value in (line.split(": ", 1) for line in lines if ": " in line)}
    lines += [f"{name}: {value}" for name, value in kind.model.starter(answers).items()]
    text = "\n".join(lines) + "\n"
    return f"---\n{text}---\n\nVul hier de tekst in.\n" if kind.has_text else text


def _field(name: str, info: FieldInfo, ask: Ask, present: Present) -> list[str]:
    """The lines of one field; a list gets as many examples as it needs at the least."""
    least = next((m.min_length for m in info.metadata if hasattr(m, "min_length")), 1)
    if inner := inner_model(info.annotation):
        body = [
            line
            for key, field in inner.model_fields.items()
            if field.is_required()
            for line in _field(key, field, lambda question, example: example, present)
        ]
        body += [f"{key}: {value}" for key, value in inner.starter({}).items()]
        if is_list(info.annotation):
            body = [f"{'  ' if n else '- '}{line}" for n, line in enumerate(body)] * least
        return [f"{name}:", *(f"  {line}" for line in body)]
    example = _example_text(name, info, present)
    if str(info.annotation).startswith("dict"):
        return [f"{name}: {{}}"]
    if is_list(info.annotation):
        return [f"{name}: [{', '.join([quoted(example)] * least)}]"]
    return [f"{name}: {quoted(_valid(name, info, ask, example, present))}"]


def _example_text(name: str, info: FieldInfo, present: Present) -> str:
    if choices := choices_of(info.annotation):
        return choices[0]
    form = form_of(info)
    if form and form.schema.get("format") == "date":
        return (date.today() + timedelta(days=365 if name in LATER else 0)).isoformat()
    if form is None:
        return "vul in"
    there = _there(info, present)
    return there[0] if there else bare(form.example)


def _there(info: FieldInfo, present: Present) -> list[str] | None:
    """What a field may name: sources of a kind that are there, or words of a list."""
    schema = form.schema if (form := form_of(info)) else {}
    return present.get(schema.get("x-spijs-verwijzing") or schema.get("x-spijs-lijst", ""))


def _valid(name: str, info: FieldInfo, ask: Ask, example: str, present: Present) -> str:
    """Ask until the answer fits the field."""
    question = f"{name} ({info.description})" if info.description else name
    form = form_of(info)
    words = _there(info, present) if form and "x-spijs-lijst" in form.schema else None
    if choices := choices_of(info.annotation) or words:
        question += f" [{', '.join(choices)}]"
    while True:
        answer = ask(question, example).strip()
        problem = problem_with(info, answer) or _leads_nowhere(info, answer, present)
        if problem is None:
            return answer
        question = f"{problem}\n{name}"


def problem_with(info: FieldInfo, answer: str) -> str | None:
    """Why an answer does not fit a field, with what to do; None when it does."""
    choices, form = choices_of(info.annotation), form_of(info)
    if choices:
        return None if answer in choices else f"kies uit: {', '.join(choices)}"
    if form is None or info.annotation is Prose:
        return None if answer else "vul iets in"
    try:
        form.check(answer)
    except PydanticCustomError as error:
        return f"{error}; {(error.context or {}).get('remedy', 'vul iets in')}"
    return None


def _leads_nowhere(info: FieldInfo, answer: str, present: Present) -> str | None:
    there = _there(info, present)
    if not there or answer in there:
        return None
    near = difflib.get_close_matches(answer, there, 1)
    return f"«{answer}» is er niet; " + (f"bedoelde u «{near[0]}»?" if near else f"kies uit: {', '.join(there)}")


def quoted(text: str) -> str:
    """A YAML scalar that reads back as this very text."""
    if re.fullmatch(r"[A-Za-z0-9][\w ./@+-]*", text):
        return text
    return "'" + text.replace("'", "''") + "'"


def bare(text: str) -> str:
    """The text that a YAML scalar between quotes stands for."""
    return text[1:-1].replace("''", "'") if re.fullmatch("'.*'", text) else text


def must_decode(text: str, kind: Kind, name: str) -> None:
    """See that a text is a source of a kind; raises :class:`Refusal` with what is wrong."""
    source, found = parse_source(text.encode("utf-8"), kind.place(name))
    if source is not None:
        _, more = decode(kind.model, source.fields, source.body)
        found += more
    if found:
        raise Refusal(f"{found[0].message}; {found[0].remedy}")
