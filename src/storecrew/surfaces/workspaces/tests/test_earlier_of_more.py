"""What was before a change of a category, a segment or a price list, in its form (U069, decision 0240)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import ACTOR
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing.models import Segment
from storecrew.contexts.marketing.tests.factories import AT
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import audit, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_shop({"A-1": 40, "B-1": 40})
    with clock.frozen(AT):
        yield


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(make_staff("owner"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows_of(client: Client, page: str, edit: str, record: str, key: int | str) -> dict[str, tuple[str, str]]:
    """Open the last change from the timeline; return what differs, then and now."""
    entry = audit.entries_for(record, key)[0]
    address = f"{edit}?before={entry.pk}"
    assert f'href="{address}"' in client.get(page).content.decode()
    answer = client.get(address)
    found: Any = answer.context.get("earlier") or answer.context["form"].earlier
    return {row.label: (row.then, row.now) for row in found.rows}


def test_u069_a_category(owner):
    key = catalog.save_category(name="Cups", translations={"ko": {"name": "컵"}}, actor=ACTOR, at=AT)
    catalog.save_category(
        category_id=key, name="Mugs", facet_codes=["brand"], translations={}, actor=ACTOR, at=AT
    )
    page, edit = (reverse(name, args=[key]) for name in ("categories_record", "categories_edit"))
    rows = rows_of(owner, page, edit, "catalog.category", key)
    assert rows["Name"] == ("Cups", "Mugs")
    assert rows["Name (ko)"] == ("컵", "")
    assert rows["Filters, in order"] == ("", "brand")


def test_u069_a_segment(owner):
    owner.post(
        reverse("segment_add"), {"name": "Buyers", "orders_min": "2", "countries": "DE", "bought": "A-1"}
    )
    key = Segment.objects.get().pk
    edit = reverse("segment_edit", args=[key])
    first = audit.entries_for("marketing.segment", key)[0]
    assert owner.get(f"{edit}?before={first.pk}").status_code == 404, "before it was made there is nothing"
    owner.post(edit, {"name": "Many", "orders_min": "3", "countries": "DE, FR", "bought": "B-1"})
    rows = rows_of(owner, reverse("segment", args=[key]), edit, "marketing.segment", key)
    assert rows == {
        "Name": ("Buyers", "Many"),
        "Orders at least": ("2", "3"),
        "Countries": ("DE", "DE, FR"),
        "Bought one of these": ("A-1", "B-1"),
    }


def test_u069_a_price_list(owner):
    given = {
        "name": "Sale", "code": "sale", "kind": "sale", "currency": "EUR", "priority": "3",
        "channel_code": "eu", "starts_at": "2030-06-01T00:00",
    }  # fmt: skip
    owner.post(reverse("price_lists_add"), given)
    changes = {"name": "June", "starts_at": "2030-06-02T00:00", "rounding_step": "1.00", "version": "1"}
    edit = reverse("price_lists_edit", args=["sale"])
    owner.post(edit, given | changes)
    rows = rows_of(owner, reverse("price_lists_record", args=["sale"]), edit, "pricing.price_list", "sale")
    assert rows == {
        "Name": ("Sale", "June"),
        "Starts": ("2030-06-01T00:00", "2030-06-02T00:00"),
        "Rounding: step": ("", "1.00"),
    }
