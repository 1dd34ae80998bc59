"""The examples that partners' engineers begin with hear exactly what was granted, once each, and read the stream again."""

from pathlib import Path

import pytest

from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from shared.contracts.event import Event
from tests.partners.conftest import BRADFORD, LEEDS, OPERATOR, PLACES, PUBLISHED, WITHDRAWN, YORK, Platform, event
from tests.partners.subscribers import COMMANDS, running

pytestmark = pytest.mark.parametrize("language", COMMANDS)


def ids(*events: Event) -> list[str]:
    return [each.id for each in events]


def test_it_hears_what_was_granted_and_nothing_else(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library", {LEEDS, YORK}, {PUBLISHED, PLACES})
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        told = [event(type, authority) for authority in (LEEDS, BRADFORD, YORK) for type in (PUBLISHED, WITHDRAWN, PLACES)]
        last = event(PUBLISHED, YORK, "the last of all")
        platform.tell(*told, last)
        granted = [each for each in told if each.authority != BRADFORD and each.type != WITHDRAWN]
        printed = subscriber.next(len(granted) + 1)
    assert [each["id"] for each in printed] == ids(*granted, last)
    assert printed[-1]["data"] == last.data
    assert (printed[-1]["authority"], printed[-1]["type"], printed[-1]["sequence"]) == (YORK, PUBLISHED, 1)


def test_what_comes_twice_is_dealt_with_once_also_after_a_restart(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library")
    first, second, third, fourth = event(), event(), event(), event()
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        platform.tell(first)
        platform.tell_again()
        platform.tell(second, third)
        assert subscriber.heard(3) == ids(first, second, third)
    platform.tell_again()
    platform.tell(fourth)
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        heard = subscriber.heard_until(fourth.id)
    assert heard in (ids(fourth), ids(third, fourth)), "only what it was killed in the middle of may come twice"


def test_what_came_while_it_was_away_waits_for_it(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library")
    waited = [event() for _ in range(120)]  # more than it is sent at once
    platform.tell(*waited)
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        assert subscriber.heard(120) == ids(*waited)


def test_it_reads_the_stream_again_from_an_offset(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library")
    told = [event() for _ in range(120)]
    platform.tell(*told)
    with running(language, platform.address_of(library), tmp_path, "stream", "--from", "first") as subscriber:
        printed = subscriber.next(120)
    assert [each["id"] for each in printed] == ids(*told)
    with running(language, platform.address_of(library), tmp_path, "stream", "--from", str(printed[100]["offset"])) as subscriber:
        assert subscriber.heard(20) == ids(*told[100:])
        new = event()
        platform.tell(new)
        assert subscriber.heard(1) == ids(new)


def test_when_its_grant_changes_it_reads_on_with_the_new_queue(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library", {LEEDS, YORK})
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        before = event()
        platform.tell(before)
        assert subscriber.heard(1) == ids(before)
        grant_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name, {LEEDS}, {PUBLISHED})
        after = event()
        platform.tell(event(authority=YORK), after)
        assert subscriber.heard(1) == ids(after)


def test_once_removed_it_is_sent_away_and_says_why(language: str, platform: Platform, tmp_path: Path) -> None:
    library = platform.add("library")
    with running(language, platform.address_of(library), tmp_path, "queue") as subscriber:
        heard = event()
        platform.tell(heard)
        assert subscriber.heard(1) == ids(heard)
        remove_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
        assert "partner removed?" in subscriber.complaint()
