"""What must hold after anything that happened: facts are counted, counters are not believed."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Sum

from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.fulfillment.models import FulfillmentLine
from storecrew.contexts.fulfillment.rules.states import OPEN
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation, StockLevel
from storecrew.contexts.orders.models import Order, OrderDiscount, OrderLine
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.promotions.models import Claim, Coupon, Promotion
from storecrew.kernel.actor import system_actor


def broken(*, settled: bool = True) -> list[str]:
    """Return the laws that do not hold; `settled` says that no payment is under way any more."""
    return [*stock(), *promises(), *warehouse(), *claims(), *(money() if settled else [])]


def stock() -> list[str]:
    """Counters equal the ledger, and nothing is below zero or oversold."""
    found = [str(row) for row in inventory.recount(actor=system_actor("laws"), at=AT).differences]
    below = StockLevel.objects.filter(
        on_hand__lt=F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("damaged")
    )
    return found + [f"oversold: {level}" for level in below]


def promises() -> list[str]:
    """Every living order has exactly its units promised, every ended one none."""
    promised: dict[int, int] = defaultdict(int)
    rows = (
        Allocation.objects.exclude(state="released").values("order_line_id").annotate(units=Sum("quantity"))
    )
    for row in rows:
        promised[row["order_line_id"]] = row["units"]
    found = []
    for line in OrderLine.objects.select_related("order"):
        wanted = 0 if line.order.status == "canceled" else line.quantity - line.canceled_quantity
        if promised[line.pk] != wanted:
            found.append(f"order {line.order.number} ({line.order.status}): {promised[line.pk]} of {wanted}")
    return found


def warehouse() -> list[str]:
    """Nobody is sent for goods that are not promised there, and ended orders are nobody's work."""
    promised: dict[tuple[int, int], int] = defaultdict(int)
    for row in Allocation.objects.filter(state="allocated"):
        promised[row.order_line_id, row.location_id] += row.quantity
    found = []
    asked: dict[tuple[int, int], int] = defaultdict(int)
    lines = FulfillmentLine.objects.select_related("fulfillment_order__order")
    for line in lines.filter(fulfillment_order__state__in=OPEN):
        asked[line.order_line_id, line.fulfillment_order.location_id] += line.quantity - line.shipped
        if line.fulfillment_order.order.status != "confirmed":
            found.append(f"{line.fulfillment_order} is worked on and {line.fulfillment_order.order.status}")
    found += [
        f"line {key[0]}: {units} to send of {promised[key]}"
        for key, units in asked.items()
        if units > promised[key]
    ]
    return found


def claims() -> list[str]:
    """Living orders hold their promotions, ended ones none; counters and discounts are the sums of claims."""
    living = Claim.objects.filter(released_at=None)
    found = [f"{claim} is held by an ended order" for claim in living.filter(order__status="canceled")]
    off: dict[tuple[int, int], int] = defaultdict(int)
    for row in OrderDiscount.objects.exclude(order__status="canceled"):
        off[row.order_id, row.promotion_id] += row.amount
    taken = {(claim.order_id, claim.promotion_id): claim.amount for claim in living if claim.amount}
    if off != taken:
        found.append(f"discounts {dict(off)} and claims {taken} differ")
    for promotion in Promotion.objects.exclude(uses_cap=0, budget_cap=0, units_cap=0):
        mine = living.filter(promotion=promotion)
        counted = (mine.count(), sum(mine.values_list("amount", flat=True)))
        if counted != (promotion.uses, promotion.spent):
            found.append(f"{promotion}: counted {promotion.uses}, {promotion.spent}; claimed {counted}")
    return found + [
        f"{coupon}: counted {coupon.uses}"
        for coupon in Coupon.objects.all()
        if coupon.uses != living.filter(coupon=coupon).count()
    ]


def money() -> list[str]:
    """A confirmed order has its money held once, an ended one none; nothing waits for ever."""
    found = []
    for order in Order.objects.all():
        payments = list(Payment.objects.filter(order_id=order.pk))
        held = sum(row.authorized_amount - row.voided_amount - row.refunded_amount for row in payments)
        if order.status == "pending_payment":
            found.append(f"order {order.number} still waits")
        elif order.status == "confirmed" and held != order.total_amount:
            found.append(f"order {order.number} is confirmed with {held} of {order.total_amount}")
        elif order.status == "canceled" and held:
            found.append(f"order {order.number} ended with {held} held")
    stuck = Cart.objects.filter(state=Cart.State.PLACING)
    return found + [f"{cart} is stuck" for cart in stuck]
