"""A service's own database on a PostgreSQL server, with its two roles: the owner, who migrates, and the application, who owns nothing."""

from dataclasses import dataclass

import psycopg
from psycopg import Connection, sql
from sqlalchemy import make_url

from shared.errors import Unavailable
from shared.storage.postgres_refusals import refusal_of

OWNER = "_owner"
"""What the owner's name has behind the application's."""


@dataclass(frozen=True, repr=False)
class Addresses:
    """`postgresql://user:password@host:port/name`, both of the same database."""

    owner: str
    application: str


def make_roles(admin_url: str, name: str, *, owner_password: str, application_password: str) -> Addresses:
    """Makes what is missing and sets the passwords; safe to repeat. `admin_url`: a superuser's, in any database.

    The database and the application's role are called `name`, the owner's role `name_owner`. Whatever the owner makes from now on the
    application may select, insert, update and delete, and nothing more. Raises Unavailable when the server refuses.
    """
    try:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            _make_role(connection, name + OWNER, owner_password)
            _make_role(connection, name, application_password)
            _make_database(connection, name)
        with psycopg.connect(_address(admin_url, database=name)) as connection:
            _give_rights(connection, name)
    except psycopg.Error as error:
        raise refusal_of(error, writes=True) or Unavailable(
            f"The database {name} and its roles could not be made: {error.diag.message_primary}.", remedy="Give the address of a superuser."
        ) from error
    return Addresses(
        _address(admin_url, name, username=name + OWNER, password=owner_password),
        _address(admin_url, name, username=name, password=application_password),
    )


def _make_role(connection: Connection, role: str, password: str) -> None:
    """The password is scrambled here, so that no log of the server shows it."""
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    scrambled = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    bare = "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
    connection.execute(sql.SQL(bare).format(sql.Identifier(role), sql.Literal(scrambled)))


def _make_database(connection: Connection, name: str) -> None:
    """Texts are ordered by their code points, as in Python and SQLite; capitals are known in every language."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    make = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    connection.execute(sql.SQL(make).format(sql.Identifier(name), sql.Identifier(name + OWNER)))


def _give_rights(connection: Connection, name: str) -> None:
    names = {"database": sql.Identifier(name), "owner": sql.Identifier(name + OWNER), "application": sql.Identifier(name)}
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {application}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT CREATE ON SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {application}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {application}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {application}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _address(url: str, database: str, **who: str) -> str:
    return make_url(url).set(database=database, **who).render_as_string(hide_password=False)  # type: ignore[arg-type]  # username, password
