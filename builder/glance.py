"""What can be known of a site without drawing it: all that a build would find, but for how things fit on paper."""

from __future__ import annotations

from builder.content import Library, Picture, beside
from builder.diagnostics import Diagnostic, has_errors
from builder.images import look_at
from builder.plan import Plan
from builder.publish import work_folder
from builder.schema.fields import Beeldnaam
from builder.survey import Order, Prospect, dead_codes, survey
from builder.templating import PAPER_WIDTH


def glance(order: Order, library: Library, plan: Plan, sound: bool) -> list[Diagnostic]:
    """Look at house style, pictures, pictograms and templates as a build does, and make nothing.

    Templates are filled in only where all is ``sound``: with half of the sources a page may lack what it stands on.
    """
    work = work_folder(order.output)
    prospect, findings = survey(order, library, plan, work, look_at)
    for picture in _pictures_of_the_salvaged(library):
        findings += look_at(order.site.sources, picture, (PAPER_WIDTH,), work).findings
    return findings + (_filled_in(prospect) if sound and not has_errors([*plan.findings, *findings]) else [])


def _filled_in(prospect: Prospect) -> list[Diagnostic]:
    """What goes wrong in the templates of all pages that are out of date, and in their codes."""
    templates = prospect.workshop.templates
    pages = [page for page in prospect.pages.values() if page.target in prospect.reasons and page.medium != "bestand"]
    made = {
        page.target: templates.render(page.template, page.target, page.values, page.medium == "pdf", page.source)
        for page in pages
    }
    return [finding for one in made.values() for finding in one.findings] + list(dead_codes(made, prospect))


def _pictures_of_the_salvaged(library: Library) -> list[Picture]:
    names = [
        beside(path, value.name)
        for path, values in library.salvaged.items()
        for value in values
        if isinstance(value, Beeldnaam)
    ]
    return [Picture(name, library.images[name]) for name in names if name in library.images]
