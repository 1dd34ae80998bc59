"""A trial without a broker: `signpost run` as it is, and two consumers more that read its log from another process."""

import shutil
from datetime import timedelta
from pathlib import Path

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database, open_works
from shared.clock import SystemClock
from shared.messaging.inbox import Reached
from shared.messaging.log import EventLog
from shared.storage.database import Database
from signpost.apps import issuer_of
from tests.faults.bed import Bed, Wanted, until
from tests.faults.consumers import inbox_of, open_ledger, subscriptions
from tests.faults.nurseries import Nurseries
from tests.faults.person import PERSON, Person, answers, free_port
from tests.faults.seed import plant_seed


def make_seed(data: Path) -> Path:
    """A data folder to be copied for each trial."""
    database = open_database(DirectorySettings(data=data))
    plant_seed(open_works(database, SystemClock()), SystemClock().now().date())
    database.close()
    return data


class LocalBed(Bed):
    """`seed`: what make_seed made."""

    def __init__(self, folder: Path, wanted: Wanted, nurseries: Nurseries, seed: Path) -> None:
        self._seed, self._data = seed, folder / "data"
        super().__init__(folder, wanted, nurseries)

    def open_databases(self) -> tuple[Database, Database]:
        shutil.copytree(self._seed, self._data)
        self._settings = DirectorySettings(data=self._data)
        return open_database(self._settings), open_ledger(self.folder / "ledger.sqlite")

    def start(self) -> None:
        port = free_port()
        self.add("machine", "signpost", "run", "--port", str(port), "--data", str(self._data)).start()
        self.add("deliverer", "tests.faults.local", str(self._settings.database), str(self.folder / "ledger.sqlite")).start()
        api = f"http://127.0.0.1:{port}/directory"
        until("signpost run answers", lambda: answers(f"{api}/live"))
        self.person = Person(api, issuer_of(self._data, SystemClock()).issue(PERSON, timedelta(hours=1)), self.class_ids())

    def begin(self) -> None:
        self.produce(str(self._settings.database))

    def idle(self) -> bool:
        end = EventLog(self.directory).end()
        clock = SystemClock()
        return all(inbox_of(self.ledger, clock, one).reached() == end for one in subscriptions()) and end != Reached()
