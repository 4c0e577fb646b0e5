"""The arena: a database of their own for tests with several processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.guarantees.machinery.arena import Arena, Template


@pytest.fixture(scope="session")
def race_template(tmp_path_factory, django_db_blocker) -> Iterator[Template]:
    """The empty database, made once per session."""
    base = {**settings.DATABASES["default"]}
    template = Template(base, tmp_path_factory.mktemp("race"), django_db_blocker.unblock)
    yield template
    template.drop()


@pytest.fixture
def arena(race_template: Template) -> Iterator[Arena]:
    """A fresh copy of the empty database for one test."""
    with race_template.copy() as copy:
        yield copy
