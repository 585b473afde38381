"""The content types: one module each, and this literal list of them."""

from builder.content import Kind
from builder.kinds import (
    brief,
    brochure,
    communicatieplan,
    deur,
    dienst,
    editie,
    formulier,
    ophangregister,
    organisatie,
    pagina,
    personeelsbladitem,
    persoon,
    poster,
    productblad,
    vacature,
    verhaal,
    zelftest,
)

KINDS: tuple[Kind, ...] = (
    organisatie.KIND,
    persoon.KIND,
    dienst.KIND,
    productblad.KIND,
    brochure.KIND,
    pagina.KIND,
    verhaal.KIND,
    vacature.KIND,
    zelftest.KIND,
    communicatieplan.KIND,
    personeelsbladitem.KIND,
    editie.KIND,
    poster.KIND,
    formulier.KIND,
    deur.KIND,
    brief.KIND,
    ophangregister.KIND,
)
