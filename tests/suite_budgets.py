"""Each suite (a folder below tests/) has a budget of seconds in budgets.toml; what it took is printed beside it.

Locally a suite over its budget is only named. Under CI=true it fails the run at three times its budget: shared
machines are easily half as fast as a quiet one, and a check that fails by weather is soon ignored; threefold is
growth that somebody caused. A suite without a budget fails under CI=true as well.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.not_tested import in_continuous_integration

BUDGETS = Path(__file__).with_name("budgets.toml")
FAILS_AT = 3.0
"""How many times its budget a suite may take before continuous integration fails."""


@dataclass
class Suite:
    name: str
    budget: float | None
    seconds: float = 0.0
    tests: set[str] = field(default_factory=set)

    @property
    def verdict(self) -> str:
        if self.budget is None:
            return f"NO BUDGET: add `{self.name} = seconds` to tests/budgets.toml"
        return f"OVER BUDGET by {self.seconds - self.budget:.0f} s" if self.seconds > self.budget else ""

    @property
    def fails(self) -> bool:
        return self.budget is None or self.seconds > FAILS_AT * self.budget


def budgets() -> dict[str, float]:
    return {name: float(seconds) for name, seconds in tomllib.loads(BUDGETS.read_text())["seconds"].items()}


def suite_of(nodeid: str) -> str:
    """`tests/search/test_rank.py::test_x` belongs to the suite `search`."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "tests" else "(no suite)"


class SuiteClock:
    """Adds up what set-up, call and tear-down of every test took."""

    def __init__(self) -> None:
        self._budgets = budgets()
        self.suites: dict[str, Suite] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = suite_of(report.nodeid)
        suite = self.suites.setdefault(name, Suite(name, self._budgets.get(name)))
        suite.seconds += report.duration
        suite.tests.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if in_continuous_integration() and any(suite.fails for suite in self.suites.values()):
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.suites:
            return
        terminalreporter.section("seconds each suite took, beside its budget")
        for suite in sorted(self.suites.values(), key=lambda each: each.name):
            budget = "none" if suite.budget is None else f"{suite.budget:.0f}"
            line = f"{suite.name:<16} {len(suite.tests):>5} tests {suite.seconds:>8.1f} s of {budget:>5}  {suite.verdict}"
            terminalreporter.write_line(line.rstrip(), yellow=bool(suite.verdict))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SuiteClock(), "suite-clock")
