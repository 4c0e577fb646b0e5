"""Filters offer the places that somebody may see, and no others (GEN-2)."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import ACTOR, AT
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db
LISTS = (
    "stock/", "stock/bins/", "stock/counts/", "stock/receiving/", "purchasing/orders/",
    "purchasing/proposals/", "warehouse/", "warehouse/damages/",
)  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_gen_2_filters_offer_the_places_of_ones_scope(page):
    make_shop()
    inventory.save_location("faraway", name="Far Away Hall", actor=ACTOR, at=AT)
    everywhere, limited = Client(), Client()
    everywhere.force_login(make_staff("inventory_manager"))
    one = make_staff("inventory_manager", email="one@storecrew.example", scopes={"location": ["main"]})
    limited.force_login(one)
    # A list of nothing shows filters only to who searched in it.
    address = f"/admin/{page}?q=nothing"
    assert "Far Away Hall" in everywhere.get(address).content.decode()
    assert "Far Away Hall" not in limited.get(address).content.decode()


def test_gen_2_a_new_purchase_order_goes_to_a_place_of_ones_scope():
    make_shop()
    inventory.save_location("faraway", name="Far Away Hall", actor=ACTOR, at=AT)
    client = Client()
    client.force_login(make_staff("inventory_manager", scopes={"location": ["main"]}))
    assert "Far Away Hall" not in client.get("/admin/purchasing/orders/add/").content.decode()
