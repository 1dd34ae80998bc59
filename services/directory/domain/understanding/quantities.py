"""Numbers in a question: how far (“3 miles”, “5km”), and when (“6pm”, “at 10 am”)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from services.directory.domain.filters import time_of_day

METRES: dict[str, float] = {
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), 1000.0),
    **dict.fromkeys(("mile", "miles", "mi"), 1609.344),
}
"""Metres in each unit (Weights and Measures Act 1985, schedule 1, for the mile)."""
LONGEST_M = 200_000
"""The longest distance a search takes."""
BEFORE, AFTER = frozenset({"within", "about", "under"}), frozenset({"of", "from", "around"})
OF_QUANTITIES = frozenset({*METRES, *BEFORE, *AFTER})
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
_DISTANCE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)(km|kms|mi|miles?)")
_CLOCK = re.compile(r"([0-9]{1,2})([0-9]{2})?(am|pm)")


@dataclass(frozen=True)
class Distance:
    """`tokens`: how many it takes, with the words around it that say no more: “within 3 miles of”."""

    metres: float
    tokens: int


def distance_at(tokens: Sequence[str], at: int) -> Distance | None:
    """A distance that begins here."""
    before = 1 if tokens[at] in BEFORE and at + 1 < len(tokens) else 0
    found = _distance(tokens, at + before)
    if found is None or not 0 < found[0] <= LONGEST_M:
        return None
    end = at + before + found[1]
    return Distance(found[0], before + found[1] + (end < len(tokens) and tokens[end] in AFTER))


def _distance(tokens: Sequence[str], at: int) -> tuple[float, int] | None:
    joined = _DISTANCE.fullmatch(tokens[at])
    if joined:
        return float(joined[1]) * METRES[joined[2]], 1
    if _NUMBER.fullmatch(tokens[at]) and at + 1 < len(tokens) and tokens[at + 1] in METRES:
        return float(tokens[at]) * METRES[tokens[at + 1]], 2
    return None


def clock_at(tokens: Sequence[str], at: int) -> tuple[str, int] | None:
    """(code of the filter “time”, tokens taken) of a time of the clock that begins here; am or pm must be said."""
    for taken in (1, 2, 3):
        if match := _CLOCK.fullmatch("".join(tokens[at : at + taken])):
            hour = int(match[1]) % 12 + (12 if match[3] == "pm" else 0)
            if 1 <= int(match[1]) <= 12 and int(match[2] or 0) < 60:
                return time_of_day(time(hour, int(match[2] or 0))), taken
    return None
