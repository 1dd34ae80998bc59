"""Who may import for whom."""

import re

from services.directory.domain.ownership import check_may_write, may_write
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.ports import Stores
from shared.errors import Invalid, NotAllowed
from shared.permissions import Actor, Permission


def check_may_import(actor: Actor, into: ImportTarget, stores: Stores) -> None:
    """A provider's staff for their provider, a development worker for their authorities. Raises NotAllowed, NotFound or Invalid."""
    if not re.fullmatch(r"[A-Z]\d{8}", into.authority):
        raise Invalid.field("authority", f"“{into.authority}” is not an authority.", "Give its GSS code, such as E08000035 for Leeds.")
    if not actor.may(Permission.PROVISION_IMPORT):
        raise NotAllowed(
            "Your role may not bring in spreadsheets.", remedy="Ask the provider, or the development worker of your authority."
        )
    if into.provider_id:
        check_may_write(actor, stores.providers.get(into.provider_id))
    elif not may_write(actor, authority=into.authority, organisation=None):
        raise NotAllowed(
            "You may not bring in listings for this authority.",
            remedy="Choose the provider you work for, or ask the development worker of the authority.",
        )
