"""What must hold between the fields of a class. Each rule names the field, what is wrong and what to do."""

from collections.abc import Callable, Iterator

from shared.contracts.directory import ClassDetails
from shared.contracts.provision import CostKind, Format, Level
from shared.errors import FieldProblem, Invalid

Rule = Callable[[ClassDetails], Iterator[FieldProblem]]


def _dates(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        yield FieldProblem(
            "ends_on",
            f"The class ends on {details.ends_on:%-d %B %Y}, before it starts on {details.starts_on:%-d %B %Y}.",
            "Give an end date on or after the start date, or leave it empty.",
        )


def _terms(details: ClassDetails) -> Iterator[FieldProblem]:
    for at, term in enumerate(details.terms):
        if term.ends < term.starts:
            yield FieldProblem(f"terms[{at}].ends", "This term ends before it starts.", "Give an end date after the start date.")


def _sessions(details: ClassDetails) -> Iterator[FieldProblem]:
    for at, session in enumerate(details.sessions):
        if session.ends <= session.starts:
            yield FieldProblem(
                f"sessions[{at}].ends",
                f"The {session.day.value.capitalize()} session ends at {session.ends:%H:%M}, and starts at {session.starts:%H:%M}.",
                "Give an end time later the same day; in the afternoon write 1:30pm or 13:30.",
            )
        if session in details.sessions[:at]:
            yield FieldProblem(f"sessions[{at}]", "This session is given twice.", "Remove one of the two.")


def _ages(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.minimum_age is not None and details.maximum_age is not None and details.maximum_age < details.minimum_age:
        yield FieldProblem(
            "maximum_age", "The oldest age is below the youngest.", "Give the older age as the oldest, or leave one of them empty."
        )


def _venue(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.format is Format.ONLINE and details.venue_id:
        yield FieldProblem(
            "venue_id", "An online class has no venue.", "Leave the venue empty, or choose in person, or in person and online."
        )
    if details.format is not Format.ONLINE and not details.venue_id:
        yield FieldProblem("venue_id", "Say where the class meets.", "Choose a venue, add one, or choose online.")


def _levels(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.entry_1_parts and Level.ENTRY_1 not in details.levels and Level.PRE_ENTRY not in details.levels:
        yield FieldProblem(
            "entry_1_parts",
            "Parts of entry 1 are given, but not entry 1.",
            "Add entry 1 (or pre-entry) to the levels, or remove the parts.",
        )


def _cost(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.cost.kind is CostKind.FREE and details.cost.amount_pence:
        yield FieldProblem("cost.amount_pence", "A free class has no fee.", "Choose “there is a fee”, or remove the amount.")
    if details.cost.kind is CostKind.PAID and not details.cost.amount_pence and not details.cost.note:
        yield FieldProblem("cost.amount_pence", "Say what the class costs.", "Give the amount, or say in words how the fee is worked out.")


def _regulated(details: ClassDetails) -> Iterator[FieldProblem]:
    if details.awarding_organisation and details.regulated is False:
        yield FieldProblem(
            "awarding_organisation", "A class that is not regulated has no awarding organisation.", "Remove it, or choose regulated."
        )


RULES: tuple[Rule, ...] = (_dates, _terms, _sessions, _ages, _venue, _levels, _cost, _regulated)


def problems_with(details: ClassDetails) -> tuple[FieldProblem, ...]:
    """Everything wrong with the class, in the order of the rules; empty when it may be published."""
    return tuple(problem for rule in RULES for problem in rule(details))


def check_class(details: ClassDetails, found: tuple[FieldProblem, ...] = ()) -> None:
    """Raises Invalid with every problem, so that a person mends all of them at once; `found`: what is known to be wrong already."""
    if problems := (*found, *problems_with(details)):
        raise Invalid("The class cannot be saved yet.", remedy="Mend what is named and save again.", problems=problems)
