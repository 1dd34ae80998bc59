"""What is on offer where: the table, the map and the file say the same, and as much as a search finds."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.map_picture import SHADES
from services.portal.supply_view import bands
from services.reporting.entrypoints.local_delivery import reporting_delivery
from shared.contracts import labels
from shared.contracts.provision import Format
from shared.messaging.log import EventLog
from signpost.one_machine import OneMachine, open_machine
from tests.portal.public_site import Visitor, links, total, words
from tests.reporting.plain_count import plain_count, shown_count

LEEDS, BRADFORD, YORK = "E08000035", "E08000032", "E06000014"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneMachine]:
    machine = open_machine(tmp_path_factory.mktemp("supply"), demo=True)
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def before_delivery(machine: OneMachine) -> str:
    """The page while everything is still on its way."""
    return words(Visitor(machine.app).get("/on-offer"))


@pytest.fixture(scope="module")
def visitor(machine: OneMachine, before_delivery: str) -> Visitor:
    reporting_delivery(machine.reporting, "directory", EventLog(machine.directory.database)).run_until_idle()
    return Visitor(machine.app)


def table(page: str) -> dict[str, list[int]]:
    """Authority → the figures of its row."""
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page, flags=re.DOTALL)
    plain = [(re.sub(r"<[^>]+>", "", name).strip(), re.sub(r"<[^>]+>", " ", cells)) for name, cells in rows]
    return {name: [int(figure.replace(",", "")) for figure in cells.split()] for name, cells in plain}


def test_until_events_have_come_it_says_how_many_are_on_their_way(machine: OneMachine, before_delivery: str) -> None:
    newest = EventLog(machine.directory.database).newest()
    assert f"{newest} events are on their way" in before_delivery or f"{newest:,} events are on their way" in before_delivery
    assert "Nothing is counted yet" in before_delivery


@pytest.mark.parametrize("taught", [None, *Format])
def test_what_is_answered_is_a_plain_count_of_the_directory(machine: OneMachine, visitor: Visitor, taught: Format | None) -> None:
    answer = visitor.get("/reporting/v1/supply", params={"format": taught.value} if taught else {}).json()
    assert shown_count(answer) == plain_count(machine.directory.database, machine.directory.clock.now(), taught)
    assert (answer["on_the_way"], len(answer["lines"])) == (0, 15)


@pytest.mark.parametrize("authority", [LEEDS, BRADFORD, YORK])
def test_a_figure_is_the_number_of_classes_a_search_finds(visitor: Visitor, authority: str) -> None:
    lines = {line["authority"]: line for line in visitor.get("/reporting/v1/supply").json()["lines"]}
    assert total(visitor.get(f"/classes?authority={authority}")) == lines[authority]["every_level"]["classes"]
    for level in ("entry-1", "entry-3"):
        assert total(visitor.get(f"/classes?authority={authority}&level={level}")) == lines[authority]["levels"][level]["classes"]


def test_the_table_has_every_authority_by_level_with_its_sum(visitor: Visitor) -> None:
    answer = visitor.get("/reporting/v1/supply").json()
    shown = table(visitor.get("/on-offer").text)
    for line in answer["lines"]:
        figures = [*line["levels"].values(), line["every_level"]]
        assert shown[line["name"]] == [each["classes"] for each in figures]
    assert shown["All authorities"][-1] == answer["region"]["every_level"]["classes"]
    places = table(visitor.get("/on-offer?shown=places").text)
    assert places["All authorities"][-1] == answer["region"]["every_level"]["open_places"]


def test_one_level_shows_places_too_and_can_be_put_in_order(visitor: Visitor) -> None:
    page = visitor.get("/on-offer?level=entry-1&order=most")
    assert "People waiting" in words(page)
    shown = table(page.text)
    of_all = shown.pop("All authorities")
    classes = [figures[0] for figures in shown.values()]
    assert classes == sorted(classes, reverse=True)
    assert [sum(column) for column in zip(*shown.values(), strict=True)] == of_all
    fewest = table(visitor.get("/on-offer?level=entry-1&order=fewest").text)
    assert [figures[0] for figures in fewest.values()][:-1] == sorted(classes)


def test_an_authority_leads_to_its_classes_as_they_were_counted(visitor: Visitor) -> None:
    page = visitor.get("/on-offer?level=entry-2&taught=online")
    counted = {name: figures[0] for name, figures in table(page.text).items() if figures[0]}
    name = next(name for name in counted if name != "All authorities")
    (address,) = links(page, name)
    assert total(visitor.get(address)) == counted[name]


def test_the_file_has_the_same_figures(visitor: Visitor) -> None:
    (address,) = links(visitor.get("/on-offer?taught=in-person"), "Download")
    answer = visitor.get(address)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"] == 'attachment; filename="on-offer.csv"'
    asked = visitor.get("/reporting/v1/supply?format=in-person").json()
    leeds = next(line for line in asked["lines"] if line["authority"] == LEEDS)
    told = {row["level"]: int(row["classes"]) for row in rows if row["authority"] == LEEDS}
    assert told == {level: each["classes"] for level, each in leeds["levels"].items()} | {"every": leeds["every_level"]["classes"]}
    assert len(rows) == 16 * (len(labels.LEVEL) + 2)


def test_the_map_says_each_figure_in_words_and_shades_in_patterns(visitor: Visitor) -> None:
    picture = visitor.get("/on-offer/map.svg?level=level-2").text
    shown = table(visitor.get("/on-offer?level=level-2").text)
    for name, figures in shown.items():
        if name != "All authorities":
            assert re.search(rf">{name}<tspan [^>]*>{figures[0]}</tspan>", picture), name
    assert len({marks for _, marks in SHADES}) == len(SHADES)
    page = visitor.get("/on-offer?level=level-2").text
    assert 'alt="Map of the region.' in page
    assert "/on-offer/map.svg?level=level-2" in page


def test_what_nobody_knows_counts_as_not_asked(visitor: Visitor) -> None:
    assert table(visitor.get("/on-offer?level=level-9&order=sideways&taught=telepathy").text) == table(visitor.get("/on-offer").text)


def test_it_is_reached_from_every_page(visitor: Visitor) -> None:
    assert links(visitor.get("/"), "What is on offer where") == ["/on-offer"]


def test_without_classes_it_says_when_there_will_be_figures(tmp_path: Path) -> None:
    machine = open_machine(tmp_path, demo=False)
    page = words(Visitor(machine.app).get("/on-offer"))
    machine.close()
    assert "Nothing is on offer yet" in page
    assert "until" not in page.split("Level")[0]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=15))
def test_every_figure_has_one_shade_and_a_greater_one_none_that_is_lighter(figures: list[int]) -> None:
    found = bands(figures)
    shade = {figure: [band.shade for band in found if band.low <= figure <= band.high] for figure in figures}
    assert all(len(shades) == 1 for shades in shade.values())
    in_order = [shade[figure][0] for figure in sorted(figures)]
    assert in_order == sorted(in_order)
    assert all((figure == 0) == (shades == [0]) for figure, shades in shade.items())
