"""What was before a change of a record of the shop or of a location, in its form (U069, decision 0240)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import ACTOR
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing.models import Segment
from storecrew.contexts.marketing.tests.factories import AT
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.facts import RateRow
from storecrew.contexts.shipping.models import ShippingMethod
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


def brand(*names: str) -> dict[str, Any]:
    return {"match": "all", "rules": [{"field": "brand", "op": "is", "value": list(names)}]}


def test_u069_a_collection_with_its_conditions(owner):
    texts: dict[str, Any] = {"translations": {"ko": {"name": "선물"}}, "actor": ACTOR, "at": AT}
    key = catalog.save_collection(name="Gifts", rules=brand("Acme"), **texts)
    edit = reverse("collections_edit", args=[key])
    first = audit.entries_for("catalog.collection", key)[0]
    assert f"?before={first.pk}" not in owner.get(edit).content.decode()
    assert owner.get(f"{edit}?before={first.pk}").status_code == 404, "before it was made there is nothing"
    catalog.save_collection(
        collection_id=key, name="Presents", rules=brand("Acme", "Zest") | {"match": "any"}, actor=ACTOR, at=AT
    )
    rows = rows_of(owner, edit, edit, "catalog.collection", key)
    assert rows == {
        "Name": ("Gifts", "Presents"),
        "Address": ("gifts", "presents"),
        "A product fits when": ("all conditions hold", "any condition holds"),
        "Conditions": ("Brand is any of Acme", "Brand is any of Acme, Zest"),
        "Name (Korean)": ("선물", ""),
    }
    entry = audit.entries_for("catalog.collection", key)[0]
    page = owner.get(f"{edit}?before={entry.pk}")
    assert page.context["rules"][0] == {"field": "brand", "op": "is", "value": "Acme"}


def test_u069_a_shipping_method_with_its_rates(owner):
    def save(name: str, *rates: RateRow, **values: Any) -> None:
        shipping.save_method(code="night", name=name, rates=rates, actor=ACTOR, at=AT, **values)

    save("Night", RateRow(990, "EUR"), holidays=(AT.date(),), working_days=(1, 2, 3, 4, 5))
    dear = RateRow(1290, "EUR", countries=("DE",), free_over_amount=9000)
    save("By night", dear, RateRow(1990, "EUR"), channel_code="eu", working_days=(1, 2, 3, 4, 5))
    page, edit = (reverse(f"shipping_methods_{name}", args=["night"]) for name in ("record", "edit"))
    rows = rows_of(owner, page, edit, "shipping.method", "night")
    assert rows["Name"] == ("Night", "By night")
    assert rows["Channel"][0] == ""
    assert rows["Holidays"] == (AT.date().isoformat(), "")
    assert rows["Rates"] == ("€9.90 · all", "€12.90 · DE · €90.00; €19.90 · all")
    entry = audit.entries_for("shipping.method", "night")[0]
    form = owner.get(f"{edit}?before={entry.pk}")
    sent = {
        field.html_name: field.value()
        for part in (form.context["form"], form.context["formset"].management_form, *form.context["formset"])
        for field in part
        if field.value() is not None and field.value() is not False
    }
    answer = owner.post(edit, sent | {"version": form.context["version"]})
    assert answer.status_code == 302, answer.context["form"].errors
    method = ShippingMethod.objects.get(code="night")
    assert [(each.amount, each.countries) for each in method.rates.all()] == [(990, [])]


def test_u069_a_method_whose_rates_the_trail_kept_in_words_names_them(owner):
    rates = (RateRow(990, "EUR"),)
    shipping.save_method(code="night", name="Night", rates=rates, actor=ACTOR, at=AT)
    audit.record(
        actor=ACTOR, action="shipping.method_saved", record="shipping.method", record_id="night", at=AT,
        before={"rates": ["490 EUR"], "active": True}, after={"rates": ["990 EUR"], "name": "Night"},
    )  # fmt: skip
    entry = audit.entries_for("shipping.method", "night")[0]
    page = owner.get(f"{reverse('shipping_methods_edit', args=['night'])}?before={entry.pk}")
    found = page.context["form"].earlier
    assert (found.rows, found.left) == ([], ["rates"])


def test_u069_a_location(owner):
    home = {"street": "Hafen 1", "city": "Bremen", "country": "DE"}
    who: dict[str, Any] = {"actor": ACTOR, "at": AT}
    key = inventory.save_location(
        "quay", name="Quay", address=home, opening_hours=[(1, "09:00", "18:00")], **who
    ).id
    inventory.save_location(
        "quay", name="Pier", address=home | {"street": "Hafen 2"}, pick_up=True, opening_hours=[], **who
    )
    page, edit = (reverse(name, args=["quay"]) for name in ("stock_place", "stock_place_edit"))
    assert rows_of(owner, page, edit, "inventory.location", key) == {
        "Name": ("Quay", "Pier"),
        "Street": ("Hafen 1", "Hafen 2"),
        "Orders can be collected here": ("no", "yes"),
        "Open on Monday": ("09:00-18:00", ""),
    }
