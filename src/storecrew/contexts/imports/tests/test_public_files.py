"""Files of real shops, where they are at hand; they are not part of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.imports.tests.factories import make_shop, run_import

SHARED = Path(__file__).parents[6] / "shared" / "data"
FILES = {
    # file: products, variants, pictures, rejected
    "catalog-shopify/apparel.csv": (20, 22, 20, 0),
    "catalog-shopify/home-and-garden.csv": (20, 21, 21, 0),
    "catalog-shopify/packt-homeware.csv": (20, 21, 21, 0),
    "catalog-shopify/vietjewelers.csv": (1243, 1654, 1406, 0),
    "catalog-woocommerce/importer_sample.csv": (3, 4, 8, 2),
    "catalog-woocommerce/sample_products.csv": (13, 20, 21, 2),
    "catalog-magento/luma_products.csv.gz": (191, 1891, 725, 1),
    "catalog-magento/products_bundle.csv": (0, 0, 0, 1),
    "catalog-magento/products_minimal.csv": (2, 2, 2, 0),
    "catalog-magento/products_multi_storeview.csv": (9, 9, 11, 0),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_bad_12_real_files_come_in_with_each_rejection_explained(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the file is not here")
    make_shop()
    products, variants, images, rejected = FILES[name]
    status, first = run_import(path)
    assert (first["products"], first["variants"], first["images"], first["rejected"]) == (
        products,
        variants,
        images,
        rejected,
    )
    assert (first["created"], first["updated"], first["unchanged"]) == (products, 0, 0)
    assert status == (1 if rejected else 0)
    assert all(each["row"] and each["reason"] and each["code"] for each in first["rejections"])
    assert Variant.objects.count() == variants
    status, second = run_import(path)
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, products)
    assert second["rejections"] == first["rejections"]
