"""One page of an Open Referral UK feed, and what is wrong with one that cannot be believed."""

from dataclasses import dataclass
from typing import Any

from shared.errors import Invalid

ON_A_PAGE = 100
"""Services asked for at once: some 300 kB, one transaction."""
MOST_SERVICES = 500_000
"""No authority has as many; a feed that claims more is broken, and following it would never end."""
TELL_THEM = "Tell the people who run the feed, or check the address. Nothing after the page before was taken."


@dataclass(frozen=True)
class FeedPage:
    """`number` counts from 1; `total` and `pages` are what the feed says of itself."""

    number: int
    total: int
    pages: int
    contents: tuple[Any, ...]

    @property
    def last(self) -> bool:
        return self.number >= self.pages


def read_page(document: Any, asked: int) -> FeedPage:
    """Raises Invalid, naming the field of the page that contradicts itself or the question."""
    if not isinstance(document, dict) or not isinstance(document.get("contents"), list):
        raise _wrong("contents", f"Page {asked} of the feed holds no list of services.")
    page = FeedPage(asked, _count(document, "total_items", asked), _count(document, "total_pages", asked), tuple(document["contents"]))
    if document.get("page_number", asked) != asked:
        raise _wrong("page_number", f"The feed was asked for page {asked} and answered with page {str(document['page_number'])[:20]}.")
    if page.total > MOST_SERVICES:
        raise _wrong("total_items", f"The feed says that it holds {page.total:,} services; more than {MOST_SERVICES:,} are not followed.")
    if not page.contents and ((page.total and page.number == 1) or page.number < page.pages):
        raise _wrong("contents", f"Page {asked} of {page.pages} is empty, though the feed says that it holds {page.total} services.")
    if document.get("last_page") is True and not page.last:
        raise _wrong("last_page", f"Page {asked} says that it is the last, and that there are {page.pages} pages.")
    return page


def check_goes_on(page: FeedPage, services: int, new: int, first_total: int) -> None:
    """Raises Invalid for a feed that has no end. `services`: read so far, `new`: those of this page not met before, `first_total`: what the
    feed said of itself when the read began. A few may come in meanwhile; twice as many do not."""
    if page.contents and not new:
        raise _wrong("contents", f"Page {page.number} of the feed gives services that were on the pages before.")
    if page.total > 2 * first_total + ON_A_PAGE * 10:
        raise _wrong("total_items", f"The feed grew from {first_total:,} to {page.total:,} services while it was read.")
    if services > max(page.total, first_total):
        raise _wrong("total_items", f"The feed says that it holds {page.total:,} services, and gives more.")


def _count(document: dict[str, Any], field: str, asked: int) -> int:
    count = document.get(field)
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise _wrong(field, f"Page {asked} of the feed does not say how many there are: {field} is {str(count)[:40]}.")
    return count


def _wrong(field: str, message: str) -> Invalid:
    return Invalid.field(field, message, TELL_THEM)
