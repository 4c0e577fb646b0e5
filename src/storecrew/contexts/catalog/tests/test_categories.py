"""The tree of categories and the addresses that moved."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.models import Collection

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, PathRedirect, ProductCategory
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product

pytestmark = pytest.mark.django_db
WHO = {"actor": ACTOR, "at": AT}


@pytest.fixture
def tree() -> dict[str, int]:
    for names in (["Women", "Shirts", "Linen"], ["Men"], ["Sale"]):
        catalog.ensure_category(names=names, **WHO)
    return dict(Category.objects.values_list("url_path", "id"))


def test_a_category_with_its_crumbs_and_children_in_korean(tree: dict[str, int]) -> None:
    catalog.save_category(
        category_id=tree["women"],
        expected_version=1,
        translations={"ko": {"name": "여성", "junk": "x"}},
        **WHO,
    )
    found = catalog.category_by_path("/women/shirts/", locale="ko")
    assert [crumb.name for crumb in found.breadcrumbs] == ["여성", "Shirts"]
    assert [crumb.url_path for crumb in found.children] == ["women/shirts/linen"]
    assert [node.name for node in catalog.category_tree("ko")] == ["여성", "Men", "Sale"]
    assert catalog.category_names([tree["men"]])[tree["men"]].url_path == "men"
    with pytest.raises(catalog.CategoryNotFound):
        catalog.category_by_path("women/skirts")
    with pytest.raises(catalog.CategoryNotFound):
        catalog.category(999)


def test_hidden_categories_and_what_is_below_do_not_show(tree: dict[str, int]) -> None:
    catalog.save_category(category_id=tree["women"], visible=False, **WHO)
    assert [node.name for node in catalog.category_tree()] == ["Men", "Sale"]
    with pytest.raises(catalog.CategoryNotFound):
        catalog.category_by_path("women")
    assert catalog.category(tree["women"]).visible is False


def test_moving_takes_everything_below_along_with_one_hop_redirects(tree: dict[str, int]) -> None:
    assert (
        catalog.move_category(category_id=tree["women/shirts"], parent_id=tree["men"], **WHO) == "men/shirts"
    )
    assert catalog.moved_path("c/women/shirts/linen") == "c/men/shirts/linen"
    catalog.move_category(category_id=tree["women/shirts"], parent_id=None, **WHO)
    assert catalog.moved_path("c/women/shirts") == catalog.moved_path("c/men/shirts") == "c/shirts"
    assert catalog.moved_path("/c/men/shirts/linen/") == "c/shirts/linen"
    targets = set(PathRedirect.objects.values_list("new_path", flat=True))
    assert not targets & set(PathRedirect.objects.values_list("old_path", flat=True)), "no chains"
    catalog.move_category(category_id=tree["women/shirts"], parent_id=tree["women"], **WHO)
    assert catalog.moved_path("c/women/shirts") is None, "an address in use leads nowhere else"
    assert catalog.moved_path("c/shirts") == "c/women/shirts"


def test_renaming_moves_the_address(tree: dict[str, int]) -> None:
    catalog.save_category(category_id=tree["women"], slug="ladies", **WHO)
    assert set(Category.objects.filter(url_path__startswith="ladies").values_list("url_path", flat=True)) == {
        "ladies", "ladies/shirts", "ladies/shirts/linen",
    }  # fmt: skip
    assert catalog.moved_path("c/women/shirts/linen") == "c/ladies/shirts/linen"


def test_moves_that_cannot_be(tree: dict[str, int]) -> None:
    for parent in ("women/shirts", "women/shirts/linen"):
        with pytest.raises(catalog.CategoryLoop):
            catalog.move_category(category_id=tree["women/shirts"], parent_id=tree[parent], **WHO)
    catalog.save_category(name="Shirts", parent_id=tree["men"], **WHO)
    with pytest.raises(catalog.SlugTaken):
        catalog.move_category(category_id=tree["women/shirts"], parent_id=tree["men"], **WHO)
    with pytest.raises(catalog.CategoryNotFound):
        catalog.move_category(category_id=999, parent_id=None, **WHO)
    assert catalog.move_category(category_id=tree["men"], parent_id=None, **WHO) == "men"
    deep = catalog.ensure_category(names=list("abcdefgh"), **WHO)
    with pytest.raises(catalog.InvalidCategory):
        catalog.save_category(name="i", parent_id=deep, **WHO)
    with pytest.raises(catalog.InvalidCategory):
        catalog.move_category(category_id=Category.objects.get(url_path="a").pk, parent_id=tree["men"], **WHO)


def test_con_13_two_editors_of_a_category(tree: dict[str, int]) -> None:
    catalog.save_category(category_id=tree["men"], expected_version=1, name="Gents", **WHO)
    with pytest.raises(catalog.EditConflict) as refusal:
        catalog.save_category(category_id=tree["men"], expected_version=1, name="Guys", **WHO)
    assert refusal.value.details["fields"]["name"] == {"yours": "Guys", "current": "Gents"}
    with pytest.raises(catalog.EditConflict):
        catalog.move_category(category_id=tree["men"], parent_id=tree["sale"], expected_version=1, **WHO)
    assert (
        catalog.save_category(category_id=tree["men"], expected_version=2, name="Gents", **WHO) == tree["men"]
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"name": "x", "position": -1}, "position"),
        ({"name": "x", "url_path": "a"}, "url_path"),
        ({"name": "!!!"}, "name"),
    ],
)
def test_wrong_fields_are_named(db: None, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(catalog.InvalidCategory) as refusal:
        catalog.save_category(**fields, **WHO)
    assert field in refusal.value.details["fields"]


def test_a_category_with_all_its_fields(db: None) -> None:
    id_ = catalog.save_category(
        name="Shoes", description="<p onclick=x>Nice</p>", position=3, facet_codes=["size", "color"], **WHO
    )
    found = catalog.category(id_)
    assert (found.url_path, found.html, found.facet_codes) == ("shoes", "<p>Nice</p>", ("size", "color"))
    with pytest.raises(catalog.SlugTaken):
        catalog.save_category(name="Shoes", **WHO)
    with pytest.raises(catalog.CategoryNotFound):
        catalog.save_category(name="x", parent_id=999, **WHO)
    with pytest.raises(catalog.InvalidCategory):
        catalog.ensure_category(names=["--"], **WHO)


def test_merging_moves_the_products_and_leads_on(tree: dict[str, int]) -> None:
    make_product("a", categories=(("Sale",),))
    make_product("b", categories=(("Sale",), ("Men",)))
    with pytest.raises(catalog.CategoryLoop):
        catalog.merge_category(category_id=tree["sale"], into_id=tree["sale"], **WHO)
    with pytest.raises(catalog.CategoryNotEmpty):
        catalog.merge_category(category_id=tree["women"], into_id=tree["men"], **WHO)
    catalog.merge_category(category_id=tree["sale"], into_id=tree["men"], **WHO)
    assert ProductCategory.objects.filter(category_id=tree["men"]).count() == 2
    assert not Category.objects.filter(pk=tree["sale"]).exists()
    assert catalog.moved_path("c/sale") == "c/men"


def test_deleting_leads_to_the_parent_and_keeps_the_products(tree: dict[str, int]) -> None:
    result = make_product("a", categories=(("Women", "Shirts", "Linen"),))
    with pytest.raises(catalog.CategoryNotEmpty):
        catalog.delete_category(category_id=tree["women"], **WHO)
    catalog.delete_category(category_id=tree["women/shirts/linen"], **WHO)
    assert catalog.moved_path("c/women/shirts/linen") == "c/women/shirts"
    assert catalog.variant_ids_of_products([result.product_id or 0])
    catalog.delete_category(category_id=tree["sale"], **WHO)
    assert catalog.moved_path("c/sale") is None


def test_it_15_a_split_moves_products_and_the_old_address_leads_on(tree: dict[str, int]) -> None:
    a = make_product("a", categories=(("Sale",), ("Men",))).product_id or 0
    b = make_product("b", categories=(("Men",), ("Sale",))).product_id or 0
    catalog.save_category(category_id=tree["sale"], facet_codes=["color"], hidden_in=["kr"], **WHO)
    part = catalog.CategoryPart
    with pytest.raises(catalog.InvalidCategory) as refusal:
        catalog.split_category(category_id=tree["sale"], parts=[part("Last pieces", (a,))], leads_to=0, **WHO)
    assert "1 product" in refusal.value.details["fields"]["leads_to"]
    assert not Category.objects.filter(url_path="last-pieces").exists(), "nothing was done"

    (first,) = catalog.split_category(category_id=tree["sale"], parts=[part("Last pieces", (a,))], **WHO)
    assert catalog.categories_of_products([a, b]) == {a: {first, tree["men"]}, b: {tree["men"], tree["sale"]}}
    main = ProductCategory.objects.filter(product_id=a).order_by("pk").first()
    assert main is not None and main.category_id == first, "its main category is the new one"
    made = Category.objects.get(pk=first)
    assert (made.facet_codes, made.hidden_in) == (["color"], ["kr"])
    assert catalog.moved_path("c/sale") is None

    (rest,) = catalog.split_category(
        category_id=tree["sale"], parts=[part("Seconds", (b,), "second-choice")], leads_to=0, **WHO
    )
    assert catalog.moved_path("c/sale") == "c/second-choice"
    assert not Category.objects.filter(pk=tree["sale"]).exists()
    assert catalog.category(rest).url_path == "second-choice"


@pytest.mark.parametrize("parts", [0, 9])
def test_it_15_a_split_has_one_to_eight_parts(tree: dict[str, int], parts: int) -> None:
    with pytest.raises(catalog.InvalidCategory):
        catalog.split_category(category_id=tree["sale"], parts=[catalog.CategoryPart("x", ())] * parts, **WHO)
    with pytest.raises(catalog.InvalidCategory):
        catalog.split_category(
            category_id=tree["sale"], parts=[catalog.CategoryPart("x", ())], leads_to=3, **WHO
        )


def test_it_15_a_channel_may_not_show_a_category(tree: dict[str, int]) -> None:
    catalog.save_category(category_id=tree["women/shirts"], hidden_in=["kr"], **WHO)
    assert [n.name for n in catalog.category_tree("en", "kr")[0].children] == []
    assert [n.name for n in catalog.category_tree("en", "eu")[0].children] == ["Shirts"]
    assert catalog.category_by_path("women", channel="kr").children == ()
    assert catalog.category_by_path("women/shirts", channel="eu").hidden_in == ("kr",)
    with pytest.raises(catalog.CategoryNotFound):
        catalog.category_by_path("women/shirts", channel="kr")


def test_it_15_a_category_is_set_by_one_of_the_templates(tree: dict[str, int]) -> None:
    assert catalog.category_by_path("sale").layout == "grid"
    Collection.add_root(name="Root")
    picture = get_image_model().objects.create(title="Lead", width=10, height=10, file="lead.png")
    catalog.save_category(category_id=tree["sale"], layout="editorial", lead_image_id=picture.pk, **WHO)
    found = catalog.category_by_path("sale")
    assert (found.layout, found.lead_image_id) == ("editorial", picture.pk)
    with pytest.raises(catalog.InvalidCategory) as refused:
        catalog.save_category(category_id=tree["sale"], layout="mosaic", lead_image_id=999, **WHO)
    assert set(refused.value.details["fields"]) == {"layout", "lead_image"}
    # One that an extension brought and took away again, and a picture that left the library.
    Category.objects.filter(pk=tree["sale"]).update(layout="mosaic")
    picture.delete()
    assert catalog.category(tree["sale"]).layout == "grid"
    assert catalog.category(tree["sale"]).lead_image_id is None
