"""Changes of products that are taken back by the button of the toast."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Listing, Product, ProductCategory
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_sellable
from storecrew.surfaces.workspaces.ecommerce_sme.products.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(tee):
    make_sellable(tee)
    return signed_in("ecommerce_sme")


def bulk(client, tee, action, **answers):
    form = {"bulk": action, "ids": [tee], "expected": "1", "confirm": "1", **answers}
    return client.post("/admin/products/", form, follow=True)


def undo(client, answer):
    button = next(str(m) for m in answer.context["messages"] if "sc-undo" in str(m))
    offer = button.split('value="')[1].split('"')[0]
    return client.post("/admin/undo/", {"offer": offer}, HTTP_REFERER="http://testserver/admin/products/")


def test_it_8_a_bulk_status_goes_back(seller, tee):
    answer = bulk(seller, tee, "status", status="end_of_life")
    assert Product.objects.get(pk=tee).status == "end_of_life"
    undo(seller, answer)
    assert Product.objects.get(pk=tee).status == "live"


def test_it_8_what_a_colleague_changed_meanwhile_stays(seller, tee):
    answer = bulk(seller, tee, "status", status="draft")
    catalog.update_product(
        product_id=tee, expected_version=None, changes={"brand": "Other"}, actor=ACTOR, at=AT
    )
    undo(seller, answer)
    product = Product.objects.get(pk=tee)
    assert (product.status, product.brand) == ("draft", "Other")


def test_it_8_categories_and_listings_go_back(seller, tee, eu):
    [link] = ProductCategory.objects.filter(product_id=tee)
    answer = bulk(seller, tee, "remove_category", category=link.category_id)
    assert not ProductCategory.objects.filter(product_id=tee).exists()
    undo(seller, answer)
    assert ProductCategory.objects.filter(product_id=tee, category=link.category_id).exists()
    answer = bulk(seller, tee, "unlist", channel="eu")
    undo(seller, answer)
    assert Listing.objects.get(product_id=tee, channel_id=eu.id).published


def test_it_8_one_status_and_an_edit_of_the_grid_go_back(seller, tee):
    product = Product.objects.get(pk=tee)
    form = {"status": "draft", "version": product.version}
    answer = seller.post(f"/admin/products/{tee}/status/", form, follow=True)
    undo(seller, answer)
    assert Product.objects.get(pk=tee).status == "live"
    version = Product.objects.get(pk=tee).version
    form = {f"v-{tee}": version, f"was-{tee}-brand": "Acme", f"cell-{tee}-brand": "Ajax", "apply": "1"}
    answer = seller.post("/admin/products/grid/", form, follow=True)
    assert Product.objects.get(pk=tee).brand == "Ajax"
    undo(seller, answer)
    assert Product.objects.get(pk=tee).brand == "Acme"


def test_it_8_a_saved_form_goes_back(seller, tee):
    page = seller.get(f"/admin/products/{tee}/edit/")
    form = page.context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"version": page.context["version"], "seen": page.context["seen"], "title": "New tee"}
    answer = seller.post(f"/admin/products/{tee}/edit/", data, follow=True)
    assert Product.objects.get(pk=tee).title == "New tee"
    undo(seller, answer)
    assert Product.objects.get(pk=tee).title == "Tee"


def test_con_1_the_editor_changes_the_description_and_nothing_else(seller, tee):
    Product.objects.filter(pk=tee).update(description="<p>Old</p>\n<ul><li>one</li></ul>")
    page = seller.get(f"/admin/products/{tee}/edit/")
    form = page.context["form"]
    assert "data-draftail-input" in str(form["description"])
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"version": page.context["version"], "seen": page.context["seen"]}
    state = form.fields["description"].widget.format_value(form.initial["description"])
    seller.post(f"/admin/products/{tee}/edit/", data | {"description": state})
    assert Product.objects.get(pk=tee).description == "<p>Old</p>\n<ul><li>one</li></ul>"
    assert Product.objects.get(pk=tee).version == page.context["version"]
    seller.post(f"/admin/products/{tee}/edit/", data | {"description": state.replace("Old", "New")})
    assert Product.objects.get(pk=tee).description == "<p>New</p><ul><li>one</li></ul>"


def test_con_1_a_table_is_edited_as_html(seller, tee):
    Product.objects.filter(pk=tee).update(description="<table><tbody><tr><td>a</td></tr></tbody></table>")
    form = seller.get(f"/admin/products/{tee}/edit/").context["form"]
    assert "<textarea" in str(form["description"])
    plain = seller.get(f"/admin/products/{tee}/edit/?as=html").context["form"]
    assert "data-draftail-input" not in str(plain["description"])
