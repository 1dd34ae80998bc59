"""Staff see where a listing comes from, and the imports of feeds among the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.directory.adapters.feeds.http_feed import HttpFeed
from services.directory.domain.feeds.report import FeedReport
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.import_feed import import_feed
from tests.feeds.server import FeedServer, id_of, service
from tests.portal.staff_site import LEEDS, OPERATOR, Site, opened_site, words


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened_site(tmp_path) as opened:
        yield opened


@pytest.fixture
def taken(site: Site, server: FeedServer) -> FeedReport:
    server.services = [service("ESOL A"), {"id": "odd"}]
    directory, feed = site.machine.directory, HttpFeed(server.url, allow_private=True)
    report = import_feed(directory.works, directory.places, feed, OPERATOR, ImportTarget(LEEDS))
    feed.close()
    return report


def test_the_history_of_a_listing_names_its_feed_and_its_id_there(site: Site, server: FeedServer, taken: FeedReport) -> None:
    visit = site.signed_in("grace")
    for row, path in zip([each for each in taken.rows if each.aggregate_id], ("providers", "venues", "classes"), strict=True):
        shown = words(visit.get(f"/{path}/{row.aggregate_id}/history"))
        assert f"It comes from the feed {server.url}, where its id is {row.key}." in shown and "last read to its end" in shown
    assert "It comes from the feed" not in words(visit.get(f"/classes/{site.classes[0]}/history"))


def test_its_source_is_not_told_to_those_who_may_not_read_its_history(site: Site, taken: FeedReport) -> None:
    lesson = next(each for each in taken.rows if each.key == id_of("ESOL A") and each.kind == "class")
    assert site.signed_in("tom").get(f"/classes/{lesson.aggregate_id}/history").status_code == 403


def test_the_import_is_among_the_imports_of_its_council_with_what_was_refused(site: Site, server: FeedServer, taken: FeedReport) -> None:
    visit = site.signed_in("grace")
    page = words(visit.get("/my/import?authority=E08000035"))
    assert server.url in page and "3 new, 0 changed, 1 refused" in page
    one = words(visit.get(f"/my/import/{taken.import_id}"))
    assert server.url in one and "This service has no name" in one
    errors = visit.get(f"/my/import/{taken.import_id}/errors.xlsx")
    assert errors.status_code == 200 and errors.content[:2] == b"PK"
