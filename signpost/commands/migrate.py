"""signpost migrate: bring the databases up to date."""

from typing import Annotated

import typer

from shared.settings import AdminSettings, OwnerSettings, StoreSettings
from signpost.commands.saying import out
from signpost.stack.kinds import SERVICES
from signpost.stack.migrating import MIGRATE, make_databases, set_up_demonstration


def migrate(
    roles: Annotated[bool, typer.Option("--roles", help="Make databases and roles first, as SIGNPOST_POSTGRES_ADMIN.")] = False,
    demo: Annotated[bool, typer.Option(help="Put the invented region into an empty directory.")] = False,
) -> None:
    """Bring the PostgreSQL databases of all services up to date, as the owner of their tables. Older processes may go on running.

    The application's role owns nothing and cannot do this; the owner's address is SIGNPOST_DIRECTORY_OWNER_DATABASE and so on.
    """
    owners = {service: OwnerSettings.read(service).owner_database for service in SERVICES}
    admin = AdminSettings.read().postgres_admin if roles else None
    used = {service: StoreSettings.read(service) for service in SERVICES} if roles or demo else {}
    for service, owner in owners.items():
        if admin:
            make_databases(admin, service, owner, used[service].database)
        applied = MIGRATE[service](owner.get_secret_value())
        out.print(f"{service}: {', '.join(applied) if applied else 'nothing to do, it is up to date'}")
    if demo:
        filled = set_up_demonstration(used["directory"])
        out.print("The invented region was added." if filled else "The directory is not empty; nothing was added.")
