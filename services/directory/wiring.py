"""The only file that builds the directory's concrete parts."""

from dataclasses import dataclass
from pathlib import Path

from services.directory.adapters.search_embedded import EmbeddedSearch, IndexInbox
from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.adapters.uploads import Uploads
from services.directory.adapters.works import DirectoryWork, DirectoryWorks
from services.directory.settings import DirectorySettings
from shared.clock import Clock, SystemClock
from shared.geo import Gazetteer, PostcodeTable
from shared.ids import Ids, RandomIds
from shared.storage.database import Database
from shared.storage.migrations import migrate

MIGRATIONS = Path(__file__).parent / "adapters" / "migrations"
SOURCE = "/directory"


@dataclass(frozen=True)
class Directory:
    """Everything the directory's entrypoints run on."""

    settings: DirectorySettings
    clock: Clock
    database: Database
    works: DirectoryWorks
    places: Gazetteer
    search: EmbeddedSearch
    index_inbox: IndexInbox
    uploads: Uploads
    spreadsheets: SpreadsheetFiles

    def close(self) -> None:
        self.search.close()
        self.database.close()


def open_database(settings: DirectorySettings) -> Database:
    """At the newest revision. Raises Unavailable, saying what to do."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate(database, MIGRATIONS)
    return database


def open_works(database: Database, clock: Clock, ids: Ids | None = None) -> DirectoryWorks:
    return DirectoryWorks(database, clock, ids or RandomIds(), source=SOURCE, build=DirectoryWork)


def open_directory(settings: DirectorySettings, clock: Clock | None = None, ids: Ids | None = None) -> Directory:
    """The writer of this data folder's index; raises Unavailable when another process is."""
    clock = clock or SystemClock()
    database = open_database(settings)
    search = EmbeddedSearch(settings.index)
    return Directory(
        settings=settings,
        clock=clock,
        database=database,
        works=open_works(database, clock, ids),
        places=open_places(settings),
        search=search,
        index_inbox=IndexInbox(search),
        uploads=Uploads(settings.data / "uploads"),
        spreadsheets=SpreadsheetFiles(),
    )


def open_places(settings: DirectorySettings) -> Gazetteer:
    """With full postcodes as soon as a file of them is loaded."""
    return Gazetteer(PostcodeTable(settings.data))
