"""Collections with their preview, product types with their attributes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Attribute, Collection, ProductType
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/collections/add/"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role))
    return client


@pytest.fixture
def seller(db: None) -> Client:
    make_channel("eu", is_default=True)
    make_product("tee", brand="Acme")
    make_product("mug", brand="Bolt")
    return signed_in("ecommerce_sme")


def rules(*rows: tuple[str, str, str], **more: str) -> dict[str, Any]:
    names = ("rule-field", "rule-op", "rule-value")
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return {"name": "Gifts", "match": "all", "visible": "on", **columns, **more}


def test_aut_01_only_writers_write(db: None) -> None:
    reader = signed_in("tester")
    for name in ("collections", "product-types"):
        assert reader.get(f"/admin/{name}/").status_code == 200
        assert reader.get(f"/admin/{name}/add/").status_code == 403


def test_what_fits_is_seen_before_it_is_saved(seller: Client) -> None:
    answer = seller.post(
        ADD, rules(("brand", "is", "Acme, Other"), ("title", "is", ""), name="", do="preview")
    )
    assert (answer.status_code, answer.context["total"]) == (200, 1)
    assert [item["title"] for item in answer.context["preview"]] == ["Tee"]
    assert "This field is required" not in text_of(answer)
    assert not Collection.objects.exists()
    anything = seller.post(ADD, rules(("brand", "is", "Acme"), ("title", "is", "Mug"), match="any"))
    assert anything.context["total"] == 2


def test_a_collection_is_saved_and_changed(seller: Client) -> None:
    data = rules(("age_days", "at_most", "30"), ("attribute.color", "is_set", ""), do="save")
    assert seller.post(ADD, data | {"ko-name": "선물"}).status_code == 302
    row = Collection.objects.get()
    assert row.rules["rules"] == [
        {"field": "age_days", "op": "at_most", "value": 30}, {"field": "attribute.color", "op": "is_set"},
    ]  # fmt: skip
    assert row.translations == {"ko": {"name": "선물"}}
    address = f"/admin/collections/{row.pk}/"
    assert 'value="30"' in text_of(seller.get(address))
    assert "Gifts" in text_of(seller.get("/admin/collections/"))
    seller.post(address, data | {"name": "Presents", "version": "1"})
    stale = seller.post(address, data | {"name": "Stale", "version": "1"})
    assert stale.status_code == 422
    assert "Presents → Stale" in text_of(stale)
    assert seller.get("/admin/collections/999/").status_code == 404


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("age_days", "at_most", "soon"), "Condition 1: This condition needs a number"),
        (("tag", "contains", "x"), "This comparison does not fit the field"),
    ],
)
def test_a_wrong_condition_is_named(seller: Client, row: tuple[str, str, str], words: str) -> None:
    answer = seller.post(ADD, rules(row, do="save"))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Collection.objects.exists()


def attribute_rows(*rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    data = {"attribute-TOTAL_FORMS": str(len(rows)), "attribute-INITIAL_FORMS": str(initial)}
    for index, row in enumerate(rows):
        data |= {f"attribute-{index}-{name}": value for name, value in row.items()}
    return data


def test_a_type_is_made_and_its_attributes_ordered(seller: Client) -> None:
    size = {"name": "Volume", "kind": "number", "unit": "ml", "is_required": "on"}
    tone = {"name": "Tone", "ko_name": "색", "kind": "color", "is_facet": "on",
            "choices": "red | Red | #CC0000 | 빨강\nblue"}  # fmt: skip
    base = {"name": "Mug", "code": "mug"}
    assert seller.post("/admin/product-types/add/", base | attribute_rows(size, tone)).status_code == 302
    tone_row = Attribute.objects.get(code="tone")
    assert tone_row.choices == [
        {"value": "red", "label": "Red", "swatch": "#cc0000", "translations": {"ko": "빨강"}},
        {"value": "blue", "label": "blue"},
    ]
    assert (tone_row.is_facet, tone_row.translations) == (True, {"ko": {"name": "색"}})
    taken = seller.post("/admin/product-types/add/", base | attribute_rows(size))
    assert "Another product type has this code" in text_of(taken)
    address = "/admin/product-types/mug/"
    assert "red | Red | #cc0000 | 빨강" in text_of(seller.get(address))
    swapped = attribute_rows(
        size | {"code": "volume", "ORDER": "2"}, tone | {"code": "tone", "ORDER": "1"}, initial=2
    )
    seller.post(address, base | swapped)
    codes = Attribute.objects.filter(product_type__code="mug").order_by("position")
    assert [row.code for row in codes] == ["tone", "volume"]
    gone = attribute_rows(size | {"code": "volume"}, tone | {"code": "tone", "DELETE": "on"}, initial=2)
    seller.post(address, base | gone)
    assert [row.code for row in codes.all()] == ["volume"]
    assert seller.get("/admin/product-types/none/").status_code == 404


def seen_in(page: Any) -> dict[str, str]:
    """Return what a page was opened with, which it posts back."""
    return {"sc-seen": page.context["form"].opened_as} if "sc-seen" in page.content.decode() else {}


def test_u071_two_editors_of_a_type_lose_nothing(seller: Client) -> None:
    catalog.save_product_type(code="mug", name="Mug", attributes=[], actor=ACTOR, at=AT)
    address = "/admin/product-types/mug/"
    ann, ben = seen_in(seller.get(address)), seen_in(seller.get(address))
    rows = attribute_rows({})
    assert seller.post(address, {"name": "Mugs", "approve_from": "80"} | rows | ann).status_code == 302
    page = seller.post(address, {"name": "Cups"} | rows | ben)
    assert (page.status_code, "Somebody else saved this" in text_of(page)) == (422, True)
    row = ProductType.objects.get(code="mug")
    assert (row.name, row.approve_from) == ("Mugs", 80)
    merged = {"name": "Cups", "approve_from": "80"} | rows | seen_in(page)
    assert seller.post(address, merged).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.approve_from) == ("Cups", 80)


def test_u071_two_editors_of_a_collection_lose_nothing(seller: Client) -> None:
    data = rules(("title", "is", "Mug"), do="save")
    seller.post(ADD, data)
    row = Collection.objects.get()
    address = f"/admin/collections/{row.pk}/"
    ann, ben = seen_in(seller.get(address)), seen_in(seller.get(address))
    typed = data | {"slug": row.slug, "version": "1"}
    assert seller.post(address, typed | {"description": "From Ann"} | ann).status_code == 302
    page = seller.post(address, typed | {"name": "From Ben"} | ben)
    assert (page.status_code, "Somebody else saved this" in text_of(page)) == (422, True)
    again = typed | {"name": "From Ben", "description": "From Ann", "version": page.context["version"]}
    assert seller.post(address, again | seen_in(page)).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.description) == ("From Ben", "From Ann")


def test_the_kind_of_a_used_attribute_stays(seller: Client) -> None:
    spec = catalog.AttributeSpec("volume", "Volume", "number")
    catalog.save_product_type(code="mug", name="Mug", attributes=[spec], actor=ACTOR, at=AT)
    make_product("cup", product_type="mug", attributes={"volume": 5})
    rows = attribute_rows({"name": "Volume", "code": "volume", "kind": "text"}, initial=1)
    answer = seller.post("/admin/product-types/mug/", {"name": "Mug"} | rows)
    assert answer.status_code == 422
    assert "its kind cannot change" in text_of(answer)
    assert ProductType.objects.get(code="mug").attributes.get(code="volume").kind == "number"
