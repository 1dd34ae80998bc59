"""The `signpost` command. Every error a person can cause is one sentence and what to do, never a traceback."""

import sys

import typer

from shared.errors import SignpostError
from signpost.commands import doctor, events, geo, importing, running, sample, search, token
from signpost.commands.saying import complain

app = typer.Typer(
    help="Signpost: the platform behind a regional ESOL resource. Start with `signpost run --demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(running.run)
app.command("sample")(sample.sample)
app.command("import")(importing.import_file)
app.command("search")(search.search)
app.add_typer(geo.app, name="geo")
app.add_typer(events.app, name="events")
app.command("token")(token.token)
app.command("doctor")(doctor.doctor)


def main() -> None:
    try:
        app()
    except SignpostError as error:
        complain(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
