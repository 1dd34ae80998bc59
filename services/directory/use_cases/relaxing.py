"""What to let go when a search finds nothing or little, how much each would give, and which classes fit but for that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic_core import from_json

from services.directory.domain.criteria import Criteria, Sort
from services.directory.domain.running import today_at
from services.directory.domain.understanding.letting_go import LetGo, criteria_without, may_be_let_go, question_without
from services.directory.domain.understanding.understood import Understood
from services.directory.use_cases.ports import ClassSearch, Found, Hit
from shared.clock import Clock

FEW = 3
"""With so many results or fewer a person is told what else there would be."""
MOST_WAYS = 5
MOST_ALMOST = 10
MOST_NEAREST = 3


@dataclass(frozen=True)
class Way:
    """Without `criterion` there would be `total`. `q`: the question without the phrase that said it; None when it was chosen apart."""

    criterion: str
    label: str
    total: int
    q: str | None = None


@dataclass(frozen=True)
class Almost:
    """A class that fits but for `misses`, labels of criteria."""

    hit: Hit
    misses: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """`almost`: what is easiest to do without first. `nearest`: the nearest classes beyond the distance asked for."""

    ways: tuple[Way, ...] = ()
    almost: tuple[Almost, ...] = ()
    nearest: tuple[Hit, ...] = ()


def advice(search: ClassSearch, clock: Clock, given: Criteria, understood: Understood, criteria: Criteria, found: Found) -> Advice:
    """None is needed where enough was found. `given` and `criteria` as in find_classes.Asked."""
    if found.total > FEW or given.cursor:
        return Advice()
    return _Advising(search, clock, given, understood, criteria, found).advice()


class _Advising:
    """One search that found little."""

    def __init__(
        self, search: ClassSearch, clock: Clock, given: Criteria, understood: Understood, criteria: Criteria, found: Found
    ) -> None:
        self._search, self._now, self._today = search, clock.now(), today_at(clock.now())
        self._given, self._understood, self._criteria, self._found = given, understood, criteria, found
        self._seen = {_id(hit) for hit in found.hits}
        may_go = sorted(may_be_let_go(given, understood, criteria), key=lambda each: each.cost)
        self._may_go = may_go if len(may_go) > 1 else []  # who lets go of all there is asks for everything

    def advice(self) -> Advice:
        without = [(each, self._without([each])) for each in self._may_go]
        gains = [(each, more) for each, more in without if more.total > self._found.total]
        ways = sorted((self._way(each, more.total) for each, more in gains), key=lambda way: -way.total)
        almost = [near for each, more in gains for near in self._almost([each], more)]
        if self._found.total + len(almost) < FEW:
            almost += self._with_more_gone()
        return Advice(tuple(ways[:MOST_WAYS]), tuple(almost[:MOST_ALMOST]), self._beyond())

    def _with_more_gone(self) -> Iterator[Almost]:
        """Hardly anything fits but for one thing: let go of more, the easiest first, until something does."""
        for count in range(2, len(self._may_go)):
            more = self._almost(self._may_go[:count], self._without(self._may_go[:count]))
            if more:
                yield from more
                return

    def _without(self, gone: Sequence[LetGo]) -> Found:
        wider = criteria_without(self._given, self._understood, self._criteria, gone, self._today)
        return self._search.find(replace(wider, limit=MOST_ALMOST), self._now)

    def _way(self, gone: LetGo, total: int) -> Way:
        return Way(gone.criterion, gone.label, total, question_without(self._understood, gone))

    def _almost(self, gone: Sequence[LetGo], more: Found) -> list[Almost]:
        misses = tuple(each.label for each in gone)
        new = [hit for hit in more.hits if _id(hit) not in self._seen]
        self._seen.update(map(_id, new))
        return [Almost(hit, misses) for hit in new]

    def _beyond(self) -> tuple[Hit, ...]:
        within = self._criteria.within_m
        if within is None:
            return ()
        further = replace(self._criteria, within_m=None, sort=Sort.NEAREST, limit=self._found.total + MOST_NEAREST)
        hits = self._search.find(further, self._now).hits
        return tuple(hit for hit in hits if hit.distance_m is not None and hit.distance_m > within)[:MOST_NEAREST]


def _id(hit: Hit) -> str:
    return str(from_json(hit.card)["id"])
