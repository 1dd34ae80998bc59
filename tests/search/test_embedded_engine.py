"""The embedded engine meets the contract of search."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from services.directory.adapters.search_embedded import EmbeddedSearch, IndexInbox, holding, scope
from services.directory.domain.criteria import Criteria
from services.directory.use_cases.ports import Found, NameSearch
from shared.contracts.directory import ClassShown
from tests.search.engine_contract import Engine, SearchContract


class Embedded:
    """Filled through its inbox, as events fill it."""

    def __init__(self, folder: Path) -> None:
        self.engine = EmbeddedSearch(folder)

    def put(self, changes: Sequence[tuple[ClassShown, int]]) -> None:
        with IndexInbox(self.engine).transaction() as transaction:
            for state, sequence in changes:
                transaction.effect.put(state, sequence)

    def find(self, criteria: Criteria, now: datetime) -> Found:
        return self.engine.find(criteria, now)

    @property
    def names(self) -> NameSearch:
        return self.engine


class TestEmbeddedSearch(SearchContract):
    """As it chooses itself between listed rows and bits of all."""

    few: int | None = None

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def form(cls) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            if cls.few is not None:
                patch.setattr(scope, "FEW", cls.few)
                patch.setattr(holding, "_STRAY_AT_LEAST", 0)  # each row is on the ground, as where there are very many
            yield

    @pytest.fixture(scope="class")
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Engine]]:
        opened: list[Embedded] = []

        def new() -> Embedded:
            opened.append(Embedded(tmp_path_factory.mktemp("index")))
            return opened[-1]

        yield new
        for each in opened:
            each.engine.close()


class TestRowByRow(TestEmbeddedSearch):
    """Listed rows alone, as where a search finds few of very many."""

    few = 0


class TestInBits(TestEmbeddedSearch):
    """Bits of all rows alone, as where it finds a large part."""

    few = 10**9
