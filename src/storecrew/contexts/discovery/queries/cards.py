"""Cards: the words from the catalog, price and stock always live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.discovery.facts import ProductCard
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.reviews import public as reviews

_BEST = {"in_stock": 2, "low": 1, "out": 0}


def product_cards(
    product_ids: Sequence[int], *, channel: ChannelFacts, locale: str, at: dt.datetime
) -> tuple[ProductCard, ...]:
    """The products' cards in the order of the ids; a fixed number of queries."""
    facts = catalog.cards(product_ids, locale=locale)
    variant_ids = [id_ for card in facts.values() for id_ in card.variant_ids]
    offers = pricing.offers_for(variant_ids, channel=channel, at=at)
    words = inventory.stock_words(variant_ids, channel_id=channel.id)
    rated = reviews.ratings(facts)
    return tuple(
        _card(facts[id_], offers, words, locale, rated.get(id_)) for id_ in product_ids if id_ in facts
    )


def _card(
    card: catalog.CardFacts,
    offers: pricing.Offers,
    words: dict[int, str],
    locale: str,
    rating: reviews.Rating | None,
) -> ProductCard:
    prices = offers.prices
    priced = [id_ for id_ in card.variant_ids if id_ in prices]
    # What can be bought speaks for the product; a cheaper variant that is sold out would disappoint.
    buyable = [id_ for id_ in priced if words[id_] != "out"] or priced
    answers = [prices[id_] for id_ in buyable]
    answer = min(answers, key=lambda found: found.price.amount, default=None)
    word = max((words[id_] for id_ in card.variant_ids), key=_BEST.__getitem__, default="out")
    image = card.image
    return ProductCard(
        id=card.id,
        slug=card.slug,
        title=card.title,
        subtitle=card.subtitle,
        brand=card.brand,
        url=f"/{locale}/p/{card.slug}/",
        image=image.url if image else "",
        image_alt=image.alt if image else "",
        image_facts=image,
        price=answer.price if answer else None,
        strike=answer.strike if answer else None,
        lowest_30d=answer.lowest_30d if answer else None,
        price_from=len({found.price.amount for found in answers}) > 1,
        availability=word,  # type: ignore[arg-type]
        swatches=card.swatches,
        variant_ids=card.variant_ids,
        rating=rating,
        members=answer.members if answer else None,
        on_request=answer is None and not offers.on_request.isdisjoint(card.variant_ids),
    )
