"""Assertions of the contract tell what differed."""

import pytest

pytest.register_assert_rewrite("tests.search.engine_contract")
