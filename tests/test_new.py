"""New sources and sites are valid from the start, and nothing that is there is ever written over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from builder.diagnostics import MachineError, has_errors
from builder.kinds import KINDS
from builder.new import Refusal, new_source
from builder.new_site import PROMISES, QUESTIONS, new_site
from builder.promises import shipped
from builder.reference import choices_of, write_schemas
from tests.site import REPO, Site, tree


def example(question: str, given: str) -> str:
    """Somebody who presses Enter."""
    return given


ANSWERED = {
    "naam": "Loopbaancentrum De Brug",
    "organisatie": '\'s Heerenzorg "aan zee"',
    "plaats": "'s-Hertogenbosch",
    "regio": "'t Loo",
    "adres": "https://intranet.heerenzorg.nl/brug/",
    "email": "brug@heerenzorg.nl",
    "telefoon": "073-765 43 21",
    "tijden": "dinsdag van 9:00 tot 11:00 uur",
    "plek": "naast de bibliotheek",
}
STDIN = "".join(f"{answer}\n" for answer in [*ANSWERED.values(), *("" for _ in PROMISES)])


def answering(**others: str) -> Any:
    """Somebody who answers the questions for a site, some of them otherwise."""
    said = {**ANSWERED, **others}
    answers = {one.text: said[one.key] for one in (*QUESTIONS, *PROMISES) if one.key in said}
    return lambda asked, given: next((answer for text, answer in answers.items() if text in asked), given)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_skeleton_that_is_a_valid_draft(site: Site, kind: Any) -> None:
    before = tree(site.root)
    path = new_source(site.root, kind.name, "proef-1", example)
    assert path.suffix == (".md" if kind.has_text else ".yml")
    assert "status: concept" in path.read_text(encoding="utf-8")
    assert not has_errors(site.findings(), strict=True)
    assert {name for name in tree(site.root) if name not in before} == {path.relative_to(site.root).as_posix()}


@pytest.mark.usefixtures("paper_stub")
def test_drafts_are_nowhere_in_the_output(site: Site) -> None:
    before = site.build().tree()
    for kind in KINDS:
        new_source(site.root, kind.name, "proef-1", example)
    site.build()
    assert not has_errors(site.outcome.findings, strict=True)
    assert site.tree() == before


def test_a_reference_proposes_something_that_is_there(site: Site) -> None:
    path = new_source(site.root, "verhaal", "x", example)
    words = yaml.load(path.read_text(encoding="utf-8").split("---")[1], yaml.BaseLoader)
    assert (site.root / f"content/personen/{words['persoon']}.yml").is_file()


@pytest.mark.parametrize(("soort", "ontwerp"), [("mensen", "stem"), ("vacatures", "muur"), ("uitnodiging", "kaart")])
def test_every_sort_of_poster_can_be_begun(site: Site, soort: str, ontwerp: str) -> None:
    answers = {"soort ": soort, "ontwerp ": ontwerp}
    new_source(site.root, "poster", "x", lambda asked, given: answers.get(asked.split("(")[0], given))
    assert not has_errors(site.findings(), strict=True)


ANSWERS = ["'s Avonds", "Zorg: dag en nacht", "#1 in zorg", "- streep", "[haak", "O'Neill & 'zo'", "nee", "06"]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_taken_as_it_is_typed(site: Site, answer: str) -> None:
    path = new_source(site.root, "persoon", "x", lambda question, given: answer if "naam" in question else given)
    assert not has_errors(site.findings(), strict=True)
    words = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert words["naam"] == answer


def test_a_question_is_asked_until_the_answer_fits(site: Site) -> None:
    asked: list[str] = []
    answers = iter(["2026-02-30", "gisteren", "2026-05-01"])

    def ask(question: str, given: str) -> str:
        asked.append(question)
        return next(answers) if "datum" in question else given

    path = new_source(site.root, "verhaal", "x", ask)
    assert "datum: 2026-05-01" in path.read_text(encoding="utf-8")
    dates = [question for question in asked if "datum" in question]
    assert dates[1].startswith("'2026-02-30' is geen bestaande datum")
    assert dates[2].startswith("'gisteren' is geen duidelijke datum")


@pytest.mark.parametrize("name", ["Met Hoofdletter", "a/b", "../x", "con", "", "x" * 61, "x.md", "-x", "x\ny", "één"])
def test_a_name_that_cannot_be(site: Site, name: str) -> None:
    before = tree(site.root)
    with pytest.raises(Refusal, match="bestandsnaam"):
        new_source(site.root, "dienst", name, example)
    assert tree(site.root) == before


def test_an_existing_source_is_left_alone(site: Site) -> None:
    before = tree(site.root)
    with pytest.raises(Refusal, match="bestaat al"):
        new_source(site.root, "dienst", "gesprek-aan-zee", example)
    assert tree(site.root) == before


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (("new", "gedicht", "x"), "", "de soort «gedicht» bestaat niet; kies uit: organisatie, persoon"),
        (("new", "dienst", "X"), "", "«X» kan geen bestandsnaam zijn"),
        (("new", "dienst", "gesprek-aan-zee"), "", "bestaat al; kies een andere naam"),
        (("new", "dienst"), "", "er ontbreekt iets: NAAM"),
        (("new", "dienst", "half"), "Een naam\n3\n", "afgebroken"),
        (("new", "site", "."), "", "geen lege map"),
        (("new", "site", "site.yml"), "", "geen lege map"),
        (("new", "site", "half"), "Centrum\n", "afgebroken"),
    ],
)
def test_the_command_refuses_and_writes_nothing(site: Site, words: tuple[str, ...], stdin: str, says: str) -> None:
    before = tree(site.root)
    done = site.run(*words, stdin=stdin)
    assert done.returncode == 2, done
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(site.root) == before


def test_the_command_asks_and_tells_what_to_do_next(site: Site) -> None:
    done = site.run("new", "organisatie", "haven", stdin="Zorggroep Haven\n" + "\n" * 5)
    assert done.returncode == 0, done.stderr
    assert "naam (volledige naam)" in done.stdout
    assert "./spijs check" in done.stdout
    assert "naam: Zorggroep Haven" in (site.root / "content/organisaties/haven.yml").read_text(encoding="utf-8")


def owned() -> dict[str, str]:
    """Every file that comes with Spijs."""
    folders = ("builder", "content", "templates", "docs")
    found = {f"{name}/{path}": digest for name in folders for path, digest in tree(REPO / name).items()}
    return {name: digest for name, digest in found.items() if "__pycache__" not in name}


@pytest.mark.usefixtures("paper_stub")
def test_a_new_site_builds_at_once_and_leaves_spijs_alone(tmp_path: Path) -> None:
    before = owned()
    folder = new_site(tmp_path / "mijn site", answering())
    site = Site(folder, {})
    site.build()
    assert not has_errors(site.outcome.findings, strict=True)
    assert site.outcome.published
    assert site.says("intranet/index.html", "Loopbaancentrum De Brug")
    assert site.says("intranet/centrum.html", "’s Heerenzorg “aan zee”")
    assert site.says("intranet/index.html", "naast de bibliotheek")
    assert {path.name for path in (folder / "content").iterdir()} == {kind.folder for kind in KINDS if not kind.single}
    assert set(owned()) == set(before)


def test_a_new_site_says_what_was_asked_and_promises_nothing(tmp_path: Path) -> None:
    folder = new_site(tmp_path / "x", answering())
    text = (folder / "site.yml").read_text(encoding="utf-8").partition("\nhuisstijl:")[0]
    text += (folder / "content/organisaties/eigen.yml").read_text(encoding="utf-8")
    assert not re.search("blijft hier|organisatie.example|13:00|088|Lindehoven|Ladder", text)
    words = yaml.load((folder / "content/organisaties/eigen.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {name: words[name] for name in ("naam", "plaats", "regio")} == {
        "naam": ANSWERED["organisatie"],
        "plaats": ANSWERED["plaats"],
        "regio": ANSWERED["regio"],
    }
    contact = yaml.load((folder / "site.yml").read_text(encoding="utf-8"), yaml.BaseLoader)["contact"]
    assert {name: contact[name] for name in ("email", "telefoon", "tijden", "plek")} == {
        name: ANSWERED[name] for name in ("email", "telefoon", "tijden", "plek")
    }


@pytest.mark.usefixtures("paper_stub")
def test_a_promise_is_printed_where_it_is_confirmed_and_nowhere_else(tmp_path: Path) -> None:
    promises = {**dict.fromkeys(shipped(), "ja"), "vertrouwen": "Wij zwijgen", "hulp": "nee"}
    vacature = {"content/vacatures/ruil.md": VACATURE, "content/formulieren/vraag.yml": FORMULIER}
    silent = Site(new_site(tmp_path / "zwijgt", answering()), {})
    kept = Site(new_site(tmp_path / "belooft", answering(**promises)), {})
    for site in (silent, kept):
        for name, text in vacature.items():
            site.write(name, text)
        site.build()
        assert not has_errors(site.outcome.findings, strict=True)
    for name, sentence in shipped().items():
        said = any(sentence in text for text in _pages(kept))
        assert said == (promises[name] == "ja" and name not in LATER_ON), name
        assert not any(sentence in text for text in _pages(silent)), name
    assert any("Wij zwijgen." in text for text in _pages(kept))


LATER_ON = ("kosteloos",)  # on a page that these two sites do not have
VACATURE = """---
functie: Kok
organisatie: eigen
plaats: Vught
regio: Noord
vakgebied: facilitair
niveau: [mbo]
uren: 24
cao: VVT
dienstverband: ruil
zichtbaar: intern
status: verwacht
geplaatst: 2026-01-01
periode: 2099-1
terugkeergarantie: ja
---

U kookt.
"""
FORMULIER = """titel: Wat houdt u bezig?
kort: Een vraag, voor aan tafel.
lezer: medewerkers
volgorde: 1
kleur: eerste
vorm: lepel
intro: Kies wat u wilt.
wie_ziet_dit: Alleen wij.
slot: Dank u wel.
onderdelen:
- titel: Uw werk
  velden:
  - {sleutel: fijn, vraag: "Wat doet u het liefst?", soort: regel}
"""


def _pages(site: Site) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (site.root / "output").rglob("*.html")]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("'s Heeren Loo Zorg Noord", "SHL"), ("IJsselzorg", "IJ"), ("zorg", "Z"), ("Aan het IJ", "AHI")],
)
def test_the_letters_of_a_new_organisation(tmp_path: Path, name: str, letters: str) -> None:
    folder = new_site(tmp_path / "x", answering(organisatie=name))
    text = (folder / "content/organisaties/eigen.yml").read_text(encoding="utf-8")
    assert f"letters: {letters}\n" in text


def test_a_new_site_by_the_real_command(tmp_path: Path) -> None:
    site = Site(tmp_path / "mijn", {})
    (tmp_path / "mijn").mkdir()
    done = site.run("new", "site", "eigen", stdin=STDIN)
    assert done.returncode == 0, done.stderr
    assert "./spijs build --site eigen" in done.stdout
    assert "./spijs check --site eigen" in done.stdout
    done = site.run("build", "--site", "eigen")
    assert (done.returncode, done.stderr) == (0, "")
    assert "De Brug" in (tmp_path / "mijn/eigen/output/intranet/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", [*ANSWERS[:-1], "Zorg “de Linde”", "É", "***", "- -", "IJ", "x " * 40])
def test_a_new_site_takes_odd_names(tmp_path: Path, answer: str) -> None:
    folder = new_site(tmp_path / "x", answering(naam=answer))
    assert not Site(folder, {}).findings()
    folder = new_site(tmp_path / "y", answering(organisatie=answer, plaats=answer, regio=answer))
    assert not Site(folder, {}).findings()


WRONG = {
    "naam": [("", "vul iets in"), ("x" * 90, "te veel"), ("<b>De Brug</b>", "HTML"), ("vul in", "een voorbeeld")],
    "regio": [("x " * 60, "te veel")],
    "adres": [("intranet brug", "geen webadres; schrijf het hele"), (f"https://{'a' * 70}.nl", "te lang; zet er")],
    "email": [("brug", "geen e-mailadres; schrijf"), ("loopbaan@organisatie.example", "een voorbeeld; vul het uwe")],
    "telefoon": [("geen", "geen telefoonnummer"), ("088-000 00 00", "een voorbeeld")],
    "plek": [("", "vul iets in")],
}


@pytest.mark.parametrize(("key", "wrong", "says"), [(k, *pair) for k, pairs in WRONG.items() for pair in pairs])
def test_a_wrong_answer_is_told_at_once_and_none_is_lost(tmp_path: Path, key: str, wrong: str, says: str) -> None:
    asked: list[str] = []
    given = {question.text: [ANSWERED[question.key]] for question in QUESTIONS}
    right = next(question for question in QUESTIONS if question.key == key)
    given[right.text].insert(0, wrong)

    def ask(question: str, example: str) -> str:
        asked.append(question)
        return next((answers for text, answers in given.items() if text in question), [example]).pop(0)

    folder = new_site(tmp_path / "x", ask)
    place = QUESTIONS.index(right)
    assert len(asked) == len(QUESTIONS) + 1 + len(PROMISES)
    assert says in asked[place + 1]
    assert asked[place + 1].endswith(right.text)
    assert not any(answers for answers in given.values())
    assert not Site(folder, {}).findings()


@pytest.mark.parametrize("answered", range(len(QUESTIONS)))
def test_a_new_site_that_is_broken_off_leaves_nothing(tmp_path: Path, answered: int) -> None:
    (tmp_path / "leeg").mkdir()
    for folder in (tmp_path / "leeg", tmp_path / "nieuw"):
        left = list(ANSWERED.values())[:answered]

        def ask(question: str, example: str, left: list[str] = left) -> str:
            if not left:
                raise KeyboardInterrupt
            return left.pop(0)

        with pytest.raises(KeyboardInterrupt):
            new_site(folder, ask)
    assert [path.name for path in tmp_path.rglob("*")] == ["leeg"]


def combinations() -> list[Any]:
    """Every word that can be chosen at a question of every kind, one at a time."""
    return [
        pytest.param(kind, name, choice, id=f"{kind.name}-{name}-{choice}")
        for kind in KINDS
        for name, info in kind.model.model_fields.items()
        if info.is_required() and name != "status"
        for choice in choices_of(info.annotation)
    ]


@pytest.mark.parametrize(("kind", "field", "choice"), combinations())
def test_every_choice_can_be_begun_or_is_asked_again(site: Site, kind: Any, field: str, choice: str) -> None:
    rounds: list[str] = []

    def ask(question: str, given: str) -> str:
        rounds.append(question)
        name = question.rpartition("\n")[2].partition(" ")[0]
        return choice if name == field and len(rounds) < 50 and "Loop de vragen" not in "".join(rounds) else given

    refused = ""
    try:
        new_source(site.root, kind.name, "proef-1", ask)
    except Refusal as refusal:  # what was chosen does not go with an answer that stays
        refused = str(refusal)
    asked_again = any("Loop de vragen nog eens langs" in question for question in rounds)
    assert "; kies " in refused if asked_again else not refused
    assert refused or not has_errors(site.findings(), strict=True)


def test_answers_that_do_not_go_together_are_asked_again_and_kept(site: Site) -> None:
    asked: list[tuple[str, str]] = []

    def ask(question: str, given: str) -> str:
        asked.append((question, given))
        name = question.rpartition("\n")[2].partition(" ")[0]
        times = sum(name == q.rpartition("\n")[2].partition(" ")[0] for q, _ in asked)
        first = {"soort": "vacatures", "ontwerp": "stem", "kop": "Werk aan zee"}
        return first.get(name, given) if times == 1 else {"ontwerp": "muur"}.get(name, given)

    path = new_source(site.root, "poster", "x", ask)
    text = path.read_text(encoding="utf-8")
    assert "ontwerp: muur" in text
    assert "kop: Werk aan zee" in text
    again = next(n for n, (question, _) in enumerate(asked) if "Loop de vragen" in question)
    assert "ontwerp «stem» is niet voor vacatures; kies" in asked[again][0]
    assert not has_errors(site.findings(), strict=True)


def test_a_reference_to_nothing_is_told_at_once(site: Site) -> None:
    answers = iter(["plannr", "planner"])
    asked: list[str] = []

    def ask(question: str, given: str) -> str:
        asked.append(question)
        return next(answers) if "persoon" in question.rpartition("\n")[2].partition(" ")[0] else given

    new_source(site.root, "verhaal", "x", ask)
    assert any("«plannr» is er niet; bedoelde u «planner»?" in question for question in asked)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_new_wrote_is_not_published_as_it_is(site: Site, kind: Any) -> None:
    path = new_source(site.root, kind.name, "proef-1", example)
    text = path.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("status: concept"))
    ready = "status: concreet" if kind.name == "vacature" else ""
    path.write_text(text.replace(first, ready), encoding="utf-8")
    found = site.findings()
    own = [finding for finding in found if finding.position.file == path.relative_to(site.root).as_posix()]
    if "vul in" in text or "Vul hier" in text or "vul-in" in text:
        assert "nog-invullen" in {finding.code for finding in own}, text
        assert all(finding.position.line for finding in own)
    assert own, text


@pytest.mark.parametrize("folder", ["content/nieuw", "templates/nieuw", "builder/../docs/nieuw", "."])
def test_a_new_site_is_not_put_into_spijs(folder: str) -> None:
    with pytest.raises(Refusal):
        new_site(REPO / folder, example)
    assert not (REPO / folder / "site.yml").exists() or folder == "."


def test_a_new_site_where_nothing_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(MachineError, match="niet te maken"):
        new_site(tmp_path / "bestand" / "x", answering())


class Core(yaml.SafeLoader):
    """YAML as an editor reads it (1.2): ``nee`` and a date are words, a number is a number."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9]\d*)$"), list("-0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(null|~|)$"), ["n", "~", ""])

TYPES = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None), "boolean": bool}


def complaints(value: Any, schema: Any, whole: dict[str, Any], place: str = "") -> list[str]:
    """What does not fit a JSON Schema, for as much of the language as the schemas of Spijs use."""
    match schema:
        case {"$ref": str(ref)}:
            return complaints(value, whole["$defs"][ref.removeprefix("#/$defs/")], whole, place)
        case {"anyOf": list(choices)}:
            fits = any(not complaints(value, choice, whole) for choice in choices)
            return [] if fits else [f"{place}: no choice fits"]
    kinds = schema.get("type", list(TYPES))
    if not any(isinstance(value, TYPES[kind]) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return [f"{place}: {value!r} is no {kinds}"]
    found = [f"{place}: {value!r} is not in enum"] if value not in schema.get("enum", [value]) else []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{place}: no {name}" for name in schema.get("required", ()) if name not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{place}: {name} is not known" for name in value if name not in known]
        for name, item in value.items():
            found += complaints(item, known.get(name, {}), whole, f"{place}.{name}")
    elif isinstance(value, list):
        size = range(schema.get("minItems", 0), schema.get("maxItems", 10**6) + 1)
        found += [] if len(value) in size else [f"{place}: {len(value)} items"]
        for number, item in enumerate(value):
            found += complaints(item, schema.get("items", {}), whole, f"{place}.{number}")
    elif isinstance(value, str):
        found += [f"{place}: too long"] if len(value) > schema.get("maxLength", 10**6) else []
        found += [f"{place}: no {schema['pattern']}"] if not re.search(schema.get("pattern", ""), value) else []
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{place}: {value} is out of bounds")
    return found


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the schemas."""
    site = tmp_path_factory.mktemp("site")
    write_schemas(site)
    return site / "schemas"


def test_the_sample_fits_its_schemas(schemas: Path) -> None:
    checked = 0
    for name, pattern in {"site": "site.yml", **{k.name: f"content/{k.folder}/*.yml" for k in KINDS}}.items():
        schema = json.loads((schemas / f"{name}.json").read_text(encoding="utf-8"))
        for path in REPO.glob(pattern):
            value = yaml.load(path.read_text(encoding="utf-8"), Core)
            assert complaints(value, schema, schema) == [], path
            checked += 1
    assert checked > 20


def test_the_schemas_notice_mistakes(schemas: Path) -> None:
    schema = json.loads((schemas / "persoon.json").read_text(encoding="utf-8"))
    good = {"naam": "Noor", "rol": "planner", "organisatie": "duinrand"}
    assert complaints(good, schema, schema) == []
    mistakes = [{"rol": ["a"]}, {"nam": "x"}, {"focus": "zij"}, {"naam": "x" * 99}, {"toestemming": {"kanalen": "a"}}]
    for bad in mistakes:
        assert complaints({**good, **bad}, schema, schema), bad
    assert complaints({"naam": "Noor"}, schema, schema)


def test_the_command_says_how_an_editor_uses_them(site: Site) -> None:
    done = site.run("schema")
    assert done.returncode == 0
    mapping = json.loads(done.stdout[done.stdout.index("{") :])["yaml.schemas"]
    assert all((site.root / name).is_file() for name in mapping)
    assert mapping["./schemas/site.json"] == "site.yml"
    written = {path.stem for path in (site.root / "schemas").iterdir()}
    assert written == {"site", *(kind.name for kind in KINDS)}
