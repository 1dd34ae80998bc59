"""Write the pages of docs/reference from the code they describe: `.venv/bin/python scripts/make_reference.py`.

tests/docs fails while a page says something else than the code; it never needs a data folder, a network or a running Signpost.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import typer

from scripts.events_reference import events_parts
from scripts.feed_reference import feed_parts
from services.directory.domain import ranking
from services.directory.domain.filters import FILTERS
from services.directory.domain.freshness import AGEING_AFTER, HIDDEN_AFTER, STALE_AFTER
from services.directory.domain.funding_rules import RULES, FundingRule
from services.directory.domain.spreadsheet import limits
from services.directory.domain.spreadsheet.column_names import COURSE_COLUMNS, LEFT_OUT, NEEDED, VENUE_COLUMNS, Names
from services.directory.domain.spreadsheet.shapes import FEWEST, MOST, SHAPES
from services.directory.entrypoints.http_api import directory_app
from services.directory.entrypoints.local_delivery import openreferral_thread, search_thread
from services.directory.entrypoints.openreferral.app import openreferral_app
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from services.reporting.entrypoints.http_api import reporting_app
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import open_reporting
from shared.clock import SystemClock
from shared.contracts import labels
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import TokenVerifier
from shared.permissions import EVERYONE, GRANTS, Permission, Role
from shared.web.problems import FRAMEWORK, KINDS, UNEXPECTED
from signpost.cli import app as command_line
from tests.faults.report import faults_parts, last_run
from tests.search_quality.report import quality_page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by scripts/make_reference.py from the code. Change the code, then run it. -->"
Document = Mapping[str, Any]


def pages() -> dict[str, str]:
    """File name → its text."""
    document, feed, figures = _open_api()
    made = {
        "search.md": _search(document),
        "api.md": _api(document, figures),
        "events.md": _page(*events_parts(_asked, _table, _kind)),
        "commands.md": _commands(),
        "errors.md": _errors(),
        "import-columns.md": _import_columns(),
        "permissions.md": _permissions(),
        "freshness-and-ranking.md": _freshness_and_ranking(),
        "funding.md": _funding(),
        "open-referral.md": _page(*feed_parts(feed, _asked, _table)),
        "search-quality.md": _page("How good the answers are", quality_page()),
        "faults.md": _page(*faults_parts(last_run())),
    }
    return {"README.md": _contents(made), **made}


def _contents(made: Mapping[str, str]) -> str:
    links = [f"- [{text.splitlines()[0].removeprefix('# ')}]({name})" for name, text in made.items()]
    return _page("Reference", "Made from the code, so it says what this version does.", "\n".join(links))


def _open_api() -> tuple[Document, Document, Document]:
    """The OpenAPI documents of the directory, of its feed and of reporting, from the apps themselves on an empty folder."""
    with TemporaryDirectory() as folder:
        data, clock = Path(folder), SystemClock()
        directory = open_directory(DirectorySettings(data=data), clock)
        verifier = TokenVerifier(public_keys(signing_key(data)), "signpost", clock)
        document = directory_app(directory, verifier, search_thread(directory)).openapi()
        feed = openreferral_app(directory, verifier, openreferral_thread(directory)).openapi()
        directory.close()
        reporting = open_reporting(ReportingSettings(data=data), clock)
        figures = reporting_app(reporting, verifier, {}).openapi()
        reporting.close()
    return document, feed, figures


def _search(document: Document) -> str:
    asked = document["paths"]["/v1/classes"]["get"]["parameters"]
    names = {each.name for each in FILTERS}
    own = [_asked(document, each) for each in asked if each["name"] not in names]
    filters = [(f"`{each.name}`", each.label, _options(each.options), each.help) for each in FILTERS]
    shapes = ("FindAnswer", "ResultAnswer", "FacetAnswer", "PlaceAnswer")
    return _page(
        "Search: what can be asked, and what is answered",
        "`GET /directory/v1/classes`. Anyone may ask. A parameter that is not named here is refused, so that a slip is not passed over. "
        "`GET /directory/v1/map` takes the same ones; it passes over `limit` and `cursor`.",
        "## Words, place, time and order",
        _table(("parameter", "kind", "unless given", "what it asks"), own),
        "## Filters",
        "Each may be given several times: `level=entry-1&level=entry-2` finds either. Different filters all have to hold, "
        "`day` and `time` in one and the same weekly session.",
        _table(("parameter", "label", "codes", "note"), filters),
        "## The answer",
        *(_shape(document, name) for name in shapes),
        "`state` in a result is the class as anyone may see it: the same document as in its events ([events](events.md)).",
    )


def _asked(document: Document, parameter: Document) -> tuple[str, ...]:
    """What may be left out need not say that it may be null."""
    schema = parameter["schema"]
    if "$ref" in schema:
        schema = {**document["components"]["schemas"][_kind(schema)], "default": schema.get("default")}
    filled = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    return f"`{parameter['name']}`", _kind(filled), _default(schema), parameter.get("description", "")


def _options(options: Mapping[str, str] | None) -> str:
    return ", ".join(f"`{code}`" for code in options) if options else "from the listings: see the answer's facets"


def _shape(document: Document, name: str) -> str:
    shape = document["components"]["schemas"][name]
    fields = [(f"`{field}`", _kind(about)) for field, about in shape["properties"].items()]
    return f"**{name}.** {shape.get('description', '')}\n\n{_table(('field', 'kind'), fields)}"


def _kind(schema: Document) -> str:
    """A JSON Schema as a person says it."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "list"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"name → {_kind(schema['additionalProperties'])}"
    limit = f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    limit += f", at most {schema['maximum']}" if "maximum" in schema else ""
    return f"{schema.get('format') or schema.get('type', 'anything')}{limit}"


def _default(schema: Document) -> str:
    return f"`{schema['default']}`" if schema.get("default") not in (None, "", []) else ""


def _api(document: Document, figures: Document) -> str:
    return _page(
        "Addresses of the API",
        "## Directory",
        "Below `/directory` of a running Signpost. `/directory/docs` is the whole reference with every field, "
        "`/directory/openapi.json` the same for programs. What each permission is: [permissions](permissions.md).",
        "Updates need `If-Match` with the ETag of the version they change. `POST` that makes something takes an `Idempotency-Key`: "
        "the same key within a day does it once.",
        _addresses(document),
        "## Reporting",
        "Below `/reporting`, with `/reporting/docs` and `/reporting/openapi.json` as above. How it is counted: "
        "[read what is on offer](../how-to/read-what-is-on-offer.md).",
        _addresses(figures),
        *(_shape(figures, name) for name in ("SupplyAnswer", "SupplyLine", "FiguresAnswer")),
    )


def _addresses(document: Document) -> str:
    rows = [
        (f"`{method.upper()} {path}`", operation.get("summary", ""), f"`{operation.get('x-permission')}`")
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return _table(("address", "what it does", "permission"), rows)


def _commands() -> str:
    group: Any = typer.main.get_command(command_line)  # Typer carries its own click, whose classes it does not make public
    return _page(
        "Commands",
        "In the checkout `signpost` is `.venv/bin/signpost`. Each has `--help`, which says the same. "
        "Every error is one sentence and what to do; the command then ends with status 1, or 2 for an option it does not know.",
        *_of_group(group, "signpost"),
    )


def _of_group(group: Any, path: str) -> Iterable[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _of_group(command, f"{path} {name}")
        else:
            yield _command(command, f"{path} {name}")


def _command(command: Any, path: str) -> str:
    given = [_parameter(each) for each in command.params if each.name != "help"]
    return f"## {path}\n\n{_one_line(command.help)}\n\n{_table(('option', 'unless given', 'what it does'), given)}"


def _parameter(each: Any) -> tuple[str, ...]:
    option = each.opts[0].startswith("-")
    name = ", ".join(f"`{opt}`" for opt in each.opts) if option else f"`{each.name.upper()}`"
    default = "" if each.default in (None, [], (), "") or callable(each.default) else f"`{each.default}`".replace("`False`", "no")
    if each.required:
        default = "needed"
    environment = f" Also as `{each.envvar}` in the environment." if each.envvar else ""
    return name, default, f"{each.help or ''}{environment}"


def _errors() -> str:
    kinds = [*KINDS.values(), *(kind for kind, _, _ in FRAMEWORK.values()), UNEXPECTED]
    rows = [(f"`urn:signpost:problem:{kind.name}`", str(kind.status), kind.title) for kind in sorted(kinds, key=lambda kind: kind.status)]
    return _page(
        "Errors",
        "Every error of an API is `application/problem+json` (RFC 9457). Programs go by `type`; `detail` and `remedy` are for people; "
        "`problems` names every field that is wrong with its own remedy; `request_id` is in the log too.",
        _table(("type", "status", "title"), rows),
    )


def _import_columns() -> str:
    shapes = ", ".join(name for name, _ in SHAPES)
    left = [(f"`{pattern}`", reason) for pattern, reason in LEFT_OUT]
    return _page(
        "Spreadsheet columns that are understood",
        "Headers are compared without capitals, underscores, punctuation, asterisks and remarks in brackets. The header may stand in any "
        f"of the first {limits.HEADER_WITHIN} rows, and in two rows. A column with an unknown header is recognised by what it holds "
        f"({shapes}) when {MOST:.0%} of at least {FEWEST} filled cells have that shape and no other column does. "
        "What is not taken is named with the reason.",
        f"A file may have up to {limits.MOST_BYTES // limits.MEGABYTE} MB, {limits.MOST_ROWS:,} rows and {limits.MOST_COLUMNS} columns; "
        f"unpacked up to {limits.MOST_UNPACKED_BYTES // limits.MEGABYTE} MB.",
        f"## Venues\n\nNeeded: {NEEDED['venues']}.",
        _columns(VENUE_COLUMNS),
        f"## Courses\n\nNeeded: {NEEDED['courses']}.",
        _columns(COURSE_COLUMNS),
        "## Known, and not taken",
        _table(("header, as a regular expression", "why"), left),
    )


def _columns(names: Names) -> str:
    return _table(("what it is", "headers"), [(field.replace("_", " "), ", ".join(known)) for field, known in names.items()])


def _permissions() -> str:
    header = ("permission", "anyone", *(role.value for role in Role))
    rows = [
        (f"`{each.value}`", _tick(each in EVERYONE), *(_tick(each in EVERYONE or each in GRANTS[role]) for role in Role))
        for each in Permission
    ]
    return _page(
        "Permissions by role",
        "Every route declares one permission. To write or import, a role is not enough: staff of a provider act for the providers their "
        "token names, development workers and operators for the authorities it names. A learner needs no account, so has no role. "
        "Officers and coordinators read the history of providers and classes of their own authority.",
        _table(header, rows),
    )


def _tick(granted: bool) -> str:
    return "yes" if granted else ""


def _freshness_and_ranking() -> str:
    ages = [
        ("verified", labels.FRESHNESS["verified"], f"up to {AGEING_AFTER.days} days"),
        ("ageing", labels.FRESHNESS["ageing"], f"up to {STALE_AFTER.days} days"),
        ("stale", labels.FRESHNESS["stale"], f"up to {HIDDEN_AFTER.days} days; sinks in the order"),
        ("hidden", labels.FRESHNESS["hidden"], "longer: not found by search, kept, and back as soon as somebody says that it is right"),
    ]
    words = [(group.value, each) for group, each in ranking.WORD.items()] + [("another word for it, beside that", ranking.OTHER_WORD)]
    near = [(f"up to {band.up_to:,} m", band) for band in ranking.DISTANCE]
    fresh = [(each.value, points) for each, points in ranking.FRESHNESS.items()]
    starts = [("already begun" if band.up_to < 0 else f"within {band.up_to} days", band) for band in ranking.STARTS]
    return _page(
        "Freshness and ranking",
        "## How a listing ages\n\nCounted from the moment a person last said that it is right.",
        _table(("band", "shown as", "age"), ages),
        "## The order “best”\n\nPoints are added up; the most come first, then the nearer, the sooner, the id. "
        "A word counts once, in the first group that has it.",
        _points("each word found in", words),
        _points("distance", near),
        _points("freshness", fresh),
        _points("places", list(ranking.PLACES.items())),
        _points("can be joined", starts),
        "The other orders: `nearest` by distance, then start; `soonest` by start, then distance; `fresh` by the last check, then distance.",
    )


def _points(what: str, rows: Sequence[tuple[str, ranking.Points | ranking.Band]]) -> str:
    return _table((what, "points", "why"), [(name, f"{each.points:+d}", each.reason) for name, each in rows])


def _funding() -> str:
    rows = [
        (labels.FUNDER[rule.funder], _from_until(rule), rule.area or "England", _free_for(rule), rule.words, rule.source) for rule in RULES
    ]
    return _page(
        "Funding rules",
        "Dated data: to record a new year's rule, end the old one and add a row. The answer is “likely free”, “likely free from” a day, "
        "“may cost” or “ask”; the provider decides. A combined authority's own rule wins over England's where one is on record.",
        _table(("who pays", "holds", "area", "free for", "in words", "source"), rows),
    )


def _from_until(rule: FundingRule) -> str:
    return f"from {rule.since:%-d %B %Y}" + (f" to {rule.until:%-d %B %Y}" if rule.until else "")


def _free_for(rule: FundingRule) -> str:
    people = ", ".join(sorted(each.value.replace("-", " ") for each in rule.free_for))
    if not rule.promises:
        return "the provider decides"
    return f"{people or 'everyone'}{f', after {rule.years_in_uk} years in the UK' if rule.years_in_uk else ''}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([_one_line(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", MADE, *parts)) + "\n"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for gone in set(FOLDER.glob("*.md")) - {FOLDER / name for name in made}:
        gone.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages written to {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
