"""A JSON answer made with orjson, for what is already plain data (search results from an index, say).

A route that returns a pydantic model should just return it: FastAPI then writes the bytes in pydantic's Rust core.
"""

from typing import Any

import orjson
from starlette.responses import JSONResponse


class Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)
