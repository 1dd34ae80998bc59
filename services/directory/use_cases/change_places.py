"""Say how many places are open and how many people wait."""

from services.directory.domain.lifecycle import change_places as changed
from services.directory.domain.listings import ClassListing
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import Works
from shared.contracts.directory import PlacesChanged
from shared.contracts.provision import Places
from shared.permissions import Actor


def change_places(works: Works, actor: Actor, id: str, places: Places, version: int | None = None) -> ClassListing:
    """The moment is noted by the clock, whatever `places.told_at` says. Raises as changing_class, and Conflict for a withdrawn class."""
    with changing_class(works, actor, "change the places of a class", id, version) as (w, before):
        return keep_class(w, before, changed(before, places, w.now), PlacesChanged, "places changed")
