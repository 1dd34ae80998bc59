"""What every suite reports at the end: what was not tested, and what each suite took beside its budget."""

import pytest

pytest_plugins = ("tests.not_tested", "tests.suite_budgets", "tests.stack.fixtures", "tests.databases")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: while Playwright holds its event loop, no other test of this process could run one."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)
