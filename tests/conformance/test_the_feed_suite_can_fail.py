"""A filter that ignores its value, planted, is seen by the comparison with the plain scan: one for each parameter."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from services.directory.adapters.openreferral.store import StoredFeedLook
from services.directory.domain.openreferral.question import Around, Question
from services.directory.entrypoints.openreferral import services
from services.directory.entrypoints.openreferral.asked import question_of
from tests.conformance.feed_world import FeedWorld
from tests.conformance.plain_scan import Scan
from tests.conformance.test_what_is_asked_is_what_is_answered import compare, compare_stream
from tests.conformance.wanted import parameters, single

PATH = "/service_at_locations"
Plant = Callable[[pytest.MonkeyPatch], None]


def _ignoring(**nothing: Any) -> Plant:
    """The question is read, and this part of it forgotten."""
    return _changing(lambda question: replace(question, **nothing))


def _changing(change: Callable[[Question], Question]) -> Plant:
    return lambda patch: patch.setattr(services, "question_of", lambda *asked: change(question_of(*asked)))


def _elsewhere(question: Question) -> Question:
    around = question.around
    return replace(question, around=Around(53.744, -0.332, around.metres) if around else None)


def _as_far_as_you_like(question: Question) -> Question:
    around = question.around
    return replace(question, around=Around(around.lat, around.lon, 10_000) if around else None)


def _asking_always(**value: Any) -> Plant:
    """Of page, length and shape: another value is used than the one asked for."""
    right = services._page

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(services, "_page", lambda asked, *rest: right(asked.model_copy(update=value), *rest))

    return plant


def _always_short(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(services, "_shape", lambda asked, shapes: shapes["listed"])


def _one_lost_between_pages(patch: pytest.MonkeyPatch) -> None:
    right = StoredFeedLook.page
    patch.setattr(StoredFeedLook, "page", lambda self, asked, now, skipped, limit: right(self, asked, now, skipped + bool(skipped), limit))


def _what_turned_by_itself_forgotten(patch: pytest.MonkeyPatch) -> None:
    right = StoredFeedLook.count
    patch.setattr(StoredFeedLook, "count", lambda self, asked, now: right(self, asked, asked.modified_after or now))


PLANTED: dict[str, Plant] = {
    "search": _ignoring(words=()),
    "taxonomy_term_id": _ignoring(term=None),
    "taxonomy_id": _ignoring(taxonomy=None),
    "organization_id": _ignoring(organization_id=None),
    "minimum_age": _ignoring(minimum_age=None),
    "maximum_age": _ignoring(maximum_age=None),
    "day": _ignoring(day=None),
    "start_time": _ignoring(start_time=None),
    "end_time": _ignoring(end_time=None),
    "modified_after": _ignoring(modified_after=None),
    "postcode": _changing(_elsewhere),
    "proximity": _changing(_as_far_as_you_like),
    "page": _asking_always(page=1),
    "per_page": _asking_always(per_page=50),
    "full and minimal": _always_short,
    "one lost between pages": _one_lost_between_pages,
    "what turned by itself": _what_turned_by_itself_forgotten,
}


def test_there_is_a_plant_for_every_parameter_of_the_feed(still: FeedWorld) -> None:
    parameters_ = {each["name"] for each in still.read("/openapi.json")["paths"][PATH]["get"]["parameters"]}
    assert parameters_ - set(PLANTED) == {"full", "minimal", "format"}


def test_a_format_that_is_ignored_is_seen(still: FeedWorld, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    async def paged(*asked: Any) -> Any:
        return services._page(*asked)

    monkeypatch.setattr(services, "_stream", paged)
    with pytest.raises(AssertionError):
        compare_stream(still, scan, PATH, {})


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_a_parameter_that_is_ignored_is_seen(plant: Plant, still: FeedWorld, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)

    @settings(
        max_examples=400, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(asked=parameters(scan, PATH) | single(scan))
    def alike(asked: dict[str, Any]) -> None:
        compare(still, scan, PATH, asked)

    with pytest.raises(AssertionError):
        alike()
