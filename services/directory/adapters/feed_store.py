"""Where feeds that are followed are remembered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, select, update

from services.directory.adapters.feed_tables import feed_items, feed_pages, feeds
from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, KnownPage, Progress, Reading, Source, State
from shared.storage.upsert import upsert

_AT_ONCE = 500


class FeedStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, url: str, authority: str) -> FollowedFeed | None:
        query = select(feeds).where(feeds.c.url == url, feeds.c.authority == authority)
        row = self._connection.execute(query).mappings().one_or_none()
        return FollowedFeed(**{**row, "progress": _progress(row["progress"])}) if row else None

    def save(self, feed: FollowedFeed) -> None:
        kept = {name: value for name, value in vars(feed).items() if name != "progress"}
        upsert(self._connection, feeds, [{**kept, "progress": _written(feed.progress)}])

    def item(self, feed_id: str, kind: str, key: str) -> FeedItem | None:
        where = feed_items.c
        return self._first(where.feed_id == feed_id, where.kind == kind, where.key == key)

    def knows(self, feed_id: str, id: str) -> bool:
        where = feed_items.c
        return self._first(where.feed_id == feed_id, (where.key == id) | (where.aggregate_id == id)) is not None

    def linked(self, feed_id: str, kind: str, aggregate_id: str) -> FeedItem | None:
        where = feed_items.c
        return self._first(where.kind == kind, where.aggregate_id == aggregate_id, where.feed_id == feed_id)

    def items(self, feed_id: str, kind: str | None = None) -> Iterator[FeedItem]:
        """In batches, so that somebody may write between one and the next."""
        after = ("", "")
        while found := self._after(feed_id, kind, after):
            yield from found
            after = found[-1].kind, found[-1].key

    def save_items(self, feed_id: str, items: Sequence[FeedItem]) -> None:
        upsert(self._connection, feed_items, [{**vars(each), "feed_id": feed_id, "state": each.state.value} for each in items])

    def see(self, feed_id: str, run: int, things: Iterable[tuple[str, str]]) -> None:
        where = feed_items.c
        one = update(feed_items).where(where.feed_id == feed_id, where.kind == bindparam("a_kind"), where.key == bindparam("a_key"))
        if rows := [{"a_kind": kind, "a_key": key} for kind, key in things]:
            self._connection.execute(one.values(seen_run=run), rows)

    def forget(self, feed_id: str, kind: str, key: str) -> None:
        where = feed_items.c
        self._connection.execute(delete(feed_items).where(where.feed_id == feed_id, where.kind == kind, where.key == key))

    def page(self, feed_id: str, number: int) -> KnownPage | None:
        query = select(feed_pages).where(feed_pages.c.feed_id == feed_id, feed_pages.c.number == number)
        row = self._connection.execute(query).mappings().one_or_none()
        return KnownPage(**_without_feed(row) | {"things": tuple((kind, key) for kind, key in row["things"])}) if row else None

    def save_page(self, feed_id: str, page: KnownPage) -> None:
        upsert(self._connection, feed_pages, [{**vars(page), "feed_id": feed_id, "things": [list(each) for each in page.things]}])

    def forget_page(self, feed_id: str, number: int) -> None:
        self._connection.execute(delete(feed_pages).where(feed_pages.c.feed_id == feed_id, feed_pages.c.number == number))

    def forget_pages(self, feed_id: str, after: int = 0) -> None:
        self._connection.execute(delete(feed_pages).where(feed_pages.c.feed_id == feed_id, feed_pages.c.number > after))

    def source_of(self, kind: str, aggregate_id: str) -> Source | None:
        query = select(feeds.c.url, feed_items.c.key, feeds.c.read_at).join(feeds, feeds.c.id == feed_items.c.feed_id)
        query = query.where(feed_items.c.kind == kind, feed_items.c.aggregate_id == aggregate_id).order_by(feeds.c.id).limit(1)
        row = self._connection.execute(query).one_or_none()
        return Source(*row) if row else None

    def _first(self, *where: Any) -> FeedItem | None:
        row = self._connection.execute(select(feed_items).where(*where).order_by(feed_items.c.key).limit(1)).mappings().one_or_none()
        return _item(row) if row else None

    def _after(self, feed_id: str, kind: str | None, after: tuple[str, str]) -> list[FeedItem]:
        where = feed_items.c
        query = select(feed_items).where(where.feed_id == feed_id).order_by(where.kind, where.key).limit(_AT_ONCE)
        query = query.where((where.kind > after[0]) | ((where.kind == after[0]) & (where.key > after[1])))
        if kind:
            query = query.where(where.kind == kind)
        return [_item(row) for row in self._connection.execute(query).mappings()]


def _item(row: RowMapping) -> FeedItem:
    return FeedItem(**_without_feed(row) | {"state": State(row["state"])})


def _without_feed(row: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "feed_id"}


def _written(progress: Progress | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    since = progress.since.isoformat() if progress.since else None
    return {**asdict(progress), "started_at": progress.started_at.isoformat(), "since": since}


def _progress(written: dict[str, Any] | None) -> Progress | None:
    if written is None:
        return None
    since = datetime.fromisoformat(written["since"]) if written["since"] else None
    read = {"started_at": datetime.fromisoformat(written["started_at"]), "since": since, "reading": Reading(written["reading"])}
    return Progress(**written | read)
