"""Each sheet and factor has a look of its own, and services name factors that exist."""

from __future__ import annotations

from collections.abc import Iterator

from builder.content import Library
from builder.diagnostics import Diagnostic, fout
from builder.kinds.dienst import Dienst
from builder.kinds.productblad import Productblad
from builder.kinds.zelftest import Zelftest


def one_look_each(library: Library) -> Iterator[Diagnostic]:
    """Elk productblad en elke factor heeft een eigen kleur en vorm; geen twee dezelfde."""
    seen: dict[tuple[str, str], str] = {}
    looks = [(d.value.kleur, d.value.vorm, d.title, d.position) for d in library.all(Productblad)]
    for test in library.all(Zelftest):
        looks += [(f.kleur, f.vorm, f.naam, test.position) for f in test.value.factoren]
    for colour, shape, title, position in looks:
        earlier = seen.setdefault((colour, shape), title)
        if earlier != title:
            style = library.settings.huisstijl
            message = f"«{title}» en «{earlier}» hebben allebei {style.called(colour)} en {style.shape(shape)}"
            yield fout("zelfde-beeld", position, message, "kies een andere kleur of vorm")


def factors_exist(library: Library) -> Iterator[Diagnostic]:
    """Een dienst noemt alleen loopbaanfactoren die in de zelftest staan."""
    known = {f.sleutel for d in library.all(Zelftest) for f in d.value.factoren}
    for document in library.all(Dienst):
        for key in document.value.loopbaanfactoren:
            if known and key not in known:
                remedy = f"kies uit: {', '.join(sorted(known))}"
                yield fout("factor", document.position, f"de loopbaanfactor «{key}» is er niet", remedy)
