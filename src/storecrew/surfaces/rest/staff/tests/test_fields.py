"""Custom fields for programs: read and written by the names that records have outside."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fields import public as fields
from storecrew.contexts.orders import public as orders
from storecrew.surfaces.rest.staff.tests.test_staff import S, caller

pytestmark = pytest.mark.django_db


def define(record: str, key: str = "note", kind: str = "text") -> None:
    spec = fields.FieldSpec(record, key, kind, {"en": "Note"})
    fields.save_field(spec, actor=ACTOR, at=AT)


def patch(client: Client, path: str, **values: object):
    return client.patch(f"{S}fields/{path}", {"values": values}, content_type="application/json")


def test_it_5_fields_of_every_kind_of_record_are_read_and_written():
    shop = make_shop({"A-1": 3})
    placed = place(make_cart(shop, {"A-1": 1}))
    ann = customers.ensure_customer(email="ann@example.com", actor=ACTOR, at=AT)
    number = orders.order_by_token(placed.order_token).number
    program = caller("catalog.read", "catalog.write", "orders.read", "orders.write", "customers.read",
                     "customers.write")  # fmt: skip
    for record, path in (
        ("catalog.product", "products/tee"),
        ("catalog.variant", "variants/A-1"),
        ("orders.order", f"orders/{number}"),
        ("customers.customer", f"customers/{ann.id}"),
    ):
        define(record)
        define(record, "size", "number")
        assert program.get(f"{S}fields/{path}").json()["fields"][0]["value"] is None
        answer = patch(program, path, note="Handle with care", size=12.5)
        assert answer.status_code == 200, answer.content
        assert [each["value"] for each in answer.json()["fields"]] == ["Handle with care", 12.5]
        assert patch(program, path, note=None).json()["fields"][0]["value"] is None
        refused = patch(program, path, size="tall", color="red")
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_values")
        assert set(refused.json()["details"]["fields"]) == {"size", "color"}


@pytest.mark.parametrize("path", ["products/none", "variants/NONE", "orders/SC-0", "customers/9999"])
def test_what_is_not_there_is_not_found(path: str):
    program = caller("catalog.read", "orders.read", "customers.read")
    assert program.get(f"{S}fields/{path}").status_code == 404


def test_aut_04_writing_needs_the_right_of_the_record():
    make_shop({"A-1": 3})
    assert patch(caller("catalog.read", "orders.write"), "products/tee", note="x").status_code == 403


def test_it_5_shoppers_programs_read_what_is_public_and_nothing_else():
    shop = make_shop({"A-1": 3})
    product_id = catalog.product_ids_of_variants([shop.variants["A-1"]])[shop.variants["A-1"]]
    define("catalog.product", "internal")
    spec = fields.FieldSpec("catalog.product", "kiln", "text", {"en": "Kiln", "ko": "가마"}, public=True)
    fields.save_field(spec, actor=ACTOR, at=AT)
    values = {"internal": "buy less", "kiln": "Wood fired"}
    fields.set_values("catalog.product", product_id, values, actor=ACTOR, at=AT)
    seen = Client().get("/api/v1/products/tee").json()["custom_fields"]
    assert seen == [{"key": "kiln", "kind": "text", "label": "Kiln", "value": "Wood fired"}]
