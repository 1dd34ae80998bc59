"""Makes sockets, locks and threads of a process green (eventlet): before anything else takes hold of them, and by workers only."""

import warnings


def make_green() -> None:
    """eventlet warns of itself: new projects should use something else. nameko stands on it (decision 20)."""
    with warnings.catch_warnings(action="ignore"):
        import eventlet
    eventlet.monkey_patch()
