"""The beginning and the end of every change: whose it is and as whom, then what is saved, what is told, and who did it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from services.directory.domain.changes import changed_fields
from services.directory.domain.lifecycle import expect
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.ownership import check_may_write
from services.directory.domain.shown import class_shown, venue_shown
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import (
    ClassPublished,
    ClassUpdated,
    ProviderRegistered,
    ProviderUpdated,
    VenueAdded,
    VenueUpdated,
)
from shared.permissions import Actor
from shared.storage.port import Noted, Said


@contextmanager
def changing_class(works: Works, actor: Actor, purpose: str, id: str, version: int | None) -> Iterator[tuple[DirectoryWork, ClassListing]]:
    """The beginning of every change of one class: is it there, whose is it, is it still what the person saw.

    `version` is the sequence they saw, None when they did not look first. Raises NotFound, NotAllowed for another's class,
    ChangedMeanwhile when somebody saved since.
    """
    with works.begin(actor, purpose) as w:
        before = w.classes.get(id)
        check_may_write(actor, w.providers.get(before.details.provider_id))
        expect(before.sequence, version)
        yield w, before


@contextmanager
def changing_provider(works: Works, actor: Actor, purpose: str, id: str, version: int | None) -> Iterator[tuple[DirectoryWork, Provider]]:
    """As changing_class."""
    with works.begin(actor, purpose) as w:
        before = w.providers.get(id)
        check_may_write(actor, before)
        expect(before.sequence, version)
        yield w, before


@contextmanager
def changing_venue(works: Works, actor: Actor, purpose: str, id: str, version: int | None) -> Iterator[tuple[DirectoryWork, Venue]]:
    """As changing_class."""
    with works.begin(actor, purpose) as w:
        before = w.venues.get(id)
        check_may_write(actor, before)
        expect(before.sequence, version)
        yield w, before


def keep_class(w: DirectoryWork, before: ClassListing | None, after: ClassListing, said: type[ClassPublished], action: str) -> ClassListing:
    """Saves the class, tells its whole public state, notes what changed."""
    keep_classes(w, [(before, after)], said, action)
    return after


def keep_classes(
    w: DirectoryWork, changes: Sequence[tuple[ClassListing | None, ClassListing]], said: type[ClassPublished], action: str
) -> None:
    """Many at once; the providers and venues they share are looked up once. How they stand now is noted for the month."""
    provider = cache(w.providers.get)
    venues = w.venues.some({after.details.venue_id for _, after in changes if after.details.venue_id})
    w.classes.save([after for _, after in changes])
    events, notes, states = [], [], []
    for before, after in changes:
        where = venues[after.details.venue_id] if after.details.venue_id else None
        state = class_shown(after, provider(after.details.provider_id), where)
        events.append(Said(said(state=state), after.id, after.authority, after.sequence))
        changed = changed_fields(before.details if before else None, after.details)
        notes.append(Noted("class", after.id, action, after.sequence, changed))
        states.append(state)
    w.emit_all(events)
    w.audit_all(notes)
    w.months.note(states, w.now)


def keep_provider(w: DirectoryWork, before: Provider | None, after: Provider) -> Provider:
    """Saves the provider; a changed one is shown by its classes, so they are told again."""
    said, action = (ProviderUpdated, "updated") if before else (ProviderRegistered, "registered")
    w.providers.save([after])
    w.emit(said(id=after.id, details=after.details), subject=after.id, authority=after.details.authority, sequence=after.sequence)
    w.audit("provider", after.id, action, after.sequence, changed_fields(before.details if before else None, after.details))
    if before:
        _tell_again(w, w.classes.of_provider(after.id), after.details.authority, "provider updated")
    return after


def keep_venue(
    w: DirectoryWork, before: Venue | None, after: Venue, said: type[VenueAdded] | None = None, action: str | None = None
) -> Venue:
    """Saves the venue; a changed one is shown by the classes that meet there, so they are told again."""
    keep_venues(w, [(before, after)], said or (VenueUpdated if before else VenueAdded), action or ("updated" if before else "added"))
    return after


def keep_venues(w: DirectoryWork, changes: Sequence[tuple[Venue | None, Venue]], said: type[VenueAdded], action: str) -> None:
    """Many at once."""
    w.venues.save([after for _, after in changes])
    events, notes = [], []
    for before, after in changes:
        details = venue_shown(after)
        event = said(id=after.id, details=details, removed=after.removed)
        events.append(Said(event, after.id, details.authority, after.sequence))
        changed = changed_fields(before.details if before else None, after.details)
        notes.append(Noted("venue", after.id, action, after.sequence, changed))
    w.emit_all(events)
    w.audit_all(notes)
    if changed_before := [after.id for before, after in changes if before]:
        _tell_again(w, w.classes.at_venues(changed_before), None, "venue updated")


def _tell_again(w: DirectoryWork, listings: Sequence[ClassListing], authority: str | None, action: str) -> None:
    """The classes did not change, what they show did: the next sequence, so that nobody keeps the old state."""
    again = [(each, replace(each, sequence=each.sequence + 1, authority=authority or each.authority)) for each in listings]
    keep_classes(w, again, ClassUpdated, action)
