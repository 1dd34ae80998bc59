"""Databases made once and copied for each test."""

import pytest

from tests.reporting.pair import Template, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template"))
