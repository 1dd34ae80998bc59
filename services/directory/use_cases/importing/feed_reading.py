"""Read a feed from the page where an earlier read ended to its last; each page is one transaction, which also keeps how far it came."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from services.directory.domain.feeds.followed import FollowedFeed, KnownPage, Progress, Reading
from services.directory.domain.feeds.pages import FeedPage, check_goes_on
from services.directory.domain.location import Places
from services.directory.use_cases.feed_ports import Feed, Fetched
from services.directory.use_cases.importing.feed_page import Entry, PageTaken, PageTaking, entries_of
from services.directory.use_cases.importing.feed_read import Thing, Told, check_still_ours, note_import, progress_of
from services.directory.use_cases.importing.feed_taking import Preferences
from services.directory.use_cases.ports import DirectoryWork, Works
from services.directory.use_cases.ports import Progress as Telling
from shared.permissions import Actor

T = TypeVar("T")
Step = Callable[[DirectoryWork], tuple[FollowedFeed, T]]


class _Rehearsed(Exception):
    """All that was written is taken back: it was a dry run."""


@dataclass
class FeedReader:
    """`followed` is the feed as the last transaction left it. `rehearsed`: a dry run."""

    works: Works
    places: Places
    feed: Feed
    actor: Actor
    followed: FollowedFeed
    told: Told
    preferences: Preferences
    telling: Telling
    rehearsed: bool

    @property
    def progress(self) -> Progress:
        return progress_of(self.followed)

    def read_all(self) -> None:
        """Raises as Feed does; then the pages before are kept."""
        while not self.progress.done:
            number = self.progress.next_page
            known = self._known(number)
            fetched = self.feed.page(number, since=self.progress.since, etag=known.etag if known else "")
            page = fetched.page if fetched else FeedPage(number, known.total, known.pages, ()) if known else None
            if page is None:
                raise RuntimeError("a page that is not known was said to be as before")
            if fetched:
                self._take(page, fetched)
            elif known:
                self._pass_over(page, known)
            self.telling(self.progress.services, self.progress.total or 0)

    def keep(self, step: Step[T]) -> T:
        """One transaction: what `step` does, and the feed as it leaves it. In a dry run all of it is done, and then taken back."""
        with self._transaction() as w:
            after, result = step(w)
            w.feeds.save(after)
        self.followed = after
        return result

    @contextmanager
    def _transaction(self) -> Iterator[DirectoryWork]:
        try:
            with self.works.begin(self.actor, f"import {self.feed.url}") as w:
                if self.rehearsed:
                    w.feeds.save(self.followed)
                else:
                    check_still_ours(w, self.followed)
                yield w
                if self.rehearsed:
                    raise _Rehearsed
        except _Rehearsed:
            return

    def _known(self, number: int) -> KnownPage | None:
        if self.progress.reading is not Reading.CONDITIONAL:
            return None
        with self.works.look() as stores:
            return stores.feeds.page(self.followed.id, number)

    def _take(self, page: FeedPage, fetched: Fetched) -> None:
        entries = entries_of(self.works, self.feed, self.followed, page.contents)
        found = self.keep(lambda w: self._taken(w, page, fetched, entries))
        self.told.tell(found.rows)

    def _taken(self, w: DirectoryWork, page: FeedPage, fetched: Fetched, entries: list[Entry]) -> tuple[FollowedFeed, PageTaken]:
        found = PageTaking(w, self.places, self.followed, self.preferences, self.told).take(entries)
        doubt = f"it lists {found.twice[0]} twice" if found.twice else ""
        after = self._further(page, len(entries), found.new, doubt)
        w.feeds.see(self.followed.id, self.followed.run, found.things)
        if self.progress.since is None:
            self._remember(w, page, fetched.etag if found.clean else "", found.things)
        return note_import(w, after, found.imported), found

    def _remember(self, w: DirectoryWork, page: FeedPage, etag: str, things: list[Thing]) -> None:
        known = KnownPage(page.number, page.total, page.pages, etag, tuple(dict.fromkeys(things)))
        if etag:
            w.feeds.save_page(self.followed.id, known)
        else:
            w.feeds.forget_page(self.followed.id, page.number)

    def _pass_over(self, page: FeedPage, known: KnownPage) -> None:
        """By the feed's own word the page is as it was, so all that is on it is there."""
        services = sum(kind == "service" for kind, _ in known.things)

        def step(w: DirectoryWork) -> tuple[FollowedFeed, None]:
            w.feeds.see(self.followed.id, self.followed.run, known.things)
            after = self._further(page, services, services, "")
            return replace(after, progress=replace(progress_of(after), unread=self.progress.unread + 1)), None

        self.keep(step)
        self.told.passed_over(known.things)

    def _further(self, page: FeedPage, services: int, new: int, doubt: str) -> FollowedFeed:
        before = self.progress
        first = page.total if before.total is None else before.total
        check_goes_on(page, before.services + services, new, first)
        if page.total != first:
            doubt = doubt or f"it changed while it was read, from {first} to {page.total} services"
        after = replace(before, next_page=page.number + 1, done=page.last, total=first)
        after = replace(after, services=before.services + services, doubt=before.doubt or doubt)
        return replace(self.followed, progress=after)
