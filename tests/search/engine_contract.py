"""What every search engine must do. An engine inherits SearchContract and gives it the fixture `new_engine`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from services.directory.domain.criteria import Criteria, Sort
from services.directory.use_cases.ports import Found, Match, Named, NameSearch
from shared.contracts.directory import ClassShown
from shared.errors import Invalid
from tests.search.corpus import NOW, a_class, corpus
from tests.search.plain_names import FEW, classes_named, classes_of, key_of, providers_named
from tests.search.plain_scan import PlainScan
from tests.search.wanted import PLACES, criteria, typed_names


def examples(most: int) -> settings:
    """No deadline: the machine may be busy."""
    return settings(max_examples=most, deadline=None, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow])


HOSTILE = (
    *(
        "",
        "   ",
        "\x00",
        "\ud800",
        "\uffff",
        "\r\n\t",
        "AND OR NOT",
        "*:*",
        "name:[* TO *]",
        "(((",
        '"',
        "\\",
        "a^1e9",
        "~",
        "/.*/",
        "{}",
        "%00",
    ),
    *("🙂🙂", "\u202eesolc\u202c", "'; DROP TABLE", "<script>", "level:entry-1", "a" * 100_000, "word " * 50_000, "é" * 5000, "ﷺ" * 300),
)
FOREIGN_CURSORS = (
    *("x", "[]", "{}", "null", "[" * 10_000, '["best"]', '["best",1,2,3]', '["best","a",2,3,"id"]', '["fresh",1,2,3,"id"]'),
    *('["best",1e400,2,3,"id"]', '["best",99999999999999999999,2,3,"id"]', '["best",true,2,3,"x"]', '["best",1,2,3,"\\ud800"]'),
)


class Engine(Protocol):
    """An empty index of its own, and the search over it."""

    def put(self, changes: Sequence[tuple[ClassShown, int]]) -> None:
        """(state, sequence) in the order they came; found when this returns."""
        ...

    def find(self, criteria: Criteria, now: datetime) -> Found: ...

    @property
    def names(self) -> NameSearch: ...


def ids(found: Found) -> list[str]:
    return [from_json(hit.card)["id"] for hit in found.hits]


def answer(found: Found) -> dict[str, object]:
    """All that engines must agree on; cursors and the words of `why` are their own."""
    return {
        "ids": ids(found),
        "total": found.total,
        "metres": [hit.distance_m for hit in found.hits],
        "verified": [hit.verified_at for hit in found.hits],
        "facets": {name: [(value.code, value.label, value.count) for value in values] for name, values in found.facets.items()},
        "corrected": dict(found.corrected),
        "unknown": found.unknown,
        "more": found.next is not None,
    }


def all_pages(engine: Engine | PlainScan, wanted: Criteria, most: int = 10_000) -> list[str]:
    found = engine.find(wanted, NOW)
    seen = ids(found)
    while found.next and len(seen) < most:
        found = engine.find(replace(wanted, cursor=found.next), NOW)
        seen += ids(found)
    return seen


class SearchContract:
    @pytest.fixture(scope="class")
    @classmethod
    def new_engine(cls) -> Callable[[], Engine]:
        raise NotImplementedError("give the engine under test as the fixture `new_engine`")

    @pytest.fixture(scope="class")
    @classmethod
    def listings(cls) -> list[ClassShown]:
        return corpus(240, seed=7)

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, new_engine: Callable[[], Engine], listings: list[ClassShown]) -> Engine:
        engine = new_engine()
        engine.put([(shown, 1) for shown in listings])
        return engine

    @pytest.fixture(scope="class")
    @classmethod
    def scan(cls, listings: list[ClassShown]) -> PlainScan:
        return PlainScan(listings)

    @examples(200)
    @given(wanted=criteria())
    def test_any_search_gives_what_a_plain_scan_gives(self, engine: Engine, scan: PlainScan, wanted: Criteria) -> None:
        assert answer(engine.find(wanted, NOW)) == answer(scan.find(wanted, NOW))

    @examples(25)
    @given(wanted=criteria(), limit=st.integers(1, 9))
    def test_pages_give_everything_once_and_in_order(self, engine: Engine, scan: PlainScan, wanted: Criteria, limit: int) -> None:
        everything = all_pages(scan, replace(wanted, limit=100))
        assert (
            all_pages(engine, replace(wanted, limit=limit), most=40)
            == everything[: len(all_pages(engine, replace(wanted, limit=limit), most=40))]
        )
        assert all_pages(engine, replace(wanted, limit=100)) == everything

    @examples(25)
    @given(wanted=criteria(), days=st.integers(-400, 400))
    def test_time_passing_needs_no_new_index(self, engine: Engine, scan: PlainScan, wanted: Criteria, days: int) -> None:
        then = NOW + timedelta(days=days, hours=days % 24)
        assert answer(engine.find(wanted, then)) == answer(scan.find(wanted, then))

    @examples(12)
    @given(seed=st.integers(0, 10**6), batches=st.integers(1, 4), wanted=st.lists(criteria(), min_size=3, max_size=3))
    def test_after_any_changes_the_newest_of_each_class_is_found(
        self, new_engine: Callable[[], Engine], seed: int, batches: int, wanted: list[Criteria]
    ) -> None:
        random, engine = Random(seed), new_engine()
        first = corpus(30, seed=seed)
        newest = {shown.id: (shown, 5) for shown in first}
        engine.put(list(newest.values()))
        for _ in range(batches):
            engine.find(wanted[0], NOW)
            changes = [_changed(random, shown) for shown in random.sample(first, 8)]
            engine.put(changes)
            for state, sequence in changes:
                if sequence >= newest[state.id][1]:
                    newest[state.id] = (state, sequence)
            scan = PlainScan(state for state, _ in newest.values())
            for each in wanted:
                assert answer(engine.find(each, NOW)) == answer(scan.find(each, NOW))

    @pytest.mark.parametrize(
        "wanted",
        [Criteria(limit=7), Criteria(limit=7, near=PLACES[0], sort=Sort.NEAREST), Criteria(limit=7, sort=Sort.SOONEST, q="english")],
    )
    def test_what_is_added_between_two_pages_repeats_and_loses_nothing(self, new_engine: Callable[[], Engine], wanted: Criteria) -> None:
        engine = new_engine()
        engine.put([(shown, 1) for shown in corpus(60, seed=1)])
        expected = all_pages(engine, wanted)
        first = engine.find(wanted, NOW)
        engine.put([(shown, 1) for shown in corpus(60, seed=2)])
        seen = ids(first) + all_pages(engine, replace(wanted, cursor=first.next))
        assert len(seen) == len(set(seen))
        assert [id for id in seen if id in set(expected)] == expected

    @examples(40)
    @given(q=st.text(max_size=200) | st.sampled_from(HOSTILE))
    def test_a_hostile_question_gets_a_plain_answer(self, engine: Engine, scan: PlainScan, q: str) -> None:
        wanted = Criteria(q=q, limit=3)
        assert answer(engine.find(wanted, NOW)) == answer(scan.find(wanted, NOW))

    @pytest.mark.parametrize("cursor", FOREIGN_CURSORS)
    def test_a_cursor_of_another_list_is_refused_by_name(self, engine: Engine, cursor: str) -> None:
        with pytest.raises(Invalid) as refused:
            engine.find(Criteria(cursor=cursor), NOW)
        assert refused.value.problems[0].field == "cursor"
        assert refused.value.problems[0].remedy

    @examples(150)
    @given(typed=typed_names())
    def test_names_as_they_are_typed_are_those_a_plain_scan_gives(self, engine: Engine, listings: list[ClassShown], typed: str) -> None:
        providers = engine.names.providers_named(typed, 1_000, NOW)
        assert _told(providers) == providers_named(listings, typed, NOW)
        assert _told(engine.names.classes_named(typed, 1_000, NOW)) == classes_named(listings, typed, NOW)
        assert all(each.classes == classes_of(listings, each.id, NOW) for each in providers)
        assert engine.names.providers_named(typed, 4, NOW) == providers[:4]

    @examples(40)
    @given(typed=typed_names())
    def test_each_class_named_can_be_found_and_is_called_so(self, engine: Engine, listings: list[ClassShown], typed: str) -> None:
        by_id = {shown.id: shown for shown in listings}
        found = set(all_pages(engine, Criteria(limit=100)))
        for each in engine.names.classes_named(typed, 10, NOW):
            shown = by_id[each.id]
            town = (shown.where.town if shown.where else None) or ""
            assert each == Named(shown.id, shown.details.name, each.match, shown.provider.name, town)
            assert each.id in found

    def test_names_follow_what_happens_to_classes_and_providers(self, new_engine: Callable[[], Engine]) -> None:
        engine, (shown, *_) = new_engine(), corpus(1, seed=3)
        details = shown.details.model_copy(update={"name": "Zebra conversation", "ends_on": None})
        fresh = shown.model_copy(update={"details": details, "verified_at": NOW})
        renamed = fresh.model_copy(update={"provider": fresh.provider.model_copy(update={"name": "Quince Trust"})})
        engine.put([(fresh, 1)])
        assert [each.id for each in engine.names.classes_named("zeb", 10, NOW)] == [shown.id]
        assert [each.id for each in engine.names.classes_named("zeb", 10, NOW + timedelta(days=366))] == []
        engine.put([(renamed, 2), (renamed, 3)])
        assert [each.name for each in engine.names.providers_named("quince", 10, NOW)] == ["Quince Trust"]
        assert [each.name for each in engine.names.providers_named(shown.provider.name, 10, NOW)] == []
        engine.put([(renamed.model_copy(update={"withdrawn": True}), 4)])
        assert engine.names.classes_named("zebra", 10, NOW) == engine.names.providers_named("quince", 10, NOW) == []

    def test_of_one_name_that_many_classes_have_only_a_few_are_given(self, new_engine: Callable[[], Engine]) -> None:
        engine, listings = new_engine(), corpus(30, seed=4)
        same = [
            shown.model_copy(update={"details": shown.details.model_copy(update={"name": "Same", "ends_on": None}), "verified_at": NOW})
            for shown in listings
        ]
        engine.put([(shown, 1) for shown in same])
        assert len(engine.names.classes_named("same", 10, NOW)) == FEW

    def test_nearest_first_needs_a_place(self, engine: Engine) -> None:
        with pytest.raises(Invalid) as refused:
            engine.find(Criteria(sort=Sort.NEAREST), NOW)
        assert refused.value.problems[0].field == "sort"
        assert "near" in refused.value.problems[0].remedy

    def test_an_empty_index_answers(self, new_engine: Callable[[], Engine]) -> None:
        assert answer(new_engine().find(Criteria(q="conversation", near=PLACES[0]), NOW)) == answer(
            PlainScan([]).find(Criteria(q="conversation"), NOW)
        )


def _told(named: Sequence[Named]) -> list[tuple[str, Match]]:
    return [(key_of(each.name), each.match) for each in named]


def _changed(random: Random, shown: ClassShown) -> tuple[ClassShown, int]:
    """Another state of the same class, newer or late, withdrawn or not."""
    return a_class(random, shown.id, shown.provider, withdrawn=random.random() < 0.3), random.choice((3, 5, 6, 7, 8))
