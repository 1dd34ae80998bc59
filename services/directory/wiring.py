"""The only file that builds the directory's concrete parts."""

from dataclasses import dataclass
from pathlib import Path

from services.directory.adapters.feeds.http_feed import HttpFeed
from services.directory.adapters.openreferral.inbox import FeedInbox
from services.directory.adapters.openreferral.store import StoredFeed
from services.directory.adapters.previews import PreviewFiles
from services.directory.adapters.search_embedded import EmbeddedSearch, IndexInbox
from services.directory.adapters.search_embedded.index_files import in_use, lock
from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.adapters.uploads import Uploads
from services.directory.adapters.word_files import FOLDER, read_word_files
from services.directory.adapters.works import DirectoryWork, DirectoryWorks
from services.directory.domain.understanding.phrases import PhraseBook, WordFile
from services.directory.domain.understanding.words_check import Fault
from services.directory.settings import DirectorySettings
from services.directory.use_cases.openreferral.ports import FeedRows
from services.directory.use_cases.ports import ClassIndex
from shared.clock import Clock, SystemClock
from shared.errors import Unavailable
from shared.geo import Gazetteer, PostcodeTable
from shared.ids import Ids, RandomIds
from shared.messaging.consumer import Consumer
from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.consuming import Consuming, Heard
from shared.messaging.subscription import Subscription
from shared.messaging.thread import DeliveryThread
from shared.storage.database import Database
from shared.storage.migrations import check_migrated, migrate, missing_revisions

MIGRATIONS = Path(__file__).parent / "adapters" / "migrations"
WORDS = FOLDER
SOURCE = "/directory"
INDEXED_AT_ONCE = 2_000
"""A commit of the index takes some ten milliseconds, whether it holds one class or two thousand."""


@dataclass(frozen=True)
class Directory:
    """Everything the directory's entrypoints run on."""

    settings: DirectorySettings
    clock: Clock
    database: Database
    works: DirectoryWorks
    places: Gazetteer
    words: PhraseBook
    search: EmbeddedSearch
    index_inbox: IndexInbox
    uploads: Uploads
    previews: PreviewFiles
    spreadsheets: SpreadsheetFiles
    feed: StoredFeed

    def close(self) -> None:
        self.search.close()
        self.database.close()


def open_database(settings: DirectorySettings) -> Database:
    """To look and to import, beside a server that runs or without one; made when it is not there.

    Raises Unavailable, saying what to do: also when it is of an older shape and another process runs on this folder, and when a
    database of a server was not migrated yet.
    """
    if settings.database_address:
        return _on_a_server(settings.database_address)
    if not _is_there(settings.file):
        return _newest(settings)
    database = Database(settings.file)
    if missing_revisions(database, MIGRATIONS):
        database.close()
        return _newest_undisturbed(settings)
    return database


def migrate_directory(owner_address: str) -> list[str]:
    """Brings the database of a server up to date, as its owner; returns the revisions applied. Raises Unavailable."""
    database = Database(owner_address)
    try:
        return migrate(database, MIGRATIONS)
    finally:
        database.close()


def open_works(database: Database, clock: Clock, ids: Ids | None = None) -> DirectoryWorks:
    return DirectoryWorks(database, clock, ids or RandomIds(), source=SOURCE, build=DirectoryWork)


def open_directory(settings: DirectorySettings, clock: Clock | None = None, ids: Ids | None = None) -> Directory:
    """The writer of this data folder's index; raises Unavailable when another process is, and when the database was lost."""
    clock = clock or SystemClock()
    search = EmbeddedSearch(settings.index)  # first, for it holds the folder: nobody's database is migrated under them
    try:
        if settings.database_address:
            database = _on_a_server(settings.database_address)
        else:
            _refuse_a_lost_database(settings, search)
            database = _newest(settings)
        newest = EventLog(database).newest()
        if settings.database_address:
            _refuse_a_lost_log(settings, search, newest)
        search.answer_from(newest)
    except BaseException:
        search.close()
        raise
    uploads = Uploads(settings.data / "uploads")
    return Directory(
        settings=settings,
        clock=clock,
        database=database,
        works=open_works(database, clock, ids),
        places=open_places(settings),
        words=open_words(),
        search=search,
        index_inbox=IndexInbox(search),
        uploads=uploads,
        previews=PreviewFiles(settings.data / "uploads", uploads),
        spreadsheets=open_spreadsheets(),
        feed=StoredFeed(database, 0 if settings.database_address else newest),
    )


def index_delivery(directory: Directory, subscription: Subscription[ClassIndex]) -> LocalDelivery[ClassIndex]:
    """From the directory's own log to its search index."""
    ladder = Ladder(directory.database, directory.clock)
    anew = f"Stop Signpost, remove the folder {directory.settings.index} and start: the search index is made again."
    return LocalDelivery(EventLog(directory.database), subscription, directory.index_inbox, ladder, INDEXED_AT_ONCE, anew)


def index_thread(directory: Directory, subscription: Subscription[ClassIndex]) -> DeliveryThread:
    """Not started; woken by every commit once it runs."""
    thread = DeliveryThread(index_delivery(directory, subscription))
    directory.works.on_commit = thread.wake
    return thread


def feed_delivery(directory: Directory, subscription: Subscription[FeedRows]) -> LocalDelivery[FeedRows]:
    """From the directory's own log to the rows of the Open Referral UK feed."""
    return feed_from_log(directory.database, directory.clock, subscription)


def feed_consuming(database: Database, clock: Clock, subscription: Subscription[FeedRows]) -> Consuming:
    """From the broker to the same rows; those that other code made are made again from the log first."""
    inbox = FeedInbox(database, clock)

    def make_whole() -> None:
        if not inbox.whole():
            feed_from_log(database, clock, subscription).run_until_idle()

    return Consuming([Heard(subscription, inbox)], database, clock, first=make_whole)


def feed_consumer(database: Database, clock: Clock, subscription: Subscription[FeedRows]) -> Consumer[FeedRows]:
    """The same, as what looks after it knows it, however its events come."""
    return Consumer(subscription, EventLog(database), FeedInbox(database, clock), database, clock)


def feed_from_log(database: Database, clock: Clock, subscription: Subscription[FeedRows]) -> LocalDelivery[FeedRows]:
    """From the directory's own log to the same rows, beside a process that runs or without one."""
    return LocalDelivery(EventLog(database), subscription, FeedInbox(database, clock), Ladder(database, clock), INDEXED_AT_ONCE)


def feed_thread(directory: Directory, subscription: Subscription[FeedRows]) -> DeliveryThread:
    """Not started; looks every 0.2 s for what was committed."""
    return DeliveryThread(feed_delivery(directory, subscription))


def open_index(folder: Path) -> EmbeddedSearch:
    """To search only, beside the process that writes it. Raises Unavailable when there is none, ValueError or OSError when damaged."""
    return EmbeddedSearch(folder, read_only=True)


def index_in_use(folder: Path) -> bool:
    """Whether a process writes this index, which is to say: runs on its data folder."""
    return in_use(folder)


def open_places(settings: DirectorySettings) -> Gazetteer:
    """With full postcodes as soon as a file of them is loaded."""
    return Gazetteer(PostcodeTable(settings.data))


def _is_there(path: Path) -> bool:
    """An empty file is no database yet."""
    return path.exists() and path.stat().st_size > 0


def _on_a_server(address: str) -> Database:
    database = Database(address)
    try:
        check_migrated(database, MIGRATIONS)
    except BaseException:
        database.close()
        raise
    return database


def _newest(settings: DirectorySettings) -> Database:
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.file)
    migrate(database, MIGRATIONS)
    return database


def _newest_undisturbed(settings: DirectorySettings) -> Database:
    try:
        held = lock(settings.index)
    except Unavailable as running:
        raise Unavailable(
            f"The database in {settings.data} is of an older version, and another Signpost is running on it.",
            remedy="Stop that one and start `signpost run` once with this version, then try again.",
        ) from running
    with held:
        return _newest(settings)


def _refuse_a_lost_database(settings: DirectorySettings, search: EmbeddedSearch) -> None:
    heard = search.reached().position
    if heard and not _is_there(settings.file):
        raise Unavailable(
            f"The database {settings.file} is missing or empty, though the search index beside it was made from {heard} events.",
            remedy=f"Put a copy back as {settings.file}, or remove the folder {settings.index} to begin anew without what was saved.",
        )


def _refuse_a_lost_log(settings: DirectorySettings, search: EmbeddedSearch, newest: int) -> None:
    """On a server: an older backup, or another database. A log that is as long and not the same is told by delivery."""
    heard = search.reached().position
    if heard > newest:
        raise Unavailable(
            f"The database holds {newest} events, though the search index was made from {heard}: it is older, or another one.",
            remedy=f"Check the database's address. If an older backup was put back, remove the folder {settings.index}: it is made again.",
        )


def open_feed(url: str, *, allow_private: bool) -> HttpFeed:
    """Raises Invalid for what is no address of a feed. Not asked yet."""
    return HttpFeed(url, allow_private=allow_private)


def open_spreadsheets() -> SpreadsheetFiles:
    return SpreadsheetFiles()


def open_words() -> PhraseBook:
    """What people say in every language there is a file for; a file that cannot be read is passed over, `signpost words check` says why."""
    return PhraseBook(read_words(WORDS)[0])


def read_words(folder: Path) -> tuple[list[WordFile], list[Fault]]:
    """The lists of a folder, and what is wrong with files that cannot be read."""
    return read_word_files(folder)
