"""Nothing goes untested in silence.

A test that cannot run here calls `not_tested(what, remedy)`: it is then named at the end of the run, with what
would get it tested, and under CI=true it fails. Any other skip or expected failure is a failure everywhere.
"""

import os
from collections import Counter
from collections.abc import Generator
from typing import NoReturn, TypeVar

import pytest

MARK = "not tested: "
UNNAMED = "Skipped, or expected to fail, without being named: mend it, delete it, or call not_tested(what, remedy) of tests/not_tested.py."

_missing: Counter[tuple[str, str]] = Counter()


def in_continuous_integration() -> bool:
    return os.environ.get("CI") == "true"


def not_tested(what: str, remedy: str) -> NoReturn:
    """Ends this test, fixture or module: `what` cannot be tested on this machine, `remedy` is how it could be."""
    _missing[what, remedy] += 1
    message = f"{MARK}{what}. To have it tested: {remedy}"
    if in_continuous_integration():
        pytest.fail(message, pytrace=False)
    pytest.skip(message, allow_module_level=True)


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def refuse_unnamed(report: Report) -> Report:
    """Turns a plain skip, an xfail or an unexpected pass into a failure that says what to do instead."""
    expected_failure = hasattr(report, "wasxfail")
    if not expected_failure and not (report.skipped and MARK not in str(report.longrepr)):
        return report
    if expected_failure:
        del report.wasxfail
    report.longrepr = f"{report.nodeid}: {UNNAMED}\n{report.longrepr or ''}"
    report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refuse_unnamed((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refuse_unnamed((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _missing:
        return
    terminalreporter.section("not tested on this machine", yellow=True)
    for (what, remedy), times in sorted(_missing.items()):
        terminalreporter.write_line(f"{what} ({times} {'test' if times == 1 else 'tests'}). To have it tested: {remedy}")
