"""Cards of products that are known by id, with live prices and stock: relations and recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import clock
from storecrew.surfaces.ui.shell import Shell

_ORDER = {"in_stock": 0, "low": 1, "out": 2}


def cards_of(product_ids: Sequence[int], channel: ChannelFacts, shop: Shell) -> tuple[Any, ...]:
    """Return cards in the given order, without products that are not offered here; seven queries."""
    if not product_ids:
        return ()
    found = catalog.cards(product_ids, locale=shop.locale)
    ids = [variant_id for card in found.values() for variant_id in card.variant_ids]
    offers = pricing.offers_for(ids, channel=channel, at=clock.now())
    stock = inventory.available_to_promise(ids, channel_id=channel.id)
    rated = reviews.ratings(found)
    made = (_card(found[one], offers, stock, shop, rated.get(one)) for one in product_ids if one in found)
    return tuple(card for card in made if card is not None)


def _card(facts: catalog.CardFacts, offers: pricing.Offers, stock: Any, shop: Shell, rating: Any) -> Any:
    answers = [offers.prices[one] for one in facts.variant_ids if one in offers.prices]
    on_request = not answers and not offers.on_request.isdisjoint(facts.variant_ids)
    if not answers and not on_request:
        return None
    lowest = min(answers, key=lambda answer: answer.price.amount, default=None)
    words = [stock[one].word for one in facts.variant_ids if one in stock]
    return SimpleNamespace(
        id=facts.id,
        slug=facts.slug,
        title=facts.title,
        url=shop.url("product", facts.slug),
        image=facts.image.url if facts.image else "",
        image_facts=facts.image,
        price=lowest.price if lowest else None,
        strike=lowest.strike if lowest else None,
        lowest_30d=lowest.lowest_30d if lowest else None,
        members=lowest.members if lowest else None,
        price_from=len({answer.price.amount for answer in answers}) > 1,
        on_request=on_request,
        availability=min(words, key=lambda word: _ORDER.get(word, 2)) if words else "out",
        swatches=facts.swatches,
        rating=rating,
    )
