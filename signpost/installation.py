"""Every service's database and all that hears events, for commands: of a folder, or of the servers that the environment names."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.directory import wiring as directory
from services.directory.entrypoints.listener import FEED, SEARCH_INDEX
from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.reporting.entrypoints.listener import HEARD
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import consumer_of, delivery_from, open_reporting
from shared.clock import Clock, SystemClock
from shared.errors import Unavailable
from shared.messaging.consumer import Consumer
from shared.messaging.log import EventLog
from shared.settings import DatabaseSettings
from shared.storage.database import Database
from signpost.commands.where import directory_settings, reporting_settings


@dataclass(frozen=True)
class Installation:
    """`consumers` leaves out the search index, which only one process may write."""

    data: Path
    clock: Clock
    databases: Mapping[str, Database]
    consumers: tuple[Consumer[Any], ...]
    on_servers: bool

    def log(self, source: str) -> EventLog:
        return EventLog(self.databases[source.strip("/")])

    def runs(self) -> bool:
        """Whether a Signpost runs on this folder: then it brings events to their consumers, and writes the search index."""
        return not self.on_servers and directory.index_in_use(DirectorySettings(data=self.data).index)

    def refuse_many_indexes(self) -> None:
        """Raises Unavailable where there is no one search index."""
        if self.on_servers:
            raise Unavailable(
                f"{SEARCH_INDEX.consumer} is not one index: each API process of the directory makes its own from the log.",
                remedy="To have one made anew, stop that process, remove the folder `search` in its data folder, and start it.",
            )

    @contextmanager
    def search_index(self) -> Iterator[Consumer[Any]]:
        """To write it. Raises Unavailable where another process does."""
        opened = directory.open_directory(DirectorySettings(data=self.data), self.clock)
        try:
            yield search_delivery(opened).parts
        finally:
            opened.close()


@contextmanager
def open_installation(data: Path) -> Iterator[Installation]:
    """Raises Invalid for a wrong address, Unavailable when a database cannot be opened."""
    clock = SystemClock()
    settings, figures = _settings(data)
    on_servers = settings.database_address is not None
    with ExitStack() as closing:
        said = directory.open_database(settings)
        closing.callback(said.close)
        reporting = open_reporting(figures, clock)
        closing.callback(reporting.close)
        databases = {"directory": said, "reporting": reporting.database}
        logs = {producer: EventLog(databases[producer]) for producer in HEARD}
        consumers: list[Consumer[Any]]
        if on_servers:
            consumers = [directory.feed_consumer(said, clock, FEED)]
            consumers += [consumer_of(reporting, logs[producer], heard) for producer, heard in HEARD.items()]
        else:
            consumers = [directory.feed_from_log(said, clock, FEED).parts]
            consumers += [delivery_from(reporting, logs[producer], heard).parts for producer, heard in HEARD.items()]
        yield Installation(data, clock, databases, tuple(consumers), on_servers)


def _settings(data: Path) -> tuple[DirectorySettings, ReportingSettings]:
    """One server's database beside one file would compare what does not belong together: the one that is not set is named."""
    found = directory_settings(data), reporting_settings(data)
    if len({each.database_address is None for each in found}) > 1:
        for service in ("directory", "reporting"):
            DatabaseSettings.read(service)
    return found
