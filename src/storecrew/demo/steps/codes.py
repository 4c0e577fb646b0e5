"""Courses that are sold as access codes: bought in, sold, mailed, one sent back and one paid back."""

from __future__ import annotations

import datetime as dt
import hashlib

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.demo.assortment import CHANNELS, won
from storecrew.demo.pictures.album import HERO
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor

# SKU: level in both languages, price in euro cents, codes bought.
LEVELS = {
    "COURSE-WEAVE-1": ("Beginners", 2_900, 60),
    "COURSE-WEAVE-2": ("Advanced", 4_900, 9),
}
HOW = "Open the course page of the studio, sign up, and enter the code where it asks for your access code."
SOLD = 8
LOW_AT = 5


def build(*, actor: Actor, at: dt.datetime) -> dict[str, int]:
    """Make the product, its prices and its pools of codes; return variant ids by SKU."""
    row = catalog.ProductRow(
        slug="weaving-at-home",
        source_key="demo:courses:weaving",
        title="Weaving at home",
        subtitle="An online course of twelve evenings.",
        description="<p>Twelve evenings online, with patterns to print. You get an access code by mail as "
        "soon as the course is paid.</p>",
        brand="Hearth & Loom",
        status="live",
        channels=CHANNELS,
        categories=(("Textiles",),),
        variants=tuple(
            catalog.VariantRow(sku, options={"Level": level}, tax_class="standard")
            for sku, (level, _price, _codes) in LEVELS.items()
        ),
        seo_description="An online course of twelve evenings: weaving at home, with patterns to print.",
        translations={
            "ko": {
                "title": "집에서 배우는 위빙",
                "subtitle": "열두 번의 저녁, 온라인 강좌.",
                "description": "<p>도안 포함 온라인 강좌. 결제하면 수강 코드를 메일로 보냅니다.</p>",
            }
        },
    )
    [made] = catalog.upsert_products([row], actor=actor, at=at, audit_each=False)
    ids = dict(made.variant_ids)
    _prices(ids, actor=actor, at=at)
    for sku, (_level, _price, count) in LEVELS.items():
        pool = inventory.open_code_pool(ids[sku], how=HOW, actor=actor, at=at)
        text = "code\n" + "".join(f"{_code(sku, number)}\n" for number in range(count))
        inventory.import_codes(pool, text, name=f"{sku.lower()}.csv", actor=actor, at=at)
    place = next(each.code for each in inventory.locations() if each.kind == "digital")
    inventory.set_low_threshold(list(ids.values()), LOW_AT, location_code=place, actor=actor, at=at)
    return ids


def sell(*, actor: Actor, until: dt.datetime) -> None:
    """Let people buy in the last weeks, and give one its money back; the product gets its picture."""
    _picture(actor, until)
    ages = range(3 * SOLD - 2, 0, -3)
    numbers = [_bought(number, until - dt.timedelta(days=age)) for number, age in enumerate(ages)]
    at = until - dt.timedelta(hours=9)
    with clock.frozen(at):
        inventory.show_codes(numbers[-3], at=at)
        line = orders.order(numbers[-3]).lines[0]
        aftersales.refund(
            numbers[-3], lines={line.id: 1}, reason="The course is not what they looked for",
            key="demo-course", actor=actor, at=at,
        )  # fmt: skip


def _picture(actor: Actor, at: dt.datetime) -> None:
    [variant_id, *_others] = catalog.variant_ids_by_sku(LEVELS).values()
    catalog.attach_image(
        product_id=catalog.product_ids_of_variants([variant_id])[variant_id],
        content=HERO.read_bytes(),
        alt="Cups and cloth on a table",
        source_url="demo:courses",
        formats=(),
        actor=actor,
        at=at,
    )


def _bought(number: int, at: dt.datetime) -> int:
    """Buy one course and get its code; return the order's id."""
    korea = number % 3 == 2
    shopper = guest_actor(f"demo-course-{number}")
    with clock.frozen(at):
        cart = checkout.open_cart(
            channel_code="korea" if korea else "europe", locale="ko" if korea else "en", actor=shopper, at=at
        )
        sku = list(LEVELS)[number % 4 == 1]
        checkout.add_line(cart.token, sku, 1 + (number == 4), actor=shopper, at=at)
        checkout.set_details(
            cart.token, email=f"course{number}@example.com", shipping_address=_address(korea=korea),
            actor=shopper, at=at,
        )  # fmt: skip
        placed = checkout.place_order(
            cart.token, gateway="simulator", payment_token="tok_ok", actor=shopper, at=at  # noqa: S106
        )  # fmt: skip
        fulfillment.take_money_for_codes(placed.order_id, at=at)
    return placed.order_id


def _address(*, korea: bool) -> dict[str, str]:
    if korea:
        return {
            "name": "Hana Example", "street": "예시로 12", "postal_code": "06236", "city": "강남구",
            "region": "서울특별시", "country": "KR", "phone": "010-0000-0012",
        }  # fmt: skip
    return {
        "name": "Nora Example", "street": "Demo Lane 4", "postal_code": "20095", "city": "Hamburg",
        "country": "DE",
    }  # fmt: skip


def _prices(ids: dict[str, int], *, actor: Actor, at: dt.datetime) -> None:
    for code in CHANNELS:
        channel = channels.facts(code)
        amount = won if channel.currency == "KRW" else int
        rows = [pricing.PriceRow(ids[sku], amount(price)) for sku, (_level, price, _codes) in LEVELS.items()]
        pricing.set_prices(rows=rows, channel=channel, actor=actor, at=at)
    costs = {ids[sku]: price * 55 // 100 for sku, (_level, price, _codes) in LEVELS.items()}
    pricing.set_costs(costs=costs, currency="EUR", actor=actor, at=at)


def _code(sku: str, number: int) -> str:
    """Return a code, the same on every machine; it opens nothing."""
    text = hashlib.sha256(f"{sku}/{number}".encode()).hexdigest()[:12].upper()
    return f"WEAVE-{text[:4]}-{text[4:8]}-{text[8:]}"
