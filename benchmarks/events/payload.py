"""What every way carries: a class as it is published, some two kilobytes."""

import json
from typing import Any

from tests.contracts.examples import example
from shared.contracts.directory import ClassPublished


def class_published() -> dict[str, Any]:
    return json.loads(example(ClassPublished).model_dump_json())["data"]
