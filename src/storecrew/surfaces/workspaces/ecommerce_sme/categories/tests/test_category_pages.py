"""The tree of categories: what people do there."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import revisions

pytestmark = pytest.mark.django_db
TREE = "/admin/categories/"
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def shop(db: None) -> dict[str, int]:
    """Women > Shoes, and Men; one product in Shoes."""
    make_channel("eu", is_default=True)
    make_product("boot", categories=(("Women", "Shoes"),))
    catalog.ensure_category(names=["Men"], **WHO)
    return dict(Category.objects.values_list("slug", "pk"))


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role))
    return client


@pytest.fixture
def seller(db: None) -> Client:
    return signed_in("ecommerce_sme")


def values(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address).context
    found = {f.html_name: "on" if f.value() is True else f.value() for f in page["form"]}
    found = {name: value for name, value in found.items() if value not in (None, False)}
    return found | {name: page[name] for name in ("version", "seen") if name in page}


def test_the_tree_counts_products_with_those_below(seller: Client, shop: dict[str, int]) -> None:
    page = text_of(seller.get(TREE))
    assert page.index("Women") < page.index("Shoes")
    assert page.count("1 product<") == 2
    assert "0 products" in page


def test_the_tree_is_one_query(seller: Client, shop: dict[str, int], django_assert_num_queries: Any) -> None:
    from storecrew.surfaces.workspaces.ecommerce_sme.categories.tree import whole_tree

    with django_assert_num_queries(1):
        assert [node.total for node in whole_tree()] == [1, 0]


def test_aut_01_only_writers_write(shop: dict[str, int]) -> None:
    reader = signed_in("tester")
    assert "New category" not in text_of(reader.get(TREE))
    assert reader.get(f"{TREE}{shop['men']}/").status_code == 200
    for address in ("add/", f"{shop['men']}/edit/", f"{shop['men']}/move/", f"{shop['men']}/merge/"):
        assert reader.get(TREE + address).status_code == 403
    for address in ("order/", "remove/"):
        assert reader.post(f"{TREE}{shop['men']}/{address}").status_code == 403


def test_a_category_is_made_below_another(seller: Client, shop: dict[str, int]) -> None:
    assert f'value="{shop["men"]}" selected' in text_of(seller.get(f"{TREE}add/?parent={shop['men']}"))
    data = {"name": "Hats", "parent": shop["men"], "visible": "on", "ko-name": "모자", "facet_codes": "color"}
    seller.post(f"{TREE}add/", data)
    made = Category.objects.get(url_path="men/hats")
    assert (made.translations, made.facet_codes) == ({"ko": {"name": "모자"}}, ["color"])
    taken = seller.post(f"{TREE}add/", data)
    assert taken.status_code == 422
    assert "already has this address" in text_of(taken)


def test_renaming_tells_where_the_old_address_leads(seller: Client, shop: dict[str, int]) -> None:
    address = f"{TREE}{shop['women']}/edit/"
    assert "lead on to the new one (301)" in text_of(seller.get(address))
    page = seller.post(address, values(seller, address) | {"name": "Ladies", "slug": "ladies"}, follow=True)
    assert "/c/women/ now leads to /c/ladies/" in text_of(page)
    assert catalog.moved_path("c/women/shoes") == "c/ladies/shoes"
    record = text_of(seller.get(f"{TREE}{shop['women']}/"))
    assert "/c/women/" in record


def test_con_13_two_editors_of_a_category(seller: Client, shop: dict[str, int]) -> None:
    address = f"{TREE}{shop['men']}/edit/"
    mine = values(seller, address) | {"name": "Gents"}
    catalog.save_category(category_id=shop["men"], name="Gentlemen", seo_title="Suits", **WHO)
    answer = seller.post(address, mine)
    assert answer.status_code == 409
    assert {d.name: d.open for d in answer.context["differences"]} == {"name": True, "seo_title": False}
    again = {f.html_name: f.value() for f in answer.context["form"] if f.value()}
    again |= {name: answer.context[name] for name in ("version", "seen")}
    seller.post(address, again | {"visible": "on", "keep-name": "yours"})
    row = Category.objects.get(pk=shop["men"])
    assert (row.name, row.seo_title) == ("Gents", "Suits")


def test_moving(seller: Client, shop: dict[str, int]) -> None:
    address = f"{TREE}{shop['shoes']}/move/"
    page = seller.post(address, {"parent": shop["men"]}, follow=True)
    assert "/c/women/shoes/ now leads to /c/men/shoes/" in text_of(page)
    seller.post(address, {"parent": ""})
    assert Category.objects.get(pk=shop["shoes"]).url_path == "shoes"
    again = seller.post(address, {"parent": ""}, follow=True)
    assert "It stands there already" in text_of(again)
    below = seller.post(f"{TREE}{shop['men']}/move/", {"parent": shop["men"]})
    assert below.status_code == 422


def test_order_among_siblings(seller: Client, shop: dict[str, int]) -> None:
    order = Category.objects.filter(parent=None).order_by("position", "pk")
    assert [row.slug for row in order] == ["women", "men"]
    seller.post(f"{TREE}{shop['men']}/order/", {"to": "up"})
    assert [row.slug for row in order.all()] == ["men", "women"]
    seller.post(f"{TREE}{shop['men']}/order/", {"to": "down"})
    assert [row.slug for row in order.all()] == ["women", "men"]


def test_merging_and_removing(seller: Client, shop: dict[str, int]) -> None:
    assert "1 product goes along" in text_of(seller.get(f"{TREE}{shop['shoes']}/merge/"))
    parent = seller.post(f"{TREE}{shop['women']}/merge/", {"into": shop["men"]})
    assert "still has subcategories" in text_of(parent)
    page = seller.post(f"{TREE}{shop['shoes']}/merge/", {"into": shop["men"]}, follow=True)
    assert "/c/women/shoes/ now leads there" in text_of(page)
    page = seller.post(f"{TREE}{shop['women']}/remove/", follow=True)
    assert "Women is removed" in text_of(page)
    assert list(Category.objects.values_list("slug", flat=True)) == ["men"]
    assert seller.get(f"{TREE}{shop['women']}/").status_code == 404
    assert seller.get(f"{TREE}{shop['men']}/remove/").status_code == 405


def test_the_palette_finds_categories(seller: Client, shop: dict[str, int]) -> None:
    assert f"/admin/categories/{shop['shoes']}/" in seller.get("/admin/palette/?q=shoe").content.decode()


def test_it_15_a_merchandiser_chooses_the_template_of_a_category(
    seller: Client, shop: dict[str, int], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = BytesIO()
    Image.new("RGB", (1600, 900), "#c5330b").save(data, "PNG")
    Collection.add_root(name="Root")
    picture = get_image_model().objects.create(title="Boots", file=ImageFile(data, name="boots.png"))
    address = f"{TREE}{shop['women']}/edit/"
    page = Client().get("/en/c/women/").content.decode()
    assert 'as-grid"' in page
    body = values(seller, address) | {"layout": "editorial", "lead_image": picture.pk}
    assert seller.post(address, body).status_code == 302
    page = Client().get("/en/c/women/").content.decode()
    assert "as-editorial" in page
    assert "with-media" in page
    assert re.search(r'<source type="image/webp" srcset="[^"]+480w', page), "the sizes for phones are there"
    assert "Editorial" in text_of(seller.get(f"{TREE}{shop['women']}/"))
    # The picture leaves the library: the page goes on without it.
    picture.delete()
    revisions.bump("catalog")
    page = Client().get("/en/c/women/").content.decode()
    assert "as-editorial" in page
    assert "with-media" not in page
    assert seller.post(address, values(seller, address) | {"layout": "mosaic"}).status_code == 422
