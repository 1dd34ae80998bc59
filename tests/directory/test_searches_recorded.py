"""Searches are told in batches, as codes and counts: no word that anybody typed, no place finer than an authority, and no search waits."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import FILTERS
from services.directory.settings import DirectorySettings
from services.directory.use_cases.find_classes import find_classes
from services.directory.use_cases.record_searches import ENOUGH, MOST_KEPT, OLD
from services.directory.wiring import Directory, open_directory
from shared.clock import SetClock
from shared.contracts.directory import SearchRecorded
from shared.geo.region import region
from shared.storage.schema import outbox
from tests.directory.world import BRADFORD, LEEDS, MORNING, World

REGION = "E12000003"
ENGLISH = Locale("en")
BANDS = {"2-km", "5-km", "10-km", "20-km", "further", "none", "1-3", "4-9", "10-or-more"}
CODES = {f"{each.name}:{code}" for each in FILTERS for code in each.options or {}}
PLACES = {REGION, *region().authorities}


def told(world: World) -> list[dict[str, Any]]:
    """What was said of searches, once everything gathered is told."""
    world.directory.searches.tell()
    return [dict(each["data"]) for each in world.events() if each["type"] == SearchRecorded.TYPE]


def asked(world: World) -> list[tuple[str, list[str], bool, str | None, str, int]]:
    return [
        (event["authority"], group["asked"], group["words"], group["within"], group["found"], group["searches"])
        for event in told(world)
        for group in event["groups"]
    ]


def test_a_search_is_told_as_what_was_understood_of_it(world: World) -> None:
    world.publish(name="Entry 2 in the morning")
    world.search(q="entry 2 near LS8 5AA with mrs ziegler", within="3")
    assert asked(world) == [(LEEDS, ["level:entry-2"], True, "5-km", "1-3", 1)]


def test_searches_alike_are_counted_together(world: World) -> None:
    for _ in range(3):
        world.search(level="entry-1", near="Bradford")
    world.search(childcare="creche")
    assert sorted(asked(world), key=str) == [
        (BRADFORD, ["level:entry-1"], False, None, "none", 3),
        (REGION, ["childcare:creche"], False, None, "none", 1),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"cursor": "next"},
        {"limit": 1},
        {"level": []},
        {"provider": "somebody", "level": []},
    ],
    ids=["a further page", "a page that only counts", "nothing asked", "the page of a provider"],
)
def test_what_nobody_searched_for_is_not_told(world: World, more: dict[str, Any]) -> None:
    for _ in range(3):
        world.publish()
    page = world.anyone.get("/v1/classes", params={"level": "entry-2", "limit": 2}).json()
    first = len(asked(world))
    query = {"level": "entry-2", "limit": 2} | more
    if "cursor" in query:
        query["cursor"] = page["next"]
    assert world.anyone.get("/v1/classes", params=query).status_code == 200
    assert (first, len(asked(world))) == (1, 1)


def test_a_program_with_an_account_is_not_a_person(world: World) -> None:
    assert world.person("catalogue").get("/v1/classes", params={"level": "entry-1"}).status_code == 200
    assert asked(world) == []


def test_a_place_nobody_knows_and_the_map_tell_nothing(world: World) -> None:
    assert world.anyone.get("/v1/classes", params={"near": "Atlantis"}).status_code == 422
    assert world.anyone.get("/v1/map", params={"level": "entry-1"}).status_code == 200
    assert asked(world) == []


def test_they_are_told_once_there_are_enough_or_the_first_is_old(world: World) -> None:
    searches = world.directory.searches
    assert not searches.due()
    world.search(level="entry-1")
    world.clock.move(OLD - timedelta(seconds=1))
    assert not searches.due()
    world.clock.move(timedelta(seconds=1))
    assert searches.due()
    searches.tell()
    assert not searches.due()
    note(world.directory, ENOUGH - 1)
    assert not searches.due()
    note(world.directory, 1)
    assert searches.due()


def test_what_is_gathered_is_bounded(world: World) -> None:
    note(world.directory, MOST_KEPT + 10)
    assert sum(each[-1] for each in asked(world)) == MOST_KEPT


def note(directory: Directory, times: int, **criteria: Any) -> None:
    answer = find_classes(
        directory.search, directory.places, directory.words, directory.clock, Criteria(**(criteria or {"q": "knitting"})), None
    )
    for _ in range(times):
        directory.searches.note(answer)


@contextmanager
def opened(folder: Path) -> Iterator[Directory]:
    directory = open_directory(DirectorySettings(data=folder), SetClock(MORNING))
    yield directory
    directory.close()


def events(directory: Directory) -> list[dict[str, Any]]:
    with directory.database.read() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.type == SearchRecorded.TYPE)).mappings()
        return [dict(row) for row in rows]


def test_what_is_left_is_told_at_the_end(tmp_path: Path) -> None:
    with opened(tmp_path) as directory:
        note(directory, 3)
    with opened(tmp_path) as directory:
        (event,) = events(directory)
    assert event["data"]["groups"][0]["searches"] == 3


def test_while_the_database_refuses_they_are_kept_up_to_a_limit_and_told_once(tmp_path: Path) -> None:
    clock = SetClock(MORNING)
    directory = open_directory(DirectorySettings(data=tmp_path), clock)
    with directory.database.write() as connection:
        connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    note(directory, ENOUGH)
    directory.searches.tell()
    assert not directory.searches.due()
    note(directory, MOST_KEPT)
    with directory.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    clock.move(OLD)
    assert directory.searches.due()
    directory.searches.tell()
    directory.searches.tell()
    told_once = events(directory)
    directory.close()
    assert sum(group["searches"] for event in told_once for group in event["data"]["groups"]) == MOST_KEPT


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for each in value.values() for text in strings(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in strings(each))
    elif isinstance(value, str):
        yield value


def from_our_lists(text: str) -> bool:
    name, _, code = text.partition(":")
    spoken, dash, script = code.partition("-")
    language = spoken in ENGLISH.languages and (not dash or script in ENGLISH.scripts)
    return text in BANDS | CODES | PLACES or (name == "support_language" and language)


@pytest.fixture(scope="module")
def empty() -> Iterator[Directory]:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as directory:
        yield directory


TYPED = st.text(min_size=1, max_size=60) | st.lists(
    st.sampled_from(
        ("Aisha", "Begum", "07700", "900123", "entry", "1", "Leeds", "LS8", "5AA", "near", "crèche", "free", "إدخال", "Polish")
    ),
    max_size=8,
).map(" ".join)
OPEN = ("support_language", "provider", "authority", "network")


@settings(max_examples=100, deadline=None)
@given(TYPED, st.dictionaries(st.sampled_from(OPEN), st.frozensets(TYPED, min_size=1, max_size=2), max_size=3))
@example("Aisha Begum 07700 900123 near LS8 5AA", {"support_language": frozenset({"aisha", "pa-Arab"}), "authority": frozenset({"Begum"})})
@example("free", {"authority": frozenset({"E99999999"})})
def test_whatever_is_typed_only_codes_from_our_lists_are_told(empty: Directory, typed: str, filters: dict[str, frozenset[str]]) -> None:
    before = len(events(empty))
    note(empty, 1, q=typed, filters=filters)
    empty.searches.tell()
    new = events(empty)[before:]
    assert len(new) == bool(typed.strip() or filters.keys() & {"support_language", "authority"})
    for event in new:
        data = event["data"]
        assert (data.pop("id"), data.pop("day")) == (event["subject"], "2026-09-01")
        assert [text for text in strings(data) if not from_our_lists(text)] == []
        assert event["authority"] in PLACES
        assert "Begum" not in json.dumps(data)
