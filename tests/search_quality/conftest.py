"""Assertions of the contract tell what differed."""

import pytest

pytest.register_assert_rewrite("tests.search_quality.quality_contract")
