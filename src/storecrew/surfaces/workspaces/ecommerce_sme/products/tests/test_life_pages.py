"""The life of a product on its page: ideas, the question for approval, what is missing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, ProductType
from storecrew.contexts.catalog.tests.factories import ACTOR, AT
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def jug(eu: Any) -> int:
    catalog.save_product_type(
        code="general", name="General", attributes=[], approve_from=10, actor=ACTOR, at=AT
    )
    rows = [catalog.VariantRow(sku="JUG")]
    return catalog.create_product(title="Jug", variants=rows, actor=ACTOR, at=AT)


def test_hod_7_an_idea_is_taken_up(seller: Client, jug: int) -> None:
    seller.post("/admin/products/add/", {"title": "Cup", "product_type": "general", "idea": "on"})
    cup = Product.objects.get(slug="cup")
    assert cup.status == "idea"
    page = words(seller.get(f"/admin/products/{cup.pk}/"))
    assert "make it a draft to work on it" in page
    assert "Ask for approval" not in page
    assert "Cup" in words(seller.get("/admin/products/?f.status=idea"))
    status = {"status": "draft", "version": cup.version}
    seller.post(f"/admin/products/{cup.pk}/status/", status)
    asked = seller.post(f"/admin/products/{cup.pk}/approval/", {"reason": "now"}, follow=True)
    assert "Missing: " in words(asked)


def test_hod_7_a_draft_waits_and_goes_live_only_with_all_it_needs(seller: Client, jug: int) -> None:
    address = f"/admin/products/{jug}/"
    page = words(seller.get(address))
    assert "from 10% complete" in page
    assert 'value="live"' not in page
    refused = seller.post(f"{address}status/", {"status": "live", "version": 1}, follow=True)
    assert "A second person has to approve" in words(refused)
    assert "needs a reason" in words(seller.post(f"{address}approval/", {"reason": ""}, follow=True))
    asked = words(seller.post(f"{address}approval/", {"reason": "Sells well"}, follow=True))
    assert "It waits until a colleague approves it." in asked
    assert f"/admin/approvals/{Approval.objects.get().pk}/" in asked
    Product.objects.filter(pk=jug).update(status="approved")
    assert "It is approved. To sell it, add: A channel" in words(seller.get(address))
    live = seller.post(f"{address}status/", {"status": "live", "version": _version(jug)}, follow=True)
    assert "Missing: A channel, A price of each variant" in words(live)
    again = words(seller.post(f"{address}approval/", {"reason": "x"}, follow=True))
    assert "cannot take this status" in again


def _version(product_id: int) -> int:
    return Product.objects.values_list("version", flat=True).get(pk=product_id)


def test_hod_7_a_type_says_from_when_it_is_approved(seller: Client, jug: int) -> None:
    assert seller.get("/admin/product-types/general/").status_code == 200
    posted = {
        "name": "General", "code": "general", "approve_from": "75",
        "attribute-TOTAL_FORMS": "0", "attribute-INITIAL_FORMS": "0",
    }  # fmt: skip
    seller.post("/admin/product-types/general/", posted)
    assert ProductType.objects.get(code="general").approve_from == 75


def test_hod_7_an_end_is_planned_shown_and_taken_back(seller: Client, tee: int) -> None:
    address = f"/admin/products/{tee}/"
    today = channels.house_day(clock.now())
    given = {"starts_on": today, "last_day": today + dt.timedelta(days=9), "reason": "The maker stops it"}
    assert seller.get(f"{address}end/").status_code == 200
    unknown = seller.post(f"{address}end/", given | {"successor": "NONE"})
    assert (unknown.status_code, "No variant has this SKU" in words(unknown)) == (422, True)
    own = seller.post(f"{address}end/", given | {"successor": "TEE-RED"})
    assert "Choose another product that is live." in words(own)
    page = words(seller.post(f"{address}end/", given, follow=True))
    for word in ("Its end is planned.", "Sells off", "its main category", "The maker stops it"):
        assert word in page
    assert "Tee" in words(seller.get("/admin/products/?f.ending=1&columns=title,ends"))
    assert "The maker stops it" in words(seller.get(f"{address}end/"))
    assert "no end is planned" in words(seller.post(f"{address}keep/", follow=True))
    assert "Plan its end on a day" in words(seller.get(address))
    Product.objects.filter(pk=tee).update(status="draft")
    assert "cannot take this status" in words(seller.post(f"{address}end/", given))
