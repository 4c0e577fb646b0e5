"""The list, the record and the forms of products: what people do there."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Listing, Product, ProductCategory, ProductImage, Variant
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product

pytestmark = pytest.mark.django_db
LIST = "/admin/products/"
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def form_values(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    form = client.get(address).context["form"]
    values: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is False or value is None:
            continue
        values[field.html_name] = "on" if value is True else value
    page = client.get(address).context
    return values | {name: page[name] for name in ("version", "seen") if name in page}


def test_the_list_shows_what_a_seller_needs(seller: Client, tee: int) -> None:
    page = text_of(seller.get(LIST))
    for word in ("Tee", "Live", "€10.00 – €20.00", 'sc-warning">5<'):
        assert word in page
    assert f'href="/admin/products/{tee}/?in=%2Fadmin%2Fproducts%2F&amp;at=1"' in page
    assert "New product" in page


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(seller: Client, tee: int) -> None:
    from django.db import connection

    seller.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        seller.get(LIST)
    for number in range(12):
        made = make_product(f"more-{number}", channels=("eu",))
        catalog.attach_image(product_id=made.product_id or 0, content=_png(), **WHO)
    with CaptureQueriesContext(connection) as many:
        seller.get(LIST)
    assert len(many) == len(few)


def _png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#fff").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f.status=draft", {"Big mug"}),
        ("f.type=mug", {"Big mug"}),
        ("f.category=clothes", {"Tee"}),
        ("f.category=clothes&f.category.op=not", {"Big mug"}),
        ("f.completeness.op=max&f.completeness=20", {"Big mug"}),
        ("f.channel=eu", {"Tee"}),
        ("f.no_image=1", {"Tee", "Big mug"}),
        ("f.no_image=0", set()),
        ("f.out=1", {"Big mug"}),
        ("f.out=0", {"Tee"}),
        ("q=tee-blue", {"Tee"}),
        ("q=acme", {"Tee"}),
        ("q=nothing+like+it", set()),
    ],
)
def test_filters_and_search(seller: Client, tee: int, draft: int, query: str, found: set[str]) -> None:
    answer = seller.get(f"{LIST}?{query}")
    assert {row.title for row in answer.context["rows"]} == found


def test_a_whole_sku_finds_its_product_and_not_those_it_begins(seller: Client, tee: int, draft: int) -> None:
    Variant.objects.create(product_id=draft, sku="MUG-1", position=8)
    Variant.objects.create(product_id=tee, sku="MUG-10", position=8)
    found = [
        [row.title for row in seller.get(f"{LIST}?q={text}").context["rows"]] for text in ("MUG-1", "MUG-")
    ]
    assert found[0] == ["Big mug"]
    assert sorted(found[1]) == ["Big mug", "Tee"]


def test_the_list_is_exported_as_it_stands(seller: Client, tee: int, draft: int) -> None:
    answer = seller.get(f"{LIST}?f.status=live&export=json")
    rows = json.loads(b"".join(answer.streaming_content))
    assert [(row["title"], row["available"]) for row in rows] == [("Tee", 5)]


def bulk(client: Client, action: str, ids: list[int], **answers: Any) -> tuple[str, str]:
    data = {"bulk": action, "ids": ids, "expected": str(len(ids)), **answers}
    shown = text_of(client.post(LIST, data | {"preview": "1"}))
    done = text_of(client.post(LIST, data | {"confirm": "1"}, follow=True))
    return shown, done


def test_the_status_of_many_leaves_alone_what_is_not_ready(seller: Client, tee: int, draft: int) -> None:
    shown, done = bulk(seller, "status", [tee, draft], status="live")
    assert "has this status already" in shown
    assert "not complete enough" in shown
    assert "2 left alone" in done
    shown, done = bulk(seller, "status", [tee, draft], status="end_of_life")
    assert "End of life" in shown
    assert "2 products changed" in done
    assert set(Product.objects.values_list("status", flat=True)) == {"end_of_life"}


def test_categories_and_channels_of_many(seller: Client, tee: int, draft: int) -> None:
    category = catalog.ensure_category(names=["Sale"], **WHO)
    shown, done = bulk(seller, "add_category", [tee, draft], category=category)
    assert "Clothes, Sale" in shown
    assert "2 products changed" in done
    shown, done = bulk(seller, "remove_category", [tee, draft], category=category)
    assert "2 products changed" in done
    assert not ProductCategory.objects.filter(category_id=category).exists()
    shown, done = bulk(seller, "list", [tee, draft], channel="eu")
    assert "is so already" in shown
    assert "1 product changed" in done
    bulk(seller, "unlist", [tee, draft], channel="eu")
    assert not Listing.objects.filter(published=True).exists()


def test_the_record_says_what_is_missing_and_where_to_add_it(seller: Client, tee: int, draft: int) -> None:
    page = text_of(seller.get(f"{LIST}{tee}/"))
    for part in ("TEE-RED", "€10.00", "Clothes", "/edit/#id_description", "Alternative text of every image"):
        assert part in page
    page = text_of(seller.get(f"{LIST}{draft}/"))
    assert "To sell it, add" in page
    assert "First add: All required attributes, At least one active variant" in page
    assert seller.get(f"{LIST}999/").status_code == 404


def test_aut_01_who_only_reads_sees_no_way_to_write(tester: Client, tee: int) -> None:
    page = text_of(tester.get(f"{LIST}{tee}/"))
    assert f'action="/admin/products/{tee}/listing/"' in page
    assert "Take out" not in page
    assert "/edit/" not in page
    for address in ("add/", "grid/", f"{tee}/edit/", f"{tee}/categories/", f"{tee}/relations/"):
        assert tester.get(LIST + address).status_code == 403
    for address in ("status/", "listing/", "images/add/", "images/order/"):
        assert tester.post(f"{LIST}{tee}/{address}").status_code == 403


def test_aut_07_changes_need_a_post(seller: Client, tee: int) -> None:
    for address in ("status/", "listing/", "images/add/", "images/order/", "images/1/remove/"):
        assert seller.get(f"{LIST}{tee}/{address}").status_code == 405


def test_a_new_product_is_a_draft(seller: Client, tee: int, draft: int) -> None:
    answer = seller.post(f"{LIST}add/", {"title": "Cup", "product_type": "mug", "sku": "CUP-1"})
    made = Product.objects.get(title="Cup")
    assert answer["Location"] == f"/admin/products/{made.pk}/"
    assert (made.status, made.variants.get().sku) == ("draft", "CUP-1")
    taken = seller.post(f"{LIST}add/", {"title": "Cup two", "product_type": "mug", "sku": "CUP-1"})
    assert "Another variant already has this SKU" in text_of(taken)
    again = seller.post(f"{LIST}add/", {"title": "Cup", "product_type": "mug"})
    assert again.status_code == 422
    assert "Choose another title" in text_of(again)
    assert seller.post(f"{LIST}add/", {"title": "Cup"}).status_code == 422


def test_texts_and_typed_attributes_are_edited(seller: Client, draft: int) -> None:
    address = f"{LIST}{draft}/edit/"
    page = text_of(seller.get(address))
    for part in ("Volume (ml)", 'fill="#cc0000"', 'type="date"', "Needed before the product can go live"):
        assert part in page
    values = form_values(seller, address) | {
        "title": "Bigger mug", "ko-title": "큰 머그", "description": "<p onclick=x>Holds much.</p>",
        "tags": "gift, new", "slug": "bigger-mug", "seo_description": "A mug.",
        "attr-volume": "350 ml", "attr-glaze": ["matte"], "attr-tone": "Red", "attr-safe": "true",
        "attr-since": "2024-02-29", "attr-sheet": "/media/sheet.pdf",
    }  # fmt: skip
    answer = seller.post(address, values)
    assert answer["Location"] == f"/admin/products/{draft}/"
    row = Product.objects.get(pk=draft)
    assert (row.title, row.description, row.tags) == ("Bigger mug", "<p>Holds much.</p>", ["gift", "new"])
    assert row.translations == {"ko": {"title": "큰 머그"}}
    assert row.attributes == {
        "volume": 350, "glaze": "matte", "tone": "Red", "safe": True, "since": "2024-02-29",
        "sheet": {"url": "/media/sheet.pdf", "name": "sheet.pdf"},
    }  # fmt: skip
    assert catalog.moved_path("p/big-mug") == "p/bigger-mug"
    seller.post(
        address, form_values(seller, address) | {"attr-volume": "", "attr-glaze": ["matte", "glossy"]}
    )
    row.refresh_from_db()
    assert "volume" not in row.attributes
    assert row.attributes["glaze"] == ["matte", "glossy"]
    assert "350" not in text_of(seller.get(address))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"attr-volume": "much"}, "This must be a number"),
        ({"attr-since": "soon"}, "This must be a date"),
        ({"slug": "tee"}, "Another record already has this address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    seller: Client, tee: int, draft: int, changes: dict[str, str], words: str
) -> None:
    address = f"{LIST}{draft}/edit/"
    answer = seller.post(address, form_values(seller, address) | changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert any(name in answer.context["form"].errors for name in changes)


def test_con_13_two_editors_see_three_versions_and_lose_nothing(seller: Client, tee: int) -> None:
    address = f"{LIST}{tee}/edit/"
    mine = form_values(seller, address) | {"title": "Mine", "subtitle": "Mine too"}
    catalog.update_product(
        product_id=tee, expected_version=None, changes={"title": "Theirs", "brand": "Bolt"}, **WHO
    )
    answer = seller.post(address, mine)
    assert answer.status_code == 409
    rows = {d.name: (d.base, d.theirs, d.yours, d.open) for d in answer.context["differences"]}
    assert rows == {"title": ("Tee", "Theirs", "Mine", True), "brand": ("Acme", "Bolt", "Acme", False)}
    assert Product.objects.get(pk=tee).title == "Theirs", "nothing is written yet"
    form = answer.context["form"]
    assert (form["brand"].value(), form["subtitle"].value()) == ("Bolt", "Mine too")
    again = {f.html_name: f.value() for f in form if f.value() is not None}
    again |= {name: answer.context[name] for name in ("version", "seen")}
    seller.post(address, again | {"keep-title": "theirs"})
    row = Product.objects.get(pk=tee)
    assert (row.title, row.brand, row.subtitle) == ("Theirs", "Bolt", "Mine too")
    forged = seller.post(address, again | {"seen": "x", "keep-title": "theirs"})
    assert forged.status_code == 409


def test_a_status_change_says_what_blocks_it(seller: Client, tee: int, draft: int) -> None:
    page = seller.post(f"{LIST}{draft}/status/", {"status": "live", "version": "1"}, follow=True)
    assert "Missing: All required attributes" in text_of(page)
    page = seller.post(f"{LIST}{tee}/status/", {"status": "end_of_life", "version": "9"}, follow=True)
    assert "Somebody else changed this record" in text_of(page)
    assert seller.post(f"{LIST}{tee}/status/", {"status": "moon", "version": "1"}).status_code == 409
    version = Product.objects.get(pk=tee).version
    seller.post(f"{LIST}{tee}/status/", {"status": "end_of_life", "version": version})
    assert Product.objects.get(pk=tee).status == "end_of_life"


def test_pictures_are_added_described_ordered_and_removed(seller: Client, tee: int, picture: bytes) -> None:
    files = [SimpleUploadedFile("a.png", picture), SimpleUploadedFile("b.txt", b"text")]
    page = text_of(seller.post(f"{LIST}{tee}/images/add/", {"files": files, "alt": "Front"}, follow=True))
    assert "1 picture added" in page
    assert "b.txt: " in page
    seller.post(f"{LIST}{tee}/images/add/", {"files": [SimpleUploadedFile("c.png", picture)]})
    assert "Choose 1 to 20" in text_of(seller.post(f"{LIST}{tee}/images/add/", follow=True))
    first, second = ProductImage.objects.order_by("position")
    seller.post(f"{LIST}{tee}/images/order/", {"image": second.pk, "to": "front"})
    assert list(ProductImage.objects.order_by("position").values_list("pk", flat=True)) == [
        second.pk,
        first.pk,
    ]
    assert seller.post(f"{LIST}{tee}/images/order/", {"image": "999"}).status_code == 404
    one = f"{LIST}{tee}/images/{first.pk}/"
    assert "Front" in text_of(seller.get(one))
    wrong = seller.post(one, {"alt": "Front", "focal_x": "10"})
    assert "Give both sides" in text_of(wrong)
    seller.post(one, {"alt": "The front", "ko-alt": "앞면", "focal_x": "50", "focal_y": "25"})
    first.refresh_from_db()
    assert (first.alt, first.translations) == ("The front", {"ko": "앞면"})
    assert (first.image.focal_point_x, first.image.focal_point_y) == (30, 10)
    assert 'value="25"' in text_of(seller.get(one))
    assert seller.post(f"{one}remove/")["Location"] == f"/admin/products/{tee}/#images"
    assert ProductImage.objects.count() == 1
    assert seller.get(one).status_code == 404


def test_variants_are_made_and_changed(seller: Client, tee: int, draft: int) -> None:
    red = Variant.objects.get(sku="TEE-RED")
    address = f"{LIST}{tee}/variants/{red.pk}/"
    values = form_values(seller, address)
    assert values["option-0"] == "Red"
    seller.post(address, values | {"weight_g": "250", "barcode": "4006381333931", "length_mm": "10"})
    red.refresh_from_db()
    assert (red.weight_g, red.barcode, red.options) == (250, "4006381333931", {"Color": "Red"})
    assert "10 × – × – mm" in text_of(seller.get(f"{LIST}{tee}/"))
    wrong = seller.post(address, values | {"barcode": "123", "sku": "TEE-BLUE"})
    assert "not a valid GTIN" in text_of(wrong)
    taken = seller.post(address, values | {"sku": "TEE-BLUE"})
    assert "Another variant already has this SKU" in text_of(taken)
    new = f"{LIST}{draft}/variants/add/"
    fresh = form_values(seller, new) | {"sku": "MUG-1", "attr-finish": "raw"}
    half = seller.post(new, fresh | {"new_option": "Size"})
    assert "A new option has a name and a value" in text_of(half)
    seller.post(new, fresh | {"new_option": "Size", "new_value": "L"})
    made = Variant.objects.get(sku="MUG-1")
    assert (made.options, made.attributes, made.active) == ({"Size": "L"}, {"finish": "raw"}, True)
    assert seller.get(f"{LIST}{draft}/variants/{red.pk}/").status_code == 404


def test_categories_channels_and_relations(seller: Client, tee: int, draft: int) -> None:
    sale = catalog.ensure_category(names=["Sale"], **WHO)
    clothes = catalog.category_by_path("clothes").id
    address = f"{LIST}{tee}/categories/"
    assert "Clothes" in text_of(seller.get(address))
    seller.post(address, {"category": [clothes, sale], "main": sale})
    links = ProductCategory.objects.filter(product_id=tee).order_by("id")
    assert list(links.values_list("category_id", flat=True)) == [sale, clothes]
    seller.post(f"{LIST}{tee}/listing/", {"channel": "eu", "published": "0"})
    assert not Listing.objects.get(product_id=tee).published
    assert seller.post(f"{LIST}{tee}/listing/", {"channel": "moon"}).status_code == 404
    other = make_product("scarf").product_id or 0
    relations = f"{LIST}{tee}/relations/"
    assert "Scarf" in text_of(seller.get(f"{relations}?q=scarf"))
    assert "No product fits" in text_of(seller.get(f"{relations}?q=moon"))
    for one in (draft, other):
        seller.post(relations, {"kind": "accessory", "other": one, "do": "add"})
    seller.post(relations, {"kind": "accessory", "other": other, "do": "up"})
    page = catalog.product_page("tee", "en", 0, preview=True)
    assert page.relations == ()  # neither is listed in a channel 0
    assert "Scarf" in text_of(seller.get(f"{LIST}{tee}/"))
    seller.post(relations, {"kind": "accessory", "other": other, "do": "remove"})
    assert "Scarf" not in text_of(seller.get(f"{LIST}{tee}/")).split("Timeline")[0]


def test_home_and_palette_lead_to_products(seller: Client, tee: int, draft: int) -> None:
    home = text_of(seller.get("/admin/", follow=True))
    for part in ("Products to complete", "Big mug", "Live products"):
        assert part in home
    found = json.dumps(seller.get("/admin/palette/?q=tee-blue").json())
    assert f"/admin/products/{tee}/" in found
    assert f"/admin/products/{draft}/" in json.dumps(seller.get("/admin/palette/?q=Big").json())
