"""What was said is told later with the addresses of today: one that is hidden by now is left out, whoever reads."""

from collections.abc import Callable, Collection, Sequence

from services.reporting.domain.hidden_addresses import as_known_today, deciding, hidden
from shared.contracts.event import Event

NewestOf = Callable[[Collection[str]], Sequence[Event]]
"""Of each of these subjects the event with the highest sequence."""


def known_today(newest_of: NewestOf, found: Sequence[tuple[int, Event]]) -> list[tuple[int, Event]]:
    decide = {subject for _, event in found for subject in deciding(event)}
    now_hidden = hidden(newest_of(decide)) if decide else frozenset()
    return [(position, as_known_today(event, now_hidden)) for position, event in found]
