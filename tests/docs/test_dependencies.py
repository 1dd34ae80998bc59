"""Every package Signpost depends on has its reason in the decision on dependencies, and none stands there that is gone."""

import json
import re
import tomllib

from tests.architecture.repository import ROOT

PAGE = ROOT / "docs/decisions/0007-dependencies.md"
BESIDE = {"email-validator"}
"""Not named in pyproject.toml by itself: what pydantic's `email` extra brings."""


def wanted() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    python = [*project["project"]["dependencies"], *(each for group in project["dependency-groups"].values() for each in group)]
    node = json.loads((ROOT / "package.json").read_text())
    return {re.split(r"[\[<>=]", each)[0].strip() for each in python} | {*node["dependencies"], *node["devDependencies"]} | BESIDE


def explained() -> set[str]:
    first_cells = re.findall(r"^\| ([a-z@][^|]*) \|", PAGE.read_text(), re.MULTILINE)
    names = {re.sub(r" \(.*\)", "", name).strip() for cell in first_cells for name in cell.split(",")}
    return names - {"package"}


def test_every_dependency_has_its_reason() -> None:
    assert wanted() - explained() == set()


def test_no_reason_is_left_of_a_dependency_that_is_gone() -> None:
    assert explained() - wanted() == set()
