from __future__ import annotations

import pytest

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.catalog.tests.factories import make_product, make_products, row

pytestmark = pytest.mark.django_db


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
    assert {v.sku: v.pk for v in Variant.objects.all()} == dict(result.variant_ids)
    assert Variant.objects.get(sku="TEE-RED").attributes == {"color": "Red"}


def test_the_same_row_again_changes_nothing() -> None:
    make_products([row("tee"), row("cap")])
    again = make_products([row("tee"), row("cap")])
    assert [result.status for result in again] == ["unchanged", "unchanged"]
    assert Product.objects.get(slug="tee").version == 1
