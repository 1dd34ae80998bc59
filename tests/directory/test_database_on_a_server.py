"""A directory whose database is on PostgreSQL: it is migrated by its owner, and an older copy put back is told before it does harm."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.directory.wiring import migrate_directory, open_database, open_directory
from shared.errors import Unavailable
from shared.messaging.delivery import AnotherLog
from tests.databases import POSTGRES, Ground, OnPostgres
from tests.directory.conftest import Furnished
from tests.directory.world import World

pytestmark = pytest.mark.parametrize("ground", [POSTGRES], indirect=True)


@pytest.fixture
def older(world: World, ground: Ground, furnished_on_postgres: Furnished) -> DirectorySettings:
    """The world's own folder, whose index has heard of a class, with a database from before, as when a backup is put back."""
    assert isinstance(ground, OnPostgres)
    world.publish()
    world.directory.search.close()
    return world.directory.settings.model_copy(update={"database_address": ground.copy_of(furnished_on_postgres[2])})


def test_a_database_that_was_not_migrated_is_told_with_the_command(ground: Ground, tmp_path: Path) -> None:
    settings = DirectorySettings(data=tmp_path, database_address=str(ground.new(tmp_path)))
    for opens in (open_directory, open_database):
        with pytest.raises(Unavailable, match="not yet as this version needs it") as refused:
            opens(settings)
        assert refused.value.remedy == "Run `signpost migrate`, then start again."
    assert migrate_directory(str(settings.database)) != []
    open_directory(settings).close()


def test_an_older_backup_is_told_at_the_start_and_without_the_index_all_is_well(older: DirectorySettings) -> None:
    with pytest.raises(Unavailable) as refused:
        open_directory(older)
    assert str(older.index) in refused.value.remedy
    shutil.rmtree(older.index)
    open_directory(older).close()


def test_another_log_that_is_as_long_is_told_by_delivery(world: World) -> None:
    world.publish()
    with world.directory.database.write() as connection:
        connection.execute(text("update outbox set event_id = 'other-' || event_id"))
    with pytest.raises(AnotherLog, match="an older copy was put back") as refused:
        search_delivery(world.directory).check_log()
    assert str(world.directory.settings.index) in refused.value.remedy
