"""The prices of whoever is signed in, for pages that are kept for everybody.

A page names its prices: "p" and the product on a card, "s" in a suggestion, "v" and the variant on its page,
"b" in its bar. Who has other prices gets them from here, from the same function as the cart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.money import Money

MOST = 120
_NAME = re.compile(r"([psvb])(\d{1,12})")


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """A price that takes the place of the public one of the same name."""

    name: str
    price: Money
    public: Money | None
    reason: str
    is_from: bool

    @property
    def big(self) -> bool:
        """Whether it stands at the head of a product page."""
        return self.name.startswith("v")

    @property
    def small(self) -> bool:
        """Whether it stands in a line of suggestions."""
        return self.name.startswith("s")

    @property
    def swap(self) -> Markup:
        """Where it goes."""
        return Markup(' hx-swap-oob="outerHTML:[data-price={}]"').format(self.name)


def own_prices(customer_id: int, names: str, channel: ChannelFacts) -> tuple[OwnPrice, ...]:
    """Return what a customer pays, where a price list of a group of theirs decides; four queries at most."""
    wanted = dict.fromkeys(name for name in names.split(",")[:MOST] if _NAME.fullmatch(name))
    segments = customers.segments_of(customer_id) if wanted else ()
    if not segments:
        return ()
    products = {name: int(name[1:]) for name in wanted if name.startswith(("p", "s"))}
    of_cards = catalog.variant_ids_of_products(set(products.values())) if products else {}
    of_names: dict[str, tuple[int, ...]] = {name: (int(name[1:]),) for name in wanted if name not in products}
    of_names |= {name: tuple(of_cards.get(product_id, ())) for name, product_id in products.items()}
    ids = {variant_id for found in of_names.values() for variant_id in found}
    offers = pricing.offers_for(ids, channel=channel, at=clock.now(), segments=segments)
    words = inventory.stock_words(list(ids), channel_id=channel.id) if products and ids else {}
    named = customers.group_names(for_shoppers=True)
    made = (_own(name, found, offers.prices, words, named) for name, found in of_names.items())
    return tuple(one for one in made if one is not None)


def _own(
    name: str,
    variant_ids: Collection[int],
    prices: Mapping[int, pricing.PriceAnswer],
    words: Mapping[int, str],
    named: Mapping[str, object],
) -> OwnPrice | None:
    priced = [each for each in variant_ids if each in prices]
    # as on the card: what can be bought speaks for the product
    answers = [prices[each] for each in priced if words.get(each, "") != "out"]
    answers = answers or [prices[each] for each in priced]
    lowest = min(answers, key=lambda answer: answer.price.amount, default=None)
    if lowest is None or not lowest.segment:
        return None
    is_from = len({answer.price.amount for answer in answers}) > 1
    return OwnPrice(name, lowest.price, lowest.public, reason(lowest.segment, named), is_from)


def reason(segment: str, named: Mapping[str, object] | None = None) -> str:
    """Say why somebody pays another price than everybody: the group it is for."""
    found = (named or customers.group_names(for_shoppers=True)).get(segment)
    if segment.startswith("tier:") and found:
        return _("Your price as a %(tier)s member") % {"tier": found}
    if segment.startswith("company:"):
        return _("The price of your company")
    return _("Your price as a member")
