"""The search engine of the one-machine run. One process writes; searches run at any time, in any thread, on a snapshot."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from services.directory.adapters.search_embedded.bits import Rows, count
from services.directory.adapters.search_embedded.facets import facets
from services.directory.adapters.search_embedded.ground import FAR
from services.directory.adapters.search_embedded.holding import Holding
from services.directory.adapters.search_embedded.index_files import lock, remove_kinds
from services.directory.adapters.search_embedded.matching import Matched, match
from services.directory.adapters.search_embedded.ordering import distances, page
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.adapters.search_embedded.text_index import GROUPS, TextIndex, cards, kind
from services.directory.adapters.search_embedded.vocabulary import Vocabulary
from services.directory.domain.criteria import Criteria, check_criteria
from services.directory.domain.question import Question, Word, read_question
from services.directory.domain.ranking import word_points
from services.directory.domain.reasons import Facts, WordFound, reasons
from services.directory.domain.running import today_at
from services.directory.use_cases.ports import Found, Hit, Named
from shared.contracts.directory import ClassShown
from shared.errors import Unavailable
from shared.messaging.inbox import Reached

log = logging.getLogger(__name__)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EmbeddedSearch:
    """ClassSearch and NameSearch on a folder. Close it to let others write."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Raises Unavailable when another process writes here; read only, also when there is nothing yet."""
        self._writing = threading.Lock()
        self._lock = None if read_only else lock(folder)
        self._index, self._holding = _open_to_read(folder) if read_only else _open_to_write(folder)
        self._snapshot = self._holding.snapshot()

    def find(self, criteria: Criteria, now: datetime) -> Found:
        """Raises Invalid, and Unavailable while the index is behind what `answer_from` asks for."""
        check_criteria(criteria)
        snapshot, today = self._whole_snapshot(), today_at(now)
        question = read_question(criteria.q, snapshot.vocabulary, alone=criteria.only_words)
        matched = match(snapshot, question, criteria, now, today)
        passing = matched.passing()
        shown = page(snapshot, matched, passing.rows, criteria)
        hits = _hits(snapshot, matched, shown.rows, question, criteria, today)
        counted = facets(snapshot, matched, passing, criteria)
        return Found(passing.total, hits, counted, shown.next, question.corrected, question.unknown)

    @property
    def vocabulary(self) -> Vocabulary:
        return self._snapshot.vocabulary

    def classes_named(self, text: str, limit: int, now: datetime) -> list[Named]:
        self._whole_snapshot()
        return self._holding.names.classes_named(text, limit, now)

    def providers_named(self, text: str, limit: int, now: datetime) -> list[Named]:
        self._whole_snapshot()
        return self._holding.names.providers_named(text, limit, now)

    def size(self) -> int:
        """How many classes can be found, were none hidden by age."""
        return count(self._snapshot.alive)

    def answer_from(self, position: int) -> None:
        """Answer no search before this position of the log is reached: what an index hears on its way there was true once,
        and may since have been hidden or withdrawn. Kept with the index from the next write on, so that a restart does not forget it.
        """
        with self._writing:
            self._holding.complete_at = max(position, self._holding.complete_at)
            self._snapshot = self._holding.snapshot()

    def filling(self) -> tuple[int, int] | None:
        """(events heard, events to hear) while no search is answered."""
        wanted, missing = self._holding.complete_at, self._snapshot.missing
        return (wanted - missing, wanted) if missing else None

    def reached(self) -> Reached:
        """How far in the event log the index is."""
        return self._holding.reached

    def sequence(self, id: str) -> int:
        """The newest change of this class that the index has; 0 when it never heard of it."""
        return self._holding.sequence(id)

    def write(self, changes: Mapping[str, tuple[ClassShown, int]], reached: Reached) -> None:
        """Class id → (state, sequence), with the position they bring the index to: all of it in one commit, found as soon as this returns.

        An older sequence than the one held changes nothing. Up to several hundred at once are quickest.
        """
        with self._writing:
            self._holding.write(self._index, changes, reached)
            self._snapshot = self._holding.snapshot()

    def close(self) -> None:
        with self._writing:
            self._index.close()
            if self._lock:
                self._holding.save()
                self._lock.close()

    def _whole_snapshot(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot.missing:
            raise Unavailable("The search index is being made again.", remedy="Try again in a minute.")
        return snapshot


def _open_to_write(folder: Path) -> tuple[TextIndex, Holding]:
    """An index that is damaged, or of another kind, is begun anew; the event log fills it."""
    remove_kinds(folder, but=kind())
    try:
        index = TextIndex(folder / kind())
        return index, Holding(index)
    except (ValueError, OSError) as error:
        log.warning("the search index is damaged and is made again from the event log: %s", error)
    remove_kinds(folder)
    index = TextIndex(folder / kind())
    return index, Holding(index)


def _open_to_read(folder: Path) -> tuple[TextIndex, Holding]:
    try:
        index = TextIndex(folder / kind(), read_only=True)
        return index, Holding(index)
    except (ValueError, OSError) as error:
        raise Unavailable(
            f"There is no search index to read in {folder}.", remedy="Start Signpost on this data folder once: signpost run."
        ) from error


def _hits(snapshot: Snapshot, matched: Matched, rows: Rows, question: Question, criteria: Criteria, today: date) -> tuple[Hit, ...]:
    ordinals = snapshot.column("ordinal")[rows].tolist()
    held = cards(snapshot.searcher, ordinals)
    told = _facts(snapshot, matched, rows, question, criteria)
    return tuple(
        Hit(held[ordinal], facts.verified_at, None if facts.metres is None else round(facts.metres), reasons(facts, today))
        for ordinal, facts in zip(ordinals, told, strict=True)
    )


def _facts(snapshot: Snapshot, matched: Matched, rows: Rows, question: Question, criteria: Criteria) -> list[Facts]:
    near = criteria.near.name if criteria.near else None
    columns = [
        distances(snapshot, criteria, rows),
        snapshot.column("places_open")[rows],
        snapshot.column("verified_us")[rows],
        matched.moment.joinable[rows],
        snapshot.column("roll_on")[rows],
    ]
    found = [_found(snapshot, rows, word) for word in question.words]
    return [
        Facts(
            found=[had for word in found if (had := word[at])],
            near=near,
            metres=None if millimetres == FAR else millimetres / 1000,
            places_open=places_open,
            verified_at=_EPOCH + timedelta(microseconds=verified),
            joinable=date.fromordinal(joinable) if joinable <= date.max.toordinal() else None,
            roll_on=roll_on,
        )
        for at, (millimetres, places_open, verified, joinable, roll_on) in enumerate(zip(*(each.tolist() for each in columns), strict=True))
    ]


def _found(snapshot: Snapshot, rows: Rows, word: Word) -> list[WordFound | None]:
    """For each row the token that gave most points, None where it has none of them."""
    best: list[tuple[int, WordFound | None]] = [(0, None)] * len(rows)
    for token in (word.token, *sorted(word.others)):
        posting = snapshot.posting(token, listed=token != word.token)
        if not len(posting.rows):
            continue
        places = np.minimum(posting.rows.searchsorted(rows), len(posting.rows) - 1)
        for at, (place, has) in enumerate(zip(places.tolist(), (posting.rows[places] == rows).tolist(), strict=True)):
            if has:
                group = GROUPS[posting.groups[place]]
                points = word_points(group, token == word.token, word.concept)
                if points > best[at][0]:
                    best[at] = (points, WordFound(word, token, group))
    return [found for _, found in best]
