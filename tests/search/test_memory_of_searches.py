"""Whatever visitors ask for, and however much of it, the engine does not grow."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from services.directory.adapters.search_embedded import EmbeddedSearch, postings
from services.directory.adapters.search_embedded.postings import Posting, Postings
from services.directory.domain.criteria import Criteria
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import answer
from tests.search.plain_scan import PlainScan

LISTINGS = corpus(60, seed=5)
WORDS = ["esol", "conversation", "english", "leeds", "women", "evening", "beginners", "library"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedSearch]:
    engine = EmbeddedSearch(tmp_path)
    engine.write({shown.id: (shown, 1) for shown in LISTINGS}, Reached(60, "event-60"))
    yield engine
    engine.close()


def remembered(engine: EmbeddedSearch) -> int:
    return len(engine._snapshot.postings)


def test_words_that_no_class_has_are_not_remembered(engine: EmbeddedSearch) -> None:
    for number in range(50):
        engine.find(Criteria(q=f"zz{number}qq"), NOW)
    assert remembered(engine) == 0


def test_of_the_words_classes_have_only_so_many_are_remembered_and_all_are_found(
    engine: EmbeddedSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "MOST_TOKENS", 3)
    for word in WORDS * 2:
        asked = Criteria(q=word, limit=100)
        assert answer(engine.find(asked, NOW)) == answer(PlainScan(LISTINGS).find(asked, NOW))
    assert 0 < remembered(engine) <= 3


def test_the_word_not_asked_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "MOST_TOKENS", 2)
    kept, some = Postings(), Posting(np.array([1]), np.array([0], dtype=np.uint8))
    for token in ("a", "b"):
        kept.keep(token, some)
    kept.get("a")
    kept.keep("c", some)
    assert [token for token in "abc" if kept.get(token)] == ["a", "c"]


def test_many_may_ask_at_once(engine: EmbeddedSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "MOST_TOKENS", 2)
    wanted = {word: engine.find(Criteria(q=word), NOW).total for word in WORDS}
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda word: engine.find(Criteria(q=word), NOW).total == wanted[word], WORDS * 20))
