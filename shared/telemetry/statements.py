"""A span for each SQL statement. Its text has placeholders, never values; of an error only its kind is told."""

from typing import Any

from opentelemetry.trace import SpanKind
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from shared.telemetry.tracing import recording, span

LONGEST = 1_000
"""Characters of a statement that are kept."""


def trace_statements(engine: Engine) -> None:
    """Does nothing where nobody collects spans."""
    if recording():
        event.listen(engine, "before_cursor_execute", _begin)
        event.listen(engine, "after_cursor_execute", _end)
        event.listen(engine, "handle_error", _end_badly)


def _begin(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    verb = statement.split(maxsplit=1)[0].upper()
    context.signpost_span = span(f"SQL {verb}", SpanKind.CLIENT, db__query__text=statement[:LONGEST])
    context.signpost_span.__enter__()


def _end(_connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    context.signpost_span.__exit__(None, None, None)


def _end_badly(failure: ExceptionContext) -> None:
    open_span = getattr(failure.execution_context, "signpost_span", None)
    error = failure.original_exception
    if open_span is not None:
        _let_out(open_span, error)


def _let_out(open_span: Any, error: BaseException) -> None:
    """The span notes the error's kind and raises it again, as a block would; SQLAlchemy raises it by itself."""
    try:
        open_span.__exit__(type(error), error, error.__traceback__)
    except BaseException as same:
        if same is not error:
            raise
