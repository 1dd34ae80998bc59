"""signpost import --feed, as a person uses it."""

from pathlib import Path

import pytest

from services.directory.settings import DirectorySettings
from services.directory.use_cases.update_class import update_class
from services.directory.wiring import open_database, open_works
from shared.clock import SystemClock
from tests.commands.conftest import Run, Said, signpost
from tests.feeds.conftest import WORKER
from tests.feeds.server import Answer, FeedServer, classes, id_of, service

__all__ = ["signpost"]


def correct(data: Path, description: str) -> None:
    """The one class that is there, mended by hand."""
    database = open_database(DirectorySettings(data=data))
    works = open_works(database, SystemClock())
    with works.look() as stores:
        (lesson,) = stores.classes.page(None, 10)
    update_class(works, WORKER, lesson.id, lesson.details.model_copy(update={"description": description}))
    database.close()


@pytest.fixture
def bring(signpost: Run, server: FeedServer, tmp_path: Path) -> Run:
    def run(*more: str) -> Said:
        return signpost("import", "--feed", server.url, "--authority", "Leeds", "--allow-private", "--data", tmp_path / "data", *more)

    return run


def test_a_feed_is_tried_taken_in_and_taken_back(bring: Run, signpost: Run, server: FeedServer, tmp_path: Path) -> None:
    server.services = [*classes(3), service("Food bank")]
    tried = bring("--dry-run")
    assert tried.code == 0 and "5 to add, 1 no English class" in tried.text and "this was a dry run" in tried.text
    done = bring()
    assert "5 added" in done.text
    undo = done.text.rpartition("signpost import ")[2].split()
    undone = signpost("import", *undo)
    assert "4 removed" in undone.text and "A provider stays registered" in undone.text
    assert "Nothing changed" not in bring().text and "Nothing changed" in bring().text


def test_what_a_person_has_to_decide_is_named_with_how_to_say_it(bring: Run, server: FeedServer) -> None:
    server.services = [*classes(5), service("ESOL with [square] brackets", phones=[{"id": "x", "number": "ask Sue"}]), {"id": "odd"}]
    said = bring()
    assert "name: This service has no name. Tell the people who run the feed." in said.text
    assert "service.contact.phone" in said.text and "[square]" in said.text
    server.services = classes(2)
    said = bring("--full")
    assert said.code == 1 and "4 of 6 classes are gone from the feed" in said.text and "--accept-vanished" in said.text
    said = bring("--full", "--accept-vanished")
    assert said.code == 0 and "4 withdrawn" in said.text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--feed", "https://me:secret@example.org"], "a name or a password"),
        (["--feed", "http://127.0.0.1:1/v3"], "--allow-private"),
        (["--feed", "https://example.org", "--authority", "Atlantis"], "no authority of this region"),
        (["--feed", "https://example.org", "--authority", ""], "Add --authority NAME"),
        (["--feed", "https://example.org", "--take-theirs", "x", "--keep-ours", "x"], "Say one of the two"),
        (["--feed", "https://example.org", "--take-theirs", "x"], "Nothing of this feed has the id x"),
        (["--feed", "https://example.org", "halls.csv"], "FILE does not go with --feed"),
        (["--feed", "https://example.org", "--take-good-rows"], "--take-good-rows does not go with --feed"),
        (["halls.csv", "--full"], "--full does not go with a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(signpost: Run, tmp_path: Path, more: list[str], says: str) -> None:
    said = signpost("import", "--authority", "Leeds", "--data", tmp_path / "data", *more)
    assert said.code == 1 and says in said.text and "Traceback" not in said.text


def test_a_feed_that_is_gone_is_told_with_what_to_do(bring: Run, server: FeedServer) -> None:
    server.trouble(answer=Answer(404))
    said = bring()
    assert said.code == 1 and "answers 404" in said.text and "Traceback" not in said.text


def test_a_clash_shows_all_three_words(bring: Run, signpost: Run, server: FeedServer, tmp_path: Path) -> None:
    server.services = [service("ESOL A")]
    bring()
    correct(tmp_path / "data", "Ours.")
    server.services = [service("ESOL A", description="Theirs.")]
    said = bring("--full")
    assert "the feed says 'Theirs.' (before: 'Speaking, reading and writing.'), we say 'Ours.'" in said.text
    assert f"--take-theirs {id_of('ESOL A')}" in said.text
    assert "1 changed" in bring("--take-theirs", id_of("ESOL A")).text
