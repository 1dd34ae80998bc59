"""A demonstration: the invented region in an empty directory, and the people it can be seen through."""

from pathlib import Path

from pydantic import TypeAdapter

from services.directory.wiring import Directory
from shared.errors import Unavailable
from shared.geo import Gazetteer
from shared.identity.demo import DemoPerson, DemoProvider, demo_people
from signpost.sample.build import build_sample

PEOPLE = "demo-people.json"
_providers = TypeAdapter(tuple[DemoProvider, ...])


def fill_if_empty(directory: Directory) -> bool:
    """Whether it was."""
    with directory.works.look() as stores:
        empty = not stores.providers.page(None, 1)
    if empty:
        build_sample(directory)
    return empty


def people_of(directory: Directory) -> tuple[DemoPerson, ...]:
    """The demo people of this region: staff of the two providers with most to show."""
    return _people(_providers_of(directory), directory.places)


def keep_people(directory: Directory, data: Path) -> None:
    """For a portal in a process of its own, which has no directory to look into."""
    (data / PEOPLE).write_bytes(_providers.dump_json(_providers_of(directory)))


def kept_people(data: Path, places: Gazetteer) -> tuple[DemoPerson, ...]:
    """Raises Unavailable when no demonstration was set up in this folder."""
    try:
        return _people(_providers.validate_json((data / PEOPLE).read_bytes()), places)
    except FileNotFoundError as absent:
        raise Unavailable(f"No demonstration was set up in {data}.", remedy="Run `signpost migrate --demo` first.") from absent


def _providers_of(directory: Directory) -> tuple[DemoProvider, ...]:
    with directory.works.look() as stores:
        providers = stores.providers.page(None, 200)
        ranked = sorted(providers, key=lambda one: -len(stores.classes.of_provider(one.id)))
    return tuple(DemoProvider(one.id, one.details.name, one.details.authority) for one in ranked[:2])


def _people(providers: tuple[DemoProvider, ...], places: Gazetteer) -> tuple[DemoPerson, ...]:
    return demo_people(providers, [one.gss for one in places.authorities()]) if len(providers) == 2 else ()
