"""uvicorn, with word to those whose answers go on for long: it would wait for them, then cut them off in the middle."""

from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn


class EndingServer(uvicorn.Server):
    """`on_ending` is called, in the loop's thread, as soon as the process is told to end; answers in hand are then finished."""

    def __init__(self, config: uvicorn.Config, on_ending: Sequence[Callable[[], None]]) -> None:
        super().__init__(config)
        self._on_ending = on_ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        for each in self._on_ending:
            each()
        super().handle_exit(sig, frame)
