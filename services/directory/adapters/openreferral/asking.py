"""A question as conditions of the database. Each parameter is one row of the table below, and all of them have to hold."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from services.directory.adapters.openreferral.rows import clock_text, coded
from services.directory.adapters.openreferral.tables import feed_services, feed_sessions
from services.directory.domain.openreferral.question import Question, chord_squared, on_the_sphere

Condition = ColumnElement[bool]
Asked = Callable[[Question, datetime], Iterator[Condition]]
_of = feed_services.c


def at_locations(question: Question, now: datetime) -> Iterator[Condition]:
    if question.at_locations:
        yield _of.at_id.is_not(None)


def search(question: Question, now: datetime) -> Iterator[Condition]:
    yield from (_of.words.contains(f" {word}", autoescape=True) for word in question.words)


def taxonomy_term(question: Question, now: datetime) -> Iterator[Condition]:
    if question.term:
        yield _of.terms.contains(f"|{coded(question.term)}|", autoescape=True)


def taxonomy(question: Question, now: datetime) -> Iterator[Condition]:
    if question.taxonomy:
        yield _of.terms.contains(f"|{question.taxonomy.code}:", autoescape=True)


def organization(question: Question, now: datetime) -> Iterator[Condition]:
    if question.organization_id:
        yield _of.organization_id == question.organization_id


def minimum_age(question: Question, now: datetime) -> Iterator[Condition]:
    if question.minimum_age is not None:
        yield _of.minimum_age >= question.minimum_age


def maximum_age(question: Question, now: datetime) -> Iterator[Condition]:
    if question.maximum_age is not None:
        yield _of.maximum_age <= question.maximum_age


def session(question: Question, now: datetime) -> Iterator[Condition]:
    """Day and times of one and the same session."""
    wanted: list[Condition] = []
    if question.day:
        wanted.append(feed_sessions.c.day == question.day.value)
    if question.start_time:
        wanted.append(feed_sessions.c.starts >= clock_text(question.start_time))
    if question.end_time:
        wanted.append(feed_sessions.c.ends <= clock_text(question.end_time))
    if wanted:
        yield _of.id.in_(select(feed_sessions.c.id).where(*wanted))


def around(question: Question, now: datetime) -> Iterator[Condition]:
    """A service without a place is near nothing."""
    if question.around:
        x, y, z = on_the_sphere(question.around.lat, question.around.lon)
        squares = [(column - value) * (column - value) for column, value in ((_of.x, x), (_of.y, y), (_of.z, z))]
        yield squares[0] + squares[1] + squares[2] <= chord_squared(question.around.metres)


def modified_after(question: Question, now: datetime) -> Iterator[Condition]:
    """On or after, as HSDS has it; also what became inactive by itself."""
    since = question.modified_after
    if since:
        turned = [and_(column >= since, column <= now) for column in (_of.unchecked_at, _of.over_at)]
        yield or_(_of.changed_at >= since, *turned)


ASKED: list[Asked] = [
    *(at_locations, search, taxonomy_term, taxonomy, organization, minimum_age, maximum_age, session, around, modified_after),
]


def conditions(question: Question, now: datetime) -> list[Condition]:
    return [condition for asked in ASKED for condition in asked(question, now)]
