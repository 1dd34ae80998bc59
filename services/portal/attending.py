"""“Can I attend?”: a few questions whose answers are an ordinary search, each option with how many classes it would leave.

The options are codes of the directory's filters and distances, so that there is no second vocabulary: the page's form is a search.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.adapters.answers import Filter, Found
from services.portal.asked import Asked
from services.portal.class_words import levels
from services.portal.languages import gettext as _


@dataclass(frozen=True)
class Travel:
    """How somebody comes, as kilometres in a straight line, which is how a search measures."""

    km: str
    code: str


TRAVELS = (Travel("2", "walk"), Travel("5", "bus"), Travel("15", "car"))
"""How far one gets in half an hour or so, for a weekly class. Streets are about 1.3 times as long as the straight line (our assumption).

walk: 30 minutes at 4.8 km/h, the walking speed of the Department for Transport's accessibility statistics: 2.4 km of street, 2 km.
bus:  40 minutes, of which 15 go by in walking and waiting; 25 at 16 km/h, stops included (our assumption): 6.7 km of road, 5 km.
car:  30 minutes at 38 km/h, about what the Department for Transport measures on local A roads in England: 19 km of road, 15 km.
"""
ANY = ("level", "cost", "within")
"""Questions with one answer, of which “any” is one."""


@dataclass(frozen=True)
class Option:
    """`code` is "" for any; `count` None when nothing could be counted."""

    code: str
    label: str
    hint: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Question:
    """`several`: more than one answer may be chosen; any of them will do."""

    name: str
    legend: str
    hint: str
    options: tuple[Option, ...]
    several: bool


ASKED = ("day", "time", "near", "within", "childcare", "level", "cost")
"""What the questions are about; all else that was asked comes along unseen."""


def to_count(asked: Asked) -> dict[tuple[str, str], Asked]:
    """The searches whose totals no facet tells, by (parameter, code): any of it, and each way to come."""
    searches = {(name, ""): asked.without(name) for name in ANY if asked.one(name)}
    ways = {("within", each.km): asked.adding("within", each.km) for each in TRAVELS}
    return searches | (ways if asked.one("near") else {})


class Questions:
    """`found` is None when the search was refused: nothing is counted then. `more`: totals of the searches of `to_count`."""

    def __init__(self, filters: Sequence[Filter], asked: Asked, found: Found | None, more: Mapping[tuple[str, str], int]) -> None:
        self._asked, self._filters = asked, {each.name: each for each in filters}
        self._counts: dict[tuple[str, str], int] | None = None
        if found:
            told = {(name, facet.code): facet.count for name, facets in found.facets.items() for facet in facets}
            self._counts = told | {(name, ""): found.total for name in ANY} | dict(more)

    def all(self) -> tuple[Question, ...]:
        return (
            Question("day", _("Which days can you come?"), _("Choose all that could be, or nothing: any day."), self._listed("day"), True),
            Question("time", _("At what time of day?"), _("When the class begins. Choose nothing: any time."), self._listed("time"), True),
            Question("within", _("How will you come?"), _("First write where from, above."), self._ways(), False),
            Question(
                "childcare",
                _("Do you need something for your children?"),
                _("Any of these will do. If you need none, choose nothing."),
                self._children(),
                True,
            ),
            Question("level", _("How much English do you have?"), "", self._levels(), len(self._asked.every("level")) > 1),
            Question("cost", _("What can you pay?"), "", self._money(), False),
        )

    def _option(self, name: str, code: str, label: str, hint: str = "") -> Option:
        chosen = code in self._asked.every(name) if code else not self._asked.one(name)
        counted = self._counts is not None and (name != "within" or bool(self._asked.one("near")))
        return Option(code, label, hint, (self._counts or {}).get((name, code), 0) if counted else None, chosen)

    def _listed(self, name: str) -> tuple[Option, ...]:
        return tuple(self._option(name, each.code, each.label) for each in self._filters[name].options)

    def _ways(self) -> tuple[Option, ...]:
        words = {"walk": _("I walk"), "bus": _("I take a bus"), "car": _("I come by car, or somebody drives me")}
        ways = [self._option("within", each.km, words[each.code], _("about %(km)s km") % {"km": each.km}) for each in TRAVELS]
        other = self._asked.one("within")
        if other and other not in {each.km for each in TRAVELS}:
            ways.append(self._option("within", other, _("Within %(km)s km") % {"km": other}))
        return (*ways, self._option("within", "", _("Distance does not matter")))

    def _children(self) -> tuple[Option, ...]:
        words = {
            "creche": _("I need childcare: there is a crèche"),
            "children-welcome": _("I can bring my children into the class"),
            "help-with-cost": _("I need help to pay for childcare"),
        }
        return tuple(self._option("childcare", code, label) for code, label in words.items())

    def _levels(self) -> tuple[Option, ...]:
        unknown = self._option("level", "", _("I do not know"), _("A teacher will find out with you."))
        return (*(self._option("level", code, title, about) for code, title, about in levels()), unknown)

    def _money(self) -> tuple[Option, ...]:
        return (self._option("cost", "free", _("It must be free")), self._option("cost", "", _("I can pay something")))
