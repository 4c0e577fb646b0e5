"""One town per file; each test's own changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.guarantees.machinery.town import Town, build


@pytest.fixture(scope="module")
def _town(django_db_setup, django_db_blocker) -> Iterator[Town]:
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own test cases mark theirs
    with django_db_blocker.unblock(), around:
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def town(_town: Town, db) -> Town:
    return _town
