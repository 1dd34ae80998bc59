"""`signpost topology`, as a person runs it."""

import sys

import pytest

from signpost import cli
from tests.stack.fixtures import Rabbit


def signpost(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["signpost", *arguments])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_difference_is_told_mended_and_gone(
    rabbit_vhost: Rabbit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGNPOST_BROKER", rabbit_vhost.url)
    monkeypatch.setenv("SIGNPOST_BROKER_MANAGEMENT", rabbit_vhost.management_url)
    assert signpost(monkeypatch, "topology", "diff") == 1
    assert "The queue signpost.reporting is missing." in capsys.readouterr().out
    assert signpost(monkeypatch, "topology", "apply") == 0
    assert signpost(monkeypatch, "topology", "diff") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "RabbitMQ is as it should be."
    assert signpost(monkeypatch, "topology", "diff", "--queue-length", "5") == 1
    assert "The queue signpost.reporting has other arguments; it must be made anew." in capsys.readouterr().out


def test_a_setting_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("SIGNPOST_BROKER", raising=False)
    monkeypatch.delenv("SIGNPOST_BROKER_MANAGEMENT", raising=False)
    assert signpost(monkeypatch, "topology", "diff") == 1
    said = capsys.readouterr()
    assert "SIGNPOST_BROKER_MANAGEMENT" in said.out + said.err
