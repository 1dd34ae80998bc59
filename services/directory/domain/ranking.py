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
    Group.LABELS: Points(30, "Level, focus, format, days and languages were chosen from a list, so they are meant."),
    Group.PLACE: Points(25, "A place typed as a word: where it is matters, but the class matters more."),
    Group.PROVIDER: Points(20, "People search for a provider by name, but its name says little of the class."),
    Group.TEXT: Points(10, "A description mentions many things."),
}
OTHER_WORD = Points(-2, "What was typed comes before another word for it.")
DISTANCE: tuple[Band, ...] = (
    Band(1_000, 30, "A short walk."),
    Band(2_000, 26, "A walk."),
    Band(3_500, 22, "A long walk or a short bus ride."),
    Band(5_000, 18, "One bus."),
    Band(8_000, 13, "Across a town."),
    Band(12_000, 8, "The next town."),
    Band(20_000, 4, "An hour by bus."),
    Band(40_000, 1, "The same region."),
)
FRESHNESS: Mapping[Freshness, Points] = {
    Freshness.VERIFIED: Points(20, "Somebody said within a term that it is right."),
    Freshness.AGEING: Points(10, "Probably still right."),
    Freshness.STALE: Points(-30, "Sinks: out-of-date listings lose people's trust (seed 001 §2.8)."),
    Freshness.HIDDEN: Points(0, "Never shown."),
}
PLACES: Mapping[str, Points] = {
    "open": Points(12, "A learner can start."),
    "not-told": Points(5, "There may be a place."),
    "waiting-list": Points(3, "A learner can wait for a place."),
    "full": Points(0, "Nothing to be had now."),
}
STARTS: tuple[Band, ...] = (
    Band(-1, 2, "Already runs: late joining is often refused."),
    Band(14, 8, "Within two weeks, or at any time."),
    Band(42, 5, "Within half a term."),
    Band(120, 2, "Next term."),
)


def word_points(group: Group, exact: bool) -> int:
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
