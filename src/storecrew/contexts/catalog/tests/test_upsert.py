"""The set-based write path."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import ImageRow, VariantRow
from storecrew.contexts.catalog.models import (
    Attribute,
    Category,
    Listing,
    Product,
    ProductCategory,
    ProductType,
    Variant,
)
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product, make_products, row
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


def again(*rows: catalog.ProductRow, **options: Any) -> list[catalog.RowResult]:
    return catalog.upsert_products(rows, actor=ACTOR, at=LATER, **options)


def test_a_new_row_makes_a_product_with_its_variants() -> None:
    result = make_product("tee")
    assert result.status == "created"
    product = Product.objects.get()
    assert (product.pk, product.title, product.status, product.version) == (
        result.product_id,
        "Tee",
        "live",
        1,
    )
    assert product.option_names == ["Color"]
    assert product.launched_at == product.created_at == AT
    assert {v.sku: v.pk for v in Variant.objects.all()} == dict(result.variant_ids)
    assert set(result.created_skus) == {"TEE-RED", "TEE-BLUE"}


def test_options_become_filters_of_the_type() -> None:
    make_product("tee")
    assert Variant.objects.get(sku="TEE-RED").attributes == {"color": "Red"}
    attribute = Attribute.objects.get(code="color")
    assert (attribute.kind, attribute.is_facet, attribute.is_variant_level) == ("color", True, True)


def test_the_same_rows_again_change_nothing() -> None:
    make_channel("eu")
    rows = [row("tee", channels=("eu",), categories=(("A", "B"),), attributes={"fit": "slim"}), row("cap")]
    make_products(rows)
    before = OutboxEvent.objects.count()
    assert [result.status for result in again(*rows)] == ["unchanged", "unchanged"]
    assert Product.objects.get(slug="tee").version == 1
    assert OutboxEvent.objects.count() == before


def test_changes_are_told_old_and_new_and_written() -> None:
    make_product("tee")
    changed = row("tee", title="Tea shirt", brand="Acme", variants=(VariantRow(sku="TEE-RED", weight_g=300),))
    result = again(changed)[0]
    assert result.status == "updated"
    assert {(c.field, c.old, c.new) for c in result.changes} == {
        ("title", "Tee", "Tea shirt"), ("brand", "", "Acme"), ("TEE-RED.weight_g", 200, 300),
    }  # fmt: skip
    product = Product.objects.get()
    assert (product.title, product.version, product.updated_at, product.created_at) == (
        "Tea shirt",
        2,
        LATER,
        AT,
    )
    assert Variant.objects.get(sku="TEE-RED").weight_g == 300
    assert Variant.objects.get(sku="TEE-BLUE").weight_g == 210, "a variant the row does not name stays"
    entry = audit.entries_for("catalog.product", product.pk)[0]
    assert (entry.action, entry.before["title"], entry.after["title"]) == (
        "catalog.product_updated",
        "Tee",
        "Tea shirt",
    )


def test_none_keeps_and_empty_empties() -> None:
    make_product("tee", brand="Acme", description="<p>x</p>")
    again(row("tee", brand="", variants=()))
    product = Product.objects.get()
    assert (product.brand, product.description) == ("", "<p>x</p>")


def test_a_dry_run_answers_the_same_and_writes_nothing() -> None:
    rows = [row("tee", categories=(("New",),), product_type="shirts", attributes={"fit": "slim"})]
    shown = again(*rows, dry_run=True)[0]
    assert (shown.status, shown.product_id, shown.created_skus) == ("created", None, ("TEE-RED", "TEE-BLUE"))
    assert not Product.objects.exists() and not Category.objects.exists() and not ProductType.objects.exists()
    assert not OutboxEvent.objects.exists()
    make_products(rows)
    shown = again(row("tee", title="Other", variants=()), dry_run=True)[0]
    assert [(c.field, c.new) for c in shown.changes] == [("title", "Other")]
    assert Product.objects.get().title == "Tee"


def test_a_product_is_found_by_its_source_before_its_address() -> None:
    make_product("tee", source_key="shop:1")
    result = again(row("tea-shirt", source_key="shop:1", title="Tee", variants=()))[0]
    assert result.status == "updated"
    assert Product.objects.get().slug == "tea-shirt"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"slug": "--"}, "no_slug"),
        ({"title": " "}, "no_title"),
        ({"status": "sold"}, "bad_status"),
        ({"variants": (VariantRow(sku=" "),)}, "no_sku"),
        ({"variants": (VariantRow(sku="X"), VariantRow(sku=" X "))}, "sku_twice"),
        ({"variants": (VariantRow(sku="OTHER-RED"),)}, "sku_taken"),
    ],
)
def test_a_rejected_row_says_why_and_does_not_hold_up_the_others(bad: dict[str, Any], code: str) -> None:
    make_product("other")
    results = again(row("tee", **{k: v for k, v in bad.items() if k != "slug"}) if "slug" not in bad else
                    row(**{"slug": bad["slug"], "title": "T"}), row("cap"))  # fmt: skip
    assert (results[0].status, results[0].problems[0].code) == ("rejected", code)
    assert results[1].status == "created"
    assert set(Product.objects.values_list("slug", flat=True)) == {"other", "cap"}


def test_the_same_product_or_sku_twice_in_a_call_is_taken_once() -> None:
    shared = row("third", variants=(VariantRow(sku="TEE-RED"),))
    results = make_products([row("tee", source_key="a"), row("tee"), row("tew", source_key="a"), shared])
    assert [result.status for result in results] == ["created", "rejected", "rejected", "rejected"]
    assert [result.problems[0].code for result in results[1:]] == [
        "slug_repeated",
        "source_repeated",
        "sku_repeated",
    ]


def test_an_address_of_another_product_is_refused() -> None:
    make_products([row("tee", source_key="a"), row("cap", source_key="b")])
    assert again(row("cap", source_key="a", variants=()))[0].problems[0].code == "slug_taken"


def test_what_cannot_be_used_is_a_warning() -> None:
    variant = VariantRow(sku="T-1", barcode="123", weight_g=-5, attributes={"size": "x"})
    result = make_product("tee", title="t" * 300, variants=(variant,))
    assert {w.code for w in result.warnings} == {"shortened", "bad_barcode", "bad_measure"}
    assert len(Product.objects.get().title) == 255
    assert Variant.objects.get().barcode == ""


def test_a_value_outside_of_a_closed_list_is_a_warning_and_left_out() -> None:
    catalog.save_product_type(
        code="shirts", name="Shirts", actor=ACTOR, at=AT,
        attributes=[
            catalog.AttributeSpec("color", "Color", "color", choices=["Blue"], is_variant_level=True),
            catalog.AttributeSpec("fit", "Fit", "choice", choices=["slim"]),
        ],
    )  # fmt: skip
    result = make_product("tee", product_type="shirts", attributes={"fit": "wide"})
    assert {(w.code, w.field) for w in result.warnings} == {
        ("not_a_choice", "fit"),
        ("not_a_choice", "TEE-RED.color"),
    }
    assert Variant.objects.get(sku="TEE-BLUE").attributes == {"color": "Blue"}


def test_a_product_that_lacks_what_its_type_requires_stays_a_draft() -> None:
    catalog.save_product_type(
        code="shirts", name="Shirts", actor=ACTOR, at=AT,
        attributes=[catalog.AttributeSpec("fit", "Fit", "text", is_required=True)],
    )  # fmt: skip
    result = make_product("tee", product_type="shirts")
    assert [w.code for w in result.warnings] == ["not_ready_for_sale"]
    assert Product.objects.get().status == "draft"
    again(row("tee", attributes={"fit": "slim"}))
    assert Product.objects.get().status == "live"


def test_categories_are_made_on_the_way_and_replaced() -> None:
    make_product("tee", categories=(("Women", "Shirts"), ("Sale",)))
    assert set(Category.objects.values_list("url_path", flat=True)) == {"women", "women/shirts", "sale"}
    again(row("tee", categories=(("Women",),)))
    assert list(ProductCategory.objects.values_list("category__url_path", flat=True)) == ["women"]
    again(row("tee", categories=()))
    assert not ProductCategory.objects.exists()


def test_listings_are_added_and_published_again_but_never_taken_away() -> None:
    eu, kr = make_channel("eu"), make_channel("kr")
    result = make_product("tee", channels=("eu",))
    catalog.set_listing(
        product_ids=[result.product_id or 0], channel_id=eu.id, published=False, actor=ACTOR, at=AT
    )
    assert again(row("tee", channels=("eu", "kr")))[0].status == "updated"
    assert set(Listing.objects.values_list("channel_id", "published")) == {(eu.id, True), (kr.id, True)}
    with pytest.raises(catalog.InvalidProduct):
        again(row("cap", channels=("moon",)))


def test_variants_that_left_the_file_are_switched_off_when_asked() -> None:
    make_product("tee")
    result = again(
        row("tee", variants=(VariantRow(sku="TEE-RED", options={"Color": "Red"}),), replace_variants=True)
    )[0]
    assert [(c.field, c.new) for c in result.changes] == [("TEE-BLUE.active", False)]
    assert list(Variant.objects.filter(active=True).values_list("sku", flat=True)) == ["TEE-RED"]


def test_attributes_are_merged_and_emptied_one_by_one() -> None:
    make_product("tee", attributes={"fit": "slim", "pockets": 2})
    again(row("tee", attributes={"fit": None, "organic": True}))
    assert Product.objects.get().attributes == {"pockets": 2, "organic": True}


def test_translations_are_merged_and_cleaned() -> None:
    make_product(
        "tee", translations={"ko": {"title": "티셔츠", "description": "<script>x</script><p>좋은</p>"}}
    )
    again(row("tee", translations={"ko": {"subtitle": "면"}}))
    assert Product.objects.get().translations == {
        "ko": {"title": "티셔츠", "description": "<p>좋은</p>", "subtitle": "면"}
    }


def test_images_that_are_not_attached_yet_are_reported() -> None:
    image = ImageRow("https://cdn.example/a.jpg", "A")
    assert make_product("tee", images=(image,)).missing_images == (image,)


def test_rows_read_back_change_nothing() -> None:
    make_channel("eu")
    full = row(
        "tee", source_key="a:1", subtitle="s", description="<p>d</p>", brand="B", tags=("x", "y"),
        seo_title="t",
        attributes={"fit": "slim", "pockets": 2}, categories=(("A", "B"), ("C",)), channels=("eu",),
        translations={"ko": {"title": "티"}},
    )  # fmt: skip
    result = make_product("tee", **{f: getattr(full, f) for f in full.__slots__ if f != "slug"})
    rows = list(catalog.product_rows([result.product_id or 0, 999]))
    assert len(rows) == 1
    assert again(*rows)[0].status == "unchanged"
    again(row("tee", title="Changed", attributes={"fit": "wide"}, categories=()))
    again(*rows)
    assert next(catalog.product_rows([result.product_id or 0])) == rows[0], (
        "writing the rows back restores them"
    )


def test_the_number_of_statements_does_not_grow_with_the_batch() -> None:
    make_channel("eu")

    def statements(count: int, prefix: str) -> tuple[int, int]:
        rows = [row(f"{prefix}-{n}", channels=("eu",), categories=(("A",),)) for n in range(count)]
        with CaptureQueriesContext(connection) as fresh:
            make_products(rows)
        changed = [row(f"{prefix}-{n}", channels=("eu",), title="Other") for n in range(count)]
        with CaptureQueriesContext(connection) as updates:
            again(*changed)
        # On SQLite one statement that is executed for many rows is logged as one.
        return len(fresh), len(updates)

    statements(1, "warm")
    assert statements(2, "few") == statements(60, "many")


def test_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storecrew.contexts.catalog.operations.upsert.BATCH", 2)
    results = make_products([row(f"p-{n}") for n in range(5)])
    assert [result.status for result in results] == ["created"] * 5
    assert Product.objects.count() == 5


def test_one_audit_line_for_generated_data() -> None:
    again(row("a"), row("b"), audit_each=False)
    first = Product.objects.order_by("pk").first()
    assert [e.action for e in audit.entries_for("catalog.product", first.pk)] == ["catalog.products_upserted"]


def test_only_who_may_writes() -> None:
    with pytest.raises(Denied):
        catalog.upsert_products([row("tee")], actor=guest_actor(), at=AT)
