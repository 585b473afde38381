"""Signs that a reader sees, the same on screen and on paper: quotes around what somebody said, points in an amount."""

import pytest

from builder.schema.fields import Bedrag
from builder.templating.environment import FILTERS
from tests.site import Site


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Ik blijf.", "‘Ik blijf.’"),
        ("‘Ik blijf.’", "‘Ik blijf.’"),
        ("“Ik blijf.”", "‘Ik blijf.’"),
        ("Toen zei ze ‘kom’, en ik kwam.", "‘Toen zei ze “kom”, en ik kwam.’"),
        ("’s Nachts is het stil in de foto’s.", "‘’s Nachts is het stil in de foto’s.’"),
    ],
)
def test_what_was_said_stands_between_single_quotes(said: str, printed: str) -> None:
    assert FILTERS["geciteerd"](said) == printed


@pytest.mark.usefixtures("paper_stub")
def test_screen_and_paper_quote_alike(site: Site) -> None:
    site.write("content/edities/2026-4.yml", EDITIE).build()
    said = "‘Ik wist niet dat puzzelen een beroep was.’"
    assert said in site.read("kantoor/personeelsblad/2026-4.pdf").replace("\u00a0", " ")
    assert said in site.read("intranet/verhalen/van-zaal-naar-rooster.html").replace("\u00a0", " ")
    assert said in site.read("intranet/index.html").replace("\u00a0", " ")


EDITIE = """
kwartaal: 2026-4
titel: Zeewind
voorwoord: Wind mee.
blokken:
  - verhaal: van-zaal-naar-rooster
    maat: heel
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2890", "2.890"), ("2.890", "2.890"), ("2890-3750", "2.890–3.750"), ("2.890 – 3750", "2.890–3.750")],
)
def test_an_amount_has_its_points(written: str, shown: str) -> None:
    assert Bedrag.__metadata__[0].check(written) == shown
