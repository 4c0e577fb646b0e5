"""How an order stands, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.account.proofs import proofs_of
from storecrew.surfaces.storefront.cart.view import address_lines

LATELY = dt.timedelta(days=60)
PAST_STOPPING = ("packed", "handed_over", "in_transit", "out_for_delivery", "delivered")


def order_view(order: orders.OrderFacts, locale: str) -> Any:
    """Return everything that the order page shows beside the order's own facts."""
    found = payments.payments_of_order(order.id)
    codes = inventory.places_of_codes()
    shipments = fulfillment.shipments_of_order(order.id)
    # Codes went by e-mail: they are no parcel.
    parcels = tuple(one for one in shipments if not set(one.locations) <= codes)
    waiting = order.status == "pending_payment"
    lines = fulfillment.timeline(order.id)
    arrived = {line.state for line in lines} == {"delivered"}
    headline, detail = (_("Your order has arrived"), "") if arrived else _words(order)
    return SimpleNamespace(
        first_name=str(order.shipping_address.get("name", "")),
        email=order.email,
        headline=headline,
        detail=detail,
        steps=()
        if order.status == "canceled"
        else _steps(order, shipments[0].shipped_at if shipments else None),
        pay_again=found[-1].redirect_url
        if waiting and found and found[-1].status == "action_required"
        else "",
        refresh=waiting and order.payment_status in ("pending", "partially_paid"),
        parcels=parcels,
        proofs=proofs_of(order.id) if parcels else (),
        where=_where(lines) if order.status == "confirmed" else (),
        notes=tuple({step.note: None for line in lines for step in line.steps if step.state == "incident"}),
        may_rate=fulfillment.may_rate(order.id),
        invite_url="",
        discounts=discounts(order),
        payment_words=_payment_words(order, found, locale),
        address_lines=address_lines(order.shipping_address, locale),
        can_cancel=can_cancel(order) and not any(line.state in PAST_STOPPING for line in lines),
        can_readdress=can_readdress(order, lines),
        address_doubtful=order.status == "confirmed" and shipping.address_hold(order.id) is not None,
    )


def discounts(order: orders.OrderFacts) -> tuple[Any, ...]:
    """Return what each promotion took off the goods, in its words of then."""
    if not order.saved:
        return ()
    sums: dict[str, Money] = {}
    for one in orders.discounts_of(order.id):
        if one.line_id is not None:
            sums[one.label] = sums.get(one.label, Money.zero(order.currency)) + one.amount
    return tuple(SimpleNamespace(label=label, amount=amount) for label, amount in sums.items())


def _where(lines: Sequence[fulfillment.LineTimeline]) -> tuple[Any, ...]:
    """Return where each line is, in the words that customer service and the warehouse read too."""
    return tuple(
        SimpleNamespace(title=f"{units} × {line.title}", words=words, at=line.at)
        for line in lines
        for _state, words, units in line.parts
    )


def can_cancel(order: orders.OrderFacts) -> bool:
    """Say whether the shopper may still cancel: nothing has left the warehouse."""
    sent = any(line.fulfilled_quantity for line in order.lines)
    return order.status in ("confirmed", "pending_payment") and not sent


def can_readdress(order: orders.OrderFacts, lines: Sequence[fulfillment.LineTimeline]) -> bool:
    """Say whether the order may still go elsewhere: no part of it is in a closed parcel."""
    open_ = order.status in ("confirmed", "pending_payment") and order.fulfillment_status == "unfulfilled"
    return open_ and not any(line.state in PAST_STOPPING for line in lines)


def _words(order: orders.OrderFacts) -> tuple[str, str]:
    if order.status == "canceled":
        return _("This order is canceled"), (
            _("Nothing will be sent, and nothing was charged.")
            if order.payment_status in ("failed", "voided")
            else _("Nothing will be sent. What you paid goes back the way it came.")
        )
    by_email = order.shipping_method_code == shipping.BY_EMAIL
    if order.status == "pending_payment" and order.payment_status == "paid":
        return _("Set aside for you"), _("It leaves as soon as what you send back is here.")
    if order.status == "pending_payment":
        return _("We are waiting for your payment"), (
            _("As soon as it arrives you get your codes by e-mail.")
            if by_email
            else _("As soon as it arrives we pack your order.")
        )
    if by_email and order.fulfillment_status != "fulfilled":
        return _("Your codes are on their way"), _("You get them by e-mail as soon as you have paid.")
    if order.fulfillment_status == "fulfilled":
        return _("Your order is on its way"), ""
    if order.fulfillment_status == "partial":
        return _("A part of your order is on its way"), _("The rest follows.")
    return _("We are packing your order"), _("You get a mail as soon as it leaves.")


def _steps(order: orders.OrderFacts, shipped_at: dt.datetime | None) -> tuple[Any, ...]:
    """Ordered, paid, packing, sent: what is done, and where we are now."""
    confirmed = order.status == "confirmed"
    paid = order.payment_status in ("authorized", "paid", "partially_refunded", "refunded")
    sent = order.fulfillment_status == "fulfilled"
    done = (True, paid or confirmed, sent, sent)
    names = (_("Ordered"), _("Paid") if paid or not confirmed else _("Confirmed"), _("Packed"), _("Sent"))
    when = (order.placed_at, order.confirmed_at, None, shipped_at if sent else None)
    now = next((number for number, ready in enumerate(done) if not ready), -1)
    if now == 2 and order.shipping_method_code == shipping.BY_EMAIL:
        now = 3
    packed = order.shipping_method_code != shipping.BY_EMAIL
    return tuple(
        SimpleNamespace(
            name=names[n],
            state="done" if done[n] else "now" if n == now else "",
            when=when[n] if done[n] else None,
        )
        for n in range(4)
        if packed or n != 2
    )


def _payment_words(order: orders.OrderFacts, found: Any, locale: str) -> str:
    if not found and not order.total:
        return _("Nothing to pay.")
    used = {one.gateway: str(payments.gateway_name(one.gateway)) for one in found if one.status != "failed"}
    gateway = ", ".join(used.values()) or (str(payments.gateway_name(found[-1].gateway)) if found else "")
    words = {
        "pending": _("Not paid yet (%(way)s)."),
        "partially_paid": _("Paid by %(way)s; a part is charged when we send your order.")
        if order.status == "confirmed"
        else _("Not paid yet (%(way)s)."),
        "authorized": _("Paid by %(way)s; it is charged when we send your order."),
        "paid": _("Paid by %(way)s."),
        "partially_refunded": _("Paid by %(way)s; a part was paid back."),
        "refunded": _("Paid back the way you paid (%(way)s)."),
        "failed": _("The payment did not work; nothing was charged."),
    }
    text = words.get(order.payment_status, "") % {"way": gateway}
    message = found[-1].message if found and order.status == "pending_payment" else ""
    return f"{text} {message}".strip()


def may_withdraw_soon(order: orders.OrderFacts) -> bool:
    """Say whether the list of orders leads to the withdrawal: its page says what is possible to the day."""
    return order.status != "canceled" and order.placed_at > clock.now() - LATELY


def summary(order: orders.OrderFacts, url: str, withdraw_url: str = "") -> Any:
    """Return one order for a list."""
    if order.status == "canceled":
        words, tone = _("Canceled"), ""
    elif order.status == "pending_payment":
        words, tone = _("Waiting for payment"), "warn"
    elif order.fulfillment_status == "fulfilled":
        words, tone = _("Sent"), "good"
    else:
        words, tone = _("Packing"), ""
    return SimpleNamespace(
        number=order.number,
        url=url,
        withdraw_url=withdraw_url if may_withdraw_soon(order) else "",
        total=order.total,
        placed_at=order.placed_at,
        item_count=order.item_count,
        words=words,
        tone=tone,
    )
