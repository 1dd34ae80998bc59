"""Asked for here: searches people made, by authority and level, none shown below ten."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.reporting.entrypoints.local_delivery import reporting_delivery
from shared.messaging.log import EventLog
from signpost.one_machine import OneMachine, open_machine
from tests.portal.public_site import Visitor, words

FEW = "fewer than 10"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[OneMachine]:
    machine = open_machine(tmp_path, demo=False)
    yield machine
    machine.close()


def rows_of_asked(page: httpx.Response) -> dict[str, list[str]]:
    """Authority → classes, open places, searches asked and those that found nothing."""
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page.text.partition('id="asked"')[2], flags=re.DOTALL)
    return {html.unescape(name).strip(): cells_of(row) for name, row in rows}


def cells_of(row: str) -> list[str]:
    return [text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.DOTALL)]


def text(cell: str) -> str:
    return re.sub(r"<[^>]+>", "", cell).strip()


def deliver(machine: OneMachine) -> None:
    machine.directory.searches.tell()
    reporting_delivery(machine.reporting, "directory", EventLog(machine.directory.database)).run_until_idle()


def test_searches_of_people_are_shown_from_ten_on(machine: OneMachine) -> None:
    visitor = Visitor(machine.app)
    for _ in range(9):
        assert visitor.get("/classes", params={"q": "entry 1", "near": "Leeds"}).status_code == 200
    deliver(machine)
    assert rows_of_asked(visitor.get("/on-offer"))["Leeds"] == ["0", "0", FEW, FEW]
    visitor.get("/classes", params={"level": "entry-1", "near": "LS8"})
    visitor.get("/classes", params={"level": "entry-2", "near": "LS8"})
    deliver(machine)
    assert rows_of_asked(visitor.get("/on-offer"))["Leeds"] == ["0", "0", "11", "11"]
    assert rows_of_asked(visitor.get("/on-offer?level=entry-1"))["Leeds"] == ["0", "0", "10", "10"]
    other = rows_of_asked(visitor.get("/on-offer?level=entry-2"))
    assert (other["Leeds"], other["Bradford"]) == (["0", "0", FEW, FEW], ["0", "0", FEW, FEW])


def test_a_search_without_a_place_is_in_a_row_of_its_own_and_in_the_sum(machine: OneMachine) -> None:
    visitor = Visitor(machine.app)
    for _ in range(12):
        visitor.get("/classes", params={"childcare": "creche"})
    deliver(machine)
    rows = rows_of_asked(visitor.get("/on-offer"))
    assert (rows["Place not said"], rows["The whole region"]) == (["", "", "12", "12"], ["0", "0", "12", "12"])
    assert [row[2] for name, row in rows.items() if name not in ("Place not said", "The whole region")] == [FEW] * 15


def test_pages_that_only_look_something_up_ask_for_nothing(machine: OneMachine) -> None:
    visitor = Visitor(machine.app)
    for path in ("/", "/classes", "/can-i-attend?level=entry-1&near=Leeds", "/on-offer", "/privacy"):
        for _ in range(10):
            assert visitor.get(path).status_code == 200
    deliver(machine)
    assert EventLog(machine.directory.database).newest() == 0


def test_it_says_what_is_not_kept(machine: OneMachine) -> None:
    page = words(Visitor(machine.app).get("/on-offer"))
    assert "The words typed are not kept, nor who asked, nor from where." in page
    assert "Searches of the last twelve months" in page
