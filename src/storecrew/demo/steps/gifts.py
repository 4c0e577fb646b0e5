"""Gift vouchers that shoppers buy: one article for each channel, since a voucher is owed in one currency."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.pricing import public as pricing
from storecrew.demo.assortment import BRAND
from storecrew.demo.pictures.album import GIFT_CARD
from storecrew.kernel.actor import Actor

# Channel: slug, and SKU with the amount as shoppers read it and in minor units.
SOLD = {
    "europe": (
        "gift-voucher",
        {"GIFT-25": ("€25", 2_500), "GIFT-50": ("€50", 5_000), "GIFT-100": ("€100", 10_000)},
    ),
    "korea": (
        "gift-voucher-korea",
        {
            "GIFT-KR-30": ("₩30,000", 30_000),
            "GIFT-KR-50": ("₩50,000", 50_000),
            "GIFT-KR-100": ("₩100,000", 100_000),
        },
    ),
}
UNITS = 10_000
SUBTITLE = "A present that always fits, by e-mail and to print."
TEXT = (
    "<p>Write a message, say whose mail it goes to and on which day, or print it and hand it over yourself. "
    "It pays for everything in the shop, also in several parts, and what is left stays on it.</p>"
)
KOREAN = {
    "title": "상품권",
    "subtitle": "언제나 어울리는 선물. 이메일로 보내거나 인쇄하세요.",
    "description": "<p>메시지를 쓰고 받는 분의 이메일과 보낼 날짜를 정하거나, 인쇄해서 직접 전해 주세요. "
    "모든 상품을 결제할 수 있고 여러 번 나누어 쓸 수 있으며, 남은 금액은 그대로 남습니다.</p>",
}
SYNONYMS = {
    "en": ("gift voucher", "gift card", "gift certificate"),
    "ko": ("상품권", "기프트카드", "기프트 카드", "선물카드"),
}


def build(*, actor: Actor, at: dt.datetime) -> list[int]:
    """Make the articles with prices and picture, found under all their names; return the variant ids."""
    made: list[int] = []
    catalog.save_product_type(
        code="gift_voucher",
        name="Gift voucher",
        translations={"ko": {"name": "상품권"}},
        attributes=[
            catalog.AttributeSpec(
                "amount", "Amount", "choice", is_variant_level=True, translations={"ko": {"name": "금액"}}
            )
        ],
        actor=actor,
        at=at,
    )
    for code, (slug, amounts) in SOLD.items():
        ids = _product(code, slug, amounts, actor, at)
        rows = [pricing.PriceRow(ids[sku], price) for sku, (_text, price) in amounts.items()]
        pricing.set_prices(rows=rows, channel=channels.facts(code), actor=actor, at=at)
        for variant_id in ids.values():
            loyalty.sell_variant(variant_id, by_mail=UNITS, actor=actor, at=at)
        made += ids.values()
    for locale, words in SYNONYMS.items():
        discovery.save_synonym(words=words, locale=locale, actor=actor, at=at)
    return made


def _product(
    channel: str, slug: str, amounts: dict[str, tuple[str, int]], actor: Actor, at: dt.datetime
) -> dict[str, int]:
    """Make one product that is sold in one channel; return variant ids by SKU."""
    row = catalog.ProductRow(
        slug=slug,
        source_key=f"demo:{slug}",
        title="Gift voucher",
        subtitle=SUBTITLE,
        description=TEXT,
        brand=BRAND,
        product_type="gift_voucher",
        status="live",
        channels=(channel,),
        categories=(("Gift vouchers",),),
        variants=tuple(
            catalog.VariantRow(sku, options={"Amount": text}, tax_class="zero")
            for sku, (text, _price) in amounts.items()
        ),
        seo_description=f"A gift voucher of {BRAND}, by e-mail and to print. {SUBTITLE}",
        translations={"ko": KOREAN},
    )
    [made] = catalog.upsert_products([row], actor=actor, at=at, audit_each=False)
    ids = dict(made.variant_ids)
    [product_id] = set(catalog.product_ids_of_variants(ids.values()).values())
    catalog.attach_image(
        product_id=product_id,
        content=GIFT_CARD.read_bytes(),
        alt="A card tied with a ribbon on its envelope",
        source_url=f"demo:{slug}",
        formats=(),
        actor=actor,
        at=at,
    )
    return ids
