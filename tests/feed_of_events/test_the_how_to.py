"""Every command of docs/how-to/follow-events.md, run as it stands there."""

import os
import re
import shutil
import subprocess

import pytest

from tests.architecture.repository import ROOT
from tests.journeys.server import wait_for
from tests.not_tested import not_tested

from .world import PUBLISHED, WITHDRAWN, World, hurried, in_the_background, said, waiting

PAGE = (ROOT / "docs/how-to/follow-events.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^ *(curl .*)$", PAGE, flags=re.MULTILINE)


@pytest.fixture(autouse=True)
def curl() -> None:
    if shutil.which("curl") is None:
        not_tested("the curl lines of docs/how-to/follow-events.md", "apt-get install curl")


def run(world: World, secret: str, command: str, after: str) -> str:
    settings = {**os.environ, "SIGNPOST": f"http://127.0.0.1:{world.port}", "SECRET": secret, "NEXT": after}
    ran = subprocess.run(["sh", "-c", command], env=settings, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_is_answered_at_once_is_answered(world: World, secret: str) -> None:
    world.tell(said(1), said(2, WITHDRAWN), said(3, PUBLISHED))
    after = world.page(secret, limit=1)["next"]
    answers = {each: run(world, secret, each, after) for each in COMMANDS if "Prefer" not in each and "event-stream" not in each}
    assert len(answers) == 4
    for command, answer in answers.items():
        assert answer.startswith('{"events":['), command
        assert ('"id":"event-3"' in answer) == ("newest" not in command and "limit=2" not in command), command


def test_what_waits_is_answered_when_something_is_said(world: World, secret: str) -> None:
    (command,) = (each for each in COMMANDS if "Prefer" in each)
    after = world.page(secret, after="newest")["next"]
    answer = in_the_background(lambda: run(world, secret, command, after))
    wait_for("curl to wait", lambda: waiting(world) or None)
    world.tell(said(1))
    assert '"id":"event-1"' in answer()


@pytest.mark.parametrize("command", [each for each in COMMANDS if "event-stream" in each], ids=["after", "Last-Event-ID"])
def test_what_is_sent_goes_on_until_it_ends(world: World, secret: str, command: str) -> None:
    hurried(world, stream_seconds=1)
    world.tell(said(1), said(2))
    answer = run(world, secret, command, world.page(secret, limit=1)["next"])
    assert ('"id":"event-1"' in answer, '"id":"event-2"' in answer) == (False, True)
    assert answer.rstrip().endswith(": this answer ends here; go on with Last-Event-ID")
