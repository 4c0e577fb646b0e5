"""``manage reindex`` and the timed work."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from storecrew.contexts.catalog.tests.factories import make_products, row
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery import tasks
from storecrew.contexts.discovery.index.store import store
from storecrew.contexts.discovery.models import Change
from storecrew.contexts.discovery.operations import indexing
from storecrew.contexts.discovery.tests.factories import AT, Shop

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("reindex", *options, stdout=out)
    return out.getvalue()


def test_rebuilding_and_checking(shop: Shop) -> None:
    assert run().startswith("4 products, 6 variants")
    assert json.loads(run("--check", "--json"))["differences"] == []
    make_products([row("blue-hat", channels=("eu",))])
    with pytest.raises(CommandError, match="differs"):
        run("--check")
    run()
    assert run("--check")


def test_the_index_is_built_when_it_is_missing(shop: Shop) -> None:
    assert discovery.check_index().differences == ("no index",)
    assert discovery.catch_up() == 0
    tasks.catch_up(AT)
    assert not shop.search().degraded
    tasks.catch_up(AT)


def test_once_a_day_all_over(shop: Shop) -> None:
    discovery.reindex()
    make_products([row("blue-hat", channels=("eu",))])
    tasks.rebuild(AT)
    discovery.catch_up()
    assert shop.slugs(q="hat") == ["blue-hat"]


def test_old_changes_are_forgotten_but_for_the_last(shop: Shop) -> None:
    Change.objects.all().delete()
    indexing.note_changes([1, 2, 3], at=AT)
    tasks.forget_changes(AT + dt.timedelta(days=2))
    assert list(Change.objects.values_list("product_id", flat=True)) == [3]


def test_single_products_can_be_indexed_by_hand(shop: Shop) -> None:
    discovery.reindex()
    result = make_products([row("blue-hat", channels=("eu",))])[0]
    assert discovery.reindex([result.product_id or 0, 999]).products == 1
    assert shop.slugs(q="hat") == ["blue-hat"]


def test_while_one_process_writes_another_leaves_it_be(shop: Shop) -> None:
    discovery.reindex()
    indexing.note_changes([shop.ids["wool-sweater"]], at=AT)
    with store().writing(wait=True):
        assert discovery.catch_up() == 0
    assert discovery.catch_up() >= 1


def test_changes_just_made_are_looked_at_once_but_their_mark_waits(shop: Shop) -> None:
    discovery.reindex()
    before = store().cursor()
    from storecrew.kernel import clock

    with clock.frozen(AT):
        indexing.note_changes([shop.ids["wool-sweater"]], at=AT)
        assert discovery.catch_up() == 1
        assert discovery.catch_up() == 0
        assert store().cursor() == before
    with clock.frozen(AT + dt.timedelta(minutes=1)):
        indexing.note_changes([shop.ids["wool-sweater"]], at=AT + dt.timedelta(minutes=1))
        assert discovery.catch_up() == 1
