"""The embedded engine reaches the goal."""

import pytest

from tests.search_quality.embedded import embedded
from tests.search_quality.quality_contract import Fill, QualityContract


class TestEmbeddedQuality(QualityContract):
    @pytest.fixture(scope="class")
    @classmethod
    def fill(cls) -> Fill:
        return embedded
