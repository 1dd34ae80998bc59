"""What every suite reports at the end: what was not tested, and what each suite took beside its budget."""

pytest_plugins = ("tests.not_tested", "tests.suite_budgets")
