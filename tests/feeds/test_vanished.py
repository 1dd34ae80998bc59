"""What vanished from a feed is withdrawn: after a whole read, when the feed says so when asked, and never suspiciously much of it."""

from datetime import timedelta

import pytest

from services.directory.domain.feeds.report import Outcome
from shared.errors import Unavailable
from tests.feeds.conftest import World, row
from tests.feeds.server import Answer, Asked, as_json, classes, page_of, service


@pytest.fixture
def taken(world: World) -> World:
    world.server.services, world.server.per_page = classes(20), 5
    world.take()
    return world


def test_a_class_that_is_gone_is_withdrawn_and_kept(taken: World) -> None:
    gone = taken.server.services.pop(7)
    report = taken.take(full=True)
    assert (report.vanished.gone, report.vanished.of, report.counts["withdrawn"]) == (1, 20, 1)
    assert taken.lesson(gone["name"]).withdrawn and len(taken.classes()) == 19


def test_it_is_noticed_by_a_feed_that_was_only_asked_for_what_changed(taken: World) -> None:
    taken.server.services.pop(7)
    taken.clock.move(timedelta(days=1))
    report = taken.take()
    assert report.counts["withdrawn"] == 1 and len(taken.classes()) == 19


def test_it_is_noticed_where_pages_are_passed_over_as_they_were(taken: World) -> None:
    taken.server.services.pop()
    report = taken.take(full=False) if not taken.followed().filters_by_time else taken.take()
    assert report.counts["withdrawn"] == 1


def test_a_second_time_it_is_not_withdrawn_again(taken: World) -> None:
    taken.server.services.pop(7)
    taken.take(full=True)
    before = taken.said()
    assert "withdrawn" not in taken.take(full=True).counts and taken.said() == before


def test_when_it_is_there_again_it_comes_back_as_the_same_class(taken: World) -> None:
    gone = taken.server.services.pop(7)
    taken.take(full=True)
    taken.server.services.insert(7, {**gone, "description": "New."})
    report = taken.take(full=True)
    lesson = taken.lesson(gone["name"])
    assert (lesson.withdrawn, lesson.details.description) == (False, "New.")
    assert row(report, gone["name"]).outcome is Outcome.CHANGED and len(taken.every_class()) == 20


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_a_class_that_the_feed_calls_no_longer_active_is_withdrawn(taken: World, status: str) -> None:
    taken.server.services[7] |= {"status": status, "last_modified": "2026-08-20T10:00:00Z"}
    report = taken.take()
    assert taken.lesson(taken.server.services[7]["name"]).withdrawn and report.counts["withdrawn"] == 1
    taken.server.services[7] |= {"status": "active", "last_modified": "2026-08-20T10:01:00Z"}
    taken.take()
    assert len(taken.classes()) == 20


def test_what_was_never_active_is_not_taken(world: World) -> None:
    world.server.services = [service("ESOL A", status="inactive"), service("ESOL B")]
    assert world.take().counts["ended"] == 1 and len(world.classes()) == 1


def test_too_much_is_not_believed_until_a_person_says_so(taken: World) -> None:
    del taken.server.services[5:10]
    before = taken.said()
    report = taken.take(full=True)
    assert report.vanished.unconfirmed and report.vanished.gone == 5
    assert taken.said() == before
    assert taken.take(full=True, accept_vanished=True).counts["withdrawn"] == 5
    assert len(taken.classes()) == 15


def test_an_emptied_feed_is_not_believed(taken: World) -> None:
    taken.server.services = []
    report = taken.take(full=True)
    assert report.vanished.unconfirmed and len(taken.classes()) == 20


def test_a_feed_that_breaks_in_the_middle_withdraws_nothing(taken: World) -> None:
    taken.server.services.pop()
    taken.server.trouble(3, answer=Answer(500))
    with pytest.raises(Unavailable):
        taken.take(full=True)
    assert len(taken.classes()) == 20


def test_pages_that_shift_while_they_are_read_withdraw_nothing(taken: World) -> None:
    """One service goes from the first page after that was read, so that one of the second is never met; another comes in at the end."""
    services = taken.server.services

    def shifting(asked: Asked) -> Answer | None:
        if asked.page == 2 and len(services) == 20:
            services.pop(0)
            services.append(service("ESOL newcomer"))
        return None

    taken.server.troubles.append(shifting)
    missed = services[5]["name"]
    report = taken.take(full=True)
    assert not taken.lesson(missed).withdrawn and "are there when asked for" in report.doubt
    taken.server.troubles.clear()
    report = taken.take()
    assert (report.counts["withdrawn"], report.doubt, len(taken.classes())) == (1, "", 20)


def test_a_feed_that_holds_fewer_than_it_says_withdraws_nothing(taken: World) -> None:
    def short(asked: Asked) -> Answer | None:
        if not asked.page:
            return None
        page = page_of(taken.server.services, asked.page, 5, nested=True)
        return as_json(page | {"contents": page["contents"][:4] if asked.page == 2 else page["contents"]})

    taken.server.troubles.append(short)
    report = taken.take(full=True)
    assert "gave 19" in report.doubt and len(taken.classes()) == 20


def test_a_service_that_is_listed_but_cannot_be_read_is_not_gone(taken: World) -> None:
    taken.server.services[7] = {**taken.server.services[7], "organization": None}
    report = taken.take(full=True)
    assert (report.counts["refused"], len(taken.classes()), report.vanished.gone) == (1, 20, 0)


def test_providers_and_venues_that_are_gone_are_named_once_and_stay(taken: World) -> None:
    other = {"id": "other", "name": "Wharfe Centre", "description": "x"}
    taken.server.services.append(service("ESOL by the Wharfe", organization=other))
    taken.take(full=True)
    taken.server.services.pop()
    report = taken.take(full=True)
    assert row(report, "Wharfe Centre", "provider").outcome is Outcome.MISSING
    assert [each.details.name for each in taken.providers()] == ["Aire College", "Wharfe Centre"]
    assert "missing" not in taken.take(full=True).counts
