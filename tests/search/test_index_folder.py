"""The index on disk: it comes back as it was, one process writes it, and whatever is wrong with it, it is made again."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from services.directory.adapters.search_embedded import EmbeddedSearch, IndexInbox
from services.directory.adapters.search_embedded import engine as engine_module
from services.directory.adapters.search_embedded import holding as holding_module
from services.directory.adapters.search_embedded import saved as saved_module
from services.directory.adapters.search_embedded import text_index as text_index_module
from services.directory.adapters.search_embedded.text_index import Held, held_classes
from services.directory.domain.criteria import Criteria
from shared.contracts.directory import ClassShown
from shared.errors import Unavailable
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import answer
from tests.search.plain_scan import PlainScan

WANTED = Criteria(q="conversaton", limit=100)
LISTINGS = corpus(60, seed=5)


@contextmanager
def opened(folder: Path, *, read_only: bool = False) -> Iterator[EmbeddedSearch]:
    engine = EmbeddedSearch(folder, read_only=read_only)
    try:
        yield engine
    finally:
        engine.close()


def changes(listings: list[ClassShown], sequence: int = 1) -> dict[str, tuple[ClassShown, int]]:
    return {shown.id: (shown, sequence) for shown in listings}


def filled(folder: Path) -> None:
    with opened(folder) as engine:
        engine.write(changes(LISTINGS), reached=Reached(60, "event-60"))


def test_a_restart_finds_what_was_there_and_where_it_was_in_the_log(tmp_path: Path) -> None:
    filled(tmp_path)
    with opened(tmp_path) as engine:
        assert engine.reached().position == 60
        assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS).find(WANTED, NOW))


def test_a_withdrawn_class_stays_withdrawn_over_a_restart_even_when_an_older_change_comes_late(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        engine.write(changes(LISTINGS), reached=Reached(60, "event-60"))
        engine.write(changes([LISTINGS[0].model_copy(update={"withdrawn": True})], sequence=3), reached=Reached(61, "event-61"))
    with opened(tmp_path) as engine:
        engine.write(changes([LISTINGS[0]], sequence=2), reached=Reached(62, "event-62"))
        assert answer(engine.find(Criteria(limit=100), NOW)) == answer(PlainScan(LISTINGS[1:]).find(Criteria(limit=100), NOW))


def test_what_fails_half_way_leaves_the_index_and_its_position_as_they_were(tmp_path: Path) -> None:
    filled(tmp_path)
    with opened(tmp_path) as engine:
        before = answer(engine.find(WANTED, NOW))
        with pytest.raises(RuntimeError), IndexInbox(engine).transaction() as transaction:
            transaction.effect.put(LISTINGS[0].model_copy(update={"withdrawn": True}), 9)
            transaction.move_to(Reached(99))
            raise RuntimeError
        assert (answer(engine.find(WANTED, NOW)), engine.reached().position) == (before, 60)


def test_a_disk_that_refuses_leaves_everything_as_it_was_and_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    changed = [LISTINGS[0].model_copy(update={"withdrawn": True}), LISTINGS[1]]
    with opened(tmp_path) as engine:
        before = answer(engine.find(WANTED, NOW))
        with monkeypatch.context() as disk:
            disk.setattr(text_index_module, "_written", _full_after(1))
            with pytest.raises(Unavailable) as refused:
                engine.write(changes(changed, 2), reached=Reached(61, "event-61"))
        assert "disk is full" in refused.value.remedy
        assert (answer(engine.find(WANTED, NOW)), engine.reached().position) == (before, 60)
        engine.write(changes(changed, 2), reached=Reached(61, "event-61"))
        assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS[1:]).find(WANTED, NOW))


def _full_after(most: int) -> Callable[[text_index_module.Document], object]:
    right, left = text_index_module._written, iter(range(most))

    def write(document: text_index_module.Document) -> object:
        if next(left, None) is None:
            raise OSError("No space left on device")
        return right(document)

    return write


def test_words_that_are_said_no_more_are_forgotten_though_the_process_was_killed(tmp_path: Path) -> None:
    details = LISTINGS[0].details
    before, after = (
        LISTINGS[0].model_copy(update={"details": details.model_copy(update={"name": name})})
        for name in ("Zymurgy for beginners", "Conversation")
    )
    with opened(tmp_path / "live") as engine:
        engine.write(changes([before]), reached=Reached(1, "event-1"))
    with opened(tmp_path / "live") as engine:
        engine.write(changes([after], sequence=2), reached=Reached(2, "event-2"))
        shutil.copytree(tmp_path / "live", tmp_path / "killed")  # as a kill leaves it: columns of before, index of now
    with opened(tmp_path / "killed") as engine:
        assert not engine.vocabulary.has_stem("zymurgi")
        assert engine.vocabulary.has_stem("convers")


@pytest.mark.parametrize("harm", ["empty", "cut", "noise", "one byte", "missing"])
def test_a_damaged_index_is_begun_anew_and_says_so(tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture) -> None:
    filled(tmp_path)
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.suffix != ".lock" and (harm != "one byte" or file.suffix == ".fast"):
            _harm(file, harm)
    with opened(tmp_path) as engine:
        assert (engine.reached().position, engine.find(Criteria(), NOW).total) == (0, 0)
        engine.write(changes(LISTINGS), reached=Reached(60, "event-60"))
        assert engine.find(WANTED, NOW).total == PlainScan(LISTINGS).find(WANTED, NOW).total
    assert harm == "missing" or "made again from the event log" in caplog.text


def _harm(file: Path, harm: str) -> None:
    content = file.read_bytes()
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(
            {
                "empty": b"",
                "cut": content[: len(content) // 2],
                "noise": os.urandom(len(content)),
                "one byte": bytes([content[0] ^ 1]) + content[1:],
            }[harm]
        )


def test_a_changed_analyser_or_filter_begins_an_empty_index_and_removes_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(engine_module, "kind", lambda: "classes-another")
    with opened(tmp_path) as engine:
        assert engine.reached().position == 0
    assert [each.name for each in tmp_path.glob("classes-*")] == ["classes-another"]


def test_a_second_process_may_read_but_not_write(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        engine.write(changes(LISTINGS), reached=Reached(60, "event-60"))
        with opened(tmp_path, read_only=True) as second:
            assert answer(second.find(WANTED, NOW)) == answer(engine.find(WANTED, NOW))
            with pytest.raises(Unavailable):
                second.write(changes(LISTINGS, 2), reached=Reached(61, "event-61"))
        with pytest.raises(Unavailable) as refused:
            EmbeddedSearch(tmp_path)
        assert "Stop it first" in refused.value.remedy
        assert engine.find(WANTED, NOW).total > 0


def test_reading_where_there_is_nothing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        EmbeddedSearch(tmp_path, read_only=True)
    assert "signpost run" in refused.value.remedy


def _killed_while_writing(folder: Path, what: str) -> None:
    script = f"""
import sys
from pathlib import Path
from services.directory.adapters.search_embedded import EmbeddedSearch
from tests.search.test_index_folder import LISTINGS, changes
from shared.messaging.inbox import Reached
engine = EmbeddedSearch(Path({str(folder)!r}))
engine.write({what}, reached=Reached(60, "event-60"))
print("written", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_writer_that_was_killed_blocks_nobody_and_loses_nothing(tmp_path: Path) -> None:
    _killed_while_writing(tmp_path, "changes(LISTINGS)")
    with opened(tmp_path) as engine:
        assert engine.reached().position == 60
        assert engine.find(WANTED, NOW).total == PlainScan(LISTINGS).find(WANTED, NOW).total


def test_rows_of_replaced_classes_are_cleared_away_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding_module, "_DEAD_AT_LEAST", 10)
    with opened(tmp_path) as engine:
        for sequence in range(1, 6):
            engine.write(changes(LISTINGS[:40], sequence), reached=Reached(sequence))
            engine.find(WANTED, NOW)
        engine.write(changes(LISTINGS[40:]), reached=Reached(6, "event-6"))
        for wanted in (WANTED, Criteria(limit=100)):
            assert answer(engine.find(wanted, NOW)) == answer(PlainScan(LISTINGS).find(wanted, NOW))


def test_a_start_reads_only_the_classes_written_since_the_columns_were_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    read: list[str] = []

    def told(*asked: Any) -> Iterator[Held]:
        for held in held_classes(*asked):
            read.append(held.id)
            yield held

    monkeypatch.setattr(holding_module, "held_classes", told)
    with opened(tmp_path) as engine:
        assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS).find(WANTED, NOW))
    assert read == []
    _killed_while_writing(tmp_path, "changes([LISTINGS[1].model_copy(update={'id': 'new'})])")
    with opened(tmp_path) as engine:
        assert engine.sequence("new") == 1
    assert set(read) == {"new"}


def test_a_start_after_a_kill_has_what_was_changed_since_the_columns_were_saved(tmp_path: Path) -> None:
    filled(tmp_path)
    _killed_while_writing(tmp_path, "changes([LISTINGS[0].model_copy(update={'withdrawn': True}), LISTINGS[1]], 2)")
    with opened(tmp_path) as engine:
        assert answer(engine.find(Criteria(limit=100), NOW)) == answer(PlainScan(LISTINGS[1:]).find(Criteria(limit=100), NOW))
        assert engine.sequence(LISTINGS[0].id) == 2


@pytest.mark.parametrize("harm", ["empty", "cut", "noise", "one byte"])
def test_saved_columns_that_are_damaged_cost_only_time(tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture) -> None:
    filled(tmp_path)
    (file,) = tmp_path.rglob(saved_module.FILE)
    _harm(file, harm)
    with opened(tmp_path) as engine:
        assert engine.reached().position == 60
        assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS).find(WANTED, NOW))
    assert "every class is read again" in caplog.text


def test_saved_columns_of_another_time_are_not_believed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, listings, position in (("mine", LISTINGS[:40], 40), ("earlier", LISTINGS[40:], 20), ("later", LISTINGS, 60)):
        with opened(tmp_path / name) as engine:
            engine.write(changes(listings), reached=Reached(position, f"event-{position}"))
    (mine,) = (tmp_path / "mine").rglob(saved_module.FILE)
    for other in ("earlier", "later"):
        (file,) = (tmp_path / other).rglob(saved_module.FILE)
        mine.write_bytes(file.read_bytes())
        with opened(tmp_path / "mine", read_only=True) as engine:
            assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS[:40]).find(WANTED, NOW))
    assert "not those of the search index" in caplog.text


def test_a_disk_too_full_to_save_the_columns_keeps_nobody_from_closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as disk:
        disk.setattr("numpy.savez", _full)
        filled(tmp_path)
    with opened(tmp_path) as engine:
        assert answer(engine.find(WANTED, NOW)) == answer(PlainScan(LISTINGS).find(WANTED, NOW))


def _full(*_: object, **__: object) -> None:
    raise OSError("No space left on device")


def test_an_index_that_is_being_made_again_shows_nothing_of_the_past_also_over_a_restart(tmp_path: Path) -> None:
    hidden = [LISTINGS[0].model_copy(update={"withdrawn": True})]
    with opened(tmp_path) as engine:
        engine.answer_from(61)
        _answers_nothing(engine)
        engine.write(changes(LISTINGS), reached=Reached(60, "event-60"))
        _answers_nothing(engine)
        assert engine.filling() == (60, 61)
    with opened(tmp_path, read_only=True) as reader:
        _answers_nothing(reader)
    with opened(tmp_path) as engine:
        _answers_nothing(engine)
        engine.write(changes(hidden, 2), reached=Reached(61, "event-61"))
        assert engine.filling() is None
        assert answer(engine.find(Criteria(limit=100), NOW)) == answer(PlainScan(LISTINGS[1:]).find(Criteria(limit=100), NOW))


def test_a_whole_index_that_is_a_little_behind_at_a_start_shows_nothing_before_it_has_caught_up(tmp_path: Path) -> None:
    filled(tmp_path)
    with opened(tmp_path) as engine:
        engine.answer_from(61)
        _answers_nothing(engine)
        engine.write({}, reached=Reached(61, "event-61"))
        assert engine.find(WANTED, NOW).total > 0


def _answers_nothing(engine: EmbeddedSearch) -> None:
    with pytest.raises(Unavailable, match="The search index is being made again"):
        engine.find(WANTED, NOW)
