"""Whose the rows of a spreadsheet are."""

from pathlib import Path

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.domain.spreadsheet.recognition import Taken, authority_named, recognise
from services.directory.use_cases.ports import Spreadsheets, Works
from shared.errors import Invalid

TELL = "Choose the provider, or the council area, that the rows belong to."


def target_of_file(
    works: Works, places: Places, spreadsheets: Spreadsheets, file: bytes | Path, provider_id: str | None, authority: str | None
) -> ImportTarget:
    """As `target_meant`; where neither is given, the authority that a column of the sheet names."""
    if provider_id or authority:
        return target_meant(works, places, provider_id, authority)
    return target_meant(works, places, None, authority_named(recognise(spreadsheets.read(file))))


def target_meant(works: Works, places: Places, provider_id: str | None, authority: str | None) -> ImportTarget:
    """A provider decides; else the authority, by GSS code or name. Raises Invalid when neither is given, or nobody knows it."""
    if provider_id:
        with works.look() as stores:
            return ImportTarget(stores.providers.get(provider_id).details.authority, provider_id)
    if not authority:
        raise Invalid.field("authority", "Nothing says whose these rows are.", TELL)
    gss = places.authority_named(authority)
    if gss is None:
        raise Invalid.field("authority", f"“{authority}” is no authority of this region.", TELL)
    return ImportTarget(gss)


def check_named_authority(places: Places, taken: Taken, into: ImportTarget) -> None:
    """Raises Invalid when the sheet says that its rows belong to another authority than the one they are to go to."""
    named = authority_named(taken)
    gss = places.authority_named(named) if named else None
    if gss and gss != into.authority:
        chosen = places.authority(into.authority)
        raise Invalid.field(
            "file",
            f"The sheet says that its rows belong to {named}, but they were to go to {chosen.name if chosen else into.authority}.",
            TELL,
        )
