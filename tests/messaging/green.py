"""How green tests are run: in a process of their own, for nameko changes sockets and threads of its process.

Files named green_*.py are not collected with the rest; test_over_rabbitmq.py runs them.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.stack.fixtures import Postgres, Rabbit

HERE = Path(__file__).parent
SECONDS = 300
_RUN = """
from shared.messaging.rabbitmq.green import make_green

make_green()
import sys

import pytest

sys.exit(pytest.main(sys.argv[1:]))
"""


def run_green(file: str, postgres: Postgres, rabbit: Rabbit) -> tuple[int, str]:
    """Runs tests/messaging/`file` on these servers. Returns how many passed, and what was said; a failing one fails the caller."""
    environment = {
        **os.environ,
        "SIGNPOST_TEST_POSTGRES": postgres.url,
        "SIGNPOST_TEST_RABBIT": rabbit.url,
        "SIGNPOST_TEST_RABBIT_MANAGEMENT": rabbit.management_url,
    }
    command = [sys.executable, "-c", _RUN, str(HERE / file), "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"(\d+) passed", run.stdout)
    return int(passed.group(1)) if passed else 0, run.stdout
