"""What holds for every route of the portal."""

from pathlib import Path
from typing import Any

from services.portal.entrypoints.form_tokens import sent_form
from services.portal.entrypoints.staff_pages import STAFF
from shared.web.access import routes_without_permission
from shared.web.routes import every_route
from signpost.one_machine import open_machine

CHANGES_NO_LISTING = {"/sign-out"}
"""Takes away only this browser's own session; another site's form is refused before it gets here."""


def test_every_route_of_the_site_declares_who_may_use_it(tmp_path: Path) -> None:
    machine = open_machine(tmp_path, demo=False)
    assert routes_without_permission(machine.app) == []
    machine.close()


def test_every_form_of_signed_in_people_is_taken_only_with_its_secret() -> None:
    unguarded = {
        path
        for router in STAFF
        for path, route in every_route(router)
        if "POST" in (route.methods or ()) and not _asks_for_secret(route.dependant)
    }
    assert unguarded == CHANGES_NO_LISTING


def _asks_for_secret(dependant: Any) -> bool:
    return dependant.call is sent_form or any(_asks_for_secret(each) for each in dependant.dependencies)
