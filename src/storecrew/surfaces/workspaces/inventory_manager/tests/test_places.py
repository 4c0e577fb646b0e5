"""Pages of locations and of the people at a supplier."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, stock
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PriceListRun, SupplierContact
from storecrew.surfaces.workspaces.inventory_manager.tests.test_purchasing import (  # noqa: F401
    buyer,
    head,
    shop,
    text,
)

pytestmark = pytest.mark.django_db
FORM = {"name": "North", "code": "north", "kind": "warehouse", "street": "Example Street 1", "city": "Berlin",
        "postal_code": "10115", "country": "de", "active": "on"}  # fmt: skip


def test_inv_1_a_location_is_added_with_the_address_of_its_parcels(shop, buyer):  # noqa: F811
    assert "main" in text(buyer, "stock_place", "main")
    assert "it is the sender of its parcels" in text(buyer, "stock_place", "main")
    answer = buyer.post(reverse("stock_place_add"), FORM)
    assert answer.headers["Location"] == reverse("stock_place", args=["north"])
    assert inventory.postal_address("north").country == "DE"
    assert buyer.post(reverse("stock_place_add"), {**FORM, "country": "Germany"}).status_code == 422
    buyer.post(reverse("stock_place_edit", args=["north"]), {**FORM, "name": "North hall", "code": "other"})
    assert inventory.location("north").name == "North hall"
    page = text(buyer, "stock_places", query="?q=hall")
    assert "North hall" in page
    assert "95%" in page


def test_inv_1_a_shop_sells_what_lies_at_a_new_location_until_it_is_taken_out(shop, buyer):  # noqa: F811
    variant, channel = shop.variants["A-1"], shop.channel_id

    def available():
        return inventory.available_to_promise([variant], channel_id=channel)[variant].by_location

    buyer.post(reverse("stock_place_add"), FORM)
    assert "No shop sells what lies here" in text(buyer, "stock_place", "north")
    stock(variant, 7, location="north")
    assert "north" not in available()
    url = reverse("stock_place_edit", args=["north"])
    buyer.post(url, {**FORM, "shops": [str(channel)]})
    assert available()["north"] == 7
    page = text(buyer, "stock_place", "north")
    assert f"{channels.facts_by_id(channel).name}, priority 100" in page
    inventory.connect_channel("north", channel, priority=7, actor=ACTOR, at=AT)
    assert f"{channels.facts_by_id(channel).name}, priority 7" in text(buyer, "stock_place", "north")
    assert "No shop sells" not in page
    buyer.post(url, FORM)
    assert "north" not in available()


def test_inv_1_how_a_location_is_supplied_is_said_there(shop, buyer):  # noqa: F811
    url = reverse("stock_place_supply", args=["main"])
    assert buyer.post(url, {"service_level": "100", "review_days": "7"}).status_code == 422
    buyer.post(url, {"service_level": "97.5", "review_days": "14"})
    rule = purchasing.replenishment(inventory.location("main").id)
    assert (rule.service_level_bp, rule.review_days) == (9750, 14)
    page = text(buyer, "stock_place", "main")
    assert "97.5%" in page
    assert reverse("stock_count_policy", args=["main"]) in page


def test_the_list_of_locations_costs_the_same_for_many(shop, buyer, django_assert_max_num_queries):  # noqa: F811
    for number in range(8):
        buyer.post(reverse("stock_place_add"), {**FORM, "code": f"n{number}"})
    with django_assert_max_num_queries(26):
        text(buyer, "stock_places")


def test_hod_8_people_at_a_supplier_are_kept(shop, buyer):  # noqa: F811
    buyer.post(
        reverse("purchasing_contact_add", args=["clay"]),
        {"name": "Bob Example", "duty": "Orders", "email": "bob@clay.example"},
    )
    person = SupplierContact.objects.get()
    url = reverse("purchasing_contact", args=["clay", person.pk])
    assert url in text(buyer, "purchasing_supplier", "clay")
    buyer.post(url, {"name": "Somebody else", "phone": "+49 30 1"})
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Bob Example", "+49 30 1")
    assert buyer.post(url, {"email": "no"}).status_code == 422
    buyer.post(url, {"second": "1"})
    assert not SupplierContact.objects.exists()
    assert buyer.get(url).status_code == 404


def test_bad_12_a_price_list_is_seen_taken_over_and_taken_back(shop, buyer):  # noqa: F811
    url = reverse("purchasing_prices", args=["clay"])
    assert buyer.post(url, {"table": " "}).status_code == 422
    file = SimpleUploadedFile("spring.csv", "SKU;단가\nA-1;4.80\nNOPE;1\n".encode("cp949"))
    page = buyer.post(url, {"file": file, "preview": "1"}).content.decode()
    assert "€4.80 (1+)" in page
    assert "There is no such SKU." in page
    assert not PriceListRun.objects.exists()
    answer = buyer.post(url, {"table": "A-1;;4.80", "name": "Spring", "confirm": "1"})
    run = PriceListRun.objects.get()
    assert answer.headers["Location"] == reverse("purchasing_price_list", args=[run.pk])
    assert "€4.80 (1+)" in text(buyer, "purchasing_price_list", run.pk)
    assert "Spring" in text(buyer, "purchasing_supplier", "clay")
    buyer.post(reverse("purchasing_price_list_undo", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "undone"
    assert buyer.get(reverse("purchasing_price_list", args=[run.pk + 1])).status_code == 404
