"""No promise is fixed in a template: every sentence there of more than four words has a reason to stand there.

``gevallen/zinnen.yml`` lists them under their reason. A sentence that is not there fails: it may be a promise, and
those are sources (``builder.promises``, the words of a door, a text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from tests.site import REPO

TEMPLATES = REPO / "templates"
FEWEST = 5  # words
COMMENT = re.compile(r"\{#.*?#\}", re.S)
CODE = re.compile(r"\{([{%])(.*?)[}%]\}", re.S)
TEXT = re.compile(r"'([^']*)'")
UNREAD = re.compile(r"<(script|style)\b.*?</\1>", re.S)
INLINE = re.compile(r"</?(?:b|i|em|strong|a|span|time|wbr)\b[^>]*>")


def sentences(source: str) -> Iterator[str]:
    """The texts of a template: those between its tags, with … for what is filled in, and those in its code."""
    source = UNREAD.sub("", COMMENT.sub("", source))
    for code in CODE.finditer(source):
        yield from TEXT.findall(code[2])
    plain = CODE.sub(lambda code: "…" if code[1] == "{" else "\n", source)
    yield from re.sub(r"<[^>]+>", "\n", INLINE.sub("", plain)).split("\n")


def long_ones(source: str) -> set[str]:
    tidy = (" ".join(text.split()) for text in sentences(source))
    return {text for text in tidy if " " in text and len(re.findall(r"[^\W\d_’]+", text)) >= FEWEST}


def test_every_sentence_of_a_template_has_a_reason() -> None:
    reasons = yaml.safe_load((REPO / "tests/gevallen/zinnen.yml").read_text(encoding="utf-8"))
    listed = [text for one in reasons for text in one["zinnen"]]
    there = {text for path in TEMPLATES.rglob("*.html") for text in long_ones(path.read_text(encoding="utf-8"))}
    assert len(listed) == len(set(listed))
    assert there - set(listed) == set(), "nieuw: is dit een belofte? dan hoort zij in een bron"
    assert set(listed) - there == set(), "staat in geen sjabloon meer"


def test_a_promise_in_a_template_is_seen() -> None:
    for planted in (
        "<p>U krijgt hier <b>altijd</b> een baan.</p>",
        "{% if a %}{{ 'U krijgt hier altijd een baan.' }}{% endif %}",
    ):
        assert "U krijgt hier altijd een baan." in long_ones(planted)
