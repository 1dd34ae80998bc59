"""What the one writer keeps of the index in memory, and the snapshots it hands to searches."""

import gc
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from services.directory.adapters.search_embedded.bits import packed
from services.directory.adapters.search_embedded.code_bits import GrowingCodeBits
from services.directory.adapters.search_embedded.code_sets import GrowingCodeSets
from services.directory.adapters.search_embedded.columns import SESSIONS, GrowingColumns
from services.directory.adapters.search_embedded.ground import ground_of
from services.directory.adapters.search_embedded.moment import Moments
from services.directory.adapters.search_embedded.names import Names
from services.directory.adapters.search_embedded.postings import Posting, Postings, Words
from services.directory.adapters.search_embedded.rows import CODED, Row, row_of
from services.directory.adapters.search_embedded.saved import CodesSaved, Saved, load, save
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.adapters.search_embedded.text_index import (
    GROUPS,
    Document,
    TextIndex,
    held_class,
    held_classes,
    stored_position,
)
from services.directory.adapters.search_embedded.vocabulary import Vocabulary
from services.directory.domain.searched_text import Group, searched
from shared.contracts.directory import ClassShown
from shared.messaging.inbox import Reached

NO_ROW = -1
_AT_ONCE = 2_000
_MOST_DEAD, _DEAD_AT_LEAST = 0.3, 2_000
"""Columns are written anew when so large a part, and so many, of their rows are dead."""
_MOST_STRAY, _STRAY_AT_LEAST = 0.125, 2_000
"""The ground is put in order anew when so large a part, and so many, of the rows are not yet on it."""

_MOST_UNSAVED, _UNSAVED_AT_LEAST = 0.5, 20_000
"""Columns are saved when so large a part, and so many, of the classes were written since; and when the index is closed."""
log = logging.getLogger(__name__)


class Holding:
    """Columns, code sets, vocabulary and what is held of each class; in step with the last commit."""

    def __init__(self, index: TextIndex) -> None:
        self._folder, self._searcher = index.folder, index.searcher()
        position = stored_position(self._searcher)
        self.reached, self.complete_at = position.reached, position.complete_at
        self.names = Names()
        self._columns, self._vocabulary = GrowingColumns(), Vocabulary(self.names.provider_called)
        self._ids: list[str] = []
        self._alive = np.zeros(0, dtype=np.bool_)
        self._rows: dict[str, int] = {}
        self._gone: dict[str, int] = {}
        self._sets = {each.name: GrowingCodeSets(each.options or ()) for each in CODED}
        self._sets[SESSIONS] = GrowingCodeSets()
        self._next_ordinal = self._saved_ordinal = 0
        self._postings, self._words, self._moments = Postings(), Words(), Moments()
        self._ground = ground_of(self._columns.now())
        self._bits = {name: GrowingCodeBits() for name in self._sets}
        self._index_columns()
        self._load()

    def sequence(self, id: str) -> int:
        row = self._rows.get(id)
        return self._gone.get(id, 0) if row is None else self._columns.sequence(row)

    def snapshot(self) -> Snapshot:
        sets = {name: growing.now() for name, growing in self._sets.items()}
        return Snapshot(
            columns=self._columns.now(),
            alive=packed(self._alive),
            ids=self._ids,
            sets=sets,
            bits={name: growing.now(len(sets[name].codes), self._columns.size) for name, growing in self._bits.items()},
            ground=self._ground,
            vocabulary=self._vocabulary,
            searcher=self._searcher,
            missing=max(self.complete_at - self.reached.position, 0),
            postings=self._postings,
            words=self._words,
            moments=self._moments,
        )

    def write(self, index: TextIndex, changes: Mapping[str, tuple[ClassShown, int]], reached: Reached) -> None:
        newer = {id: change for id, change in changes.items() if change[1] >= self.sequence(id)}
        documents = [self._document(state, sequence, number) for number, (state, sequence) in enumerate(newer.values(), self._next_ordinal)]
        forgotten = [said for document in documents for said in self._said_before(document.id)]
        reached = max(reached, self.reached, key=lambda each: each.position)
        self._searcher = index.write(documents, reached, self.complete_at)
        self.reached = reached
        self._take([(document.id, document.sequence, document.ordinal, document.row) for document in documents])
        self._vocabulary.remove(forgotten)  # last, so that a word that stays is at no moment unknown
        self._extend_postings(documents)
        self._write_anew_if_dead()
        if self._next_ordinal - self._saved_ordinal > max(_UNSAVED_AT_LEAST, _MOST_UNSAVED * self._columns.size):
            self.save()

    def save(self) -> None:
        """So that the next start is quick."""
        if self._saved_ordinal == self._next_ordinal:
            return
        alive = np.flatnonzero(self._alive)
        save(
            self._folder,
            Saved(
                stored_position(self._searcher).lineage,
                self.reached.position,
                self._next_ordinal,
                {name: column[alive] for name, column in self._columns.now().items()},
                [self._ids[row] for row in alive.tolist()],
                self._gone,
                {name: CodesSaved(sets.sets(), sets.labels()) for name, sets in self._sets.items()},
                self._vocabulary.words(),
                self.names.told([self._ids[row] for row in alive.tolist()]),
            ),
        )
        self._saved_ordinal = self._next_ordinal

    def _load(self) -> None:
        """Nothing made here is garbage, so the collector would look at all of it again and again, and find none."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            self._restore(load(self._folder))
            self._read_from(self._next_ordinal)
        finally:
            if collecting:
                gc.enable()

    def _restore(self, saved: Saved | None) -> None:
        """What was saved; nothing when it is another index's, knows of more than this one does, or holds words that are said no more."""
        if saved is None:
            return
        if saved.lineage != stored_position(self._searcher).lineage or saved.position > self.reached.position:
            log.warning("the saved columns are not those of the search index; every class is read again")
            return
        if not {held.id for held in held_classes(self._searcher, saved.next_ordinal)}.isdisjoint(saved.ids):
            return  # what a changed class said before is known to nobody now, so its words cannot be taken out
        for name, codes in saved.codes.items():
            for each in codes.sets:
                self._sets[name].number(each)
            self._sets[name].name(codes.labels)
        self._columns.take(saved.columns)
        self._ids, self._gone = list(saved.ids), dict(saved.gone)
        self._rows = {id: row for row, id in enumerate(self._ids)}
        self._alive = np.ones(len(self._ids), dtype=np.bool_)
        self._vocabulary.take(saved.words)
        days = (saved.columns[name].tolist() for name in ("verified_us", "last_day"))
        self.names.restore(self._ids, saved.names, *days)
        self._next_ordinal = self._saved_ordinal = saved.next_ordinal
        self._index_columns()

    def _read_from(self, ordinal: int) -> None:
        every = held_classes(self._searcher, ordinal)
        while some := [(held.id, held.sequence, held.ordinal, held.row) for held in islice(every, _AT_ONCE)]:
            self._take(some)

    def _document(self, state: ClassShown, sequence: int, ordinal: int) -> Document:
        if state.withdrawn:
            return Document(state.id, sequence, ordinal, None, b"", {})
        text = searched(state)
        return Document(state.id, sequence, ordinal, row_of(state, text.said), state.model_dump_json().encode(), dict(text.groups))

    def _said_before(self, id: str) -> Sequence[str]:
        if id not in self._rows:
            return ()
        before = held_class(self._searcher, id)
        return before.row.said if before and before.row else ()

    def _take(self, changes: Sequence[tuple[str, int, int, Row | None]]) -> None:
        """Old rows die, new ones are added behind."""
        added = [(row, ordinal, sequence) for _, sequence, ordinal, row in changes if row]
        rows, ordinals, sequences = zip(*added, strict=True) if added else ((), (), ())
        alive = np.concatenate([self._alive, np.ones(len(rows), dtype=np.bool_)])
        number = self._columns.size
        for id, sequence, _, row in changes:
            before = self._rows.pop(id, None)
            if before is not None:
                alive[before] = False
            if row:
                self._rows[id], number = number, number + 1
                self._gone.pop(id, None)
            else:
                self._gone[id] = sequence
        self._next_ordinal = max([self._next_ordinal, *(ordinal + 1 for _, _, ordinal, _ in changes)])
        first = self._columns.size
        numbers = self._numbers(rows)
        self._columns.append(rows, ordinals, sequences, numbers)
        for name, each in numbers.items():
            self._bits[name].append(first, np.array(each, dtype=np.int64), self._sets[name].now())
        self._ids.extend(row.id for row in rows)
        self._alive = alive
        for row in rows:
            self._vocabulary.add(row.said)
        self.names.take((id, row) for id, _, _, row in changes)
        if self._columns.size - self._ground.upto > max(_STRAY_AT_LEAST, _MOST_STRAY * self._ground.upto):
            self._ground = ground_of(self._columns.now())

    def _numbers(self, rows: Sequence[Row]) -> dict[str, list[int]]:
        """Set numbers by column."""
        numbers = {each.name: [self._sets[each.name].number(row.codes[at]) for row in rows] for at, each in enumerate(CODED)}
        for row in rows:
            for name, names in row.names.items():
                self._sets[name].name(names)
        return numbers | {SESSIONS: [self._sets[SESSIONS].number(row.sessions) for row in rows]}

    def _extend_postings(self, documents: list[Document]) -> None:
        """Postings that were asked for before learn of the new rows; in a copy, for searches read, and add to, the old ones."""
        self._postings = self._postings.copy()
        more: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for document in documents:
            row = self._rows.get(document.id, NO_ROW)
            for token, group in document.groups.items():
                if token in self._postings:
                    more[token].append((row, _GROUP_NUMBER[group]))
        for token, added in more.items():
            known, (rows, groups) = self._postings.get(token), zip(*added, strict=True)
            if known:
                longer = np.concatenate([known.rows, np.array(rows, dtype=np.int32)])
                self._postings.keep(token, Posting(longer, np.concatenate([known.groups, np.array(groups, dtype=np.uint8)])))

    def _write_anew_if_dead(self) -> None:
        dead = len(self._alive) - int(self._alive.sum())
        if dead < _DEAD_AT_LEAST or dead < _MOST_DEAD * len(self._alive):
            return
        moved = np.cumsum(self._alive) - 1
        self._columns.keep(self._alive)
        self._ids = [id for id, alive in zip(self._ids, self._alive.tolist(), strict=True) if alive]
        self._rows = {id: int(moved[row]) for id, row in self._rows.items()}
        self._alive = np.ones(self._columns.size, dtype=np.bool_)
        self._forget_what_was_asked()
        self._index_columns()

    def _forget_what_was_asked(self) -> None:
        """It is by row, and rows have other numbers now."""
        self._postings, self._words, self._moments = Postings(), Words(), Moments()

    def _index_columns(self) -> None:
        """What is made of whole columns: bits of each code, and the ground."""
        columns = self._columns.now()
        self._bits = {name: GrowingCodeBits() for name in self._sets}
        for name, bits in self._bits.items():
            bits.append(0, columns[f"codes:{name}"], self._sets[name].now())
        self._ground = ground_of(columns)


_GROUP_NUMBER: dict[Group, int] = {group: number for number, group in enumerate(GROUPS)}
