"""SIGTERM and Ctrl-C end a process without web pages after the batch in hand, never in the middle of one."""

import signal
import threading


def stopped_by_signals() -> threading.Event:
    """Set by the first SIGTERM or SIGINT; wait on it between batches. Call it in the main thread."""
    told = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: told.set())
    return told
