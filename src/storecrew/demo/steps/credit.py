"""Companies on account with paid, open, late and disputed invoices, and one that is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, customer_actor
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
LIMITS = {"EUR": 500_000, "KRW": 8_000_000}


class Buyer(NamedTuple):
    """A company: who orders, on what terms, and how many days ago it ordered what came to which end."""

    name: str
    contact: str
    email: str
    korea: bool
    terms_days: int
    orders: tuple[tuple[int, str], ...]


BUYERS = (
    Buyer(
        "Café Morgenrot GmbH", "Lena Example", "orders@morgenrot.example", False, 30,
        ((75, "paid"), (48, "late"), (20, "part"), (4, "open")),
    ),
    Buyer(
        "Nordhaus Hotels", "Jonas Example", "buying@nordhaus.example", False, 14,
        ((118, "late"), (60, "disputed"), (33, "too much")),
    ),
    Buyer(
        "한강 다실", "Hana Example", "tea@hangang.example", True, 14, ((26, "paid"), (6, "open")),
    ),
)  # fmt: skip


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Grant, order, pay, remind and hold as a credit manager would."""
    start = until - 120 * DAY
    for channel in channels.all_channels():
        told = receivables.PayToFacts(
            "Hearth & Loom", "Demo Bank", "DE02 1203 0000 0000 2020 51", "BYLADEM1001"
        )
        receivables.save_pay_to(channel.id, told, actor=actor, at=start)
    skus = plenty(variant_ids)
    for place, buyer in enumerate(BUYERS):
        person = customers.ensure_customer(email=buyer.email, name=buyer.contact, actor=actor, at=start)
        currency = "KRW" if buyer.korea else "EUR"
        terms = receivables.Terms(
            name=buyer.name, terms_days=buyer.terms_days, limits={currency: LIMITS[currency]},
            customer_ids=(person.id,), reason="Orders since years, always paid", ends_on=None,
        )  # fmt: skip
        grant = receivables.save_grant(terms, actor=actor, at=start)
        for ago, end in buyer.orders:
            _live(buyer, person.id, skus[place::3][: 1 + ago % 2], ago, end, actor=actor, until=until)
        if buyer.name.startswith("Nordhaus"):
            with clock.frozen(until - 2 * DAY):
                words = "Invoices are late. Please call us."
                receivables.hold_grant(grant.id, because=words, actor=actor, at=until - 2 * DAY)


def plenty(variant_ids: Sequence[int]) -> list[str]:
    """Return the SKUs of which most is left."""
    left: dict[int, int] = {}
    for level in inventory.levels(variant_ids):
        left[level.variant_id] = left.get(level.variant_id, 0) + level.available
    best = sorted(left, key=lambda variant_id: (-left[variant_id], variant_id))[:12]
    found = catalog.variants(best)
    return [found[variant_id].sku for variant_id in best if variant_id in found]


def _live(
    buyer: Buyer,
    customer_id: int,
    skus: Sequence[str],
    ago: int,
    end: str,
    *,
    actor: Actor,
    until: dt.datetime,
) -> None:
    """Order on account so many days ago, and bring the invoice to its end."""
    at = until - ago * DAY
    item = _ordered(buyer, customer_id, skus, at)
    if item is None:
        return
    if ago > 1:
        with clock.frozen(at + DAY):
            fulfillment.ship(item.order_id, tracking_number=f"HL{item.order_id:08d}", carrier="Rheinpost",
                             actor=actor, at=at + DAY)  # fmt: skip
    paid_at = min(at + (buyer.terms_days - 2) * DAY, until - DAY)
    amounts = {
        "paid": item.amount, "part": Money(item.amount.amount // 3, item.amount.currency),
        "too much": item.amount + Money(500, item.amount.currency),
    }  # fmt: skip
    with clock.frozen(paid_at):
        if end in amounts:
            receivables.record_payment(
                item.id, amount=amounts[end], received_on=paid_at.date(), key=f"demo-{item.number}",
                reference=f"Transfer {item.number}", actor=actor, at=paid_at,
            )  # fmt: skip
        elif end == "disputed":
            receivables.hold_item(
                item.id, kind="disputed", reason="Two bowls came broken", actor=actor, at=paid_at
            )
    for days in range(1, ago):
        day = at + days * DAY
        with clock.frozen(day):
            receivables.remind_due(at=day)


def _ordered(
    buyer: Buyer, customer_id: int, skus: Sequence[str], at: dt.datetime
) -> receivables.ItemFacts | None:
    shopper = customer_actor(customer_id)
    with clock.frozen(at):
        cart = checkout.open_cart(
            channel_code="korea" if buyer.korea else "europe", locale="ko" if buyer.korea else "en",
            customer_id=customer_id, actor=shopper, at=at,
        )  # fmt: skip
        for sku in skus:
            checkout.add_line(cart.token, sku, 3, actor=shopper, at=at)
        checkout.set_details(
            cart.token, email=buyer.email, shipping_address=_address(buyer), actor=shopper, at=at
        )
        method = checkout.shipping_options(cart.token, at=at)[0].code
        checkout.set_details(cart.token, shipping_method=method, actor=shopper, at=at)
        placed = checkout.place_order(cart.token, gateway="invoice", actor=shopper, at=at)
        item_id = receivables.issue(placed.order_id)
    return receivables.item(item_id) if item_id is not None else None


def _address(buyer: Buyer) -> dict[str, str]:
    if buyer.korea:
        return {
            "name": buyer.contact, "company": buyer.name, "street": "예시로 21", "postal_code": "04524",
            "city": "중구", "region": "서울특별시", "country": "KR", "phone": "010-0000-0021",
        }  # fmt: skip
    return {
        "name": buyer.contact, "company": buyer.name, "street": "Demo Lane 12", "postal_code": "20095",
        "city": "Hamburg", "country": "DE",
    }  # fmt: skip
