"""How documents are written into a column: compact, keys sorted, so that equal documents are equal text."""

from typing import Any

import orjson


def dump_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def load_json(text: str | bytes) -> Any:
    return orjson.loads(text)
