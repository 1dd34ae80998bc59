"""`signpost reporting verify` and `rebuild`, as a person runs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.reporting.pair import Pair, make_template, open_pair


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with open_pair(make_template(tmp_path / "template"), tmp_path) as opened:
        opened.publish()
        opened.deliver()
        yield opened


def test_verify_shows_each_table_with_its_hashes_and_the_log_of_each_producer(pair: Pair, tmp_path: Path, signpost: Run) -> None:
    said = signpost("reporting", "verify", "--data", tmp_path)
    assert said.code == 0
    assert "supply" in said.text
    assert "/directory: 5 said, 5 kept" in said.text


def test_verify_fails_when_a_table_differs_and_says_how_to_mend_it(pair: Pair, tmp_path: Path, signpost: Run) -> None:
    with pair.reporting.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM supply")
    said = signpost("reporting", "verify", "--data", tmp_path)
    assert said.code == 1
    assert "supply: 1 missing" in said.text
    assert "signpost reporting rebuild" in said.text
    made = signpost("reporting", "rebuild", "--data", tmp_path)
    assert (made.code, "supply: made anew from 5 events; 1 missing" in made.text) == (0, True)
    assert signpost("reporting", "verify", "--data", tmp_path).code == 0
