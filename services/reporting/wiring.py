"""The only file that builds reporting's concrete parts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from services.reporting.adapters.event_months import make_months, months_left
from services.reporting.adapters.feed_log import feed_log
from services.reporting.adapters.forwarded import Forwarded
from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.adapters.partner_exchange import RabbitExchange
from services.reporting.adapters.partner_store import StoredGrants
from services.reporting.adapters.works import ReportingWork, ReportingWorks
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.feed_ports import Grants
from services.reporting.use_cases.follow_events import FollowEvents
from services.reporting.use_cases.forward_events import Forwarding
from services.reporting.use_cases.ports import OnTheWay
from shared.clock import Clock, SystemClock
from shared.ids import Ids, RandomIds
from shared.messaging.consumer import Consumer
from shared.messaging.delivery import LocalDelivery
from shared.messaging.inbox import SqlInbox
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.consuming import Consuming, Heard
from shared.messaging.source import EventSource
from shared.messaging.subscription import Subscription
from shared.storage.database import Database
from shared.storage.leading import Lead, lead_of
from shared.storage.migrations import check_migrated, migrate

MIGRATIONS = Path(__file__).parent / "adapters" / "migrations"
SOURCE = "/reporting"
FORWARDER = 0x464F5257
"""The advisory lock of the forwarder."""
KEPT_AT_ONCE = 500
"""A commit costs as much as some twenty events."""


@dataclass(frozen=True)
class Reporting:
    """Everything reporting's entrypoints run on."""

    settings: ReportingSettings
    clock: Clock
    database: Database
    works: ReportingWorks
    on_the_way: OnTheWay = field(default=lambda: None)

    def close(self) -> None:
        self.database.close()


def open_reporting(settings: ReportingSettings, clock: Clock | None = None, ids: Ids | None = None) -> Reporting:
    """Raises Unavailable when the database cannot be used, saying what to do."""
    clock = clock or SystemClock()
    database = open_database(settings)
    return Reporting(settings, clock, database, open_works(database, clock, ids))


def open_database(settings: ReportingSettings) -> Database:
    """Of the newest shape; made when it is not there. One of a server is made by its owner: raises Unavailable until it was."""
    database = Database(settings.database)
    try:
        if settings.database_address:
            check_migrated(database, MIGRATIONS)
        else:
            migrate_reporting(database, SystemClock())
    except BaseException:
        database.close()
        raise
    return database


def migrate_reporting_at(owner_address: str) -> list[str]:
    """Brings the database of a server up to date, as its owner; returns the revisions applied. Raises Unavailable."""
    database = Database(owner_address)
    try:
        return migrate_reporting(database, SystemClock())
    finally:
        database.close()


def migrate_reporting(database: Database, clock: Clock) -> list[str]:
    """As who owns the tables. Gives the event store its months too, so it is worth a call when nothing is to be migrated."""
    applied = migrate(database, MIGRATIONS)
    with database.write() as connection:
        make_months(connection, clock.now())
    return applied


def months_ahead(database: Database, clock: Clock) -> int | None:
    """How many months the event store is ready for after this one; None where it has no months. Then `signpost migrate` is due."""
    with database.read() as connection:
        return months_left(connection, clock.now())


def open_works(database: Database, clock: Clock, ids: Ids | None = None) -> ReportingWorks:
    return ReportingWorks(database, clock, ids or RandomIds(), source=SOURCE, build=ReportingWork)


def open_grants(reporting: Reporting) -> Grants:
    """What a partner's secret opens at this moment."""
    return StoredGrants(reporting.database, reporting.clock)


def open_partner_broker(management: str, broker: str) -> RabbitPartners:
    """`management`: the address of its API, as an administrator; `broker`: the address the forwarder publishes to."""
    return RabbitPartners(management, unquote(urlsplit(broker).path.removeprefix("/")))


@contextmanager
def forwarding_to(reporting: Reporting, broker: str) -> Iterator[Forwarding]:
    """To the partners on this broker."""
    exchange = RabbitExchange(broker)
    try:
        yield Forwarding(reporting.works, exchange, Forwarded(reporting.database))
    finally:
        exchange.close()


def lead_of_forwarders(reporting: Reporting) -> Lead:
    return lead_of(reporting.settings.database, FORWARDER)


def delivery_from(reporting: Reporting, log: EventLog, subscription: Subscription[ReportingWork]) -> LocalDelivery[ReportingWork]:
    """From a producer's log, in reach of this process."""
    inbox = SqlInbox(reporting.works, subscription)
    anew = f"Stop Signpost and put back {reporting.settings.file} as it was at that time, or move it away and start: it is made again."
    return LocalDelivery(log, subscription, inbox, Ladder(reporting.database, reporting.clock), KEPT_AT_ONCE, anew)


def consuming(reporting: Reporting, heard: Iterable[Subscription[ReportingWork]]) -> Consuming:
    """From the broker, of every producer."""
    return Consuming([Heard(each, SqlInbox(reporting.works, each)) for each in heard], reporting.database, reporting.clock)


def consumer_of(reporting: Reporting, source: EventSource, subscription: Subscription[ReportingWork]) -> Consumer[ReportingWork]:
    """What hears one producer, as what looks after it knows it, however its events come."""
    inbox = SqlInbox(reporting.works, subscription)
    return Consumer(subscription, source, inbox, reporting.database, reporting.clock)


def follow_events(reporting: Reporting) -> FollowEvents:
    """The store as partner systems may read it."""
    return FollowEvents(feed_log(reporting.works), reporting.clock, reporting.settings.feed_keeps)
