"""The pairs of local delivery with each kind of inbox, all held to the one suite."""

from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.testing.delivery import DeliveryBehaviour

from .beds import PageBed, SqlBed


class TestIntoAnotherServicesDatabase(DeliveryBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> SqlBed:
        return SqlBed(tmp_path / "directory.sqlite", tmp_path / "reporting.sqlite", clock)


class TestIntoTheProducersOwnDatabase(DeliveryBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> SqlBed:
        return SqlBed(tmp_path / "directory.sqlite", tmp_path / "directory.sqlite", clock)


class TestIntoAnIndexThatStoresOnlyItsPosition(DeliveryBehaviour):
    @pytest.fixture
    def bed(self, tmp_path: Path, clock: SetClock) -> PageBed:
        return PageBed(tmp_path / "directory.sqlite", tmp_path / "index.sqlite", clock)
