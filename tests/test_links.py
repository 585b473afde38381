"""Links are those of the HTML that a reader gets, however the text was written; two readers of Markdown agree on it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import marked, prose, second
from builder.diagnostics import Position, has_errors
from builder.prose import Prose
from tests.site import POSTER, Site

TARGETS = {"verhalen/noor": "verhalen/noor.html", "diensten/weg": ""}
PLACE = Position("content/paginas/proef.md", 4, 1)


def told(text: str) -> list[str]:
    """What is said of a text, each with its line."""
    return [f"{finding.position.line - 3} {finding.code}" for finding in prose.check(Prose(text, PLACE))]


def addresses(text: str) -> list[str]:
    """Every address in the HTML of a text, as a browser reads it."""
    return [unescape(found) for found in re.findall(r'<a href="([^"]*)"', prose.to_html(text, TARGETS))]


# Ways to write a link that an eye on the text alone does not see, or sees otherwise; none may come on a page.
HIDDEN = {
    "brackets": "[a [b] c](//host.example/x)",
    "many brackets": "[a [b [c] d] e](//host.example/x)",
    "long words": f"[{'woord ' * 80}](//host.example/x)",
    "escaped bracket": r"[a \] b](//host.example/x)",
    "brackets in code": "[a `]` b](//host.example/x)",
    "over lines": "[a\nb](//host.example/x)",
    "in angles": "[a](<//host.example/x>)",
    "with a title": '[a](//host.example/x "b")',
    "in a list": "- a\n\n    [a [b] c](//host.example/x)",
    "in a quote": "> [a [b] c](//host.example/x)",
    "in a cell": "| a | b |\n|---|---|\n| [a [b] c](//host.example/x) | d |",
    "in a heading": "## [a [b] c](//host.example/x)",
    "in bold": "**[a [b] c](//host.example/x)**",
    "a port that is none": "[a](https://a.example:99999/)",
    "a port of zero": "[a](https://a.example:0/)",
    "another host": "[a](https://duinrand.example@kwaad.example/)",
    "backslashes": r"[a](https:\\host.example/x)",
    "one slash": "[a](/etc/passwd)",
    "a definition": "[a][b]\n\n[b]: //host.example/x",
    "a definition in a list": "- [b]: //host.example/x\n- [a][b]",
    "a definition in a quote": "> [b]: //host.example/x\n\n[a][b]",
    "a definition by one word": "[b]\n\n1. [b]: https://a.example/",
    "a picture in brackets": "![a [b] c](//host.example/x.png)",
    "entities": "[a](&#47;&#47;host.example/x)",
    "a script": "[a [b] c](javascript&colon;alert(1))",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_no_link_hides_from_the_check(text: str) -> None:
    found = prose.check(Prose(text, PLACE))
    assert has_errors(found), prose.to_html(text, TARGETS)
    assert all(PLACE.line <= finding.position.line <= PLACE.line + text.count("\n") for finding in found)


def test_a_good_link_goes_where_it_says() -> None:
    text = (
        "[een [b] c](https://a.example:8443/x?a=1&b=2#c) en [twee](<https://intranet/x>) en <https://b.example/>, "
        "[drie](verhalen/noor), [vier \\] vijf](diensten/weg), [mail](mailto:a@b.example), [bel](tel:0881112233)"
    )
    assert told(text) == []
    assert addresses(text) == [
        "https://a.example:8443/x?a=1&b=2#c",
        "https://intranet/x",
        "https://b.example/",
        "verhalen/noor.html",
        "mailto:a@b.example",
        "tel:0881112233",
    ]
    assert "vier ] vijf, <a" in prose.to_html(text, TARGETS)
    whole = Prose(text, PLACE)
    assert [link.target for link in prose.links(whole)] == ["verhalen/noor", "diensten/weg"]
    assert [link.target for link in prose.outward(whole)] == [*addresses(text)[:3]]
    for link in (*prose.links(whole), *prose.outward(whole)):
        assert text[link.position.column - 1 :].startswith(link.target)


def test_a_self_test_leads_nowhere_outside(site: Site) -> None:
    """Also by the ways that an eye on the text alone does not see; its own pages and the telephone may be there."""
    for way in ("[a [b] c](https://kwaad.example/)", "<https://kwaad.example/>", r"[a \] b](https://kwaad.example/)"):
        found = list(prose.outward(Prose(f"Zie {way} en [bel](tel:0881112233) of [lees](verhalen/noor).", PLACE)))
        assert [link.target for link in found] == ["https://kwaad.example/"], way


def test_a_sheet_with_a_link_to_a_whole_list_can_hang(site: Site) -> None:
    site.write("content/posters/noor.yml", POSTER)
    site.change("content/verhalen/van-zaal-naar-rooster.md", "Op een dag", "[Vacatures](vacatures). Op een dag")
    done = site.run("hang", "verhalen/van-zaal-naar-rooster", "Kantine")
    assert done.returncode == 0, done.stderr


SIGNS = "a b [ ] ( ) < > \\ ` * ** _ ! # - + 1. | : & ; / // ]( [a]( x:y javascript: tel:12 verhalen/noor diensten/weg"
LONGER = ["https://a.example", "//h.example", "mailto:a@b.example", "[b]: ", "&#47;", " ", "  ", "\n", "\n\n", "\n    "]
TOKENS = st.sampled_from([*SIGNS.split(), *LONGER])


@settings(max_examples=300, deadline=None)
@given(st.lists(TOKENS, max_size=24).map("".join))
def test_what_passes_leads_where_it_may(text: str) -> None:
    """Every address of the HTML of a text that passes is known, and told by ``links`` or ``outward``."""
    whole = Prose(text, PLACE)
    if not has_errors(prose.check(whole)):
        html = prose.to_html(text, TARGETS)
        inside = [TARGETS[link.target] for link in prose.links(whole) if link.target in TARGETS]
        outside = {link.target for link in prose.outward(whole)}
        for address in addresses(text):
            assert address in inside or marked.leads_outside(address) or prose.INTERNAL.fullmatch(address), html
            assert not address.startswith("https:") or address in outside, html
        assert set(re.findall(r"<([a-z]\w*)", html)) <= marked.TAGS


# What two readers read differently, and how it is written so that they do not.
TWO_WAYS = {
    "two marks": ("- een\n* twee", "- een\n- twee", 2),
    "bold against a word": ("**vet:**tekst", "**vet:** tekst", 1),
    "a fence": ("```\na\n```", "\na\n", 1),
    "a link in a link": ("[a [b](https://b.example/) c](https://a.example/)", "[a b c](https://a.example/)", 1),
    "a space in an address": ("[a](diensten/een gesprek)", "[a](diensten/een%20gesprek)", 1),
    "a backslash in a link": (r"[a\&b](diensten/gesprek)", "[a&b](diensten/gesprek)", 1),
}
ONE_WAY = [
    "Gewone tekst, met 3 > 2 & 1 * 2 en a_b_c, [zie boven] en «zo» -- 'ja' en \"nee\" ...",
    "**Vet** en *schuin* en ***allebei***, `code`, <https://a.example/é>, [a](https://a.example/?b=ü c)".replace(
        " c)", ")"
    ),
    "- een\n    - twee\n\n        nog\n\n- drie\n\n1. a\n2. b",
    "> citaat\n> verder\n\n---\n\n| a | b |\n|---|:--|\n| c | d |",
    "regel  \nafgebroken\nverder\n\n## Kop ##\ntekst",
]


@pytest.mark.parametrize(("written", "plainly", "line"), TWO_WAYS.values(), ids=TWO_WAYS)
def test_what_can_be_read_in_two_ways_is_told_and_mended(written: str, plainly: str, line: int) -> None:
    assert [number + 1 for number, _ in second.differences(written)] == [line]
    assert list(second.differences(plainly)) == []
    around = f"Een alinea met **vet**.\n\n{written}\n\nNog een [link](verhalen/noor)."
    assert [number - 1 for number, _ in second.differences(around)] == [line]


@pytest.mark.parametrize("text", ONE_WAY)
def test_ordinary_text_is_read_in_one_way(text: str) -> None:
    assert list(second.differences(text)) == []


def test_two_differences_are_both_told() -> None:
    text = "- een\n* twee\n\nTekst.\n\n- drie\n* vier\n\n**vijf:**zes"
    assert [number + 1 for number, _ in second.differences(text)] == [2, 7, 9]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b ", " ", "\n", "\n\n", ". ", ": ", "'", '"', "-", "2026", "{x}", "?", "/"])).map(
        "".join
    )
)
def test_text_without_marks_needs_no_second_reader(text: str) -> None:
    if not second.MARKS.search(text) and text.strip():
        assert second._alike(text.split("\n")), text
