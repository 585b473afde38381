"""Promises to readers: printed only where an organisation says that it keeps them.

Templates know them by name (``site.beloften.vertrouwen``) and never write one themselves; `./spijs new site` asks for
each whether it holds.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from builder.schema import Model
from builder.schema.fields import Form, text_of, tot
from builder.values import Unclear, numbers


def holds(sentence: str) -> Form:
    """A promise: ``ja`` gives this sentence, ``nee`` nothing; any other text is the promise in words of one's own."""
    own = tot(120)

    def check(value: Any) -> str:
        try:
            return sentence if numbers.yes_no(text_of(value)) else ""
        except Unclear:
            text: str = own.check(value)
            return text if text[-1] in ".!?" else f"{text}."

    return Form(check, {"type": "string", "maxLength": 120, "x-spijs-vorm": "`ja`, `nee` of een eigen zin"}, "nee")


class Beloften(Model):
    """What readers may count on; what is not said here is printed nowhere."""

    vertrouwen: Annotated[str, holds("Wat u vertelt, blijft bij ons.")] = Field(
        "", description="dat u niemand vertelt wat iemand u zegt"
    )
    leidinggevende: Annotated[str, holds("Uw leidinggevende hoeft het niet te weten.")] = Field(
        "", description="dat een leidinggevende niet hoort dat iemand komt"
    )
    naamloos: Annotated[str, holds("Een naam hoeft u niet te noemen.")] = Field(
        "", description="dat wie leiding geeft over iemand mag praten zonder naam"
    )
    kosteloos: Annotated[str, holds("Vragen kost niets en verplicht tot niets.")] = Field(
        "", description="dat een vraag niets kost en tot niets verplicht"
    )
    terug: Annotated[str, holds("U kunt zeker terug. Dat staat vooraf op papier.")] = Field(
        "", description="dat een terugkeergarantie vooraf op papier staat"
    )
    ophalen: Annotated[str, holds("Op papier ligt alles bij ons klaar.")] = Field(
        "", description="dat formulieren, bladen, boekjes en de test op papier bij u klaarliggen"
    )
    hulp: Annotated[str, holds("Wij helpen u graag.")] = Field(
        "", description="dat u helpt: met een formulier, een plan of een tekst"
    )


def shipped() -> dict[str, str]:
    """The sentence of each promise, by its name, for who says ``ja``."""
    return {name: info.metadata[0].check("ja") for name, info in Beloften.model_fields.items()}
