"""An import that was broken off is gone on with: what was taken is not asked for again, and the end is as if nothing had been."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database, open_works
from shared.clock import SystemClock
from shared.errors import Conflict, Unavailable
from tests.feeds.conftest import LEEDS, World
from tests.feeds.server import Answer, Asked, FeedServer, classes


@pytest.fixture
def broken_off(world: World) -> World:
    """Three of five pages are taken, then the server is gone."""
    world.server.services, world.server.per_page = classes(25), 5
    world.server.trouble(4, answer=Answer(503))
    with pytest.raises(Unavailable):
        world.take()
    world.server.troubles.clear()
    world.server.forget()
    return world


def test_what_was_taken_stays_and_is_whole(broken_off: World) -> None:
    assert len(broken_off.classes()) == 15
    (record,) = broken_off.imports()
    assert record.counts["add"] == 17
    progress = broken_off.followed().progress
    assert progress and (progress.next_page, progress.services) == (4, 15)


def test_the_next_run_goes_on_where_it_was_in_the_same_import(broken_off: World) -> None:
    report = broken_off.take()
    assert broken_off.server.pages == [4, 5] and report.went_on_at == 4
    assert len(broken_off.classes()) == 25 and not report.doubt
    (record,) = broken_off.imports()
    assert (record.id, record.counts["add"]) == (report.import_id, 27)
    assert broken_off.followed().progress is None


def test_what_was_taken_before_is_not_taken_as_gone(broken_off: World) -> None:
    report = broken_off.take()
    assert (report.vanished.gone, report.vanished.of) == (0, 25)


def test_after_a_day_or_with_other_choices_it_begins_anew(broken_off: World) -> None:
    broken_off.server.trouble(5, answer=Answer(503))
    with pytest.raises(Unavailable):
        broken_off.take(full=True)
    assert broken_off.server.pages[:2] == [1, 2]
    broken_off.clock.move(timedelta(days=1))
    broken_off.server.troubles.clear()
    broken_off.server.forget()
    assert broken_off.take(full=True).went_on_at is None and broken_off.server.pages == [1, 2, 3, 4, 5]


def test_a_dry_run_leaves_it_as_it_is(broken_off: World) -> None:
    before = broken_off.everything()
    report = broken_off.take(dry_run=True)
    assert broken_off.everything() == before
    assert (report.counts["added"], report.counts["same"]) == (10, 17)


def test_a_feed_that_changed_meanwhile_withdraws_nothing_that_is_still_there(broken_off: World) -> None:
    """A service of the first page goes, so that one of the fourth moves to the third, which was read before."""
    broken_off.server.services.pop(2)
    report = broken_off.take()
    assert "it changed while it was read, from 25 to 24 services" in report.doubt
    again = broken_off.take()
    assert (len(broken_off.classes()), again.counts["withdrawn"], again.doubt) == (24, 1, "")


def test_two_at_once_do_not_take_each_others_pages(world: World) -> None:
    world.server.services, world.server.per_page = classes(10), 5

    def meanwhile(asked: Asked) -> Answer | None:
        if asked.page == 2 and not done:
            done.append(True)
            world.take()
        return None

    done: list[bool] = []
    world.server.troubles.append(meanwhile)
    with pytest.raises(Conflict, match="under way"):
        world.take()
    assert len(world.classes()) == 10


def test_killed_in_the_middle_it_goes_on_and_nothing_is_there_twice(tmp_path: Path, server: FeedServer) -> None:
    server.services, server.per_page = classes(25), 5
    reached, data = threading.Event(), tmp_path / "data"

    def held(asked: Asked) -> Answer | None:
        if asked.page == 4 and not reached.is_set():
            reached.set()
            killed.wait(60)
        return None

    killed = threading.Event()
    server.troubles.append(held)
    command = [
        sys.executable,
        "-m",
        "signpost",
        "import",
        "--feed",
        server.url,
        "--authority",
        "Leeds",
        "--allow-private",
        "--data",
        str(data),
    ]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert reached.wait(120)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    killed.set()
    server.forget()
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr
    assert server.pages == [4, 5] and "went on at page 4" in second.stdout
    database = open_database(DirectorySettings(data=data))
    with open_works(database, SystemClock()).look() as stores:
        found = stores.classes.page(None, 100)
        assert len(found) == len({each.details.name for each in found}) == 25
        (record,) = stores.imports.page(10, LEEDS)
        assert record.counts["add"] == 27
    database.close()
