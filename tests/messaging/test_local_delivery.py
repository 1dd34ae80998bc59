"""The pairs of local delivery with each kind of inbox, all held to the one suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.testing.delivery import DeliveryBed, DeliveryBehaviour, ThingChanged
from shared.testing.mending import MendingBehaviour
from tests.databases import Ground

from .beds import PageBed, SqlBed


class TestIntoAnotherServicesDatabase(DeliveryBehaviour, MendingBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> SqlBed:
        return SqlBed(tmp_path / "directory.sqlite", tmp_path / "reporting.sqlite", clock)


@pytest.mark.both_databases
class TestMendingInTheProducersOwnDatabase(MendingBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock, ground: Ground) -> Iterator[SqlBed]:
        address = ground.new(tmp_path / "directory.sqlite")
        bed = SqlBed(address, address, clock)
        yield bed
        bed.producer.close()


class TestIntoTheProducersOwnDatabase(DeliveryBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> SqlBed:
        return SqlBed(tmp_path / "directory.sqlite", tmp_path / "directory.sqlite", clock)

    @pytest.mark.parametrize("said_since", [0, 1, 2, 3])
    def test_an_older_copy_put_back_is_told_however_much_was_said_since(self, bed: DeliveryBed, said_since: int) -> None:
        """Nothing to tell: what the consumer keeps is in the same copy."""
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.keep_copy()
        bed.publish(ThingChanged(name="lost"), "b", 1)
        bed.run_until_idle()
        bed.put_copy_back()
        since = {f"since-{number}": (1, "since") for number in range(said_since)}
        for subject in since:
            bed.publish(ThingChanged(name="since"), subject, 1)
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red"), **since}


class TestIntoAnIndexThatStoresOnlyItsPosition(DeliveryBehaviour, MendingBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> PageBed:
        return PageBed(tmp_path / "directory.sqlite", tmp_path / "index.sqlite", clock)
