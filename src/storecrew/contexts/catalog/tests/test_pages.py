"""What shoppers read: pages, variants, plain lists."""

from __future__ import annotations

from typing import Any

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Attribute
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product, make_products, row
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.channels.tests.factories import make_channel

pytestmark = pytest.mark.django_db
WHO = {"actor": ACTOR, "at": AT}


@pytest.fixture
def channel() -> ChannelFacts:
    return make_channel("eu")


@pytest.fixture
def tee(channel: ChannelFacts) -> catalog.RowResult:
    result = make_product(
        "tee", channels=("eu",), categories=(("Women", "Shirts"),), brand="Acme", description="<p>Soft</p>",
        attributes={"fit": "slim", "organic": True}, translations={"ko": {"title": "티셔츠"}},
        variants=(
            VariantRow(sku="T-RS", options={"Size": "S", "Color": "Red"}, attributes={"fabric": "cotton"}),
            VariantRow(sku="T-BM", options={"Size": "M", "Color": "Blue"}, attributes={"fabric": "cotton"}),
            VariantRow(sku="T-OLD", options={"Size": "L", "Color": "Blue"}, active=False),
        ),
    )  # fmt: skip
    Attribute.objects.filter(code="color").update(
        name="Color", translations={"ko": {"name": "색상"}},
        choices=[{"value": "Red", "label": "Red", "swatch": "#c00000", "translations": {"ko": "빨강"}}],
    )  # fmt: skip
    Attribute.objects.filter(code="fabric").update(is_variant_level=True)
    return result


def test_a_page_in_korean(tee: catalog.RowResult, channel: ChannelFacts) -> None:
    page = catalog.product_page("tee", "ko", channel.id)
    assert (page.title, page.html, page.brand, page.status) == ("티셔츠", "<p>Soft</p>", "Acme", "live")
    assert [crumb.url_path for crumb in page.breadcrumbs] == ["women", "women/shirts"]
    assert [(v.sku, dict(v.options), v.product_title) for v in page.variants] == [
        ("T-RS", {"Size": "S", "Color": "Red"}, "티셔츠"), ("T-BM", {"Size": "M", "Color": "Blue"}, "티셔츠"),
    ]  # fmt: skip
    color = next(option for option in page.options if option.name == "Color")
    assert (color.label, [(s.value, s.label, s.color) for s in color.values]) == (
        "색상", [("Red", "빨강", "#c00000"), ("Blue", "Blue", "#1565c0")],
    )  # fmt: skip
    facts = {fact.code: (fact.text, fact.group) for fact in page.attributes}
    assert facts["fit"] == ("slim", "product")
    assert facts["fabric"] == ("cotton", "variant"), "what is the same in all variants is said once"
    assert "color" not in facts and "size" not in facts, "what is chosen is no specification"


def test_a_page_needs_few_queries_whatever_its_size(
    tee: catalog.RowResult, channel: ChannelFacts, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        catalog.product_page("tee", "en", channel.id)
    many = tuple(VariantRow(sku=f"B-{n}", options={"Size": str(n)}) for n in range(60))
    big = make_product("big", channels=("eu",), categories=(("Women",),), variants=many)
    with django_assert_num_queries(7):
        assert len(catalog.product_page("big", "en", channel.id).variants) == 60
    with django_assert_num_queries(4):
        assert len(catalog.cards([tee.product_id or 0, big.product_id or 0])) == 2


def test_who_has_a_page(tee: catalog.RowResult, channel: ChannelFacts) -> None:
    other = make_channel("kr")
    for slug, shop in (("none", channel), ("tee", other)):
        with pytest.raises(catalog.ProductNotFound):
            catalog.product_page(slug, "en", shop.id)
    assert catalog.product_page("tee", "en", other.id, preview=True).id == tee.product_id
    catalog.set_status(product_id=tee.product_id or 0, status="end_of_life", **WHO)
    assert catalog.product_page("tee", "en", channel.id).status == "end_of_life"
    catalog.set_status(product_id=tee.product_id or 0, status="draft", **WHO)
    with pytest.raises(catalog.ProductNotFound):
        catalog.product_page("tee", "en", channel.id)


def test_options_without_an_attribute_and_products_without_category(channel: ChannelFacts) -> None:
    make_product("cap", channels=("eu",), variants=(VariantRow(sku="C-1", options={"Size": "S"}),))
    Attribute.objects.all().delete()
    page = catalog.product_page("cap", "en", channel.id)
    assert [(option.name, option.label) for option in page.options] == [("Size", "Size")]
    assert (page.breadcrumbs, page.category_paths) == ((), ())


def test_variants_by_sku_and_id(tee: catalog.RowResult) -> None:
    found = catalog.variant_by_sku(" t-rs ".upper(), locale="ko")
    assert (found.sku, found.product_title, found.tax_class, found.active) == (
        "T-RS",
        "티셔츠",
        "standard",
        True,
    )
    assert catalog.variants([found.id, 9_999]).keys() == {found.id}
    with pytest.raises(catalog.VariantNotFound):
        catalog.variant_by_sku("t-rs")
    assert catalog.variant_ids_by_sku(["T-RS", "none"]) == {"T-RS": found.id}
    assert catalog.product_ids_of_variants([found.id]) == {found.id: tee.product_id}
    assert catalog.product_slugs([tee.product_id or 0]) == {tee.product_id: "tee"}
    assert len(catalog.variant_ids_of_products([tee.product_id or 0])[tee.product_id or 0]) == 2


def test_swatches_on_cards(tee: catalog.RowResult) -> None:
    card = catalog.cards([tee.product_id or 0], locale="ko")[tee.product_id or 0]
    assert [(s.label, s.color) for s in card.swatches] == [("빨강", "#c00000"), ("Blue", "#1565c0")]
    assert catalog.cards([]) == {}


def test_completeness_of_a_product_that_is_not_there() -> None:
    with pytest.raises(catalog.ProductNotFound):
        catalog.completeness(999)


def test_plain_lists(channel: ChannelFacts) -> None:
    make_products(
        [row(f"p-{n}", channels=("eu",), categories=(("A", "B"),) if n % 2 else ()) for n in range(5)]
        + [row("hidden", channels=("eu",), status="draft")]
    )
    top = catalog.category_by_path("a")
    ids, total = catalog.list_products(channel_id=channel.id, limit=2)
    assert (len(ids), total) == (2, 5)
    assert catalog.list_products(channel_id=channel.id, category_id=top.id)[1] == 2
    assert catalog.list_products(channel_id=channel.id, category_id=999)[1] == 0
    assert catalog.list_products(channel_id=channel.id, q="p 3")[1] == 1
    assert catalog.list_products(channel_id=channel.id, q="P-3-RED")[1] == 1


def test_the_index_feed(tee: catalog.RowResult, channel: ChannelFacts) -> None:
    catalog.save_collection(
        name="Slim", rules={"rules": [{"field": "attribute.fit", "op": "is", "value": "slim"}]}, **WHO
    )
    make_product("draft", status="draft", channels=("eu",))
    fed = list(catalog.index_products(None, at=AT))
    assert [product.slug for product in fed] == ["tee", "draft"]
    first, second = fed
    assert first.channel_ids == (channel.id,) and second.channel_ids == ()
    assert len(first.category_ids) == 2 and len(first.collection_ids) == 1
    assert first.variants[0].values == {
        "fit": "slim",
        "organic": True,
        "size": "S",
        "color": "Red",
        "fabric": "cotton",
    }
    assert list(catalog.index_products([tee.product_id or 0, 999], at=AT)) == [first]
