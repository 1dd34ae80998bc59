"""Reporting's migrations add first and take away a release later (decision 19)."""

from pathlib import Path

from services.reporting.wiring import MIGRATIONS
from shared.testing.older_code import what_each_takes_away


def test_no_migration_takes_anything_from_older_code_without_saying_so(tmp_path: Path) -> None:
    assert what_each_takes_away(tmp_path, MIGRATIONS) == {}
