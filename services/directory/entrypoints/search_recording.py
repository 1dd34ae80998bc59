"""Beside the answers: what was searched is told once there is enough of it, so that no search waits for the database."""

import threading

from services.directory.use_cases.record_searches import SearchRecorder

POLL_SECONDS = 1.0


class RecordingThread:
    def __init__(self, recorder: SearchRecorder) -> None:
        self._recorder, self._stopping = recorder, threading.Event()
        self._thread = threading.Thread(target=self._run, name="search-recording", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What is left is told when the directory is closed."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            if self._recorder.due():
                self._recorder.tell()
