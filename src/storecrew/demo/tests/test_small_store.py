"""Every step of the demo in its order, with a week of orders for a part of the assortment."""

from __future__ import annotations

import pytest
from django.conf import settings

from storecrew.demo import store
from storecrew.demo.assortment import assortment
from storecrew.demo.steps import trade
from storecrew.demo.tests.held import not_held
from storecrew.surfaces.storefront.tests.factories import make_roots


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] == "storecrew.kernel.sqlite",
    reason="the whole demo is built on SQLite, and looked at in the same way",
)
@pytest.mark.django_db(transaction=True)
def test_every_step_finds_what_the_steps_before_it_made(monkeypatch):
    make_roots()
    items = list(assortment())
    few = [*items[:20], *items[100:130], *items[-30:]]
    monkeypatch.setattr(trade, "DAYS", 12)
    monkeypatch.setattr(store, "assortment", lambda: iter(few))
    monkeypatch.setattr(store.pictures, "build", lambda slugs, at: iter(()))
    store.build(lambda _step: None)
    assert list(not_held()) == []
