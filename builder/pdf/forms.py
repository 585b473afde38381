"""Forms in a PDF, mended: what the engine writes names a radio button twice and its group not at all."""

from __future__ import annotations

import io
from typing import Any

import pikepdf


def legends(root: Any) -> dict[str, str]:
    """The question of each group of radio buttons in the HTML, by the name of the group."""
    found: dict[str, str] = {}
    for group in root.iter("fieldset"):
        question = " ".join("".join(group.find("legend").itertext()).split())
        found |= {button.get("name"): question for button in group.iter("input") if button.get("type") == "radio"}
    return found


def mended(data: bytes, questions: dict[str, str]) -> bytes:
    """The PDF with every field once, a group named by its question and each button by its answer.

    A screen reader then says the question and the answer, and the form passes PDF/UA-1 (7.18.1, 7.18.4).
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.AcroForm
        form.Fields = pikepdf.Array(field for field in form.Fields if "/Parent" not in field)
        for field in form.Fields:
            if question := questions.get(str(field.get("/T", ""))):
                field.TU = pikepdf.String(question)
            for button in field.get("/Kids", ()):
                del button.T
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
