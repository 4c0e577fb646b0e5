"""The gift vouchers of the demo: one article for each channel, sold by mail, found under all their names."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.pricing import public as pricing
from storecrew.demo.pictures import album, paper
from storecrew.demo.pictures.canvas import webp
from storecrew.demo.steps import gifts, shop
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import make_roots

ACTOR = system_actor("demo")


@pytest.mark.django_db
def test_mkt_23_each_channel_sells_vouchers_of_its_own_currency() -> None:
    make_roots()
    at = clock.now()
    shop.build(actor=ACTOR, at=at)
    ids = gifts.build(actor=ACTOR, at=at)
    assert loyalty.vouchers_for_sale(ids) == set(ids)
    for code, (slug, amounts) in gifts.SOLD.items():
        channel = channels.facts(code)
        page = catalog.product_page(slug, "ko", channel.id)
        assert page.title == "상품권"
        assert [one.options["Amount"] for one in page.variants] == [text for text, _price in amounts.values()]
        prices = pricing.prices_for([one.id for one in page.variants], channel=channel, at=at)
        assert [prices[one.id].price.amount for one in page.variants] == [
            price for _text, price in amounts.values()
        ]
        stock = inventory.available_to_promise([one.id for one in page.variants], channel_id=channel.id)
        assert all(one.available == gifts.UNITS for one in stock.values())


def test_the_file_of_the_card_is_what_the_code_draws() -> None:
    kept = np.asarray(Image.open(album.GIFT_CARD).convert("RGB"), dtype=np.int16)
    again = io.BytesIO(webp(paper.gift_card(album.SIZE)))
    drawn = np.asarray(Image.open(again).convert("RGB"), dtype=np.int16)
    assert np.abs(kept - drawn).mean() < 0.5
