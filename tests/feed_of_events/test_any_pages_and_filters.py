"""Whatever the filters and however long the pages: exactly the plain filter of the log, in order, each event once."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.feed_grants import Wanted
from services.reporting.use_cases.feed_ports import Place
from services.reporting.use_cases.follow_events import FollowEvents
from services.reporting.use_cases.keep_events import hear
from services.reporting.wiring import follow_events, open_reporting
from shared.clock import SetClock
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event

from .world import BRADFORD, CONSUMER, HULL, LEEDS, NOW, PUBLISHED, UPDATED, VENUE, WITHDRAWN, said

AUTHORITIES, TYPES = (LEEDS, BRADFORD, HULL), (PUBLISHED, UPDATED, WITHDRAWN, VENUE)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FollowEvents, list[Event]]]:
    """Events in clusters, as they come: a long stretch of one authority, then a mixture."""
    dice = random.Random(5)
    events = [said(n, dice.choice(TYPES), LEEDS if n < 40 else dice.choice(AUTHORITIES)) for n in range(1, 101)]
    reporting = open_reporting(ReportingSettings(data=tmp_path_factory.mktemp("log")), SetClock(NOW))
    with reporting.works.begin(CONSUMER, "hear") as w:
        for event in events:
            hear(w, event, BY_TYPE[event.type].model_validate(event.data))
    yield follow_events(reporting), events
    reporting.close()


@settings(max_examples=40, deadline=None)
@given(
    types=st.sets(st.sampled_from(TYPES), min_size=1),
    authorities=st.sets(st.sampled_from(AUTHORITIES), min_size=1),
    sizes=st.lists(st.integers(1, 45), min_size=1, max_size=5),
    begin=st.none() | st.integers(0, 100),
)
def test_pages_put_together_are_the_plain_filter(
    log: tuple[FollowEvents, list[Event]], types: set[str], authorities: set[str], sizes: list[int], begin: int | None
) -> None:
    follow, events = log
    place = None if begin is None else Place(begin, events[begin - 1].id if begin else "")
    wanted, heard = Wanted(frozenset(types), frozenset(authorities)), []
    for turn in range(len(events) + 2):
        page = follow.page(place, wanted, sizes[turn % len(sizes)])
        heard += [event.id for _, event in page.events]
        place = page.after
        if not page.more:
            break
    assert heard == [event.id for event in events[begin or 0 :] if event.type in types and event.authority in authorities]
    assert follow.page(place, wanted, 10).events == ()
