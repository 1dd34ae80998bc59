"""What following another authority's feed needs from the world: the feed itself, and what is remembered of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, KnownPage, Source
from services.directory.domain.feeds.pages import FeedPage


@dataclass(frozen=True)
class Fetched:
    """A page, and the ETag it came with; empty when it had none."""

    page: FeedPage
    etag: str = ""


class Feed(Protocol):
    """An Open Referral UK feed over the network. Every question raises Unavailable when the feed cannot be had now, and Invalid or TooLarge
    when its answer cannot be believed; both say what to do."""

    @property
    def url(self) -> str:
        """Without a slash at its end: two spellings of one address are one feed."""
        ...

    def root(self) -> Mapping[str, Any]:
        """What the feed says of itself."""
        ...

    def page(self, number: int, *, since: datetime | None = None, etag: str = "") -> Fetched | None:
        """One page of services, whole. None when it is as it was when it had this ETag. `since`: only what changed after that moment."""
        ...

    def total(self, *, since: datetime | None = None) -> int:
        """How many services there are, or changed since."""
        ...

    def service(self, id: str) -> Mapping[str, Any] | None:
        """One service; None when the feed says that it is not there."""
        ...


class FollowedFeeds(Protocol):
    """What is remembered of feeds: where a read stands, and each thing with its id there and here."""

    def find(self, url: str, authority: str) -> FollowedFeed | None: ...

    def save(self, feed: FollowedFeed) -> None: ...

    def item(self, feed_id: str, kind: str, key: str) -> FeedItem | None: ...

    def items(self, feed_id: str, kind: str | None = None) -> Iterator[FeedItem]:
        """In order of kind and key."""
        ...

    def knows(self, feed_id: str, id: str) -> bool:
        """Something of the feed has this id, there or here."""
        ...

    def linked(self, feed_id: str, kind: str, aggregate_id: str) -> FeedItem | None:
        """The thing of the feed that is this one of ours."""
        ...

    def save_items(self, feed_id: str, items: Sequence[FeedItem]) -> None: ...

    def see(self, feed_id: str, run: int, things: Iterable[tuple[str, str]]) -> None:
        """These (kind, key) are in the feed at this run, and as they were."""
        ...

    def forget(self, feed_id: str, kind: str, key: str) -> None: ...

    def page(self, feed_id: str, number: int) -> KnownPage | None: ...

    def save_page(self, feed_id: str, page: KnownPage) -> None: ...

    def forget_page(self, feed_id: str, number: int) -> None: ...

    def forget_pages(self, feed_id: str, after: int = 0) -> None:
        """Those past the number; so that nothing is left unread because it was read before."""
        ...

    def source_of(self, kind: str, aggregate_id: str) -> Source | None:
        """The feed a listing comes from, if any."""
        ...
