"""What is pasted from Word, a mail or a page of the web becomes Markdown that Spijs reads, with every word of it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import prose
from builder.diagnostics import Position
from builder.editing.pasted import as_markdown
from builder.prose import Prose

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; color:red} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Verborgen</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=NL><!--StartFragment-->
<h1 style='margin-top:0cm'><b><span lang=NL>Over de nacht<o:p></o:p></span></b></h1>
<p class=MsoNormal><span lang=NL style='font-size:11.0pt;font-family:"Calibri",sans-serif'>Wie&nbsp;'s nachts werkt, is
<b>niet</b> <i style='mso-bidi-font-style:normal'>alleen</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span><![endif]>Eerst bellen</p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>of mailen</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Dan praten</p>
<p class=MsoNormal>Dit is <del cite="mailto:Jan" datetime="2026-01-01">oud</del><ins cite="mailto:Jan">nieuw</ins>.<span
class=MsoCommentReference><a href="#_msocom_1">[JB1]</a></span></p>
<h2>Tijden</h2>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>dag</b></p></td>
<td><p class=MsoNormal>tijd | plek</p></td></tr>
<tr><td><p class=MsoNormal>ma</p></td><td><p class=MsoNormal>13:00<br>hal</p></td></tr></table>
<div style='mso-element:comment-list'><p class=MsoCommentText>Klopt dit, Jan?</p></div>
<!--EndFragment--></body></html>"""

WORD_AS_MARKDOWN = """\
## Over de nacht

Wie 's nachts werkt, is **niet** *alleen*.

- Eerst bellen
  1. of mailen
- Dan praten

Dit is nieuw.

### Tijden

| dag | tijd \\| plek |
| --- | --- |
| ma | 13:00 hal |
"""

DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-size:11pt;font-weight:700;font-style:normal">Vet</span><span style="font-weight:400"> en </span><span
style="font-weight:400;font-style:italic">schuin</span><span> en </span><span
style="font-weight:700;font-style:italic">allebei</span></p><br /><ul><li style="list-style-type:disc"><p
role="presentation"><span>een</span></p></li><li><p><span>twee</span></p></li></ul></b>"""

PAGE = """<nav><ul><li><a href="/">Home</a></li></ul></nav><article><h3>Kop</h3><p>Lees <a
href="https://www.voorbeeld.example/een_pagina?q=(1)" target=_blank onclick="x()">hier meer</a>, <a
href="/intern">hier niet</a>, <a href="javascript:alert(1)">ook niet</a> en <a
href="mailto:a@b.example">mail</a>.<script>
alert(1)</script><img src="https://volger.example/p.gif" alt="plaatje"></p><blockquote><p>Een citaat</p></blockquote>
<p style="display:none">onzichtbaar</p>
<pre>los  woord
en nog een</pre></article>"""

MAIL = """<div>Hoi,<br>tot morgen</div><div><br></div><div><a
href="https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.zorg.example%2Fpagina&amp;data=05"
>de pagina</a></div>
<table><tr><td><table><tr><td>Opmaak</td><td>met tabellen</td></tr></table></td></tr></table>"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (WORD, WORD_AS_MARKDOWN),
        (DOCS, "**Vet** en *schuin* en ***allebei***\n\n- een\n- twee\n"),
        (
            PAGE,
            "- Home\n\n## Kop\n\nLees [hier meer](https://www.voorbeeld.example/een_pagina?q=%281%29), hier niet, "
            "ook niet en [mail](mailto:a@b.example).\n\n> Een citaat\n\nlos woord  \nen nog een\n",
        ),
        (MAIL, "Hoi,  \ntot morgen\n\n[de pagina](https://www.zorg.example/pagina)\n\nOpmaak\n\nmet tabellen\n"),
        ("gewone tekst", "gewone tekst\n"),
        ("", ""),
        ("<p>&nbsp;</p><p> </p><img src=x>", ""),
        ("<p>{naam} en [x] en 5 * 3 en *ster* en snake_case en &lt;b&gt;</p>",
         "\\{naam} en \\[x] en 5 * 3 en \\*ster\\* en snake_case en &lt;b>\n"),
        ("<h1>A</h1><h1>B</h1><h4>C</h4><h6>D</h6><h5>E</h5>", "## A\n\n## B\n\n### C\n\n#### D\n\n#### E\n"),
        ("<h2></h2><h2><br></h2><h2>Met <b>vet</b><br>en meer</h2>", "## Met vet en meer\n"),
        ("<p>zacht\u00adteken\u200b hier\u202e</p>", "zachtteken hier\n"),
        ("<p class=MsoTitle>Titel</p><p class=MsoHeading2>Kop</p>", "## Titel\n\n### Kop\n"),
    ],
)  # fmt: skip
def test_what_is_pasted_becomes_clean(html: str, expected: str) -> None:
    assert as_markdown(html) == expected


@pytest.mark.parametrize("html", [WORD, DOCS, PAGE, MAIL])
def test_spijs_has_no_fault_to_find_with_it(html: str) -> None:
    found = prose.check(Prose(as_markdown(html), Position("x")))
    assert [str(finding) for finding in found if finding.code != "linktekst"] == []


SIGNS = ["nacht", "zorg", "13:00", "*", "_x_", "{a}", "[b]", "&lt;c&gt;", "#", "é"]
WORDS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=4).map(" ".join)
TAGS = "p div b i span h1 h3 li ul ol td tr table a u font blockquote pre code sup center section".split()
HTML = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(TAGS),
        st.lists(inner, min_size=1, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{' '.join(pair[1])}</{pair[0]}>"),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(html=HTML)
def test_no_word_of_any_html_is_lost(html: str) -> None:
    words = re.findall(r"nacht|zorg|13:00|é", html)
    assert sorted(re.findall(r"nacht|zorg|13:00|é", as_markdown(html))) == sorted(words)


def test_what_is_nested_too_deep_keeps_its_words() -> None:
    assert as_markdown("<div>" * 5000 + "diep" + "</div>" * 5000).strip() == "diep"
    assert as_markdown("<b>" * 3000 + "vet").strip("* \n") == "vet"


def test_two_megabytes_of_word_are_read_while_one_waits() -> None:
    began = time.monotonic()
    text = as_markdown(WORD * (2_000_000 // len(WORD)))
    assert text.count("Eerst bellen") == 2_000_000 // len(WORD)
    assert time.monotonic() - began < 60  # it does not run away; how long it takes is no promise


def test_words_between_items_of_word_stay_between_them() -> None:
    item = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>{}</p>"
    text = as_markdown(item.format("een") + "tussen" + item.format("twee"))
    assert text.split() == ["-", "een", "tussen", "-", "twee"]


@pytest.mark.parametrize("html", ["<!--" * 200_000, "<o:" * 200_000], ids=["remarks", "tags of Word"])
def test_what_is_left_open_keeps_nobody_waiting(html: str) -> None:
    begun = time.monotonic()
    as_markdown(html)
    assert time.monotonic() - begun < 5


def test_a_long_list_of_word_is_read_while_one_waits() -> None:
    item = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>punt</p>\n"
    begun = time.monotonic()
    assert as_markdown(item * 8_000).count("- punt") == 8_000
    assert time.monotonic() - begun < 10
