"""How addresses keep a search, and how dates, times and distances read."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.asked import Asked
from services.portal.class_words import cost, next_start, room, when
from services.portal.words import ago, all_of, clock_time, distance, pounds
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Cost, CostKind, Day, Places, Term, WeeklySession

NAMES = st.sampled_from(["q", "near", "within", "level", "day", "provider", "sort", "cursor", "view"])
PAIRS = st.lists(st.tuples(NAMES, st.text(min_size=0, max_size=12)), max_size=8)


@given(PAIRS)
def test_a_search_survives_being_written_into_an_address(pairs: list[tuple[str, str]]) -> None:
    asked = Asked.read(pairs)
    assert Asked.read(parse_qsl(urlsplit(asked.address()).query)) == asked


@given(PAIRS)
def test_taking_a_choice_back_leaves_all_others(pairs: list[tuple[str, str]]) -> None:
    asked = Asked.read(pairs)
    for name, value in asked.pairs:
        left = asked.without(name, value)
        assert (name, value) not in left.pairs
        assert left.one("cursor") == ""
        if name not in ("near", "q"):  # a distance needs the place in one of them
            assert set(asked.pairs) - set(left.pairs) <= {(name, value)} | {pair for pair in asked.pairs if pair[0] == "cursor"}


def test_a_distance_without_a_place_asks_nothing() -> None:
    assert Asked.read([("within", "10"), ("sort", "nearest"), ("near", " ")]).pairs == ()
    assert Asked.read([("near", "Leeds"), ("within", "10")]).without("near").pairs == ()


def test_a_distance_that_was_chosen_may_be_for_a_place_among_the_words() -> None:
    assert Asked.read([("q", "women leeds"), ("within", "50")]).one("within") == "50"
    assert Asked.read([("q", "women leeds"), ("within", "10")]).one("within") == "", "what the form has chosen by itself"


@pytest.mark.parametrize(
    ("at", "reads"), [(time(9), "9am"), (time(9, 30), "9:30am"), (time(12), "midday"), (time(12, 5), "12:05pm"), (time(0, 5), "12:05am")]
)
def test_times_read_as_people_say_them(at: time, reads: str) -> None:
    assert clock_time(at) == reads


@pytest.mark.parametrize(
    ("metres", "reads"), [(10, "50 m"), (430, "450 m"), (949, "950 m"), (1240, "1.2 km"), (9951, "10 km"), (23_400, "23 km")]
)
def test_distances_are_as_exact_as_is_useful(metres: int, reads: str) -> None:
    assert distance(metres) == reads


@pytest.mark.parametrize(
    ("days", "reads"), [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (120, "about 4 months ago"), (800, "about 2 years ago")]
)
def test_ages_read_as_people_say_them(days: int, reads: str) -> None:
    now = datetime(2026, 9, 14, 12, tzinfo=UTC)
    assert ago(now - timedelta(days=days), now) == reads


def test_a_day_begins_at_midnight_local_time() -> None:
    assert ago(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "yesterday"


def test_money_is_told_without_empty_pence() -> None:
    assert [pounds(1200), pounds(1250)] == ["£12", "£12.50"]
    assert cost(Cost(kind=CostKind.PAID, amount_pence=4000)) == "£40"
    assert cost(Cost(kind=CostKind.PAID)) == "There is a fee"
    assert cost(Cost()) == "Cost: ask"


def test_days_with_the_same_hours_are_told_together() -> None:
    morning, evening = {"starts": time(9, 30), "ends": time(11, 30)}, {"starts": time(18), "ends": time(20)}
    sessions = [
        WeeklySession(day=Day.WEDNESDAY, **morning),
        WeeklySession(day=Day.MONDAY, **morning),
        WeeklySession(day=Day.MONDAY, **evening),
    ]
    assert when(sessions) == ["Mondays and Wednesdays, 9:30am to 11:30am", "Mondays, 6pm to 8pm"]
    assert all_of(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("places", "reads"),
    [
        (Places(open=1), "1 place open"),
        (Places(open=8, waiting_list=True), "8 places open"),
        (Places(open=0, waiting_list=True), "Full, with a waiting list"),
        (Places(open=0), "Full"),
        (Places(waiting_list=True), "Waiting list"),
        (Places(), "Places: ask"),
    ],
)
def test_room_is_told_and_never_guessed(places: Places, reads: str) -> None:
    assert room(places) == reads


def test_the_next_start_is_the_nearest_that_is_to_come() -> None:
    terms = (Term(starts=date(2026, 9, 14), ends=date(2026, 12, 18)), Term(starts=date(2027, 1, 11), ends=date(2027, 3, 26)))
    details = ClassDetails(name="English", provider_id="p", terms=terms)
    assert next_start(details, date(2026, 9, 15)) == date(2027, 1, 11)
    assert next_start(details, date(2027, 6, 1)) is None
