"""The rules of the domain over everything that may happen: ages, moves, changes, names, times of day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.directory.domain import lifecycle
from services.directory.domain.changes import changed_fields
from services.directory.domain.filters import slots, time_of_day
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.listings import ClassListing, Provider
from services.directory.domain.names import name_key
from services.directory.domain.running import ended, joinable_on
from services.directory.domain.shown import class_shown
from shared.contracts.directory import ClassDetails, ProviderDetails
from shared.contracts.provision import Format, Places, WeeklySession
from shared.errors import ChangedMeanwhile, Conflict
from shared.permissions import Actor

COLLEGE = Provider("college", ProviderDetails(name="Northgate College", authority="E08000035"))
AMINA = Actor("amina", "Amina Yusuf")
START = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
ORDER = list(Freshness)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given their zone by hypothesis


def details(**more: Any) -> ClassDetails:
    return ClassDetails.model_validate({"name": "A class", "provider_id": "college", "format": "online", **more})


def listing(**more: Any) -> ClassListing:
    return lifecycle.publish("class", details(**more), COLLEGE, AMINA, START)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=4000)), st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_listing_only_ever_gets_older(verified: datetime, age: timedelta, more: timedelta) -> None:
    assert ORDER.index(freshness(verified, verified + age)) <= ORDER.index(freshness(verified, verified + age + more))


@pytest.mark.parametrize(("days", "band"), [(92, Freshness.AGEING), (184, Freshness.STALE), (365, Freshness.HIDDEN)])
def test_a_band_starts_the_moment_its_age_is_passed(days: int, band: Freshness) -> None:
    before = ORDER[ORDER.index(band) - 1]
    assert freshness(START, START + timedelta(days=days)) is before
    assert freshness(START, START + timedelta(days=days, microseconds=1)) is band


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=1000)))
def test_a_clock_that_was_put_back_makes_nothing_old(verified: datetime, back: timedelta) -> None:
    assert freshness(verified, verified - back) is Freshness.VERIFIED


class LifeOfAClass(RuleBasedStateMachine):
    """Everything that may happen to one class, in any order; the model beside it is as simple as a person's idea of it."""

    @initialize()
    def publish(self) -> None:
        self.now, self.withdrawn, self.verified = START, False, START
        self.listing = listing()
        self.told: list[int] = [self.listing.sequence]

    @rule(hours=st.integers(1, 5000))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def _moved(self, after: ClassListing) -> None:
        self.told.append(after.sequence)
        self.listing = after

    @precondition(lambda self: not self.withdrawn)
    @rule(name=st.text("abc", min_size=2, max_size=9))
    def update(self, name: str) -> None:
        self._moved(lifecycle.update(self.listing, details(name=name), COLLEGE, AMINA, self.now))
        self.verified = self.now
        assert self.listing.details.name == name

    @precondition(lambda self: not self.withdrawn)
    @rule()
    def verify(self) -> None:
        before = self.listing.details
        self._moved(lifecycle.verify(self.listing, AMINA, self.now))
        self.verified = self.now
        assert self.listing.details == before

    @precondition(lambda self: not self.withdrawn)
    @rule(places=st.integers(0, 30))
    def tell_places(self, places: int) -> None:
        self._moved(lifecycle.change_places(self.listing, Places(open=places, told_at=START - timedelta(days=900)), self.now))
        assert self.listing.details.places == Places(open=places, told_at=self.now)

    @precondition(lambda self: not self.withdrawn)
    @rule()
    def withdraw(self) -> None:
        before = self.listing.details
        self._moved(lifecycle.withdraw(self.listing))
        self.withdrawn = True
        assert self.listing.details == before

    @precondition(lambda self: self.withdrawn)
    @rule()
    def restore(self) -> None:
        self._moved(lifecycle.restore(self.listing, AMINA, self.now))
        self.withdrawn, self.verified = False, self.now

    @precondition(lambda self: self.withdrawn)
    @rule()
    def what_is_withdrawn_is_only_restored(self) -> None:
        for move in (
            lambda: lifecycle.update(self.listing, details(), COLLEGE, AMINA, self.now),
            lambda: lifecycle.verify(self.listing, AMINA, self.now),
            lambda: lifecycle.change_places(self.listing, Places(open=1), self.now),
            lambda: lifecycle.withdraw(self.listing),
        ):
            with pytest.raises(Conflict) as refusal:
                move()
            assert ("withdrawn" in refusal.value.message, refusal.value.remedy) == (True, "Restore it first.")

    @precondition(lambda self: not self.withdrawn)
    @rule()
    def what_is_not_withdrawn_is_not_restored(self) -> None:
        with pytest.raises(Conflict) as refusal:
            lifecycle.restore(self.listing, AMINA, self.now)
        assert refusal.value.remedy

    @rule(seen=st.integers(0, 40))
    def who_saw_another_version_is_told(self, seen: int) -> None:
        if seen == self.listing.sequence:
            lifecycle.expect(self.listing.sequence, seen)
        else:
            with pytest.raises(ChangedMeanwhile, match=f"you had version {seen}, it is now {self.listing.sequence}"):
                lifecycle.expect(self.listing.sequence, seen)

    @invariant()
    def every_change_is_counted_once(self) -> None:
        assert self.told == list(range(1, len(self.told) + 1))

    @invariant()
    def it_is_as_the_person_thinks(self) -> None:
        assert (self.listing.withdrawn, self.listing.verified_at, self.listing.id) == (self.withdrawn, self.verified, "class")


LifeOfAClass.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLifeOfAClass = LifeOfAClass.TestCase


@given(st.text("ab ", min_size=1, max_size=5), st.text("ab ", min_size=1, max_size=5), st.booleans())
def test_what_changed_is_exactly_what_differs(before: str, after: str, women_only: bool) -> None:
    old, new = details(description=before), details(description=after, women_only=women_only)
    told = changed_fields(old, new)
    assert set(told) == ({"description"} if old.description != new.description else set()) | ({"women_only"} if women_only else set())
    assert all(pair == [old.model_dump(mode="json")[name], new.model_dump(mode="json")[name]] for name, pair in told.items())


def test_of_something_new_only_what_was_said_is_new() -> None:
    assert set(changed_fields(None, details(description="Words"))) == {"name", "provider_id", "format", "description"}


@given(st.text(max_size=40))
def test_a_name_is_the_same_name_in_capitals_with_more_spaces_and_said_twice(name: str) -> None:
    assert name_key(f"  {name}  ") == name_key(name)
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("St. John’s  Hall", "st johns hall", True),
        ("Café Éclair", "CAFE ECLAIR", True),
        ("Arts & Crafts", "arts and crafts", True),
        ("Room 1", "Room 2", False),
        ("مركز", "مركز", True),
    ],
)
def test_when_two_names_are_one_to_a_person(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("starts", "part"),
    [
        ("00:00", "morning"),
        ("11:59", "morning"),
        ("12:00", "afternoon"),
        ("16:59", "afternoon"),
        ("17:00", "evening"),
        ("23:59", "evening"),
    ],
)
def test_the_time_of_day_is_when_it_starts(starts: str, part: str) -> None:
    assert time_of_day(time.fromisoformat(starts)) == part


def test_each_session_is_one_day_and_time_together() -> None:
    sessions = [("monday", "09:00"), ("tuesday", "18:00"), ("monday", "10:00")]
    held = tuple(WeeklySession.model_validate({"day": day, "starts": starts, "ends": "20:00"}) for day, starts in sessions)
    shown = class_shown(replace(listing(), details=details(sessions=held, format=Format.ONLINE)), COLLEGE, None)
    assert slots(shown) == {("monday", "morning"), ("tuesday", "evening")}


@given(st.none() | st.dates(), st.booleans(), st.dates())
def test_a_roll_on_class_can_be_joined_from_today_and_never_before_it_begins(first: date | None, roll_on: bool, today: date) -> None:
    day = joinable_on(first, roll_on, today)
    assert day == (first if not roll_on else max(first or today, today))


@given(st.dates(max_value=date(9999, 12, 30)))
def test_a_class_is_over_the_day_after_its_last(last: date) -> None:
    assert (ended(last, last), ended(last, last + timedelta(days=1)), ended(None, last)) == (False, True, False)
