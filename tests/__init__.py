"""All tests, one folder per suite; budgets.toml gives each suite its seconds."""
