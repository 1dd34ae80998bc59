"""The feed as a consumer of events passes the suite that every delivery must pass."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.directory.adapters.openreferral.inbox import FeedInbox, FeedTransaction
from services.directory.adapters.openreferral.tables import feed_parts, feed_position, feed_services, feed_sessions, feed_states
from services.directory.adapters.tables import metadata
from shared.clock import SetClock
from shared.contracts.directory import ProviderDetails
from shared.contracts.event import Event
from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.testing.delivery import DeliveryBehaviour, suite_subscription
from shared.testing.mending import MendingBehaviour
from tests.messaging.beds import SqlBed
from tests.search.corpus import NOW, corpus

(A_CLASS,) = corpus(1, seed=3)
TABLES = [feed_services, feed_sessions, feed_states, feed_parts, feed_position]


def keep_thing(rows: FeedTransaction, event: Event, data: Any) -> None:
    details = A_CLASS.details.model_copy(update={"name": data.name})
    rows.put_class(A_CLASS.model_copy(update={"id": event.subject, "details": details}), event.sequence)


class FeedBed(SqlBed):
    """Events of one database into the feed's rows in another."""

    def deliver(self) -> LocalDelivery[Any]:
        with self.consumer.write() as connection:
            metadata.create_all(connection, tables=TABLES)
        inbox = FeedInbox(self.consumer, self.clock)
        return LocalDelivery(
            EventLog(self.producer), suite_subscription(keep_thing, self.trouble), inbox, Ladder(self.consumer, self.clock)
        )

    def state(self) -> Mapping[str, tuple[int, str]]:
        whole = select(feed_services.c.subject, feed_services.c.sequence, feed_states.c.state)
        with self.consumer.read() as connection:
            rows = connection.execute(whole.join(feed_states, feed_states.c.id == feed_services.c.id)).all()
        return {row.subject: (row.sequence, row.state["details"]["name"]) for row in rows}


class TestDeliveryIntoTheFeed(DeliveryBehaviour, MendingBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path) -> Iterator[FeedBed]:
        bed = FeedBed(tmp_path / "directory.sqlite", tmp_path / "feed.sqlite", SetClock(NOW))
        yield bed
        bed.consumer.close()
        bed.producer.close()


def test_a_provider_and_a_venue_are_kept_by_their_newest_state(tmp_path: Path) -> None:
    bed = FeedBed(tmp_path / "directory.sqlite", tmp_path / "feed.sqlite", SetClock(NOW))
    inbox = FeedInbox(bed.consumer, bed.clock)
    for name, sequence in (("New name", 2), ("Old name", 1)):
        with inbox.transaction() as transaction:
            transaction.put_provider("p", ProviderDetails(name=name, authority="E08000035"), sequence)
    with bed.consumer.read() as connection:
        (kept,) = connection.execute(select(feed_parts)).all()
    assert (kept.sequence, kept.details["name"]) == (2, "New name")
    bed.consumer.close()
    bed.producer.close()
