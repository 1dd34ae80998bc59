"""Read the log on from a place: in order, each event once, as it may be known today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.reporting.use_cases.feed_grants import Wanted
from services.reporting.use_cases.feed_ports import FeedLog, FeedLook, Place
from services.reporting.use_cases.known_today import known_today
from shared.clock import Clock
from shared.contracts.event import Event
from shared.errors import Gone, NotUnderstood

ANEW = (
    "Start again: ask with `after=newest` and remember its `next`, read the classes there are now from /directory/v1/classes, "
    "then follow from that cursor. Without `after` you get everything that is still kept."
)
Numbered = tuple[int, Event]


@dataclass(frozen=True)
class Page:
    """`after`: the place behind all that was looked at, whether or not it was wanted. `more`: there is more at once."""

    events: tuple[tuple[Place, Event], ...]
    after: Place
    more: bool


class FollowEvents:
    """`kept`: how far back the feed goes. The log itself keeps everything."""

    def __init__(self, log: FeedLog, clock: Clock, kept: timedelta) -> None:
        self._log, self._clock, self._kept = log, clock, kept

    def newest(self) -> Place:
        with self._log() as look:
            return look.end()

    def page(self, after: Place | None, wanted: Wanted, limit: int) -> Page:
        """`after`: None for the oldest that is kept. Raises NotUnderstood for a place not of this log, Gone for one it keeps no more."""
        with self._log() as look:
            place = self._checked(look, after, wanted)
            found = look.after(place.position, limit, wanted.types, wanted.authorities)
            shown = [(Place(position, event.id), event) for position, event in known_today(look.newest_of, found)]
            end = shown[-1][0] if len(found) == limit else look.end()
        return Page(tuple(shown), end, more=len(found) == limit)

    def _checked(self, look: FeedLook, after: Place | None, wanted: Wanted) -> Place:
        begins = look.begins(self._since())
        if after is None:
            return begins
        if after.position > look.end().position:
            raise NotUnderstood.field("after", "This cursor is of a later moment than this log has reached.", ANEW)
        if after.position and look.id_at(after.position) != after.event_id:
            raise NotUnderstood.field(
                "after", "This cursor is of another log: events were put back, or it is of another installation.", ANEW
            )
        if after.position < begins.position:
            self._refuse_what_was_missed(look, after, begins, wanted)
        return after

    def _refuse_what_was_missed(self, look: FeedLook, after: Place, begins: Place, wanted: Wanted) -> None:
        """A cursor grows old without harm as long as nothing was said that its owner would have heard."""
        missed = look.after(after.position, 1, wanted.types, wanted.authorities)
        if missed and missed[0][0] <= begins.position:
            raise Gone(f"The feed goes back {self._kept.days} days; events behind this cursor are older.", remedy=ANEW)

    def _since(self) -> datetime:
        return self._clock.now() - self._kept
