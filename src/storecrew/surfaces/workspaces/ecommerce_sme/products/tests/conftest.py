"""A shop with a few products, and the people who look at it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing.tests.factories import make_prices


@pytest.fixture
def eu(db: None) -> Any:
    channel = make_channel("eu", is_default=True)
    make_location("main", channels=[channel.id])
    return channel


@pytest.fixture
def tee(eu: Any) -> int:
    """A live shirt in red and blue, 10.00 and 20.00 EUR, 5 red ones in stock, listed, in Clothes."""
    made = make_product("tee", channels=("eu",), categories=(("Clothes",),), brand="Acme")
    red, blue = made.variant_ids.values()
    make_prices(eu, {red: 1000, blue: 2000})
    stock(red, 5)
    return made.product_id or 0


@pytest.fixture
def draft(eu: Any) -> int:
    """A mug that has no variant yet."""
    kind = [
        catalog.AttributeSpec("volume", "Volume", "number", unit="ml", is_required=True),
        catalog.AttributeSpec("glaze", "Glaze", "choice", choices=("matte", "glossy")),
        catalog.AttributeSpec(
            "tone", "Tone", "color", choices=({"value": "Red", "swatch": "#cc0000"}, {"value": "Blue"})
        ),
        catalog.AttributeSpec("safe", "Dishwasher safe", "boolean"),
        catalog.AttributeSpec("since", "Made since", "date"),
        catalog.AttributeSpec("sheet", "Data sheet", "file"),
        catalog.AttributeSpec("finish", "Finish", "text", is_variant_level=True),
    ]
    catalog.save_product_type(code="mug", name="Mug", attributes=kind, actor=ACTOR, at=AT)
    return catalog.create_product(title="Big mug", product_type="mug", actor=ACTOR, at=AT)


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_staff(*roles))
    return client


@pytest.fixture
def seller(db: None) -> Client:
    """The e-commerce SME."""
    return signed_in("ecommerce_sme")


@pytest.fixture
def tester(db: None) -> Client:
    """Somebody who may read the catalog only."""
    return signed_in("tester")


@pytest.fixture
def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#a32805").save(out, "PNG")
    return out.getvalue()
