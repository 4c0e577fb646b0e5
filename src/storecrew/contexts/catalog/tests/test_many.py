"""Many products at once from the back office: a grid, categories; what a collection would hold."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, ProductCategory
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product, make_sellable
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
WHO = {"actor": ACTOR, "at": AT}


@pytest.fixture
def two() -> tuple[int, int]:
    return make_product("tee").product_id or 0, make_product("mug", status="draft").product_id or 0


def test_a_grid_changes_each_product_in_its_own_way(two: tuple[int, int]) -> None:
    tee, mug = two
    make_sellable(mug)
    edits = {tee: {"title": "New tee"}, mug: {"brand": "Acme", "status": "live"}}
    shown = catalog.preview_grid_edit(edits=edits)
    assert [[(c.field, c.new) for c in p.changes] for p in shown] == [
        [("title", "New tee")], [("brand", "Acme"), ("status", "live")],
    ]  # fmt: skip
    assert Product.objects.get(pk=tee).title == "Tee", "a preview writes nothing"
    catalog.grid_edit(edits=edits, expected_versions={p.product_id: p.version for p in shown}, **WHO)
    assert Product.objects.get(pk=tee).title == "New tee"
    assert Product.objects.get(pk=mug).status == "live"
    assert audit.entries_for("catalog.product", mug)[0].after == {"brand": "Acme", "status": "live"}


def test_con_13_a_grid_is_written_whole_or_not_at_all(two: tuple[int, int]) -> None:
    tee, mug = two
    catalog.update_product(product_id=mug, expected_version=None, changes={"brand": "M"}, **WHO)
    with pytest.raises(catalog.EditConflict) as refusal:
        catalog.grid_edit(
            edits={tee: {"title": "A"}, mug: {"title": "B"}}, expected_versions={tee: 1, mug: 1}, **WHO
        )
    assert refusal.value.details["products"] == [mug]
    with pytest.raises(catalog.InvalidProduct) as wrong:
        catalog.grid_edit(edits={tee: {"title": ""}, mug: {"title": "B"}}, **WHO)
    assert list(wrong.value.details["products"]) == [tee]
    assert set(Product.objects.values_list("title", flat=True)) == {"Tee", "Mug"}


def test_products_go_into_a_category_and_out_of_it(two: tuple[int, int]) -> None:
    category = catalog.ensure_category(names=["Home"], **WHO)
    before = Product.objects.get(pk=two[0]).completeness
    assert catalog.add_to_category(product_ids=[*two, 999], category_id=category, **WHO) == list(two)
    assert catalog.add_to_category(product_ids=two, category_id=category, **WHO) == []
    product = Product.objects.get(pk=two[0])
    assert (product.completeness, product.version) == (before + 10, 2)
    assert audit.entries_for("catalog.product", two[0])[0].after == {"category": "home"}
    assert catalog.remove_from_category(product_ids=[two[0]], category_id=category, **WHO) == [two[0]]
    assert list(ProductCategory.objects.values_list("product_id", flat=True)) == [two[1]]
    assert audit.entries_for("catalog.product", two[0])[0].before == {"category": "home"}
    assert Product.objects.get(pk=two[0]).completeness == before


@pytest.mark.parametrize("call", [catalog.add_to_category, catalog.remove_from_category])
def test_categories_of_many_are_refused(two: tuple[int, int], call) -> None:
    with pytest.raises(catalog.CategoryNotFound):
        call(product_ids=two, category_id=99, **WHO)
    with pytest.raises(Denied):
        call(product_ids=two, category_id=99, actor=guest_actor(), at=AT)


def test_what_a_collection_would_hold_is_seen_before_it_is_saved(two: tuple[int, int]) -> None:
    make_product("tea", tags=("gift",), categories=(("Home",),))
    rules = {"rules": [{"field": "title", "op": "starts_with", "value": "te"}]}
    ids, total, whole = catalog.products_matching(rules, at=AT, limit=1)
    assert (len(ids), total, whole) == (1, 2, True)
    for field, value in (("tag", "gift"), ("category", "home")):
        only = {"rules": [{"field": field, "op": "is", "value": value}]}
        assert catalog.products_matching(only, at=AT)[1] == 1
    drafts = {"rules": [{"field": "title", "op": "is", "value": "Mug"}]}
    assert catalog.products_matching(drafts, at=AT)[1] == 0, "only what is live is shown"
    assert catalog.products_matching({"rules": []}, at=AT) == ([], 0, True)
    with pytest.raises(catalog.InvalidCollectionRules) as refusal:
        catalog.products_matching({"rules": [{"field": "moon"}]}, at=AT)
    assert refusal.value.details["index"] == 0
