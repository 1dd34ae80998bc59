"""The `signpost` command. Every error a person can cause is one sentence and what to do, never a traceback."""

import sys

import typer

from shared.errors import SignpostError, Unavailable
from signpost.commands import (
    doctor,
    events,
    geo,
    importing,
    migrate,
    partners,
    reporting,
    running,
    sample,
    search,
    serve,
    stack,
    status,
    token,
    topology,
    words,
)
from signpost.commands.saying import complain

app = typer.Typer(
    help="Signpost: the platform behind a regional ESOL resource. Start with `signpost run --demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(running.run)
app.command("stack")(stack.stack)
app.command("status")(status.status)
app.command("migrate")(migrate.migrate)
app.command("serve")(serve.serve)
app.command("sample")(sample.sample)
app.command("import")(importing.import_file)
app.add_typer(search.app, name="search")
app.add_typer(words.app, name="words")
app.add_typer(geo.app, name="geo")
app.add_typer(events.app, name="events")
app.add_typer(partners.app, name="partners")
app.add_typer(reporting.app, name="reporting")
app.add_typer(topology.app, name="topology")
app.command("token")(token.token)
app.command("doctor")(doctor.doctor)


def main() -> None:
    try:
        app()
    except SignpostError as error:
        complain(error)
        sys.exit(1)
    except OSError as error:
        complain(_unusable(error))
        sys.exit(1)


def _unusable(error: OSError) -> Unavailable:
    """A file or folder named on the command line that is not there, or may not be written to."""
    return Unavailable(
        f"{error.filename or 'A file or folder'} cannot be used: {error.strerror or error}.",
        remedy="Check that it is there and may be read and written to, or choose another, such as --data FOLDER.",
    )


if __name__ == "__main__":
    main()
