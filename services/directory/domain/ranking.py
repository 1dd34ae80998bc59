"""The order of “best”: points from one table, each with its reason. Constant, so that both engines agree and a rank can be explained.

Points of one class are added up: the words asked for, how near, how lately verified, places, how soon it starts. A word counts once,
in the first group that has it: repeating it gains nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.directory.domain.freshness import Freshness
from services.directory.domain.searched_text import Group


@dataclass(frozen=True)
class Points:
    points: int
    reason: str


@dataclass(frozen=True)
class Band:
    """Holds up to and including `up_to` (metres or days)."""

    up_to: int
    points: int
    reason: str


WORD: Mapping[Group, Points] = {
    Group.NAME: Points(40, "The name says what a class is."),
    Group.LABELS: Points(40, "Level, focus, format, days and languages were chosen from a list, so they are meant as much as a name."),
    Group.PLACE: Points(25, "A place typed as a word: where it is matters, but the class matters more."),
    Group.PROVIDER: Points(20, "People search for a provider by name, but its name says little of the class."),
    Group.TEXT: Points(10, "A description mentions many things."),
}
OTHER_WORD = Points(-6, "What was typed comes before another word for it, a little farther away too.")
CONCEPTS_IN = frozenset({Group.NAME, Group.LABELS})
"""What a class is about is said by its name or its labels: a “Parents' Centre” teaches driving, and any description may name work."""
MORE_WORDS = Points(50, "Where one of the words is enough, a class with more of them comes before anything else.")
DISTANCE: tuple[Band, ...] = (
    Band(1_000, 36, "A short walk."),
    Band(2_000, 33, "A walk."),
    Band(3_500, 30, "A long walk or a short bus ride."),
    Band(5_000, 27, "One bus: beyond it, far fewer people come (the step is the largest)."),
    Band(8_000, 18, "Across a town."),
    Band(12_000, 10, "The next town."),
    Band(15_000, 6, "Half an hour by bus."),
    Band(20_000, 0, "An hour by bus."),
    Band(25_000, -8, "Only for what nobody nearer offers."),
    Band(40_000, -30, "Another part of the region: too far to come every week."),
    Band(1_000_000, -60, "Nobody travels so far to a class, whatever it offers; shown where there is nothing nearer."),
)
FRESHNESS: Mapping[Freshness, Points] = {
    Freshness.VERIFIED: Points(20, "Somebody said within a term that it is right."),
    Freshness.AGEING: Points(16, "Probably still right: less than it matters whether there is a place."),
    Freshness.STALE: Points(-30, "Sinks: out-of-date listings lose people's trust (seed 001 §2.8)."),
    Freshness.HIDDEN: Points(0, "Never shown."),
}
PLACES: Mapping[str, Points] = {
    "open": Points(14, "A learner can start."),
    "not-told": Points(10, "There may be a place; most providers do not tell, and one can ask."),
    "waiting-list": Points(-4, "No place now; a learner can wait for one."),
    "full": Points(-8, "Nothing to be had now, however lately that was checked."),
}
STARTS: tuple[Band, ...] = (
    Band(-1, 2, "Already runs: late joining is often refused."),
    Band(14, 8, "Within two weeks, or at any time."),
    Band(42, 5, "Within half a term."),
    Band(120, 2, "Next term."),
)


def word_points(group: Group, exact: bool, concept: bool = False) -> int:
    """`concept`: of question.Word."""
    if concept and group not in CONCEPTS_IN:
        return 0
    return WORD[group].points + (0 if exact else OTHER_WORD.points)


def distance_points(metres: float | None) -> int:
    return 0 if metres is None else _in_band(DISTANCE, metres)


def places_points(codes: Iterable[str]) -> int:
    """`codes`: of the filter “places”."""
    return max(PLACES[code].points for code in codes)


def starts_points(joinable: date | None, today: date) -> int:
    """`joinable`: of running.joinable_on."""
    return 0 if joinable is None else _in_band(STARTS, (joinable - today).days)


def band_of(bands: tuple[Band, ...], value: float) -> Band | None:
    return next((band for band in bands if value <= band.up_to), None)


def _in_band(bands: tuple[Band, ...], value: float) -> int:
    band = band_of(bands, value)
    return band.points if band else 0
