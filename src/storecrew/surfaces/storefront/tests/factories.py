"""A small shop with two channels, facets and a sold-out variant, made by the product's own operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Collection, Locale, Page

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import make_prices, seed_taxes
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.tests.remembering import remembered

ACTOR = system_actor("tests")
LEGAL = {
    "trade_name": "Storecrew",
    "representative": "Mina Park",
    "address": "1 Teheran-ro, Seoul",
    "phone": "+82 2 123 4567",
    "email": "help@storecrew.example",
    "registration_number": "123-45-67890",
    "mail_order_number": "2026-Seoul-0001",
}


@dataclass(frozen=True, slots=True)
class TestShop:
    """The ids that tests need: variants by SKU."""

    __test__ = False

    channel: channels.ChannelFacts
    korea: channels.ChannelFacts
    variants: dict[str, int]


def make_roots() -> None:
    """Make what Wagtail's migrations would make."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")


def make_shop() -> TestShop:
    """Make the shop: four mugs and lamps with colors and sizes, prices in euros and won, two methods."""
    shop = remembered(_make_shop, _make_shop)
    discovery.reindex()
    return shop


def _make_shop() -> TestShop:
    at = clock.now()
    make_roots()
    eu = _channel("eu", "EUR", "DE", ("DE", "FR", "AT"), "en", is_default=True)
    korea = _channel("kr", "KRW", "KR", ("KR",), "ko", is_default=False)
    make_location("main", channels=[eu.id, korea.id])
    seed_taxes()
    _types()
    variants = _products()
    euros = {sku: 1900 + 500 * number for number, sku in enumerate(sorted(variants))}
    make_prices(eu, {variants[sku]: amount for sku, amount in euros.items()})
    make_prices(korea, {variants[sku]: amount * 10 for sku, amount in euros.items()})
    for sku, variant_id in variants.items():
        if sku != "LAMP-RED-L":
            stock(variant_id, 2 if sku == "MUG-BLUE" else 20, threshold=3)
    for channel, amount, free in ((eu, 490, 8000), (korea, 3000, 50000)):
        for position, (code, more) in enumerate((("standard", 0), ("express", amount))):
            shipping.save_method(
                code=f"{code}-{channel.code}",
                name=code.title(),
                channel_code=channel.code,
                position=position,
                rates=[
                    shipping.RateRow(
                        amount=amount + more,
                        currency=channel.currency,
                        free_over_amount=None if more else free,
                    )
                ],
                actor=ACTOR,
                at=at,
            )
    content.install_starter(shop_name="Storecrew", actor=ACTOR, at=at)
    while outbox.drain():
        pass
    return TestShop(eu, korea, variants)


def settle() -> None:
    """Carry out what was announced, and bring the index up to date."""
    while outbox.drain():
        pass
    discovery.reindex()


def _channel(
    code: str, currency: str, country: str, countries: tuple[str, ...], locale: str, *, is_default: bool
) -> channels.ChannelFacts:
    return channels.ensure_channel(
        code=code,
        name=f"Storecrew {code.upper()}",
        currency=currency,
        countries=countries,
        default_country=country,
        market_code=code,
        locales=(locale, "ko" if locale == "en" else "en"),
        is_default=is_default,
        legal=LEGAL,
        timezone="Asia/Seoul" if country == "KR" else "Europe/Berlin",
        actor=ACTOR,
        at=clock.now(),
    )


def _types() -> None:
    color = catalog.AttributeSpec(
        code="color",
        name="Color",
        kind="color",
        is_facet=True,
        is_variant_level=True,
        choices=(
            {"value": "Red", "label": "Red", "swatch": "#b9683c"},
            {
                "value": "Blue",
                "label": "Blue",
                "swatch": "#3d5a6c",
                "translations": {"ko": "파랑"},
            },
        ),
        translations={"ko": {"name": "색상"}},
    )
    material = catalog.AttributeSpec(code="material", name="Material", kind="text", is_facet=True)
    catalog.save_product_type(
        code="home", name="Home", attributes=(color, material), actor=ACTOR, at=clock.now()
    )


def _products() -> dict[str, int]:
    def variant(sku: str, **options: str) -> Any:
        return catalog.VariantRow(
            sku=sku, options=options, attributes={"color": options.get("Color", "Red")}, weight_g=400
        )

    rows = (
        catalog.ProductRow(
            slug="enamel-mug",
            title="Enamel mug",
            subtitle="Holds what you pour",
            brand="Werkhof",
            product_type="home",
            description="<p>A mug for every day.</p>",
            status="live",
            attributes={"material": "Steel"},
            categories=(("Kitchen", "Mugs"),),
            translations={"ko": {"title": "법랑 머그"}},
            channels=("eu", "kr"),
            variants=(variant("MUG-BLUE", Color="Blue"), variant("MUG-RED", Color="Red")),
        ),
        catalog.ProductRow(
            slug="desk-lamp",
            title="Desk lamp",
            product_type="home",
            description="<p>Light.</p>",
            status="live",
            attributes={"material": "Steel"},
            categories=(("Lamps",),),
            channels=("eu", "kr"),
            variants=(
                variant("LAMP-BLUE-S", Color="Blue", Size="S"),
                variant("LAMP-RED-S", Color="Red", Size="S"),
                variant("LAMP-RED-L", Color="Red", Size="L"),
            ),
        ),
        catalog.ProductRow(
            slug="oak-stool",
            title="Oak stool",
            product_type="home",
            description="<p>Sit.</p>",
            status="live",
            attributes={"material": "Oak"},
            categories=(("Kitchen",),),
            channels=("eu", "kr"),
            variants=(variant("STOOL"),),
        ),
    )
    results = catalog.upsert_products(rows, actor=ACTOR, at=clock.now())
    return {sku: id_ for result in results for sku, id_ in result.variant_ids.items()}


def set_price(shop: TestShop, sku: str, amount: int) -> None:
    """Change a price in euros now."""
    pricing.set_prices(
        rows=[pricing.PriceRow(shop.variants[sku], amount)],
        channel=shop.channel,
        actor=ACTOR,
        at=clock.now(),
    )
    settle()
