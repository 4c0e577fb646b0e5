"""What every test starts from and leaves behind, and what makes the suite fast."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

from storecrew.kernel import garbage, wording
from storecrew.kernel.kept import forget_all
from storecrew.kernel.revisions import revisions
from tests.guarantees.machinery.tables import table_by_table

# Until all is collected everything that is made stays, so looking for what could go finds nothing.
gc.disable()

# A change is judged by the same examples each time, half as many; STORECREW_EXPLORE=1 looks for new ones.
# A busy machine is slow, which says nothing about what is tested.
property_tests.register_profile(
    "steady",
    derandomize=True,
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
if not os.environ.get("STORECREW_EXPLORE"):
    property_tests.load_profile("steady")

# Fixtures by which a test reaches a database, whatever its marks say.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "arena"}
# Pages are read on one database, and so are extensions and the software of carriers; what a second one could
# change lies below them.
SAME_ON_EVERY_DATABASE = (
    "src/storecrew/surfaces",
    "src/storecrew/contexts/content/tests/test_pages.py",
    "src/storecrew/contexts/seo/tests/test_audit.py",
    "src/storecrew/contexts/shipping/tests/test_karrio.py",
    "tests/architecture",
    "tests/journeys",
    "tests/guarantees/pages",
    "tests/guarantees/test_extensions.py",
    "tests/guarantees/test_many_plans.py",
    "tests/guarantees/test_permission_matrix.py",
    "tests/guarantees/test_scheduled_lists.py",
)
# Files of journeys that go over all pages, one of which takes more than a minute.
LONGEST = ("test_accessibility", "test_back_office_")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on another database, leave out what no database changes."""
    parser.addoption(
        "--where-databases-differ",
        action="store_true",
        help="only what a second database could change: no pages, nothing that needs no database, "
        "the first and the last case of each table",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare a second run the import of what it leaves out: every worker would read all of it."""
    if not config.getoption("where_databases_differ"):
        return None
    return True if collection_path in {config.rootpath / each for each in SAME_ON_EVERY_DATABASE} else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no processor waits at the end; leave out what the option names.

    Tests of processes stay.
    """
    items.sort(key=_may_wait)
    if not config.getoption("where_databases_differ"):
        return
    chosen = _first_and_last_of_each_table([item for item in items if _differs(item)])
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = chosen


def _may_wait(item: pytest.Item) -> bool:
    whole_files = item.path.name.startswith(LONGEST)
    return not whole_files and not any(item.get_closest_marker(name) for name in ("whole_demo", "drill"))


def _differs(item: pytest.Item) -> bool:
    if _of_processes(item):
        return True
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames))


def _of_processes(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("race", "drill", "whole_demo"))


def _first_and_last_of_each_table(items: list[pytest.Item]) -> list[pytest.Item]:
    """Leave out the cases between: they differ in what rules say, and reach a database by the same way.

    Each case of a race or a drill stays.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        name = item.nodeid if _of_processes(item) else item.nodeid.partition("[")[0]
        cases.setdefault(name, []).append(item)
    ends = {case for table in cases.values() for case in (table[0], table[-1])}
    return [item for item in items if item in ends]


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the process: an eighth of the processor time.

    What a test leaves is looked for once in several tests, not several times in each.
    """
    garbage.spare_what_is_loaded()
    garbage.look_seldom()
    gc.enable()


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Give each test the default language: a request by Django's client leaves its own one active."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Make tables one by one in this process."""
    with table_by_table():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Empty the tables after a test that commits; Django would build all types and rights anew each time."""
    with django_db_blocker.unblock():
        kept = _filled(connection.introspection.django_table_names(only_existing=True))

    def teardown(_case: TransactionTestCase) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True)) - kept
        with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
            for table in _filled(tables):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")

    with patch.object(TransactionTestCase, "_fixture_teardown", teardown):
        yield


def _filled(tables: set[str] | list[str]) -> set[str]:
    """Return which of these tables have rows."""
    quoted = connection.ops.quote_name
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quoted(table)})" for table in sorted(tables)]
    found: set[str] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(asked), 200):
            cursor.execute(" UNION ALL ".join(asked[start : start + 200]))
            found |= {row[0] for row in cursor.fetchall()}
    return found


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Give each test a process that has kept no answer: databases come and go without telling anybody."""
    forget_all()
    wording.suppose(())
    yield
    forget_all()
    wording.suppose(())


@pytest.fixture
def hears_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a process that hears what other machines change, as web processes do, with Redis or without."""
    monkeypatch.setattr(revisions(), "healthy", lambda: True)
