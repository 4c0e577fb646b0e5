"""A shop that buys: one warehouse, three articles, a supplier with prices, and people with limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory.tests.factories import make_location
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.tests.remembering import remembered

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
DAY = AT.date()


@dataclass(frozen=True)
class Shop:
    """What tests of purchasing need; `variants` maps SKUs to ids."""

    channel_id: int
    variants: Mapping[str, int]
    buyer: Actor
    head: Actor


def make_shop() -> Shop:
    """A channel, the warehouse "main", articles A-1, B-1, C-1, and the supplier "clay" for all three.

    A unit costs 5.00 EUR, 4.50 from 100 on; A-1 comes in packs of 6, at least 12.
    """
    return remembered(_make_shop, _make_shop)


def _make_shop() -> Shop:
    channel = make_channel()
    make_location("main", channels=[channel.id])
    rows = tuple(
        VariantRow(sku=sku, options={"Size": sku}, weight_g=weight)
        for sku, weight in (("A-1", 100), ("B-1", 300), ("C-1", None))
    )
    made = make_product("tee", variants=rows, channels=("eu",))
    purchasing.save_supplier(
        "clay",
        name="Clay & Co",
        currency="EUR",
        order_email="orders@clay.example",
        lead_days=10,
        actor=ACTOR,
        at=AT,
    )
    steps = [purchasing.Step(1, 500, dt.date(2026, 1, 1)), purchasing.Step(100, 450, dt.date(2026, 1, 1))]
    for sku, variant_id in made.variant_ids.items():
        packs = {"moq": 12, "pack_size": 6} if sku == "A-1" else {}
        purchasing.save_article(
            "clay", variant_id, steps=steps, supplier_sku=f"c{sku}", actor=ACTOR, at=AT, **packs
        )
    return Shop(
        channel.id,
        dict(made.variant_ids),
        _actor("inventory_manager", "ines@storecrew.example"),
        _actor("head_of_digital", "head@storecrew.example"),
    )


def _actor(role: str, email: str) -> Actor:
    return people.actor_for(make_staff(role, email=email))


def draft(shop: Shop, actor: Actor | None = None, **quantities: int) -> PurchaseOrder:
    """An order of so many units per SKU, `A_1=12` for A-1."""
    lines = [
        purchasing.WantedLine(shop.variants[name.replace("_", "-")], units)
        for name, units in quantities.items()
    ]
    return purchasing.draft_order(
        supplier_code="clay", location_code="main", lines=lines, actor=actor or shop.buyer, at=AT
    )


def sent(shop: Shop, **quantities: int) -> PurchaseOrder:
    """An order that is with its supplier."""
    order = draft(shop, ACTOR, **quantities)
    purchasing.submit_order(order.pk, actor=ACTOR, at=AT)
    return purchasing.send_order(order.pk, actor=ACTOR, at=AT)


def arrive(
    order: PurchaseOrder, posting: str = "p1", at: dt.datetime = AT, **counts: object
) -> PurchaseOrder:
    """Receive (accepted, damaged, wrong) or accepted units per SKU, `A_1=(10, 2, 0)`."""
    ids = dict(order.lines.values_list("sku", "pk"))
    lines = [
        purchasing.ReceivedLine(
            ids[name.replace("_", "-")], *(units if isinstance(units, tuple) else (units,))
        )
        for name, units in counts.items()
    ]
    return purchasing.receive_goods(order.pk, posting=posting, lines=lines, actor=ACTOR, at=at)
