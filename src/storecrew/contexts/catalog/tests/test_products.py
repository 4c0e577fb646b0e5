"""One product at a time, and many from a grid."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Attribute, Product, Variant
from storecrew.contexts.catalog.tests.factories import (
    ACTOR,
    AT,
    make_product,
    make_products,
    make_sellable,
    row,
)
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
WHO = {"actor": ACTOR, "at": AT}


@pytest.fixture
def tee() -> int:
    return make_product("tee").product_id or 0


def events(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"catalog.{name}").count()


def test_creating_a_draft_with_variants(db: None) -> None:
    catalog.save_product_type(code="general", name="General", attributes=[], **WHO)
    id_ = catalog.create_product(title=" New  tee ", brand="Acme", variants=[VariantRow(sku="N-1")], **WHO)
    product = Product.objects.get(pk=id_)
    assert (product.title, product.slug, product.status, product.brand) == (
        "New tee",
        "new-tee",
        "draft",
        "Acme",
    )
    assert product.completeness > 0
    with pytest.raises(catalog.SlugTaken):
        catalog.create_product(title="New tee", **WHO)
    with pytest.raises(catalog.SkuTaken):
        catalog.create_product(title="Another", variants=[VariantRow(sku="N-1")], **WHO)
    assert Product.objects.count() == 1, "a product whose variant is refused is not left behind"
    with pytest.raises(catalog.ProductTypeNotFound):
        catalog.create_product(title="x", product_type="none", **WHO)


def test_changing_fields_writes_version_audit_and_event(tee: int) -> None:
    before = events("ProductChanged")
    version = catalog.update_product(
        product_id=tee,
        expected_version=1,
        changes={"title": "Tea", "description": "<p onclick=x>d</p>"},
        **WHO,
    )
    product = Product.objects.get(pk=tee)
    assert (version, product.version, product.title, product.description) == (2, 2, "Tea", "<p>d</p>")
    assert events("ProductChanged") == before + 1
    entry = audit.entries_for("catalog.product", tee)[0]
    assert (entry.before["title"], entry.after["title"]) == ("Tee", "Tea")
    assert catalog.update_product(product_id=tee, expected_version=2, changes={"title": "Tea"}, **WHO) == 2


def test_con_13_the_second_editor_gets_a_conflict_with_the_difference(tee: int) -> None:
    catalog.update_product(
        product_id=tee, expected_version=1, changes={"title": "Mina's", "brand": "M"}, **WHO
    )
    with pytest.raises(catalog.EditConflict) as refusal:
        catalog.update_product(
            product_id=tee, expected_version=1, changes={"title": "Jun's", "brand": "M"}, **WHO
        )
    assert (refusal.value.status, refusal.value.details["current_version"]) == (409, 2)
    assert refusal.value.details["fields"] == {"title": {"yours": "Jun's", "current": "Mina's"}}
    assert Product.objects.get().title == "Mina's"
    with pytest.raises(catalog.EditConflict):
        catalog.set_status(product_id=tee, status="draft", expected_version=1, **WHO)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"slug": "!!"}, "slug"),
        ({"version": 9}, "version"),
        ({"status": "live"}, "status"),
        ({"description": "x" * 200_001}, "description"),
    ],
)
def test_wrong_fields_are_named_in_both_languages(tee: int, changes: dict[str, Any], field: str) -> None:
    for locale in ("en", "ko"):
        with translation.override(locale), pytest.raises(catalog.InvalidProduct) as refusal:
            catalog.update_product(product_id=tee, expected_version=1, changes=changes, **WHO)
        assert refusal.value.details["fields"][field]


def test_attributes_are_checked_against_the_type(tee: int) -> None:
    with pytest.raises(catalog.InvalidAttribute) as refusal:
        catalog.update_product(
            product_id=tee, expected_version=1, changes={"attributes": {"weight": 1}}, **WHO
        )
    assert "weight" in refusal.value.details["fields"]
    catalog.update_product(
        product_id=tee, expected_version=1, changes={"attributes": {"color": "Red"}}, **WHO
    )
    assert Product.objects.get().attributes == {"color": "Red"}


def test_a_new_address_leaves_a_redirect(tee: int) -> None:
    for slug in ("shirt", "best-shirt"):
        catalog.update_product(product_id=tee, expected_version=None, changes={"slug": slug}, **WHO)
    assert catalog.moved_path("p/tee") == catalog.moved_path("/p/shirt/") == "p/best-shirt"
    catalog.update_product(product_id=tee, expected_version=None, changes={"slug": "tee"}, **WHO)
    assert catalog.moved_path("p/tee") is None
    assert catalog.moved_path("p/shirt") == "p/tee"
    make_product("cap")
    with pytest.raises(catalog.SlugTaken):
        catalog.update_product(product_id=tee, expected_version=None, changes={"slug": "cap"}, **WHO)


def test_statuses_and_what_keeps_a_product_from_going_live(db: None) -> None:
    bare = make_product("bare", status="draft", variants=()).product_id or 0
    with pytest.raises(catalog.NotReadyForSale) as refusal:
        catalog.set_status(product_id=bare, status="live", **WHO)
    assert refusal.value.details["missing"][0] == "variants"
    catalog.save_variant(product_id=bare, row=VariantRow(sku="B-1"), **WHO)
    make_sellable(bare)
    version = catalog.set_status(product_id=bare, status="live", **WHO)
    assert Product.objects.get().launched_at == AT
    assert catalog.set_status(product_id=bare, status="live", **WHO) == version
    catalog.set_status(product_id=bare, status="end_of_life", at=AT + dt.timedelta(days=1), actor=ACTOR)
    catalog.set_status(product_id=bare, status="live", at=AT + dt.timedelta(days=2), actor=ACTOR)
    assert Product.objects.get().launched_at == AT, "the first day counts"
    with pytest.raises(catalog.StatusNotAllowed):
        catalog.set_status(product_id=bare, status="sold", **WHO)


def test_saving_variants(tee: int) -> None:
    id_ = catalog.save_variant(
        product_id=tee, row=VariantRow(sku=" N-1 ", options={"Color": "Green", "Fit": "Wide"},
                                       barcode="4006381333931",
                                       weight_g=5, tax_class="Reduced", active=False), **WHO,
    )  # fmt: skip
    variant = Variant.objects.get(pk=id_)
    assert (variant.sku, variant.position, variant.attributes) == ("N-1", 2, {"color": "Green"})
    assert (variant.tax_class, variant.active) == ("reduced", False)
    assert Product.objects.get().option_names == ["Color", "Fit"]
    version = Product.objects.get().version
    same = catalog.save_variant(product_id=tee, variant_id=id_, row=VariantRow(sku="N-1", weight_g=5), **WHO)
    assert (same, Product.objects.get().version) == (id_, version), "nothing changed, nothing written"
    catalog.save_variant(
        product_id=tee,
        variant_id=id_,
        row=VariantRow(sku="N-2", attributes={"color": "Blue"}),
        position=0,
        **WHO,
    )
    variant.refresh_from_db()
    assert (variant.sku, variant.position, variant.attributes, variant.weight_g) == (
        "N-2",
        0,
        {"color": "Blue"},
        5,
    )


@pytest.mark.parametrize(
    ("variant", "field"),
    [
        (VariantRow(sku=" "), "sku"),
        (VariantRow(sku="x" * 121), "sku"),
        (VariantRow(sku="x", barcode="4006381333930"), "barcode"),
        (VariantRow(sku="x", weight_g=-1), "weight_g"),
        (VariantRow(sku="x", length_mm=True), "length_mm"),
    ],
)
def test_wrong_variants_name_the_field(tee: int, variant: VariantRow, field: str) -> None:
    with pytest.raises(catalog.InvalidProduct) as refusal:
        catalog.save_variant(product_id=tee, row=variant, **WHO)
    assert field in refusal.value.details["fields"]


def test_variants_that_cannot_be(tee: int) -> None:
    with pytest.raises(catalog.SkuTaken):
        catalog.save_variant(product_id=tee, row=VariantRow(sku="TEE-RED"), **WHO)
    with pytest.raises(catalog.VariantNotFound):
        catalog.save_variant(product_id=tee, variant_id=999, row=VariantRow(sku="x"), **WHO)
    with pytest.raises(catalog.ProductNotFound):
        catalog.save_variant(product_id=999, row=VariantRow(sku="x"), **WHO)
    Attribute.objects.filter(code="color").update(choices=[{"value": "Red", "label": "Red"}])
    with pytest.raises(catalog.InvalidProduct) as refusal:
        catalog.save_variant(product_id=tee, row=VariantRow(sku="x", options={"Color": "Pink"}), **WHO)
    assert "options.Color" in refusal.value.details["fields"]


def test_categories_relations_and_listings_of_a_product(tee: int) -> None:
    channel = make_channel("eu")
    cap, hat = (
        result.product_id or 0 for result in make_products([row("cap", channels=("eu",)), row("hat")])
    )
    first = catalog.ensure_category(names=["Women", "Shirts"], **WHO)
    second = catalog.ensure_category(names=["Sale"], **WHO)
    catalog.set_categories(product_id=tee, category_ids=[second, first, second], **WHO)
    catalog.set_relations(product_id=tee, kind="accessory", other_ids=[hat, cap, tee], **WHO)
    catalog.set_listing(product_ids=[tee, 999], channel_id=channel.id, published=True, **WHO)
    version = Product.objects.get(pk=tee).version
    catalog.set_categories(product_id=tee, category_ids=[second, first], **WHO)
    catalog.set_relations(product_id=tee, kind="accessory", other_ids=[hat, cap], **WHO)
    assert Product.objects.get(pk=tee).version == version
    page = catalog.product_page("tee", "en", channel.id)
    assert page.category_paths == ("sale", "women/shirts")
    assert [related.slug for related in page.relations] == ["cap"], "what is not offered here is not shown"
    with pytest.raises(catalog.CategoryNotFound):
        catalog.set_categories(product_id=tee, category_ids=[999], **WHO)
    with pytest.raises(catalog.ProductNotFound):
        catalog.set_relations(product_id=tee, kind="accessory", other_ids=[999], **WHO)
    with pytest.raises(catalog.InvalidProduct):
        catalog.set_relations(product_id=tee, kind="friend", other_ids=[], **WHO)


def test_removing_products(tee: int) -> None:
    assert catalog.delete_products(product_ids=[tee, 999], reason="undo", **WHO) == 1
    assert not Product.objects.exists() and not Variant.objects.exists()
    assert events("ProductsDeleted") == 1
    assert catalog.delete_products(product_ids=[tee], **WHO) == 0


def test_a_product_that_something_holds_on_to_is_not_removed(
    tee: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.models import ProtectedError, QuerySet

    def refuse(rows: Any) -> None:
        raise ProtectedError("held", set(Variant.objects.all()))

    monkeypatch.setattr(QuerySet, "delete", refuse)
    with pytest.raises(catalog.ProductInUse) as refusal:
        catalog.delete_products(product_ids=[tee], **WHO)
    assert refusal.value.details["held_by"] == ["variant"]


def test_bulk_edit_shows_first_and_then_does(db: None) -> None:
    ids = [
        result.product_id or 0
        for result in make_products([row("a", brand="Acme", tags=("x", "y")), row("b")])
    ]
    changes = {"brand": "Acme", "add_tags": ["new"], "remove_tags": ["x"], "attributes": {"color": "Red"}}
    shown = catalog.preview_bulk_edit(ids=ids, changes=changes)
    assert [[c.field for c in p.changes] for p in shown] == [
        ["attributes", "tags"],
        ["brand", "attributes", "tags"],
    ]
    assert Product.objects.get(pk=ids[1]).brand == ""
    done = catalog.bulk_edit(ids=ids, changes=changes, expected_versions=dict.fromkeys(ids, 1), **WHO)
    assert [p.changes for p in done] == [p.changes for p in shown]
    assert list(Product.objects.order_by("pk").values_list("brand", "tags", "version")) == [
        ("Acme", ["y", "new"], 2), ("Acme", ["new"], 2),
    ]  # fmt: skip
    before = events("ProductsChanged")
    catalog.bulk_edit(ids=ids, changes=changes, **WHO)
    assert events("ProductsChanged") == before, "nothing left to change"


def test_bulk_edit_takes_all_or_none(db: None) -> None:
    ids = [
        r.product_id or 0
        for r in make_products([row("a", status="draft"), row("b", status="draft", variants=())])
    ]
    make_sellable(ids[0])
    problems = [
        p.problem and p.problem.code for p in catalog.preview_bulk_edit(ids=ids, changes={"status": "live"})
    ]
    assert problems == [None, "not_ready_for_sale"]
    with pytest.raises(catalog.InvalidProduct) as refusal:
        catalog.bulk_edit(ids=ids, changes={"status": "live"}, **WHO)
    assert list(refusal.value.details["products"]) == [ids[1]]
    assert set(Product.objects.values_list("status", flat=True)) == {"draft"}
    catalog.bulk_edit(ids=ids[:1], changes={"status": "live"}, **WHO)
    assert Product.objects.get(pk=ids[0]).launched_at == AT


def test_con_13_bulk_edit_stops_when_somebody_was_faster(tee: int) -> None:
    catalog.update_product(product_id=tee, expected_version=1, changes={"title": "Other"}, **WHO)
    with pytest.raises(catalog.EditConflict) as refusal:
        catalog.bulk_edit(ids=[tee], changes={"brand": "B"}, expected_versions={tee: 1}, **WHO)
    assert refusal.value.details["products"] == [tee]


def test_bulk_edit_refuses_what_is_wrong(tee: int) -> None:
    for changes, code in (({"attributes": {"nope": 1}}, "invalid_attribute"),
                          ({"title": ""}, "invalid_product"),
                          ({"status": "gone"}, "status_not_allowed")):  # fmt: skip
        problem = catalog.preview_bulk_edit(ids=[tee], changes=changes)[0].problem
        assert problem and problem.code == code
    with pytest.raises(catalog.InvalidProduct):
        catalog.preview_bulk_edit(ids=[tee], changes={"slug": "x"})
    with pytest.raises(catalog.InvalidProduct):
        catalog.preview_bulk_edit(ids=range(5_001), changes={"brand": "x"})


def test_product_types_keep_products_as_they_are(tee: int) -> None:
    spec = catalog.AttributeSpec(
        "Color", "Color", "color", choices=["Red"], is_facet=True, is_variant_level=True
    )
    catalog.save_product_type(
        code="general", name="All", attributes=[spec], translations={"ko": {"name": "모두"}}, **WHO
    )
    assert [(a.code, len(a.choices)) for a in catalog.attribute_schemas()] == [("color", 1)]
    assert Variant.objects.get(sku="TEE-BLUE").attributes == {"color": "Blue"}, (
        "values stay until somebody edits them"
    )
    with pytest.raises(catalog.InvalidAttribute):
        catalog.save_product_type(
            code="general", name="All", attributes=[catalog.AttributeSpec("color", "C", "number")], **WHO
        )
    for wrong in (
        catalog.AttributeSpec("x", "X", "video"),
        catalog.AttributeSpec("x", "X", "text", choices=["a"]),
    ):
        with pytest.raises(catalog.InvalidAttribute):
            catalog.save_product_type(code="general", name="All", attributes=[wrong], **WHO)
    catalog.save_product_type(code="general", name="All", attributes=[], remove_others=True, **WHO)
    assert catalog.attribute_schemas(type_codes=["general"]) == []
    assert catalog.product_types() == [("general", "All")]


def test_collections(db: None) -> None:
    rules = {"rules": [{"field": "brand", "op": "is", "value": "Acme"}]}
    id_ = catalog.save_collection(name="Acme", rules=rules, translations={"ko": {"name": "아크메"}}, **WHO)
    assert catalog.collection_by_slug("acme", locale="ko").name == "아크메"
    catalog.save_collection(
        name="Acme 2", rules=rules, collection_id=id_, expected_version=1, slug="acme", **WHO
    )
    with pytest.raises(catalog.EditConflict):
        catalog.save_collection(name="Acme 3", rules=rules, collection_id=id_, expected_version=1, **WHO)
    with pytest.raises(catalog.SlugTaken):
        catalog.save_collection(name="Acme", rules=rules, **WHO)
    with pytest.raises(catalog.InvalidCollectionRules) as refusal:
        catalog.save_collection(name="B", rules={"rules": [{"field": "moon"}]}, **WHO)
    assert refusal.value.details["index"] == 0
    with pytest.raises(catalog.InvalidProduct):
        catalog.save_collection(name="-", rules=rules, **WHO)
    with pytest.raises(catalog.CollectionNotFound):
        catalog.save_collection(name="B", rules=rules, collection_id=99, **WHO)
    catalog.save_collection(name="Acme", rules=rules, collection_id=id_, visible=False, **WHO)
    with pytest.raises(catalog.CollectionNotFound):
        catalog.collection_by_slug("acme")


def test_only_who_may_writes(tee: int) -> None:
    guest = {"actor": guest_actor(), "at": AT}
    for call in (
        lambda: catalog.create_product(title="x", **guest),
        lambda: catalog.update_product(product_id=tee, expected_version=1, changes={}, **guest),
        lambda: catalog.set_status(product_id=tee, status="draft", **guest),
        lambda: catalog.save_variant(product_id=tee, row=VariantRow(sku="x"), **guest),
        lambda: catalog.set_categories(product_id=tee, category_ids=[], **guest),
        lambda: catalog.set_relations(product_id=tee, kind="accessory", other_ids=[], **guest),
        lambda: catalog.set_listing(product_ids=[tee], channel_id=1, published=True, **guest),
        lambda: catalog.delete_products(product_ids=[tee], **guest),
        lambda: catalog.bulk_edit(ids=[tee], changes={}, **guest),
        lambda: catalog.save_product_type(code="x", name="x", attributes=[], **guest),
        lambda: catalog.save_collection(name="x", rules={}, **guest),
        lambda: catalog.save_category(name="x", **guest),
        lambda: catalog.ensure_category(names=["x"], **guest),
        lambda: catalog.move_category(category_id=1, parent_id=None, **guest),
        lambda: catalog.merge_category(category_id=1, into_id=2, **guest),
        lambda: catalog.delete_category(category_id=1, **guest),
        lambda: catalog.attach_image(product_id=tee, content=b"", **guest),
        lambda: catalog.update_image(product_id=tee, image_id=1, **guest),
        lambda: catalog.order_images(product_id=tee, image_ids=[], **guest),
        lambda: catalog.remove_image(product_id=tee, image_id=1, **guest),
    ):
        with pytest.raises(Denied):
            call()
