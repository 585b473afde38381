"""New sources and new sites: ask what is needed, write something valid, never over anything that is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from pydantic.fields import FieldInfo

from builder.content import Kind
from builder.diagnostics import MachineError, machine_says
from builder.kinds import KINDS, ophangregister
from builder.prose import Prose
from builder.reading import NAME, RESERVED, read_source
from builder.reference import choices_of, form_of, is_list
from builder.schema import decode, inner_model
from builder.settings import load_settings, today_for

Ask = Callable[[str, str], str]
SAMPLE = Path(__file__).parent.parent / "site.yml"
OWN = ("builder", "content", "docs", "output", "templates", "tests")


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
    path = site / kind.place(name)
    if path.exists():
        raise Refusal(f"{path} bestaat al; kies een andere naam")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft(kind, ask, _present(site)), encoding="utf-8")
    _must_decode(site, path, kind)
    return path


def _present(site: Path) -> dict[str, str]:
    """Of each kind a source that is there, by the name of the kind: an example for a reference."""
    found = {kind.name: sorted((site / "content" / kind.folder).glob("*.*")) for kind in KINDS}
    sources = {name: [path.stem for path in paths if path.suffix in (".yml", ".md")] for name, paths in found.items()}
    return {name: ids[0] for name, ids in sources.items() if ids}


def draft(kind: Kind, ask: Ask, present: Mapping[str, str]) -> str:
    """The text of a new source: required fields asked for, nested ones filled with examples.

    ``present`` has the id of a source of each kind that a reference may lead to.
    """
    states = [state for state in choices_of(kind.model.model_fields["status"].annotation) if state != "concept"]
    after = "haal deze regel dan weg" if "klaar" in states else f"maak er dan {' of '.join(states)} van"
    lines = [f"status: concept  # klaar? {after}"]
    for name, info in kind.model.model_fields.items():
        if info.is_required() and name != "status" and not (name == "tekst" and kind.has_text):
            lines += _field(name, info, ask, present)
    answers = dict(line.split(": ", 1) for line in lines if ": " in line)
    lines += [f"{name}: {value}" for name, value in kind.model.starter(answers).items()]
    text = "\n".join(lines) + "\n"
    return f"---\n{text}---\n\nVul hier de tekst in.\n" if kind.has_text else text


def _field(name: str, info: FieldInfo, ask: Ask, present: Mapping[str, str]) -> list[str]:
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
    example = _example_text(info, present)
    if str(info.annotation).startswith("dict"):
        return [f"{name}: {{}}"]
    if is_list(info.annotation):
        return [f"{name}: [{', '.join([_quoted(example)] * least)}]"]
    return [f"{name}: {_quoted(_valid(name, info, ask, example))}"]


def _example_text(info: FieldInfo, present: Mapping[str, str]) -> str:
    if choices := choices_of(info.annotation):
        return choices[0]
    form = form_of(info)
    if form and form.schema.get("format") == "date":
        return date.today().isoformat()
    if form is None:
        return "vul in"
    return present.get(form.schema.get("x-spijs-verwijzing", ""), form.example)


def _valid(name: str, info: FieldInfo, ask: Ask, example: str) -> str:
    """Ask until the answer fits the field."""
    question = f"{name} ({info.description})" if info.description else name
    if choices := choices_of(info.annotation):
        question += f" [{', '.join(choices)}]"
    while True:
        answer = ask(question, example).strip()
        problem = _problem(info, answer)
        if problem is None:
            return answer
        question = f"{problem}\n{name}"


def _problem(info: FieldInfo, answer: str) -> str | None:
    choices, form = choices_of(info.annotation), form_of(info)
    if choices:
        return None if answer in choices else f"kies uit: {', '.join(choices)}"
    if form is None or info.annotation is Prose:
        return None if answer else "vul iets in"
    try:
        form.check(answer.strip("'\""))
    except ValueError as error:
        return str(error)
    return None


def _quoted(text: str) -> str:
    """A YAML scalar that reads back as this very text."""
    if re.fullmatch(r"[A-Za-z0-9][\w ./@+-]*", text):
        return text
    return text if re.fullmatch("'[^']*'", text) else "'" + text.replace("'", "''") + "'"


def _must_decode(site: Path, path: Path, kind: Kind) -> None:
    source, found = read_source(site, path.relative_to(site).as_posix())
    if source is not None:
        _, more = decode(kind.model, source.fields, source.body)
        found += more
    if found:
        path.unlink()
        raise Refusal(f"dit wordt geen goede bron: {found[0].message}; {found[0].remedy}")


def new_site(folder: Path, ask: Ask) -> Path:
    """Make a site of one's own: ``site.yml``, an organisation, and a folder for each kind. Raises :class:`Refusal`."""
    if any(folder.resolve().is_relative_to(SAMPLE.parent / own) for own in OWN):
        raise Refusal(f"de map {folder} hoort bij Spijs zelf; kies een andere map")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refusal(f"{folder} is geen lege map; kies een nieuwe map")
    answers = {
        key: _line(ask, question, example)
        for key, question, example in (
            ("naam", "Hoe heet uw loopbaancentrum?", "Loopbaancentrum"),
            ("organisatie", "Hoe heet uw organisatie?", "Onze zorggroep"),
            ("plaats", "In welke plaats?", "Onze plaats"),
            ("adres", "Vast adres van het intranet (https://…/)?", "https://intranet.organisatie.example/loopbaan/"),
            ("email", "E-mailadres van het centrum?", "loopbaan@organisatie.example"),
            ("telefoon", "Telefoonnummer?", "088-000 00 00"),
            ("tijden", "Op welke vaste tijden neemt er iemand op?", "maandag van 13:00 tot 15:00 uur"),
        )
    }
    try:
        for kind in KINDS:
            if not kind.single:
                (folder / "content" / kind.folder).mkdir(parents=True)
        (folder / "templates").mkdir()
        (folder / "site.yml").write_text(_site_text(answers), encoding="utf-8")
        organisation = folder / "content/organisaties/eigen.yml"
        organisation.write_text(_organisation_text(answers), encoding="utf-8")
        try:
            if found := load_settings(folder)[1]:
                raise Refusal(f"{found[0].message}; {found[0].remedy}")
            _must_decode(folder, organisation, next(kind for kind in KINDS if kind.folder == "organisaties"))
        except Refusal:
            shutil.rmtree(folder)
            raise
    except OSError as error:
        raise MachineError(f"{folder} is niet te maken ({machine_says(error)})") from error
    return folder


def hang(site: Path, sheet: str, where: str, clock: date) -> Path:
    """Write in the register that a sheet (``map/naam``) hangs somewhere from today, with the contact lines that it has.

    Raises :class:`Refusal` when the sheet is not there or the register cannot be added to; it is then as it was.
    """
    settings, found = load_settings(site)
    if settings is None or found:
        raise Refusal(f"{found[0].message}; {found[0].remedy}")
    folder, _, name = sheet.partition("/")
    kind = next((kind for kind in KINDS if folder in (kind.folder, kind.name)), None)
    if kind is None or not (site / kind.place(name)).is_file():
        raise Refusal(f"er is geen bron «{sheet}»; schrijf map/naam, bijvoorbeeld posters/welkom")
    contact = settings.contact
    lines = f"{contact.intranet}, {contact.email}, {contact.telefoon}, {contact.tijden}"
    since = today_for(settings, None, clock)
    entry = f"  - blad: {sheet}\n    plek: {_quoted(where)}\n    sinds: {since}\n    contact: {_quoted(lines)}\n"
    register = site / ophangregister.KIND.place("")
    before = register.read_text(encoding="utf-8") if register.exists() else ""
    register.write_text(f"{before.rstrip() or 'hangt:'}\n{entry}", encoding="utf-8")
    try:
        _must_decode(site, register, ophangregister.KIND)
    except Refusal:
        if before:
            register.write_text(before, encoding="utf-8")
        raise
    return register


def _line(ask: Ask, question: str, example: str) -> str:
    return ask(question, example).strip().replace("'", "’") or example


def _site_text(answers: dict[str, str]) -> str:
    """The sample's ``site.yml`` with its house style and these answers in it."""
    style = SAMPLE.read_text(encoding="utf-8").partition("\nhuisstijl:")[2]
    own = {name: f"'{value}'" for name, value in answers.items()}
    return f"""# De instellingen van uw site; alle velden staan in docs/handboek/velden.md van Spijs.
naam: {own["naam"]}
organisatie: eigen
adres: {own["adres"]}
kenmerk: 'Het loopbaancentrum van {answers["organisatie"]}.'

contact:
  intranet: '{answers["adres"].removeprefix("https://").rstrip("/")}'
  email: {own["email"]}
  telefoon: {own["telefoon"]}
  tijden: {own["tijden"]}
  plek: {own["plaats"]}

voorpagina:
  zin: Denkt u wel eens aan iets anders?
  uitleg: Kom eens praten. Wat u vertelt, blijft hier.
  anders: Verhalen, een test en iemand die luistert.
  leiding: Een collega zoeken, of iemand verder helpen.

huisstijl:{style}"""


def _organisation_text(answers: dict[str, str]) -> str:
    letters = "".join(word[0] for word in re.findall(r"\w+", answers["organisatie"]))[:3].upper() or "Z"
    return f"""naam: '{answers["organisatie"]}'
soort: eigen
plaats: '{answers["plaats"]}'
regio: '{answers["plaats"]}'
omschrijving: '{answers["organisatie"]} in {answers["plaats"]}.'
letters: '{letters}'
"""
