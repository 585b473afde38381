"""What follows from the kinds by itself: JSON Schemas for editors and the field reference of the handbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from builder import whole
from builder.kinds import KINDS
from builder.schema import Model, inner_model
from builder.schema.fields import Form
from builder.settings import Settings


def write_schemas(site: Path) -> str:
    """Write a JSON Schema per kind to ``site/schemas/``; returns the lines that make VS Code use them."""
    folder = site / "schemas"
    folder.mkdir(exist_ok=True)
    used: dict[str, tuple[str, type[Model]]] = {
        "site": ("site.yml", Settings),
        **{kind.name: (kind.place("*"), kind.model) for kind in KINDS},
    }
    for name, (_, model) in used.items():
        text = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True)
        whole.write(folder / f"{name}.json", f"{text}\n".encode())
    mapping = {f"./schemas/{name}.json": files for name, (files, _) in used.items()}
    lines = json.dumps({"yaml.schemas": mapping}, ensure_ascii=False, indent=2)
    return f"De schema's staan in {folder}. Zet dit in .vscode/settings.json (met de uitbreiding YAML):\n{lines}"


def field_reference() -> str:
    """The handbook page with every field of every kind, as Markdown."""
    parts = [
        "# Alle velden\n\nDeze pagina wordt gemaakt uit de soorten zelf, met `./spijs schema --reference`.\n",
        "Bij elke soort mogen ook `status: concept` (wordt niet gepubliceerd) en `voorheen` (oude namen) staan.\n",
    ]
    for kind in sorted(KINDS, key=lambda kind: kind.name):
        parts.append(f"## {kind.name}\n\nEen {kind.name} is {kind.about}. Bestand: `{kind.place('naam')}`.\n")
        parts.append(_table(kind.model))
    parts.append("## site.yml\n\nDe instellingen van de hele site.\n")
    parts.append(_table(Settings))
    return "\n".join(parts)


def _table(model: type[Model]) -> str:
    rows = ["| veld | moet | wat het is | vorm |", "| --- | --- | --- | --- |"]
    rows += [f"| `{name}` | {must} | {about} | {form} |" for name, must, about, form in _rows(model, "")]
    return "\n".join(rows) + "\n"


def _rows(model: type[Model], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for name, info in model.model_fields.items():
        if (not prefix and name in ("voorheen",)) or (name == "status" and "concept wordt" in (info.description or "")):
            continue
        must = "ja" if info.is_required() else ""
        yield f"{prefix}{name}", must, info.description or "", describe(info)
        if inner := inner_model(info.annotation):
            yield from _rows(inner, f"{prefix}{name}.")


def reason_in_words(reason: str, source: str) -> str:
    """Why a page is made, with the names of its values (``blad.titel``) as who writes its ``source`` knows them."""
    start, colon, names = reason.partition("veranderd: ")
    if start or not colon:
        return reason
    listed, more, _ = names.partition(" en meer")
    return f"veranderd: {', '.join(dict.fromkeys(_in_words(name, source) for name in listed.split(', ')))}{more}"


def _in_words(name: str, source: str) -> str:
    group, _, value = name.partition(".")
    lists = {kind.folder: kind.plural for kind in KINDS if not kind.single}
    if group == "blad" and value in lists:
        return f"de lijst van {lists[value]}"
    if group == "blad":
        own = [kind for kind in KINDS if source.startswith(f"content/{kind.folder}")]
        known = any(value in kind.model.model_fields for kind in own)
        return f"het veld «{value}»" if known else "wat erop staat"
    if group == "site":
        return f"«{value}» in site.yml" if value in Settings.model_fields else "de huisstijl in site.yml"
    words = {"menu": "het menu", "pagina": "titel of adres", "inkten": "de kleuren in inkt", "keuring": "de keuring"}
    return words.get(group, name)


def describe(info: FieldInfo) -> str:
    """The form of a field in a few words, with an example where that helps."""
    if choices := choices_of(info.annotation):
        return " of ".join(f"`{choice}`" for choice in choices)
    many = "lijst van " if is_list(info.annotation) else ""
    if inner_model(info.annotation):
        return many + "velden"
    form = form_of(info)
    if form is None:
        return many + "tekst"
    if words := form.schema.get("x-spijs-vorm"):
        return many + str(words)
    bound = form.schema.get("maxLength")
    kind = f"tekst, hooguit {bound} tekens" if bound else f"bijvoorbeeld `{form.example}`"
    return many + kind


def form_of(info: FieldInfo) -> Form | None:
    """The :class:`Form` of a field, also inside ``tuple[…, ...]`` and ``… | None``."""
    found = next((item for item in info.metadata if isinstance(item, Form)), None)
    return found or _form_in(info.annotation)


def _form_in(annotation: Any) -> Form | None:
    metadata = getattr(annotation, "__metadata__", ())
    own = next((item for item in metadata if isinstance(item, Form)), None)
    return own or next((form for arg in get_args(annotation) if (form := _form_in(arg))), None)


def choices_of(annotation: Any) -> list[str]:
    """The words of a ``Literal``, also inside a tuple or an optional."""
    if str(annotation).startswith("typing.Literal"):
        return [str(choice) for choice in get_args(annotation)]
    return next((found for arg in get_args(annotation) if (found := choices_of(arg))), [])


def is_list(annotation: Any) -> bool:
    """Whether a field takes a list."""
    return str(annotation).startswith("tuple") or any(is_list(arg) for arg in get_args(annotation))
