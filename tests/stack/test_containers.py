"""The compose file and the image say what the product has: every process, its own settings, and no more than it needs.

No container engine is asked: these are read as files.
"""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from signpost.stack.kinds import KINDS, Kind
from signpost.stack.places import named
from tests.architecture.repository import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: Mapping[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: Mapping[str, Any] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"].startswith("signpost:")}
OF_THE_IMAGE = {"SIGNPOST_DATA"}
"""Set in the Dockerfile for every process."""


def _container(kind: Kind) -> Mapping[str, Any]:
    found: Mapping[str, Any] = SERVICES[kind.name.replace(" ", "-")]
    return found


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_process_has_its_command_and_exactly_the_settings_it_cannot_start_without(kind: Kind) -> None:
    container = _container(kind)
    assert container["command"][: len(kind.command)] == list(kind.command)
    needed = {name for name, field in zip(kind.variables, kind.settings.model_fields.values(), strict=True) if field.is_required()}
    assert set(container["environment"]) == needed - OF_THE_IMAGE


@pytest.mark.parametrize("name", OURS)
def test_our_containers_write_nothing_but_their_data_and_have_no_rights_to_spare(name: str) -> None:
    container = OURS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["volumes"] == ["data:/data"]


def test_status_asks_every_process() -> None:
    asked = {place.name: place.url for place in named(SERVICES["status"]["environment"]["SIGNPOST_PROCESSES"])}
    assert asked == {kind.name: f"http://{kind.name.replace(' ', '-')}:8000" for kind in KINDS}


def test_no_image_is_the_latest_and_every_server_is_asked_how_it_is() -> None:
    images = [each["image"] for each in SERVICES.values()]
    assert all(re.search(r":\d+\.\d+", image) for image in images)
    assert all("healthcheck" in SERVICES[server] for server in ("postgres", "rabbitmq"))


def test_every_secret_comes_from_the_environment_and_is_named_in_the_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+):\?", text))
    example = dict(line.split("=") for line in (DEPLOY / "example.env").read_text("utf-8").splitlines() if "=" in line and line[0] != "#")
    assert asked == set(example)
    assert set(example.values()) == {""}


def test_ports_are_open_to_this_machine_only() -> None:
    assert {port.split(":")[0] for each in SERVICES.values() for port in each.get("ports", [])} == {"127.0.0.1"}


def test_the_image_is_built_apart_from_what_runs_and_runs_without_rights() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    bases = [line for line in lines if line.startswith("FROM ")]
    assert len(bases) == 2
    assert all(re.match(r"FROM python:\d+\.\d+", line) for line in bases)
    assert "USER signpost:signpost" in lines[lines.index(bases[-1]) :]
    assert any(line.startswith("HEALTHCHECK ") for line in lines)
