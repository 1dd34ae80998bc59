"""`signpost partners`: what an operator types, what they are told, and where the secret appears."""

import logging
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.commands.conftest import Run
from tests.commands.conftest import signpost as signpost
from tests.partners.conftest import Platform

SECRET = re.compile(r"partner_[\w-]{43}")
ADD = ("partners", "add", "catalogue", "--authority", "Leeds", "--types", "class.published")


@pytest.fixture
def without_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGNPOST_BROKER", "SIGNPOST_BROKER_MANAGEMENT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def with_broker(monkeypatch: pytest.MonkeyPatch, platform: Platform) -> Path:
    """Its data folder is the platform's, so that the platform cleans up."""
    monkeypatch.setenv("SIGNPOST_BROKER", platform.rabbit.url)
    monkeypatch.setenv("SIGNPOST_BROKER_MANAGEMENT", platform.rabbit.management_url)
    return platform.reporting.settings.data


@pytest.mark.usefixtures("without_broker")
def test_without_a_broker_it_opens_the_feed_and_says_so(signpost: Run, tmp_path: Path) -> None:
    added = signpost(*ADD, "--data", tmp_path)
    assert (added.code, len(SECRET.findall(added.text))) == (0, 1)
    assert "No broker is set (SIGNPOST_BROKER_MANAGEMENT): this is for the HTTP feed only." in added.text
    assert "none set: HTTP feed only" in signpost("partners", "list", "--data", tmp_path).text
    assert "Set SIGNPOST_BROKER and SIGNPOST_BROKER_MANAGEMENT." in signpost("partners", "apply", "--data", tmp_path).text


@pytest.mark.usefixtures("without_broker")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Catalogue", "--authority", "Leeds", "--types", "all"), "Use small letters, digits and single hyphens"),
        (("catalogue", "--authority", "Atlantis", "--types", "all"), "“Atlantis” is no authority of this region."),
        (("catalogue", "--authority", "Leeds", "--types", "class.vanished"), "There is no event “class.vanished”."),
    ],
)
def test_a_slip_is_named_with_what_to_do(given: tuple[str, ...], said: str, signpost: Run, tmp_path: Path) -> None:
    answer = signpost("partners", "add", *given, "--data", tmp_path)
    assert answer.code == 1
    assert said in answer.text
    assert "There are no partners." in signpost("partners", "list", "--data", tmp_path).text


def test_a_partners_life_on_the_broker(signpost: Run, with_broker: Path) -> None:
    def run(*words: str) -> str:
        said = signpost("partners", *words, "--data", with_broker)
        assert said.code == 0, said.text
        return said.text

    first = SECRET.findall(signpost(*ADD, "--data", with_broker).text)
    assert "as it should be" in run("list")
    assert "may hear of: E08000035" in run("show", "catalogue")
    assert "waiting in partner.catalogue.queue: 0 of at most 100,000" in run("show", "catalogue")
    second = SECRET.findall(run("rotate", "catalogue"))
    assert len({*first, *second}) == 2
    assert "may hear 1 kinds of events of 2 authorities" in run(
        "grant", "catalogue", "--authority", "York", "--authority", "Leeds", "--types", "class.published"
    )
    assert "1 of 1 partners are on the broker as the list says." in run("apply")
    assert "its secrets open nothing" in run("remove", "catalogue")
    assert "There are no partners." in run("list")


def test_a_partner_of_the_broker_is_not_said_to_be_gone_when_no_broker_is_named(
    signpost: Run, with_broker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signpost(*ADD, "--data", with_broker).code == 0
    with monkeypatch.context() as elsewhere:
        elsewhere.delenv("SIGNPOST_BROKER_MANAGEMENT")
        removed = signpost("partners", "remove", ADD[2], "--data", with_broker)
        listed = signpost("partners", "list", "--data", with_broker).text
    assert (removed.code, "The broker was not told" in removed.text, "signpost partners apply" in removed.text) == (1, True, True)
    assert "to be removed: signpost partners apply" in listed
    assert signpost("partners", "apply", "--data", with_broker).code == 0
    assert "There are no partners." in signpost("partners", "list", "--data", with_broker).text


def test_a_broker_that_is_away_is_said_after_the_secret_and_ends_with_a_failure(
    signpost: Run, with_broker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_BROKER_MANAGEMENT", "http://nobody:hidden-password@127.0.0.1:9")
    added = signpost(*ADD, "--data", with_broker)
    assert (added.code, len(SECRET.findall(added.text))) == (1, 1)
    assert "signpost partners apply" in added.text
    assert "hidden-password" not in added.text
    assert "not yet: signpost partners apply" in signpost("partners", "list", "--data", with_broker).text


def test_no_secret_and_no_password_reaches_a_log(
    signpost: Run, with_broker: Path, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (secret,) = SECRET.findall(signpost(*ADD, "--data", with_broker).text)
    platform.forward()
    assert caplog.records
    password = urlsplit(platform.rabbit.management_url).password or ""
    assert [each for each in (secret, f":{password}@") if each in caplog.text] == []


def test_the_limits_are_told(signpost: Run) -> None:
    told = signpost("partners", "limits").text
    assert "waiting in its queue: 100,000 events or 256,000,000 bytes; past that the oldest go first" in told
    assert "connections open at once: 4" in told
