"""The editorial rules: this literal list. A rule turns the library into findings; its docstring documents it."""

from __future__ import annotations

from builder.content import Library, Rule
from builder.diagnostics import Diagnostic
from builder.rules import (
    brieven,
    cellen,
    kwartaal,
    namen,
    ophangen,
    paginas,
    plannen,
    taal,
    toestemming,
    vacatures,
    vormgeving,
    zelftest,
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
    plannen.weeks_are_spread,
    vormgeving.one_look_each,
    paginas.pages_are_read_again,
    zelftest.test_adds_up,
    zelftest.outcomes_can_be_reached,
    zelftest.test_stays_inside,
    zelftest.test_promises_nothing,
    brieven.fields_are_columns,
    brieven.letters_can_be_counted,
    brieven.every_letter_is_whole,
    brieven.every_column_is_used,
    cellen.spreadsheets_changed_nothing,
    vacatures.open_ended_are_checked,
)
WHOLE: tuple[Rule, ...] = (
    kwartaal.one_text_each_quarter,
    kwartaal.poster_leads_somewhere,
    vacatures.posters_choose_what_can_be,
    vormgeving.factors_exist,
    ophangen.what_hangs_is_there,
)


def check_rules(library: Library, whole: bool) -> list[Diagnostic]:
    """Findings of all rules, also those of a kind; of those that need a whole library only when it is ``whole``."""
    each = (*EACH, *(rule for kind in library.kinds for rule in kind.rules))
    together = (*WHOLE, *(rule for kind in library.kinds for rule in kind.whole_rules)) if whole else ()
    return [finding for rule in (*each, *together) for finding in rule(library)]
