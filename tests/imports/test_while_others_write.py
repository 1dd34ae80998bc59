"""An import beside other people's changes: planning keeps nobody from saving, and what was changed meanwhile is seen."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from services.directory.adapters.works import DirectoryLook, DirectoryWork
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.withdraw_class import withdraw_class
from shared.permissions import Actor
from tests.imports.conftest import WORKER, KnownPostcodes, World, courses, venues
from tests.imports.files import HAREHILLS, ROUNDHAY, course

BAD = ("V9", "Bad Hall", "", "", "Leeds", "", "not one", "", "", "")


class Watched:
    """The world's works: counts who begins to write, and lets somebody else save after the first look."""

    def __init__(self, world: World, meanwhile: Callable[[], object] = lambda: None) -> None:
        self._works, self._meanwhile = world.works, meanwhile
        self.begun = 0

    def begin(self, actor: Actor, purpose: str, authorities: frozenset[str] | None = None) -> AbstractContextManager[DirectoryWork]:
        self.begun += 1
        return self._works.begin(actor, purpose, authorities)

    @contextmanager
    def look(self) -> Iterator[DirectoryLook]:
        with self._works.look() as stores:
            yield stores
        self._meanwhile()


class Asked(KnownPostcodes):
    """A gazetteer in the middle of whose answer somebody saves."""

    def __init__(self, somebody_saves: Callable[[], object]) -> None:
        super().__init__()
        self._todo = [somebody_saves]

    def exists(self, postcode: str) -> bool | None:
        while self._todo:
            self._todo.pop()()
        return super().exists(postcode)


def test_a_file_that_is_refused_whole_keeps_nobody_from_saving(world: World) -> None:
    watched = Watched(world)
    world.works = watched  # type: ignore[assignment]  # the same but for the counting
    assert world.bring(venues(ROUNDHAY, BAD)).file_refused and watched.begun == 0


def test_others_save_while_a_file_is_looked_through(world: World) -> None:
    world.places = Asked(lambda: world.provider("Somebody else"))
    assert world.bring(venues(ROUNDHAY, HAREHILLS)).plan.counts["add"] == 2


def test_a_row_that_cannot_be_taken_any_more_refuses_the_whole_file(world: World, college: ImportTarget) -> None:
    world.bring(courses(course()), college)
    lesson, works = world.classes()[0].id, world.works
    world.works = Watched(world, lambda: withdraw_class(works, WORKER, lesson))  # type: ignore[assignment]  # the same, and somebody withdraws
    report = world.bring(courses(course(YOUR_REFERENCE="C2", COURSE_NAME="ESOL Entry 3"), course(COST=20)), college)
    world.works = works
    assert report.file_refused and report.import_id is None
    assert report.plan.counts == {"add": 1, "change": 0, "same": 0, "refuse": 1} and report.plan.rows[0].aggregate_id is None
    assert "withdrawn" in report.plan.refused[0].problems[0].message
    assert world.classes() == []
