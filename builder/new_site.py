"""A site of one's own: nine questions and the promises; what cannot be is told at once, nothing is said unasked."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from builder import whole
from builder.diagnostics import MachineError, machine_says
from builder.inputs import look
from builder.kinds import KINDS
from builder.kinds.deur import FRONT
from builder.kinds.deur import KIND as DEUR
from builder.kinds.organisatie import KIND, Organisatie
from builder.new import Ask, Refusal, must_decode, own_copies, problem_with, quoted
from builder.placeholders import is_placeholder
from builder.promises import Beloften, shipped
from builder.schema import Model
from builder.settings import SITE, Contact, Settings, load_settings

SAMPLE = Path(__file__).parent.parent / "site.yml"
OWN = ("builder", "content", "docs", "output", "templates", "tests")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, an example of an answer, and the field of a model that the answer must fit."""

    key: str
    text: str
    example: str
    model: type[Model]
    field: str


QUESTIONS = (
    Question("naam", "Hoe heet uw loopbaancentrum?", "De Vliering", Settings, "naam"),
    Question("organisatie", "Hoe heet uw organisatie?", "Zorggroep De Vliet", Organisatie, "naam"),
    Question("plaats", "In welke plaats zit uw organisatie?", "’s-Hertogenbosch", Organisatie, "plaats"),
    Question("regio", "In welke regio?", "Noordoost-Brabant", Organisatie, "regio"),
    Question("adres", "Het vaste adres van het intranet?", "https://intranet.devliet.nl/loopbaan/", Settings, "adres"),
    Question("email", "Het e-mailadres van het centrum?", "loopbaan@devliet.nl", Contact, "email"),
    Question("telefoon", "Het telefoonnummer?", "073-123 45 67", Contact, "telefoon"),
    Question("tijden", "Wanneer neemt er iemand op?", "dinsdag van 9:00 tot 11:00 uur", Contact, "tijden"),
    Question("plek", "Waar kan men binnenlopen?", "de eerste verdieping, naast de bibliotheek", Contact, "plek"),
)
PROMISES = tuple(
    Question(name, f"Komt u dit na? «{sentence}» Antwoord ja of nee, of schrijf het zelf", "nee", Beloften, name)
    for name, sentence in shipped().items()
)


def new_site(folder: Path, ask: Ask) -> Path:
    """Make a site of one's own: ``site.yml``, organisation, doors, a folder for each kind. Raises :class:`Refusal`."""
    if any(folder.resolve().is_relative_to(SAMPLE.parent / own) for own in OWN):
        raise Refusal(f"de map {folder} hoort bij Spijs zelf; kies een andere map")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refusal(f"{folder} is geen lege map; kies een nieuwe map")
    answers = {question.key: _answer(question, ask) for question in QUESTIONS}
    promises = {question.key: _answer(question, ask, "nee") for question in PROMISES}
    organisation = _organisation_text(answers)
    must_decode(organisation, KIND, "eigen")
    there = folder.exists()
    try:
        for kind in KINDS:
            if not kind.single:
                (folder / "content" / kind.folder).mkdir(parents=True)
        (folder / "templates").mkdir()
        whole.write(folder / SITE, _site_text(answers, promises).encode("utf-8"), lasting=True)
        whole.write(folder / KIND.place("eigen"), organisation.encode("utf-8"), lasting=True)
        own_copies(folder, DEUR.name, FRONT)
        if found := load_settings(look(folder))[1]:
            raise Refusal(f"{found[0].message}; {found[0].remedy}")
    except BaseException as error:  # whatever ends it, a key as well: nothing half is left
        shutil.rmtree(folder, ignore_errors=True)
        if there:
            folder.mkdir()
        if isinstance(error, OSError):
            raise MachineError(f"{error.filename or folder} is niet te maken ({machine_says(error)})") from error
        raise
    return folder


def _answer(question: Question, ask: Ask, otherwise: str = "") -> str:
    """Ask until the answer fits; a wrong one is told at once, and no other answer is lost."""
    asked = question.text if otherwise else f"{question.text} (bijvoorbeeld {question.example})"
    while True:
        answer = " ".join(ask(asked, otherwise).split())
        if question.key == "adres" and not answer.endswith("/"):
            answer += "/"
        problem = problem_with(question.model.model_fields[question.field], answer)
        if question.key == "adres" and not problem:
            problem = problem_with(Contact.model_fields["intranet"], _printed(answer))
        if not problem and is_placeholder(answer):
            problem = f"«{answer}» is een voorbeeld; vul het uwe in"
        if not problem:
            return answer
        asked = f"{problem}\n{question.text}"


def _printed(address: str) -> str:
    """An address as it is printed on paper."""
    return (address.partition("://")[2] or address).rstrip("/")


def _site_text(answers: dict[str, str], promises: dict[str, str]) -> str:
    """A ``site.yml`` with these answers, and a plain house style. It says and promises what was answered, no more."""
    own = {name: quoted(value) for name, value in answers.items()}
    kept = "\n".join(f"  {name}: {quoted(answer)}" for name, answer in promises.items())
    return f"""# De instellingen van uw site; alle velden staan in docs/handboek/velden.md van Spijs.
naam: {own["naam"]}
organisatie: eigen
adres: {own["adres"]}
kenmerk: {quoted(f"{answers['naam']} is het loopbaancentrum van {answers['organisatie']}.")}

contact:
  intranet: {quoted(_printed(answers["adres"]))}
  email: {own["email"]}
  telefoon: {own["telefoon"]}
  tijden: {own["tijden"]}
  plek: {own["plek"]}

# Wat lezers van u mogen verwachten: ja, nee, of uw eigen zin. Wat hier niet staat, staat nergens op de site.
beloften:
{kept}

# De huisstijl: zo is alles te lezen. Zet er de kleuren van uw huis in: docs/handboek/huisstijl-en-site.md van Spijs.
# Uw logo: leg het als templates/beeld/logo.svg of logo.png in deze map. Eigen letters: in templates/lettertypen/.
huisstijl:
  papier: '#f7f6f3'
  inkt: '#1f2328'
  eerste: '#2f5d7c'
  tweede: '#c9a24b'
  derde: '#3f6b57'
  vierde: '#5b5078'
  vijfde: '#41525e'
  # Hoe noemt uw huis deze kleuren? Dan mag dat ook in de bronnen, bijvoorbeeld: namen: {{eerste: blauw}}
  hoekradius: 6
  tekeningen: neutraal  # of: tafel; zie het handboek voor een eigen tekening
  lettertype:
    naam: Atkinson Hyperlegible Next
    rechtop: [atkinson-hyperlegible-next-latin.woff2, atkinson-hyperlegible-next-latin-ext.woff2]
    cursief: [atkinson-hyperlegible-next-latin-italic.woff2, atkinson-hyperlegible-next-latin-ext-italic.woff2]
"""


def _organisation_text(answers: dict[str, str]) -> str:
    name, place = answers["organisatie"], answers["plaats"]
    about = f"{name} in {place}."
    return f"""naam: {quoted(name)}
soort: eigen
plaats: {quoted(place)}
regio: {quoted(answers["regio"])}
omschrijving: {quoted(about)}
letters: {quoted(_letters(name))}
"""


def _letters(name: str) -> str:
    """The first letters of the first words, at most three; IJ is one of them."""
    words = re.findall(r"\w+", name)
    found = "".join("IJ" if word.lower().startswith("ij") else word[0].upper() for word in words)
    return found[:3] or "Z"
