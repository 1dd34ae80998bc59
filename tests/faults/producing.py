"""A process that changes classes of the directory through its real unit of work, forty in each transaction, until enough was said.

It is told nothing of faults. What cannot be saved just now is tried again, as whoever uses the directory would; what was
accepted is noted once the commit has come back, so that a trial knows what somebody was promised.
"""

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from time import sleep

from sqlalchemy import func, select

from services.directory.adapters.works import DirectoryWork, DirectoryWorks
from services.directory.domain.lifecycle import change_places
from services.directory.use_cases.keep import keep_classes
from services.directory.use_cases.verify_class import verified
from services.directory.wiring import open_works
from shared.clock import SystemClock
from shared.contracts.directory import PlacesChanged
from shared.contracts.provision import Places
from shared.errors import Unavailable
from shared.permissions import Actor, Role
from shared.storage.database import Database
from shared.storage.schema import outbox
from tests.faults.address import address

PRODUCER = Actor("faults:producer", "Fault trial", frozenset({Role.OPERATOR}))
BATCH = 40
AGAIN_SECONDS = 0.2


def produce(works: DirectoryWorks, until: int, pause_seconds: float, accepted: Path) -> None:
    """Until the log holds so many events, whoever said them. The first start finds what an earlier life has done."""
    chance = random.Random(20260901)
    with works.look() as stores:
        ids = [each.id for each in stores.classes.page(None, 1_000) if not each.withdrawn]
    while _said(works) < until:
        try:
            with works.begin(PRODUCER, "a fault trial") as w:
                _change(w, chance.sample(ids, min(BATCH, len(ids))), chance)
        except Unavailable:
            sleep(AGAIN_SECONDS)
            continue
        with accepted.open("a") as kept:
            kept.writelines(f"{event_id}\n" for event_id in w.emitted)
        sleep(pause_seconds)


def _change(w: DirectoryWork, ids: Sequence[str], chance: random.Random) -> None:
    before = list(w.classes.some(ids).values())
    if chance.random() < 0.5:
        verified(w, before)
    else:
        changes = [(each, change_places(each, Places(open=chance.randrange(20), waiting=chance.randrange(5)), w.now)) for each in before]
        keep_classes(w, changes, PlacesChanged, "places changed")


def _said(works: DirectoryWorks) -> int:
    while True:
        try:
            with works.read() as connection:
                return int(connection.execute(select(func.count(outbox.c.row))).scalar_one())
        except Unavailable:
            sleep(AGAIN_SECONDS)


def main() -> None:
    where, until, pause, accepted = sys.argv[1:]
    produce(open_works(Database(address(where)), SystemClock()), int(until), float(pause), Path(accepted))


if __name__ == "__main__":
    main()
