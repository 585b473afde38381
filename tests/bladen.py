"""Sheets of a whole site without its pictures and without the print shop: what fits on them, and what they say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder import pdf
from builder.build import check
from builder.channels import CHANNELS
from builder.content import Library
from builder.diagnostics import Made, has_errors
from builder.inputs import look
from builder.kinds import KINDS
from builder.making import Workshop
from builder.pages import Page
from builder.plan import make_plan
from builder.survey import Order, survey
from tests.sample import sources_of_the_sample
from tests.site import REPO, TODAY, Site

PATIENT = pdf.Limits(seconds=300)
STYLES = ("voorbeeld", "tweede", "breed")


@dataclass(frozen=True, slots=True)
class Papers:
    """The sheets of a site by target, and what they are made with."""

    pages: Mapping[str, Page]
    workshop: Workshop
    library: Library

    def html(self, page: Page) -> str:
        """What the template makes of a sheet."""
        made = self.workshop.templates.render(page.template, page.target, page.values, True, page.source)
        assert not made.findings, made.findings
        return made.data.decode("utf-8")

    def made(self, work: Path, jobs: int = 1) -> dict[str, Made]:
        """Every sheet, fitted and read back as in a build."""
        sheets = [pdf.Sheet(one.target, self.html(one), one.says, one.source) for one in self.pages.values()]
        means = pdf.Means(self.workshop.theme, self.workshop.fonts, {})
        with pdf.pool(means, work, jobs, PATIENT) as executor:
            alone = pdf.make_alone(means, work, PATIENT)
            return {sheet.target: made for sheet, made in pdf.make_sheets(sheets, executor, alone, PATIENT)}


def in_style(site: Site, style: str) -> Site:
    """The sources of the sample in a house style: its own, that of the second organisation, or a wide plain letter."""
    sources_of_the_sample(site)
    if style == "voorbeeld":
        return site
    folder = REPO / "tests" / style
    shutil.copytree(folder / "templates", site.root / "templates", dirs_exist_ok=True)
    text = (site.root / "site.yml").read_text(encoding="utf-8").partition("\nhuisstijl:")[0]
    own = (folder / "site.yml").read_text(encoding="utf-8").partition("\nhuisstijl:")[2]
    return site.write("site.yml", f"{text}\nhuisstijl:{own}")


def with_facts(site: Site, facts: Mapping[str, str]) -> Site:
    """Other facts in ``site.yml``: each field stands there once. What hangs anywhere has other facts on it."""
    (site.root / "content/ophangregister.yml").unlink(missing_ok=True)
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    for name, value in facts.items():
        text, found = re.subn(rf"^( *{name}): .*$", rf"\1: '{value}'", text, count=1, flags=re.M)
        assert found, name
    return site.write("site.yml", text)


def papers(site: Site, wanted: Callable[[Page], bool] = lambda page: True) -> Papers:
    """The sheets that a site has today, as far as they are wanted."""
    order = Order(look(site.root), site.root.parent / "werk" / "output", TODAY, TODAY)
    library, findings = check(order)
    assert library is not None, findings
    plan = make_plan(library, KINDS, CHANNELS)
    prospect, found = survey(order, library, plan, order.output.parent)
    assert not has_errors([*findings, *plan.findings, *found]), [*findings, *plan.findings, *found]
    pages = {page.target: page for page in plan.pages.values() if page.medium == "pdf" and wanted(page)}
    return Papers(pages, prospect.workshop, library)
