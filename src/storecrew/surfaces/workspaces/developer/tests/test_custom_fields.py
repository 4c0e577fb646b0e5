"""Custom fields on screen: defined, filled in on a record, a column and a filter of its list, deleted."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.models import Field, Value
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")


@pytest.fixture
def desk(client):
    client.force_login(make_staff("owner"))
    return client


def page(desk, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def define(desk, **changes):
    asked = {
        "record": "catalog.product",
        "kind": "text",
        "label": "Origin",
        "key": "origin",
        "filterable": "on",
    }
    return desk.post(reverse("field_add"), asked | changes)


def edit_url(desk, product_id: int) -> str:
    record = page(desk, reverse("products_record", args=[product_id]))
    found = re.search(r'href="(/admin/custom-fields/edit/[^"]+)"', record)
    assert found
    return unescape(found.group(1))


def rows_of(text: str) -> str:
    return text.partition("<tbody")[2]


def test_a_field_is_defined_filled_in_seen_filtered_and_exported(desk):
    first = make_product("mug").product_id
    make_product("bowl")
    assert "custom-fields" not in page(desk, reverse("products_record", args=[first]))
    assert define(desk).status_code == 302
    url = edit_url(desk, first)
    back = desk.post(url, {"origin": "Minho"})
    assert back.status_code == 302 and str(first) in back["Location"]
    assert "Minho" in page(desk, back["Location"])
    listing = reverse("products_list")
    shown = page(desk, f"{listing}?columns=x_origin")
    assert "Minho" in rows_of(shown)
    assert "Minho" not in rows_of(page(desk, listing))
    narrowed = page(desk, f"{listing}?f.x_origin=minh&columns=slug")
    assert "mug" in rows_of(narrowed) and "bowl" not in rows_of(narrowed)
    empty = page(desk, f"{listing}?f.x_origin.op=empty&columns=slug")
    assert "bowl" in rows_of(empty) and ">mug<" not in rows_of(empty)
    answer = desk.get(f"{listing}?columns=x_origin&export=csv")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Minho" in content and b"Origin" in content


@pytest.mark.parametrize(
    ("kind", "values", "query", "found"),
    [
        ("number", ("12.5", "3"), "f.x_f.op=min&f.x_f=4", {"mug"}),
        ("number", ("12.5", "3"), "f.x_f.op=is&f.x_f=12.5", {"mug"}),
        ("number", ("12.5", "3"), "f.x_f.op=between&f.x_f=2&f.x_f.to=13", {"mug", "bowl"}),
        ("number", ("12.5", "3"), "f.x_f.op=min&f.x_f=tall", set()),
        ("boolean", ("1", "0"), "f.x_f=0", {"bowl"}),
        ("date", ("2027-03-01", "2027-04-01"), "f.x_f.op=after&f.x_f=2027-03-15", {"bowl"}),
        ("date", ("2027-03-01", "2027-04-01"), "f.x_f.op=on&f.x_f=2027-03-01", {"mug"}),
        ("choice", ("a", "b"), "f.x_f=b", {"bowl"}),
        ("choice", ("a", "b"), "f.x_f.op=not&f.x_f=b", {"mug"}),
        ("url", ("https://a.example/", "https://b.example/"), "f.x_f=b.example", {"bowl"}),
    ],
)
def test_every_kind_filters(desk, kind, values, query, found):
    ids = {name: make_product(name).product_id for name in ("mug", "bowl")}
    assert (
        define(desk, kind=kind, key="f_", choices="a | A\nb | B" if kind == "choice" else "").status_code
        == 302
    )
    for product_id, value in zip(ids.values(), values, strict=True):
        fields.set_values("catalog.product", product_id, {"f_": value}, actor=ACTOR, at=clock.now())
    text = page(desk, f"{reverse('products_list')}?{query.replace('x_f', 'x_f_')}")
    assert {name for name, id_ in ids.items() if f"/products/{id_}/" in rows_of(text)} == found


def test_what_does_not_fit_is_said_beside_its_field(desk):
    product_id = make_product("mug").product_id
    define(desk, kind="number", label="Height", required="on")
    url = edit_url(desk, product_id)
    answer = desk.post(url, {"origin": "tall"})
    assert answer.status_code == 422 and "This must be a number." in answer.content.decode()
    assert not Value.objects.exists()
    assert desk.get(reverse("custom_fields_edit") + "?of=forged").status_code == 422


def test_a_field_is_changed_and_deleted_only_as_it_was_seen(desk):
    assert "No custom fields yet" in page(desk, reverse("field_list"))
    assert define(desk, key="Origin!").status_code == 422
    define(desk, kind="choice", choices="a | Glazed | 유약\nb")
    row = Field.objects.get()
    assert "Glazed" in page(desk, reverse("field_record", args=[row.pk]))
    change = {"version": 1, "label": "Finish", "choices": "a | Glazed | 유약\nb\nc"}
    assert desk.post(reverse("field_edit", args=[row.pk]), change).status_code == 302
    assert desk.post(reverse("field_edit", args=[row.pk]), change).status_code == 422
    fields.set_values("catalog.product", 1, {"origin": "c"}, actor=ACTOR, at=clock.now())
    said = desk.post(reverse("field_delete", args=[row.pk]), {"values": "0"}, follow=True).content.decode()
    assert "Records have values in this field" in said
    assert "1 record has a value in this field" in page(desk, reverse("field_record", args=[row.pk]))
    desk.post(reverse("field_delete", args=[row.pk]), {"values": "1"})
    assert not Field.objects.exists()


def test_who_may_not_write_the_record_may_not_write_its_fields(desk, client):
    product_id = make_product("mug").product_id
    define(desk)
    url = edit_url(desk, product_id)
    client.force_login(make_staff("tester", email="tess@storecrew.example"))
    assert client.post(url, {"origin": "x"}).status_code == 403
    assert "custom-fields/edit" not in page(client, reverse("products_record", args=[product_id]))
    assert client.get(reverse("field_add")).status_code == 403
