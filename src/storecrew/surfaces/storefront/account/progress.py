"""How an order stands, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.account.arrival import arrival
from storecrew.surfaces.storefront.account.presents import present_words
from storecrew.surfaces.storefront.account.proofs import proofs_of
from storecrew.surfaces.storefront.account.transfer import transfer
from storecrew.surfaces.storefront.cart.view import address_lines

HELD = ("paid", "authorized", "partially_paid")
LATELY = dt.timedelta(days=60)
# Of an order in a list.
NAMES, PICTURES = 2, 5
PAST_STOPPING = ("packed", "handed_over", "in_transit", "out_for_delivery", "delivered")


def order_view(order: orders.OrderFacts, locale: str) -> Any:
    """Return everything that the order page shows beside the order's own facts."""
    found = payments.payments_of_order(order.id)
    codes = inventory.places_of_codes()
    shipments = fulfillment.shipments_of_order(order.id)
    # Codes went by e-mail: they are no parcel.
    parcels = tuple(one for one in shipments if not set(one.locations) <= codes)
    waiting = order.status == "pending_payment"
    # Only an order that came of no cart can be one that is sent instead of another.
    to_pay = aftersales.exchange_to_pay(order.id) if waiting and order.cart_token is None else None
    to_transfer = transfer(order) if waiting else None
    lines = fulfillment.timeline(order.id)
    states = {line.state for line in lines}
    if states == {"delivered"}:
        headline, detail = (
            (_("You collected your order") if order.is_collected else _("Your order has arrived")),
            "",
        )
    elif states == {"ready_for_pickup"}:
        headline, detail = (
            _("Your order waits for you"),
            _("Show the code when you come.") if order.is_collected else "",
        )
    elif waiting and not to_pay and found and found[-1].status in ("requested", "unknown"):
        headline = _("Your payment is being checked")
        detail = _("The bank has not answered yet. You need not do anything: we ask again and write to you.")
    else:
        headline, detail = _words(order)
    presents, sent = present_words(order) if order.status == "confirmed" else ("", "")
    by_email = order.shipping_method_code == shipping.BY_EMAIL
    if presents and by_email:
        headline = presents
    return SimpleNamespace(
        first_name=str(order.shipping_address.get("name", "")),
        email=order.email,
        headline=headline,
        detail=sent or detail,
        arrives=arrival(order, locale),
        steps=()
        if order.status == "canceled"
        else _steps(order, shipments[0].shipped_at if shipments else None),
        pay_again=found[-1].redirect_url
        if waiting and found and found[-1].status == "action_required"
        else "",
        exchange_pay=bool(to_pay and to_pay.is_to_pay),
        refresh=waiting and order.payment_status in ("pending", "partially_paid"),
        parcels=parcels,
        proofs=proofs_of(order.id) if parcels else (),
        where=_where(lines) if order.status == "confirmed" and not by_email else (),
        in_parcel=not by_email,
        notes=tuple({step.note: None for line in lines for step in line.steps if step.state == "incident"}),
        may_rate=fulfillment.may_rate(order.id),
        invite_url="",
        discounts=discounts(order),
        payment_words=_payment_words(order, found, locale),
        invoice=_invoice(order, found),
        transfer=to_transfer,
        refund_words=_refund_words(order, locale) if order.captured else (),
        address_lines=address_lines(order.shipping_address, locale),
        point=shipping.point_words(order.pickup_point, locale),
        waits=_waits(order, locale),
        can_cancel=can_cancel(order) and not any(line.state in PAST_STOPPING for line in lines),
        can_readdress=not by_email and can_readdress(order, lines),
        address_doubtful=order.status == "confirmed" and shipping.address_hold(order.id) is not None,
    )


def _waits(order: orders.OrderFacts, locale: str) -> tuple[Any, ...]:
    """Return what waits at a place of ours for the customer, each with its code and its last day."""
    if not order.is_collected:
        return ()
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    return tuple(
        SimpleNamespace(
            code=one.code,
            place=one.location_name,
            until=one.keep_until.astimezone(zone).date(),
        )
        for one in fulfillment.collections_of_order(order.id)
        if one.state == "ready"
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
    """Say whether the order may still go elsewhere: none is in a closed parcel, and it is not collected."""
    if order.pickup_point:
        return False
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
    if order.status == "pending_payment" and order.cart_token is None and order.payment_status in HELD:
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
    if order.is_collected:
        return _("We are packing your order"), _("You get a mail as soon as you can collect it.")
    return _("We are packing your order"), _("You get a mail as soon as it leaves.")


def _steps(order: orders.OrderFacts, shipped_at: dt.datetime | None) -> tuple[Any, ...]:
    """Ordered, paid, packing, sent: what is done, and where we are now."""
    confirmed = order.status == "confirmed"
    paid = order.payment_status in ("paid", "partially_refunded", "refunded")
    sent = order.fulfillment_status == "fulfilled"
    done = (True, paid or confirmed or order.payment_status == "authorized", sent, sent)
    last = _("Collected") if order.is_collected else _("Sent")
    names = (_("Ordered"), _("Paid") if paid or not confirmed else _("Confirmed"), _("Packed"), last)
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
    used: dict[str, Money] = {}
    for one in found:
        if one.status != "failed":
            used[one.gateway] = used.get(one.gateway, Money.zero(order.currency)) + one.amount
    names = {code: str(payments.gateway_name(code)) for code in used}
    if len(used) > 1:
        names = {code: f"{names[code]} ({amount.format(locale)})" for code, amount in used.items()}
    gateway = ", ".join(names.values()) or (str(payments.gateway_name(found[-1].gateway)) if found else "")
    words = {
        "pending": _("Not paid yet (%(way)s)."),
        "partially_paid": _later_words(order, part=True)
        if order.status == "confirmed"
        else _("Not paid yet (%(way)s)."),
        "authorized": _later_words(order, part=False),
        "paid": _("Paid by %(way)s."),
        "partially_refunded": _("Paid by %(way)s; a part was paid back."),
        "refunded": _("Paid back the way you paid (%(way)s)."),
        "failed": _("The payment did not work; nothing was charged."),
    }
    return words.get(order.payment_status, "") % {"way": gateway}


def _later_words(order: orders.OrderFacts, *, part: bool) -> str:
    """Say when held money is taken: when the order leaves, or when it is handed to whoever comes for it."""
    if order.is_collected:
        if part:
            return _("Paid by %(way)s; a part is charged when you collect your order.")
        return _("Paid by %(way)s; it is charged when you collect your order.")
    if part:
        return _("Paid by %(way)s; a part is charged when we send your order.")
    return _("Paid by %(way)s; it is charged when we send your order.")


def _refund_words(order: orders.OrderFacts, locale: str) -> tuple[str, ...]:
    """Say how refunds stand that a person sends; what gateways send is in the sum that was paid back."""
    return tuple(
        _refund_sentence(one)
        % {"amount": one.amount.format(locale), "day": date_format(one.sent_on, "DATE_FORMAT")}
        if one.sent_on
        else _refund_sentence(one) % {"amount": one.amount.format(locale)}
        for one in payments.hand_refunds_of_order(order.id)
    )


def _refund_sentence(one: payments.HandRefundFacts) -> str:
    return {
        "waiting": _("We send you %(amount)s by hand; you get a mail on the day it leaves."),
        "asked": _("We could not send you %(amount)s yet: please answer our mail with your bank account."),
        "sent": _("We sent you %(amount)s on %(day)s."),
        "failed": _("We could not send you %(amount)s this way; we look for another."),
    }[one.state]


def _invoice(order: orders.OrderFacts, found: Sequence[payments.PaymentFacts]) -> Any:
    """Return the invoice of an order, on account with what is still to be paid, or None."""
    item = receivables.item_of_order(order.id) if any(one.on_account for one in found) else None
    if item is None:
        paid = receivables.invoice_of_order(order.id) if order.captured or order.refunded else None
        return SimpleNamespace(number=paid.number, owed=None) if paid else None
    today = receivables.today_of(channels.facts_by_id(order.channel_id), clock.now())
    return SimpleNamespace(
        number=item.number,
        owed=item.owed if item.state == "open" else None,
        due=item.due_on,
        late=item.days_late(today),
        pay_to=receivables.pay_to(order.channel_id) if item.state == "open" and item.owed else None,
    )


def may_withdraw_soon(order: orders.OrderFacts) -> bool:
    """Say whether the list of orders leads to the withdrawal: its page says what is possible to the day."""
    return order.status != "canceled" and order.placed_at > clock.now() - LATELY


def summary(
    order: orders.OrderFacts, url: str, withdraw_url: str = "", *, arrived: bool = False, arrives: str = ""
) -> Any:
    """Return one order for a list; ``arrived``: every parcel of it is there, or was collected.

    ``arrives`` says when it is to be there.
    """
    words, tone = _state(order, arrived)
    titles = tuple(dict.fromkeys(line.title for line in order.lines))
    pictures = tuple(dict.fromkeys(line.image_url for line in order.lines if line.image_url))
    return SimpleNamespace(
        number=order.number,
        url=url,
        withdraw_url=withdraw_url if may_withdraw_soon(order) else "",
        total=order.total,
        placed_at=order.placed_at,
        item_count=order.item_count,
        arrives=arrives,
        names=names(titles),
        pictures=pictures[:PICTURES],
        words=words,
        tone=tone,
    )


def _state(order: orders.OrderFacts, arrived: bool) -> tuple[str, str]:
    if order.status == "canceled":
        return _("Canceled"), ""
    if order.payment_status == "refunded":
        return _("Refunded"), ""
    if order.status == "pending_payment":
        if order.cart_token is None and order.payment_status in HELD:
            return _("Set aside for you"), ""
        return _("Waiting for payment"), "warn"
    if order.fulfillment_status == "fulfilled":
        if arrived:
            return (_("Collected") if order.is_collected else _("Delivered")), "good"
        return _("Sent"), "good"
    return (_("Partly sent") if order.fulfillment_status == "partial" else _("Packing")), ""


def names(titles: Sequence[str]) -> str:
    """Return what was ordered in a line: two names, and how many more there are."""
    named, more = ", ".join(titles[:NAMES]), len(titles) - NAMES
    if more < 1:
        return named
    return ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more) % {
        "names": named,
        "num": more,
    }
