"""Searches go on while classes change; each sees one whole state."""

import threading
from pathlib import Path

from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.domain.criteria import Criteria
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import ids

LISTED = [
    shown.model_copy(update={"verified_at": NOW, "details": shown.details.model_copy(update={"ends_on": None, "name": "Conversation"})})
    for shown in corpus(50, seed=4)
]


def test_a_search_never_sees_a_change_half_done(tmp_path: Path) -> None:
    engine, done = EmbeddedSearch(tmp_path), threading.Event()
    engine.write({shown.id: (shown, 1) for shown in LISTED}, reached=Reached(0, "event-0"))
    seen: list[tuple[int, int, int]] = []

    def search() -> None:
        while not done.is_set():
            found = engine.find(Criteria(q="conversation", limit=100), NOW)
            places = sum(value.count for value in found.facets["roll_on"])
            seen.append((found.total, len(set(ids(found))), places))

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    for sequence in range(2, 14):
        engine.write({shown.id: (shown, sequence) for shown in LISTED[sequence % 7 :: 3]}, reached=Reached(sequence))
    done.set()
    for reader in readers:
        reader.join()
    engine.close()
    assert set(seen) == {(50, 50, 50)}
