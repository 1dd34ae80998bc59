"""Say how many places are open and how many people wait."""

from services.directory.domain.lifecycle import change_places as changed
from services.directory.domain.lifecycle import expect
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import Works
from shared.contracts.directory import PlacesChanged
from shared.contracts.provision import Places
from shared.permissions import Actor


def change_places(works: Works, actor: Actor, id: str, places: Places, version: int | None = None) -> ClassListing:
    """The moment is noted by the clock, whatever `places.told_at` says. Raises ChangedMeanwhile, Conflict for a withdrawn class."""
    with works.begin(actor, "change the places of a class") as w:
        before = w.classes.get(id)
        check_may_write(actor, w.providers.get(before.details.provider_id))
        expect(before.sequence, version)
        return keep_class(w, before, changed(before, places, w.now), PlacesChanged, "places changed")
