"""The page tells of a whole run of the matrix as it is now, with nothing lost, and every guard missed when it was gone."""

import pytest

from tests.faults.configurations import CONFIGURATIONS, PLANTED
from tests.faults.report import Run, faults_parts, last_run

FEWEST_EVENTS = 2_000
ISSUE_WANTS = 20
SERVERS = {"PostgreSQL", "RabbitMQ", "Erlang", "Python", "nameko"}
GUARDS = {"outbox", "inbox", "confirm", "sequence"}


@pytest.fixture(scope="module")
def run() -> Run:
    return last_run()


def test_every_configuration_was_made_and_none_is_told_of_that_is_not_there(run: Run) -> None:
    assert [one.name for one in run.made] == [one.name for one in CONFIGURATIONS]
    assert [one.what for one in run.made] == [one.what for one in CONFIGURATIONS]
    assert len({one.name for one in CONFIGURATIONS}) == len(CONFIGURATIONS) >= ISSUE_WANTS


def test_nothing_was_lost_doubled_or_out_of_order(run: Run) -> None:
    assert [(one.name, one.findings) for one in run.made if one.findings or one.lost or one.doubled or one.out_of_order] == []
    assert [one.name for one in run.made if one.events < FEWEST_EVENTS] == []


def test_each_guard_was_taken_out_and_missed(run: Run) -> None:
    assert [(one.guard, one.configuration) for one in run.caught] == [(one.guard, one.configuration.name) for one in PLANTED]
    assert {one.guard for one in run.caught if one.findings} == GUARDS
    assert [one.configuration for one in run.caught if not one.findings] == []


def test_the_page_names_configurations_and_versions_in_whole_tables(run: Run) -> None:
    page = "\n\n".join(faults_parts(run))
    assert set(run.versions) >= SERVERS
    assert all(f"{name} {version}" in page for name, version in run.versions.items())
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]
    assert {len(cells) for cells in rows} == {3, 9}
    assert [one.name for one in run.made if page.count(f"| {one.name} |") != 1] == []
