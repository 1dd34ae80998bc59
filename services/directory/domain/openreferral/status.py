"""What a service is at a moment, and when that began.

Active is what search offers. Too old to be believed, or over, is inactive: the details stay, for the provider may come back to them.
Withdrawn is defunct for ever, and nothing is told of it but that it is gone: a crawler that asks what changed has to learn that.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from services.directory.domain.freshness import HIDDEN_AFTER
from services.directory.domain.openreferral.identifiers import feed_id
from services.directory.domain.openreferral.organisations import in_a_list
from services.directory.domain.openreferral.places import moment
from services.directory.domain.openreferral.vocabulary import Json
from services.directory.domain.running import LOCAL
from shared.contracts.directory import ClassShown

GONE = "No longer offered"
UNCHECKED = "Nobody has checked this listing for more than a year: ask the provider before you rely on it."
OVER = "This class is over."
A_MOMENT = timedelta(milliseconds=1)
"""The feed tells moments to the millisecond, so it counts in them."""


class Status(StrEnum):
    """Of a service, by ORUK 3.0; "temporarily closed" is never ours."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"


@dataclass(frozen=True)
class Moments:
    """When what the feed says of a class changes: by an event, by age, by its last day. None is never."""

    changed: datetime
    unchecked: datetime | None = None
    over: datetime | None = None
    withdrawn: bool = False

    def status(self, now: datetime) -> Status:
        if self.withdrawn:
            return Status.DEFUNCT
        return Status.INACTIVE if self._passed(now) else Status.ACTIVE

    def modified(self, now: datetime) -> datetime:
        """`last_modified`: the last of them that has passed."""
        return max([self.changed, *self._passed(now)])

    def alert(self, now: datetime) -> str:
        if self.over and self.over <= now:
            return OVER
        return UNCHECKED if self._passed(now) else ""

    def _passed(self, now: datetime) -> list[datetime]:
        return [each for each in (self.unchecked, self.over) if each is not None and each <= now and not self.withdrawn]


def moments(shown: ClassShown, changed: datetime) -> Moments:
    """`changed`: when the feed took the state in, so that what is asked for since then is never passed over."""
    if shown.withdrawn:
        return Moments(to_the_millisecond(changed), withdrawn=True)
    return Moments(to_the_millisecond(changed), to_the_millisecond(shown.verified_at) + HIDDEN_AFTER + A_MOMENT, _over(shown))


def to_the_millisecond(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _over(shown: ClassShown) -> datetime | None:
    """The midnight after its last day, as domain/running.py has it."""
    last = shown.details.ends_on
    if last is None or last.year >= 9999:
        return None
    return datetime.combine(last + timedelta(days=1), time(), LOCAL)


def at_moment(document: Json, when: Moments, now: datetime) -> Json:
    """The document of a service with what depends on the moment."""
    said: Json = {"status": when.status(now).value, "last_modified": moment(when.modified(now))}
    return document | said | ({"alert": alert} if (alert := when.alert(now)) else {})


def gone(class_id: str, organization: Json) -> Json:
    """All that is told of a withdrawn class."""
    return {"id": feed_id(class_id), "organization_id": organization["id"], "name": GONE, "organization": in_a_list(organization)}
