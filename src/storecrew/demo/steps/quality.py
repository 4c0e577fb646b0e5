"""How well the parcels are packed: damages, changes of the packaging, audits, and what customers say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.assortment import Item
from storecrew.demo.steps.handling import GOOD, bought
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import ALL_KEYS

DAY = dt.timedelta(days=1)
AUDITOR = Actor("staff", "demo-auditor", "Aylin Kaya", ALL_KEYS)
SAID = (
    (5, "Arrived like a present."),
    (4, ""),
    (5, "No plastic at all, thank you."),
    (2, "A small cup in a very large box."),
)


def build(items: Sequence[Item], *, actor: Actor, until: dt.datetime) -> None:
    """Write damages that ask for other packaging, decide two of the changes, and audit parcels."""
    skus = [next(iter(item.prices)) for item in items[5:11:2]]
    for number, sku in enumerate(skus):
        for turn in range(2 + (number == 0)):
            at = until - (24 - 6 * number - turn) * DAY
            with clock.frozen(at):
                fulfillment.report_damage(
                    key=f"demo-damage-{number}-{turn}", kind="damaged",
                    cause="carrier" if turn else "packing",
                    source="customer", location_code="berlin", sku=sku, note="Chipped at the rim",
                    actor=actor, at=at,
                )  # fmt: skip
    _decide(skus, actor, until)
    _audit(until)
    sku = next(each for item in items[30:] for each in item.prices if item.stock[each] > 60)
    for number in range(len(SAID)):
        _arrived(f"unpacked-{number}", sku, actor, until - (number + 6) * DAY)


def _arrived(name: str, sku: str, actor: Actor, at: dt.datetime) -> None:
    """Sell, ship and deliver something, so that its customer can judge the box."""
    order = orders.order(bought(name, sku, 1, GOOD, at))
    with clock.frozen(at):
        label = shipping.buy_label(
            key=f"demo/{order.number}", order_ref=order.number, service="rheinpost-parcel",
            from_address=inventory.postal_address("berlin"), to_address=AddressFacts(**GOOD),
            parcels=[shipping.ParcelSpec(900, 250, 175, 100)], value=order.total, actor=actor, at=at,
        )  # fmt: skip
        fulfillment.ship(
            order.id, tracking_number=label.tracking_number, carrier="Rheinpost", actor=actor, at=at
        )
    came = at + 2 * DAY
    moments = [shipping.Moment(at + DAY / 8, "picked_up"), shipping.Moment(came, "delivered")]
    shipping.record_tracking(label.id, moments, source="webhook", actor=actor, at=came)


def _decide(skus: Sequence[str], actor: Actor, until: dt.datetime) -> None:
    changes = fulfillment.changes_asked_for(skus)
    decide = fulfillment.decide_change
    words = "Honeycomb paper below and above"
    decide(changes[skus[0]], state="accepted", decision=words, actor=actor, at=until - 20 * DAY)
    decide(changes[skus[0]], state="done", decision=words, actor=actor, at=until - 16 * DAY)
    decide(
        changes[skus[1]], state="accepted", decision="The next smaller box", actor=actor, at=until - 9 * DAY
    )


def _audit(until: dt.datetime) -> None:
    """Look into parcels that were closed this morning; one is not as it should be."""
    packed = fulfillment.visible_work(AUDITOR).filter(state="packed").values_list("pk", flat=True)
    for number, parcel in enumerate(fulfillment.parcels_of_work(packed)[:3]):
        answers = dict.fromkeys(fulfillment.AUDIT_CHECKS, True)
        if number == 1:
            answers["insert"] = False
        with suppress(DomainError):
            fulfillment.audit_parcel(
                parcel.id, answers=answers, note="No card inside" if number == 1 else "",
                actor=AUDITOR, at=until,
            )  # fmt: skip


def rate(*, actor: Actor, until: dt.datetime) -> None:
    """Let customers whose parcels have arrived say what they think of the packaging."""
    rows = orders.visible_orders(actor).filter(fulfillment_status="fulfilled").order_by("-placed_at")
    able = [pk for pk in rows.values_list("pk", flat=True)[:80] if fulfillment.may_rate(pk)]
    for number, (order_id, (stars, words)) in enumerate(zip(able, SAID, strict=False)):
        fulfillment.rate_packaging(order_id, stars=stars, comment=words, at=until - number * DAY / 3)
