"""The index as a consumer of events passes the suite that every delivery must pass."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from services.directory.adapters.search_embedded import EmbeddedSearch, IndexInbox
from services.directory.adapters.search_embedded.inbox import IndexTransaction
from services.directory.domain.criteria import Criteria
from shared.clock import SetClock
from shared.contracts.event import Event
from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.testing.delivery import DeliveryBehaviour, suite_subscription
from shared.testing.mending import MendingBehaviour
from tests.messaging.beds import SqlBed
from tests.search.corpus import NOW, corpus

(A_CLASS,) = corpus(1, seed=3)
LISTED = A_CLASS.model_copy(update={"verified_at": NOW, "details": A_CLASS.details.model_copy(update={"ends_on": None})})


def index_thing(index: IndexTransaction, event: Event, data: Any) -> None:
    details = LISTED.details.model_copy(update={"name": data.name})
    index.put(LISTED.model_copy(update={"id": event.subject, "details": details}), event.sequence)


class IndexBed(SqlBed):
    """Events of a database into an index folder."""

    engine: EmbeddedSearch | None = None

    def deliver(self) -> LocalDelivery[Any]:
        self.close()
        self.engine = EmbeddedSearch(self._paths[1].with_suffix(".index"))
        ladder = Ladder(self.consumer, self.clock)
        return LocalDelivery(EventLog(self.producer), suite_subscription(index_thing, self.trouble), IndexInbox(self.engine), ladder)

    def state(self) -> Mapping[str, tuple[int, str]]:
        assert self.engine
        state: dict[str, tuple[int, str]] = {}
        cursor = None
        while True:
            found = self.engine.find(Criteria(limit=100, cursor=cursor), NOW)
            for hit in found.hits:
                card = from_json(hit.card)
                state[card["id"]] = (self.engine.sequence(card["id"]), card["details"]["name"])
            cursor = found.next
            if cursor is None:
                return state

    def close(self) -> None:
        if self.engine:
            self.engine.close()


class TestDeliveryIntoTheIndex(DeliveryBehaviour, MendingBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path) -> Iterator[IndexBed]:
        bed = IndexBed(tmp_path / "directory.sqlite", tmp_path / "search.sqlite", SetClock(NOW))
        yield bed
        bed.close()
