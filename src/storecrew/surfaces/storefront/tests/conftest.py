"""One shop per test file; each test's own changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop


@pytest.fixture(scope="module")
def _shop(django_db_setup, django_db_blocker) -> Iterator[TestShop]:
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own test cases mark theirs
    with django_db_blocker.unblock(), around:
        yield make_shop()
        transaction.set_rollback(True)


@pytest.fixture
def shop(_shop: TestShop, db) -> TestShop:
    return _shop


@pytest.fixture
def browser() -> Client:
    """A browser that proves its origin, as all of today's do."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})


@pytest.fixture
def buyer() -> Client:
    """A browser without the test client's exemption where it matters is `browser`; here forms just pass."""
    return Client(headers={"Origin": "http://testserver"})
