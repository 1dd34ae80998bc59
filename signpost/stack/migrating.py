"""Brings the databases of all services up to date, as the owner of their tables."""

from collections.abc import Callable, Mapping

from pydantic import SecretStr
from sqlalchemy import make_url

from services.directory.settings import DirectorySettings
from services.directory.wiring import migrate_directory, open_directory
from services.reporting.wiring import migrate_reporting_at
from shared.errors import Invalid
from shared.settings import StoreSettings
from shared.storage.roles import make_roles
from signpost.demonstration import fill_if_empty, keep_people

MIGRATE: Mapping[str, Callable[[str], list[str]]] = {"directory": migrate_directory, "reporting": migrate_reporting_at}
"""By service: takes the owner's address, returns the revisions applied."""


def make_databases(admin: SecretStr, service: str, owner: SecretStr, application: SecretStr) -> None:
    """Database and both roles, named and with passwords as these addresses say. Safe to repeat."""
    used, owns = make_url(application.get_secret_value()), make_url(owner.get_secret_value())
    name = used.database or ""
    if not (used.username == name and owns.username == f"{name}_owner" and owns.database == name):
        raise Invalid(
            f"The addresses of the {service} database do not go together.",
            remedy=f"Let the database and the application's user have one name, such as {service}, and the owner's {service}_owner.",
        )
    make_roles(admin.get_secret_value(), name, owner_password=str(owns.password), application_password=str(used.password))


def set_up_demonstration(settings: StoreSettings) -> bool:
    """The invented region in an empty directory, and the people to sign in as. Whether it was empty; no API may run on the folder."""
    directory = open_directory(DirectorySettings(data=settings.data, database_address=settings.database.get_secret_value()))
    try:
        filled = fill_if_empty(directory)
        keep_people(directory, settings.data)
    finally:
        directory.close()
    return filled
