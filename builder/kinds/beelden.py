"""Pictures in a page or service: each with what can be seen, who made it, and who is in it or that nobody is."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from builder.content import Document, Library, Values, beside, plain
from builder.kinds.persoon import Persoon, agreed_to
from builder.schema import Model
from builder.schema.fields import Beeld, JaNee, Ref, Regel, naar, refuse


class Paginabeeld(Model):
    """A picture beside the source."""

    bestand: Beeld = Field(description="beeldbestand naast deze bron")
    alt: Regel = Field(description="wat er te zien is, voor wie het niet ziet")
    credit: Regel = Field(description="wie het maakte")
    onderschrift: Regel | None = Field(None, description="een zin onder het beeld")
    personen: tuple[Annotated[Ref, naar("persoon")], ...] = Field(
        (), max_length=20, description="wie er herkenbaar op staan; zonder toestemming van allen is het beeld weg"
    )
    niemand: JaNee = Field(False, description="ja: er staat niemand herkenbaar op")

    @classmethod
    def starter(cls, answers: Any) -> dict[str, str]:
        return {"niemand": "ja"}

    @model_validator(mode="after")
    def _who(self) -> Self:
        if bool(self.personen) == self.niemand:
            message = "dit beeld zegt niet wie er herkenbaar op staat"
            raise refuse("velden", message, "schrijf «personen: [naam]», of «niemand: ja» als er niemand op staat")
        return self


def pictures(document: Document[Any], library: Library) -> list[Values]:
    """The pictures of a document that may be seen today."""
    return [
        {
            "beeld": plain(one.bestand, library, document.path),
            **{name: getattr(one, name) for name in ("alt", "credit", "onderschrift")},
        }
        for one in seen(document, library)
    ]


def seen(document: Document[Any], library: Library) -> list[Paginabeeld]:
    """Those of which everybody in them said yes to the intranet and to this very picture."""
    digests = [library.images.get(beside(document.path, one.bestand.name), "") for one in document.value.beelden]
    pairs = zip(document.value.beelden, digests, strict=True)
    return [one for one, digest in pairs if all(_agreed(ref, library, digest) for ref in one.personen)]


def _agreed(ref: Ref, library: Library, digest: str) -> bool:
    person = library.seen(ref, "intranet", Persoon)
    return person is not None and agreed_to(person.value, digest)
