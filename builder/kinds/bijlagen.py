"""Documents that go along with a page, service or vacancy: each with a title that says what it is."""

from typing import Annotated

from pydantic import AfterValidator, Field

from builder.comparing import same
from builder.schema import Model
from builder.schema.attachments import Document
from builder.schema.fields import Kop, refuse


class Bijlage(Model):
    """A document beside the source."""

    titel: Kop = Field(description="wat het is, zoals de lezer het noemt")
    bestand: Document = Field(description="bestand naast deze bron: PDF, Word, Excel, PowerPoint of OpenDocument")


def _told_apart(value: tuple[Bijlage, ...]) -> tuple[Bijlage, ...]:
    titles = [same(one.titel) for one in value]
    double = next((one.titel for one in value if titles.count(same(one.titel)) > 1), None)
    if double:
        raise refuse("velden", f"twee bijlagen heten «{double}»", "geef elk een eigen titel")
    return value


Bijlagen = Annotated[tuple[Bijlage, ...], AfterValidator(_told_apart)]
