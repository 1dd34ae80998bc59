"""Column types that mean the same on every database."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

BigNumber = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both. SQLite's INTEGER has them already, and only a key of that very name numbers its rows by itself."""


class WrittenJson:
    """A document whose JSON is written already, as pydantic writes it in one go."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite drops the zone, so what goes in is UTC and what comes out says so. Naive times raise ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored; use Clock.now() or give it a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _JsonText(UserDefinedType[Any]):
    """PostgreSQL's JSON, given as the text that is to be kept."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        return "JSON"


class JsonDocument(TypeDecorator[Any]):
    """A JSON document; None is SQL's NULL. It comes back as it was: text on SQLite, whose JSON columns turn "1.0" into 1, and JSON on
    PostgreSQL, whose JSONB puts keys into another order, turns 1e22 into a whole number and refuses some characters."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_JsonText() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, WrittenJson):
            return value.text
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else orjson.loads(value)
