"""Where posters lead: the page behind the QR code, and the short addresses that are typed."""

from builder.content import Document, Gathered, Library, Values
from builder.kinds.poster.model import Poster
from builder.kinds.zelftest import Zelftest
from builder.schema.fields import Ref


def target_of(poster: Poster, library: Library, today: bool = False) -> str | None:
    """The page the QR code leads to, as a target; None when there is none.

    With ``today`` only a page that answers today, if only to say that it is no longer there.
    """
    return target_to(poster.doel, library, today)


def target_to(doel: str, library: Library, today: bool = False) -> str | None:
    """The page that a code leads to of which ``doel`` says where it goes, as :func:`target_of`."""
    if kind := library.listed(doel):
        return kind.index
    if doel == "zelftest":
        tests = library.visible(Zelftest, "intranet")
        return tests[0].home if tests else None
    folder, _, id = doel.partition("/")
    document = library.find(Ref(folder, id))
    closed = library.closed(document, "intranet") if document and today else None
    return None if document is None or (closed and not closed.was_public) else document.home or None


def short_words(document: Document[Poster], hushed: frozenset[str] = frozenset()) -> list[str]:
    """The last words of the typed addresses that lead to a poster's page: its own first, then those of old names.

    What is ``hushed``, or comes of a name that is, would name somebody and is left out.
    """
    own = document.value.kort or document.id
    words = [_shortened(name) for name in (own, *document.value.voorheen) if name not in hushed]
    return list(dict.fromkeys(words))


def _shortened(name: str) -> str:
    """A name of at most 24 characters; a longer one ends at the last hyphen that fits."""
    return name if len(name) <= 24 else name[:25].rpartition("-")[0] or name[:24]


def way_to(word: str, target: str | None, source: str) -> tuple[str, str, Values]:
    """The page of a typed address, that leads on to a target, or else to the front page."""
    label = "Naar de pagina" if target else "Naar de voorpagina"
    way = {"titel": label, "doel": target or "intranet/index.html", "bron": source}
    return f"ga/{word}/index.html", "intranet/verhuisd.html", way


def typed_addresses(library: Library) -> Gathered:
    """The short addresses on posters. Paper lives long, so also of posters out of sight, and they name nobody."""
    for document in library.all(Poster):
        target = target_of(document.value, library, today=True)
        for word in short_words(document, library.hushed):
            yield way_to(word, target, document.path)
