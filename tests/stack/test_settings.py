"""Settings by environment: all that is wrong is named at once, by variable and with what to do, and no password is ever shown."""

from pathlib import Path

import pytest

from shared.errors import Invalid
from shared.settings import BrokerSettings, MessagingSettings, StoreSettings, shown

GOOD = {
    "SIGNPOST_DIRECTORY_DATABASE": "postgresql://directory:hunter2@127.0.0.1:5432/directory",
    "SIGNPOST_BROKER": "amqp://signpost:hunter2@127.0.0.1:5672/signpost",
    "SIGNPOST_BROKER_MANAGEMENT": "http://signpost:hunter2@127.0.0.1:15672",
}
WRONG = [
    ("SIGNPOST_DIRECTORY_DATABASE", "directory.sqlite"),
    ("SIGNPOST_DIRECTORY_DATABASE", "mysql://directory:hunter2@127.0.0.1:3306/directory"),
    ("SIGNPOST_DIRECTORY_DATABASE", "postgresql://directory:hunter2@127.0.0.1:5432"),
    ("SIGNPOST_DIRECTORY_DATABASE", "postgresql://directory:hunter2@127.0.0.1/directory"),
    ("SIGNPOST_BROKER", "amqp://signpost:hunter2@127.0.0.1:rabbit/signpost"),
    ("SIGNPOST_BROKER", "amqp://127.0.0.1:5672/signpost"),
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name, value in {**GOOD, "SIGNPOST_DATA": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_each_service_reads_its_own_variables(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = MessagingSettings.read("directory")
    assert settings.data == tmp_path
    assert settings.database.get_secret_value() == GOOD["SIGNPOST_DIRECTORY_DATABASE"]
    assert settings.broker.get_secret_value() == GOOD["SIGNPOST_BROKER"]


def test_everything_missing_is_named_in_one_message_with_its_form(environment: pytest.MonkeyPatch) -> None:
    for name in ("SIGNPOST_DATA", "SIGNPOST_BROKER"):
        environment.delenv(name)
    with pytest.raises(Invalid) as refused:
        MessagingSettings.read("reporting")
    said = {problem.field: problem.remedy for problem in refused.value.problems}
    assert set(said) == {"SIGNPOST_DATA", "SIGNPOST_REPORTING_DATABASE", "SIGNPOST_BROKER"}
    assert all(name in refused.value.message for name in said)
    assert "postgresql://user:password@host:5432/name" in said["SIGNPOST_REPORTING_DATABASE"]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_what_is_wrong_is_named_with_the_right_form_and_without_the_password(
    environment: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    environment.setenv(variable, value)
    with pytest.raises(Invalid) as refused:
        MessagingSettings.read("directory")
    (problem,) = refused.value.problems
    assert problem.field == variable
    assert "its form is" in problem.message or "not of the form" in problem.message
    assert "hunter2" not in f"{refused.value.message} {problem}"


def test_a_data_folder_that_is_a_file_is_refused(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    environment.setenv("SIGNPOST_DATA", str(tmp_path / "file"))
    with pytest.raises(Invalid, match="SIGNPOST_DATA"):
        StoreSettings.read("directory")


def test_no_password_is_printed(environment: pytest.MonkeyPatch) -> None:
    settings = MessagingSettings.read("directory"), BrokerSettings.read()
    assert "hunter2" not in f"{settings!r} {settings[0].model_dump_json()} {shown(settings[0].database)}"
    assert shown(settings[1].broker_management) == "http://signpost@127.0.0.1:15672"
