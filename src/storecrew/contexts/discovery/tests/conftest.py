"""A small shop with an index of its own in a folder that is thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.discovery.tests.factories import Shop
from storecrew.contexts.inventory.tests.factories import make_location


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Any) -> Path:
    """Every test has its own index."""
    settings.STORECREW_DATA = tmp_path
    return tmp_path / "search"


@pytest.fixture
def shop(db: None) -> Shop:
    """Shirts, a sweater and shoes; the blue shirt in M is sold out."""
    channel = make_channel("eu")
    make_location("main", channels=[channel.id])
    shop = Shop(channel)
    shop.add(
        make_product(
            "cotton-shirt",
            title="Cotton Shirt",
            brand="Acme",
            channels=("eu",),
            categories=(("Clothes", "Shirts"),),
            attributes={"material": "cotton"},
            translations={"ko": {"title": "면 셔츠"}},
            variants=(
                VariantRow(sku="SH-RED-S", options={"Color": "Red", "Size": "S"}),
                VariantRow(sku="SH-BLUE-M", options={"Color": "Blue", "Size": "M"}),
            ),
        ),
        {"SH-RED-S": (2_000, 9), "SH-BLUE-M": (2_500, 0)},
    )
    shop.add(
        make_product(
            "linen-shirt",
            title="Linen Shirt",
            brand="Bolt",
            channels=("eu",),
            categories=(("Clothes", "Shirts"),),
            attributes={"material": "linen"},
            variants=(
                VariantRow(sku="LI-RED-M", options={"Color": "Red", "Size": "M"}),
                VariantRow(sku="LI-GREEN-S", options={"Color": "Green", "Size": "S"}),
            ),
        ),
        {"LI-RED-M": (4_000, 3), "LI-GREEN-S": (3_000, 50)},
    )
    shop.add(
        make_product(
            "wool-sweater",
            title="Wool Sweater",
            brand="Acme",
            channels=("eu",),
            categories=(("Clothes", "Sweaters"),),
            translations={"ko": {"title": "울 스웨터"}},
            variants=(VariantRow(sku="SW-1", options={"Color": "Gray"}),),
        ),
        {"SW-1": (7_000, 0)},
    )
    shop.add(
        make_product(
            "running-shoes",
            title="Running Shoes",
            channels=("eu",),
            categories=(("Shoes",),),
            translations={"ko": {"title": "남성용 운동화"}},
            variants=(VariantRow(sku="RUN 42"),),
        ),
        {"RUN 42": (9_000, 1)},
    )
    return shop
