"""The editorial rules across types: this literal list, and those of each kind.

A rule turns the library into findings; its docstring documents it.
"""

from __future__ import annotations

from builder.content import Library, Rule
from builder.diagnostics import Diagnostic
from builder.rules import (
    kwartaal,
    namen,
    ophangen,
    taal,
    toestemming,
    vormgeving,
)

# Rules on one document at a time hold whatever else is wrong; the others need every document to be there.
EACH: tuple[Rule, ...] = (
    toestemming.named_people_consented,
    toestemming.pictures_were_agreed_to,
    toestemming.withdrawn_is_past,
    toestemming.nothing_names_what_is_gone,
    namen.names_need_consent,
    namen.addresses_name_nobody,
    namen.what_is_left,
    ophangen.what_must_come_down,
    taal.our_terms,
    taal.no_labels_for_readers,
    taal.quotes_are_in_the_text,
    vormgeving.one_look_each,
)
WHOLE: tuple[Rule, ...] = (
    kwartaal.one_text_each_quarter,
    kwartaal.poster_leads_somewhere,
    vormgeving.factors_exist,
    ophangen.what_hangs_is_there,
)


def check_rules(library: Library, whole: bool) -> list[Diagnostic]:
    """Findings of all rules, also those of a kind; of those that need a whole library only when it is ``whole``."""
    each = (*EACH, *(rule for kind in library.kinds for rule in kind.rules))
    together = (*WHOLE, *(rule for kind in library.kinds for rule in kind.whole_rules)) if whole else ()
    return [finding for rule in (*each, *together) for finding in rule(library)]
