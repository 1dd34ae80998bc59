"""What is asked of the directory, gathered in memory and told together as counts. Nobody's search waits for it or fails by it.

What was gathered and not told yet is lost when the process is killed: it is a count, not a promise.
"""

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from services.directory.domain.recorded import Search, asks_something, search_told
from services.directory.domain.running import today_at
from services.directory.use_cases.find_classes import Answer
from services.directory.use_cases.ports import Works
from shared.clock import Clock
from shared.contracts.directory import SearchesAlike, SearchRecorded
from shared.ids import Ids
from shared.permissions import Actor
from shared.storage.port import Said

RECORDER = Actor("search-recorder", "Search recorder")
ENOUGH = 200
"""Searches that are told together, and the most groups of one event."""
OLD = timedelta(seconds=60)
"""How long the first waits for others."""
MOST_KEPT = 2_000
"""Searches kept while the database cannot be written. What comes on top is not counted."""
log = logging.getLogger(__name__)
Counts = Counter[Search]


class SearchRecorder:
    """Safe across threads. `note` only adds a number; whoever calls `tell` waits for the database."""

    def __init__(self, works: Works, clock: Clock) -> None:
        self._works, self._clock = works, clock
        self._gathered = Counts()
        self._first: datetime | None = None
        self._refused = False
        self._lock, self._telling = threading.Lock(), threading.Lock()

    def note(self, answer: Answer) -> None:
        """One that asked nothing is passed over."""
        try:
            if asks_something(answer.asked.given):
                self._add(search_told(answer.asked.criteria, answer.found.total, today_at(self._clock.now())))
        except Exception:  # a fault here is no reason to keep somebody's answer from them
            log.exception("a search could not be counted")

    def due(self) -> bool:
        """There are enough, or the first has waited long enough. After the database refused, only the latter."""
        with self._lock:
            enough = self._gathered.total() >= ENOUGH and not self._refused
            return self._first is not None and (enough or self._clock.now() - self._first >= OLD)

    def tell(self) -> None:
        """Everything gathered so far. Kept for the next time when it cannot be written now."""
        with self._telling:
            gathered = self._taken()
            if not gathered:
                return
            try:
                with self._works.begin(RECORDER, "tell what was searched") as w:
                    w.emit_all(list(_said(gathered, w.ids)))
                self._refused = False
            except Exception as error:  # noqa: BLE001  a count keeps nothing from going on, nor from ending
                self._put_back(gathered)
                log.warning("%d searches could not be recorded yet: %s", gathered.total(), type(error).__name__)

    def _add(self, search: Search) -> None:
        with self._lock:
            if self._gathered.total() < MOST_KEPT:
                self._gathered[search] += 1
                self._first = self._first or self._clock.now()

    def _taken(self) -> Counts:
        with self._lock:
            gathered, self._gathered, self._first = self._gathered, Counts(), None
        return gathered

    def _put_back(self, gathered: Counts) -> None:
        """To wait once more."""
        with self._lock:
            for search, times in gathered.items():
                if room := min(times, MOST_KEPT - self._gathered.total()):
                    self._gathered[search] += room
            self._first, self._refused = self._clock.now(), True


def _said(gathered: Mapping[Search, int], ids: Ids) -> Iterator[Said]:
    """An event for each authority and day, and of one that has very many groups several."""
    alike: dict[tuple[str, date], list[SearchesAlike]] = defaultdict(list)
    for search, times in gathered.items():
        alike[search.authority, search.day].append(_group(search, times))
    for (authority, day), groups in alike.items():
        for start in range(0, len(groups), ENOUGH):
            told = SearchRecorded(id=ids.new(), authority=authority, day=day, groups=tuple(groups[start : start + ENOUGH]))
            yield Said(told, subject=told.id, authority=authority, sequence=1)


def _group(search: Search, times: int) -> SearchesAlike:
    return SearchesAlike(asked=search.asked, words=search.words, within=search.within, found=search.found, searches=times)
