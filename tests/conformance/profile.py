"""The schemas of the profile, from the material beside the checkout."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.not_tested import not_tested

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "oruk-3.0"


def need_profile() -> None:
    if not FOLDER.is_dir():
        not_tested("the feed against the schemas of Open Referral UK 3.0", "put them into conformance/oruk-3.0 of ../shared")


def document(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Draft202012Validator:
    terms = ("taxonomy_term.json", Resource.from_contents(document("taxonomy_term"), default_specification=DRAFT202012))
    return Draft202012Validator(document(name), registry=Registry().with_resources([terms]), format_checker=FormatChecker())


def faults(name: str, instance: object) -> list[str]:
    """What the schema has against it, with where."""
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in _validator(name).iter_errors(instance)]


@cache
def page_schema() -> Draft202012Validator:
    """The page's own fields, all of which are needed."""
    schema = document("openapi")["components"]["schemas"]["Page"]
    return Draft202012Validator({**schema, "required": [*schema["properties"]]}, format_checker=FormatChecker())
