"""Costs and margins on screen (IT-16), for those who may see them (AUT-05)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Cost
from storecrew.contexts.pricing.tests.factories import ACTOR
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
QUERIES = 27


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def put(costs):
    pricing.set_costs(costs=costs, currency="EUR", actor=ACTOR, at=clock.now())


def skus(shop) -> list[str]:
    return [catalog.variants([key])[key].sku for key in shop]


def test_it_16_the_list_shows_cost_price_and_margin_and_what_is_missing(
    shop, seller, django_assert_max_num_queries
):
    put({shop[0]: 500})
    page = text_of(seller.get("/admin/costs/"))
    assert "40.5%" in page and "€5.00" in page and "€10.00" in page
    rows = seller.get("/admin/costs/?f.missing=1").context["rows"]
    assert [row.id for row in rows] == [shop[1]]
    put({shop[1]: 1900})
    with django_assert_max_num_queries(QUERIES):
        seller.get("/admin/costs/?q=mug")
    with django_assert_max_num_queries(QUERIES):
        seller.get("/admin/costs/?q=mug+red")
    assert "sc-bad" in text_of(seller.get("/admin/costs/"))
    csv = b"".join(seller.get("/admin/costs/?export=csv").streaming_content).decode()
    assert "5.00" in csv


def test_aut_05_costs_need_their_right(shop, tester, stranger):
    for client in (tester, stranger):
        for address in ("/admin/costs/", f"/admin/costs/{shop[0]}/", "/admin/costs/import/"):
            assert client.get(address).status_code == 403


def test_it_16_a_cost_is_set_and_its_history_kept(shop, seller):
    address = f"/admin/costs/{shop[0]}/"
    assert "The cost was not set yet." in text_of(seller.get(address))
    seller.post(address, {"cost": "5"})
    page = text_of(seller.post(address, {"cost": "6,50"}, follow=True))
    assert "The cost is saved." in page and page.count("€5.00") >= 2 and "€6.50" in page
    assert "not an amount" in text_of(seller.post(address, {"cost": "x"}))
    assert seller.get("/admin/costs/999999/").status_code == 404


def test_it_16_costs_come_from_a_table_with_a_preview(shop, seller):
    put({shop[0]: 500})
    first, second = skus(shop)
    table = f"SKU;Cost\n{first};5.00\n{second};7,50\nNONE;1\n{second};8\n{first};x"
    page = text_of(seller.post("/admin/costs/import/", {"table": table, "preview": "1"}))
    for words in (
        "1 cost will change",
        "1 stays",
        "3 rows are left out",
        "There is no such SKU.",
        "earlier row",
    ):
        assert words in page, words
    assert Cost.objects.count() == 1
    answer = seller.post("/admin/costs/import/", {"table": table, "confirm": "1"}, follow=True)
    assert "1 cost saved." in text_of(answer)
    assert Cost.objects.get(variant_id=shop[1]).amount == 750


def test_it_16_a_file_of_costs_is_previewed_written_and_undone(shop, seller):
    put({shop[0]: 500})
    first, second = skus(shop)
    file = f"SKU,cost,currency,from\n{first},6.00,,2020-01-01\n{second},7.50,EUR\n{second},9000,KRW\n"
    file += f"{first},1,USD,2999-01-01\n{second},1,USD,soon\n{first},1,XYZ\n"
    upload = SimpleUploadedFile("costs.csv", file.encode("cp949"))
    answer = seller.post("/admin/costs/import/", {"file": upload, "preview": "1"})
    page = text_of(answer)
    for words in ("3 costs will change", "3 rows are left out", "holds only from a later day", "not a date"):
        assert words in page, words
    table = answer.context["form"].initial["table"]
    answer = seller.post("/admin/costs/import/", {"table": table, "confirm": "1"}, follow=True)
    stored = Cost.objects.order_by("currency", "amount").values_list("currency", "amount")
    assert list(stored) == [("EUR", 600), ("EUR", 750), ("KRW", 9000)]
    seller.post(f"/admin/costs/{shop[1]}/", {"cost": "8"})
    button = next(str(m) for m in answer.context["messages"] if "sc-undo" in str(m))
    seller.post("/admin/undo/", {"offer": button.split('value="')[1].split('"')[0]})
    # what was set anew since stays, what had no cost before has none
    assert list(stored.all()) == [("EUR", 500), ("EUR", 800)]


def test_it_16_a_file_that_is_none_is_refused_beside_its_field(shop, seller):
    for data in ({"file": SimpleUploadedFile("x.csv", b"%PDF-1.7 ..")}, {"table": " "}):
        answer = seller.post("/admin/costs/import/", {**data, "preview": "1"})
        assert answer.context["form"].errors
        assert answer.context["preview"] is None
