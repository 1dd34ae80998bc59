"""Look back at imports."""

from itertools import islice

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import target_meant
from services.directory.use_cases.ports import Works
from shared.permissions import Actor


def list_imports(
    works: Works, places: Places, actor: Actor, provider_id: str | None, authority: str | None, limit: int, after: str | None = None
) -> list[ImportRecord]:
    """Newest first, after the import of that id. Raises NotAllowed for another's, Invalid when neither provider nor authority is given."""
    into = target_meant(works, places, provider_id, authority)
    with works.look() as stores:
        check_may_import(actor, into, stores)
        before = stores.imports.get(after) if after else None
        return stores.imports.page(limit, None if provider_id else into.authority, provider_id, before)


def show_import(
    works: Works, actor: Actor, id: str, *, action: Action | None = None, most_rows: int | None = None, after: int = 0, words: str = ""
) -> tuple[ImportRecord, list[ImportedRow]]:
    """Its rows in the order of the sheet. Raises NotFound, NotAllowed."""
    with works.look() as stores:
        record = stores.imports.get(id)
        check_may_import(actor, record.target, stores)
        return record, list(islice(stores.imports.rows(id, action, after, words), most_rows))
