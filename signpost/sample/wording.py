"""How providers write the names of their classes: levels short and long, days, parts of the day."""

from collections.abc import Sequence

from shared.contracts import labels
from shared.contracts.provision import Entry1Part, Level, WeeklySession

_SHORT = {
    Level.PRE_ENTRY: "Pre-E",
    Level.ENTRY_1: "E1",
    Level.ENTRY_2: "E2",
    Level.ENTRY_3: "E3",
    Level.LEVEL_1: "L1",
    Level.LEVEL_2: "L2",
}
_PARTS = {Entry1Part.PART_1: " Part 1", Entry1Part.PART_2: " Part 2"}


def class_name(
    form: str, levels: Sequence[Level], parts: Sequence[Entry1Part], sessions: Sequence[WeeklySession], *, district: str, trade: str
) -> str:
    """The name in one of the forms of an offer, such as "ESOL {level} – {when}"."""
    level = long(levels) + "".join(_PARTS.get(part, "") for part in parts)
    return form.format(level=level, short=short(levels), when=when(sessions), days=days(sessions), district=district, trade=trade)


def long(levels: Sequence[Level]) -> str:
    """ "Entry 2", "Pre-entry to Entry 2"."""
    first, last = labels.LEVEL[levels[0]], labels.LEVEL[levels[-1]]
    if len(levels) == 1:
        return first
    return f"{first} to {last}" if len(levels) > 2 else f"{first} and {last}"


def short(levels: Sequence[Level]) -> str:
    return "/".join(_SHORT[level] for level in levels)


def days(sessions: Sequence[WeeklySession]) -> str:
    """ "Thursday", or "Mon, Wed & Fri" of several."""
    names = [labels.DAY[session.day] for session in sessions]
    if len(names) == 1:
        return names[0]
    *first, last = (name[:3] for name in names)
    return f"{', '.join(first)} & {last}"


def when(sessions: Sequence[WeeklySession]) -> str:
    """ "Thursday mornings"."""
    hour = sessions[0].starts.hour
    part = "mornings" if hour < 12 else "afternoons" if hour < 17 else "evenings"
    return f"{days(sessions)} {part}"
