"""Everything the product page shows beside the product's own texts: choice, price, stock, delivery."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from storecrew.contexts.catalog.public import ImageFacts, ProductPage, VariantFacts
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.money import Money, round_half_up
from storecrew.surfaces.storefront.delivery.place import as_text
from storecrew.surfaces.storefront.delivery.promise import Promise, promise
from storecrew.surfaces.storefront.product.choosing import Group, chosen_variant, groups
from storecrew.surfaces.ui.shell import Preload, Shell

SIZES = "(min-width: 90rem) 40rem, (min-width: 60rem) 45vw, 100vw"
MOST = 99
# How many variants are told to machines one by one.
MOST_OFFERS = 100
# Content of a package, and the base that its unit price is given for (directive 98/6/EC).
CONTENT_CODES = ("net_content", "content", "net_weight", "volume")
_UNITS = {
    "g": (1, 100, "g"),
    "kg": (1000, 1000, "kg"),
    "ml": (1, 100, "ml"),
    "l": (1000, 1000, "l"),
    "m": (1, 1, "m"),
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A variant that is in stock while the chosen one is not."""

    url: str
    label: str


class VariantOffer(NamedTuple):
    """A variant with its own address, price and stock word."""

    variant: VariantFacts
    url: str
    price: Money
    word: str


@dataclass(frozen=True, slots=True)
class ProductView:
    """The live part of a product page. ``word`` is the chosen variant's stock word."""

    variant: VariantFacts | None
    price: Money | None
    strike: Money | None
    lowest: Money | None
    members: Money | None
    price_from: bool
    unit_price: str
    sellable: bool
    word: str
    available: int
    max_quantity: int
    groups: tuple[Group, ...]
    in_stock_elsewhere: Elsewhere | None
    images: tuple[ImageFacts, ...]
    image_sizes: str
    specs: tuple[tuple[str, str, str], ...]
    delivery: Promise | None
    offers: tuple[VariantOffer, ...]
    on_request: bool = False
    is_voucher: bool = False


def product_view(
    facts: ProductPage,
    sku: str,
    channel: ChannelFacts,
    shop: Shell,
    to: shipping.Destination | None = None,
) -> ProductView:
    """Ask price and stock of all variants at once and put the page together; five queries, or six.

    ``to`` is the place that the page's address names; the links of the variants keep it.
    """
    ids = [variant.id for variant in facts.variants]
    prices, on_request = pricing.offers_for(ids, channel=channel, at=clock.now())
    stock = inventory.available_to_promise(ids, channel_id=channel.id) if ids else {}

    def sellable(variant: VariantFacts) -> bool:
        return facts.status == "live" and variant.id in prices and stock[variant.id].available > 0

    def address(variant: VariantFacts) -> str:
        return product_url(shop, facts.slug, variant.sku, to)

    chosen = chosen_variant(facts.variants, sku, sellable)
    answer = prices.get(chosen.id) if chosen else None
    found = stock[chosen.id] if chosen else None
    can_buy = chosen is not None and sellable(chosen)
    other = None if can_buy else next((one for one in facts.variants if sellable(one)), None)
    return ProductView(
        variant=chosen,
        price=answer.price if answer else None,
        strike=answer.strike if answer else None,
        lowest=answer.lowest_30d if answer else None,
        members=answer.members if answer else None,
        price_from=False,
        unit_price=unit_price(answer.price if answer else None, _content(facts), shop.locale),
        sellable=can_buy,
        word=found.word if found and facts.status == "live" else "out",
        available=found.available if found else 0,
        max_quantity=min(MOST, found.available) if found else 1,
        groups=groups(facts.options, facts.variants, chosen, sellable, address) if chosen else (),
        in_stock_elsewhere=Elsewhere(address(other), ", ".join(other.options.values())) if other else None,
        images=_images(facts, chosen),
        image_sizes=SIZES,
        specs=tuple((a.name, a.text, a.swatch) for a in facts.attributes if a.text),
        delivery=promise(
            channel, shop, to, weight_g=chosen.weight_g or 0, value=answer.price, digital=chosen.digital
        )
        if chosen and answer and can_buy
        else None,
        offers=tuple(
            VariantOffer(
                one,
                product_url(shop, facts.slug, one.sku),
                prices[one.id].price,
                stock[one.id].word if facts.status == "live" else "out",
            )
            for one in facts.variants[:MOST_OFFERS]
            if one.id in prices
        ),
        on_request=facts.status == "live" and chosen is not None and chosen.id in on_request,
        is_voucher=bool(chosen and chosen.digital and loyalty.vouchers_for_sale([chosen.id])),
    )


def product_url(shop: Shell, slug: str, sku: str, to: shipping.Destination | None = None) -> str:
    """Return the address of a variant, with the place of delivery where it is kept in the address."""
    query = {"variant": sku} | ({"to": as_text(to)} if to else {})
    return f"{shop.url('product', slug)}?{urlencode(query)}"


def _images(facts: ProductPage, chosen: VariantFacts | None) -> tuple[ImageFacts, ...]:
    """The chosen variant's pictures first, other variants' own pictures last."""
    own = chosen.id if chosen else None

    def place(image: ImageFacts) -> int:
        return 0 if image.variant_id == own and own else 1 if image.variant_id is None else 2

    return tuple(sorted(facts.images, key=place))


def preload(view: ProductView) -> Preload | None:
    """Return the picture that decides how soon the page looks ready."""
    if not view.images:
        return None
    image = view.images[0]
    for srcset, kind in ((image.avif, "image/avif"), (image.webp, "image/webp")):
        if srcset:
            return Preload(image.url, srcset, SIZES, kind)
    return Preload(image.url)


def _content(facts: ProductPage) -> str:
    texts: Mapping[str, str] = {one.code: one.text for one in facts.attributes}
    return next((texts[code] for code in CONTENT_CODES if code in texts), "")


def unit_price(price: Money | None, content: str, locale: str) -> str:
    """Return "€3.20 per 100 g" for a price and "500 g"; nothing for a content that is no measure."""
    match = re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*(kg|g|ml|l|m)", content.strip().lower())
    if price is None or match is None:
        return ""
    factor, base, unit = _UNITS[match[3]]
    thousandths = (int(match[1]) * 1000 + int((match[2] or "0").ljust(3, "0"))) * factor
    if not thousandths:
        return ""
    amount = Money(round_half_up(price.amount * base * 1000, thousandths), price.currency).format(locale)
    size = 1 if base == factor and base != 100 else base
    return _("%(price)s per %(unit)s") % {"price": amount, "unit": f"{size} {unit}"}
