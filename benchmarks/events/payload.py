"""What every way carries: a class as it is published, some two kilobytes."""

from typing import Any

from shared.contracts.directory import ClassPublished
from shared.contracts.published import golden


def class_published() -> dict[str, Any]:
    return dict(golden(ClassPublished)["data"])
