"""Every step of the demo in its order, with a week of orders for a part of the assortment."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog.models import PlannedEnd
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.fulfillment.models import PackagingChange, Substitution
from storecrew.contexts.imports.models import SheetRun
from storecrew.contexts.inventory.models import ArticleCode
from storecrew.contexts.purchasing.models import Proposal, QuotationRequest
from storecrew.contexts.shipping.models import AddressHold, DamageClaim, ServiceRule
from storecrew.demo import store
from storecrew.demo.assortment import assortment
from storecrew.demo.steps import trade
from storecrew.surfaces.storefront.tests.factories import make_roots


def states(model, field="state"):
    return set(model.objects.values_list(field, flat=True))


@pytest.mark.django_db(transaction=True)
def test_every_step_finds_what_the_steps_before_it_made(monkeypatch):
    make_roots()
    items = list(assortment())
    few = [*items[:20], *items[100:130], *items[-30:]]
    monkeypatch.setattr(trade, "DAYS", 12)
    monkeypatch.setattr(store, "assortment", lambda: iter(few))
    monkeypatch.setattr(store.pictures, "build", lambda slugs, at: iter(()))
    store.build(lambda _step: None)
    assert states(ArticleCode) == {"unused", "given", "burned"}
    assert {"filed", "accepted", "refused", "withdrawn"} <= states(DamageClaim)
    assert states(AddressHold) == {"open", "asked"}
    assert "open" in states(Proposal)
    assert states(QuotationRequest) == {"draft", "sent", "ordered"}
    assert states(PackagingChange) == {"open", "accepted", "done"}
    assert states(Substitution) == {"asked"}
    assert states(SheetRun, "kind") == {"stock", "counts", "purchase_orders"}
    assert ServiceRule.objects.count() == 5
    assert PlannedEnd.objects.get().product.status == "live"
    assert Customer.objects.get(user__email=trade.REGULAR, user__is_staff=False).name
