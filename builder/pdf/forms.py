"""Forms in a PDF, mended: what the engine writes names a radio button twice and its group not at all."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf

from builder.typography import let_go

# What the engine says of a sign in the font of the fields that stands for no letter; PDF/UA-1 wants a letter (7.21.7).
NO_LETTER = re.compile(rb"(<[0-9a-f]{4}> )<(?:feff|fffe|0000)>", re.I)
# The font of a field by the name that it has in the form. To Chrome's reader (PDFium) any other name means a font that
# is good for Western letters alone, and what else is typed it looks for on the computer, or leaves out: «Nguyn».
OPEN_TO_ALL = ("Wingdings", "Wingdings2", "Wingdings3", "Webdings")

# A size of nothing lets a reader choose letters with which all that was typed is seen; these fields take more lines
# (bit 13), and none that would be out of sight (bit 24).
SIZE = re.compile(r"(?<= )[\d.]+(?= Tf\b)")
WHOLE = 1 << 12 | 1 << 23


def legends(root: Any) -> dict[str, str]:
    """What the groups around a field ask, from the outer to the inner one, by the name of the field."""
    found: dict[str, str] = {}
    for group in root.iter("fieldset"):
        question = " ".join(" ".join("".join(legend.itertext()) for legend in group.findall("legend")).split())
        if not question:  # a group of somebody's own template
            continue
        names = {field.get("name") for tag in ("input", "textarea") for field in group.iter(tag)}
        found |= {name: joined(found[name], question) if name in found else question for name in names}
    return found


def joined(question: str, answer: str) -> str:
    """Two parts of a name as one that can be read aloud."""
    return f"{question}{'' if question[-1:] in '.?!:' else ':'} {answer}"


def mended(data: bytes, questions: dict[str, str]) -> bytes:
    """The PDF with every field once, a group named by its question and each button by its answer.

    An answer is whole on paper: the longer it is, the smaller its letters, and what would not be seen cannot be typed.
    A field that is alone in its group is named by both: a PDF has no groups but those of radio buttons. A screen reader
    then says the question and the answer, and the form passes PDF/UA-1 (7.18.1, 7.18.4).
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.AcroForm
        form.Fields = pikepdf.Array(field for field in form.Fields if "/Parent" not in field)
        for field in form.Fields:
            if question := questions.get(str(field.get("/T", ""))):
                field.TU = pikepdf.String(question if "/Kids" in field else joined(question, str(field.TU)))
            for button in field.get("/Kids", ()):
                del button.T
            for part in (field, *field.get("/Kids", ())):
                if "/TU" in part:
                    part.TU = pikepdf.String(let_go(str(part.TU)))
            if field.FT == "/Tx":
                field.Ff = int(field.get("/Ff", 0)) | WHOLE
                field.DA = pikepdf.String(SIZE.sub("0", str(field.DA)))
        _open_to_all(form)
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                font.ToUnicode.write(NO_LETTER.sub(rb"\1<200b>", font.ToUnicode.read_bytes()))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _open_to_all(form: Any) -> None:
    """Give the fonts of fields a name by which every reader takes them for all that is typed."""
    fonts = pikepdf.Dictionary(form.DR.get("/Font", {}))
    names: dict[str, str] = {}
    for field in form.Fields:
        if (used := re.search(r"/([^/\s]+) [^/\s]+ Tf", str(field.get("/DA", "")))) and f"/{used[1]}" in fonts:
            name = names.setdefault(used[1], next((one for one in OPEN_TO_ALL if one not in names.values()), used[1]))
            field.DA = pikepdf.String(str(field.DA).replace(f"/{used[1]} ", f"/{name} "))
            fonts[f"/{name}"] = fonts[f"/{used[1]}"]
    form.DR = pikepdf.Dictionary({**dict(form.DR), "/Font": fonts})
