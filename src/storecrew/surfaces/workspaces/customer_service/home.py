"""Customer service's home: money that has not come, mails that did not leave, refunds that hang."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.aftersales.models import Refund, RefundPart
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory.models import Allocation
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import HandRefund, Payment
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.actor import Actor
from storecrew.kernel.mail.models import ERASED, Mail
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted, link, many, midnight, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    HeaderFact,
    Look,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_header_fact,
    register_queue,
    register_tile,
)
from storecrew.surfaces.ui.backoffice.words import reason_words
from storecrew.surfaces.workspaces.customer_service.refunds.refund_list import WAITING, payee

FAILED_FOR = dt.timedelta(days=3)
DAY = dt.timedelta(days=1)
TO_SHIP = "f.status=confirmed&f.shipping=unfulfilled&f.shipping=partial&sort=placed"
LATE_INVOICES = "f.age=1-30&f.age=31-60&f.age=61-90&f.age=over_90&sort=due"
UNPAID = "f.status=pending_payment&f.payment.op=not&f.payment=paid&sort=placed"


def orders_to_ship(actor: Actor) -> QuerySet[Order]:
    """Return confirmed orders with units left to send, of the actor's channels and locations."""
    rows = orders.visible_orders(actor).filter(
        status="confirmed", fulfillment_status__in=["unfulfilled", "partial"]
    )
    places = actor.scopes.get("location")
    if places is None:
        return rows
    here = Allocation.objects.filter(order_id=OuterRef("pk"), state="allocated", location__code__in=places)
    return rows.filter(Exists(here))


def _item(order: Order, at: dt.datetime, *, late: dt.timedelta, detail: str) -> QueueItem:
    tone: Tone = "bad" if order.placed_at < at - late else "neutral"
    return QueueItem(order.number, link("orders_record", order.number), detail, order.placed_at, tone)


def _to_ship(look: Look) -> Queue:
    def item(order: Order) -> QueueItem:
        address = order.shipping_address
        where = " ".join(part for part in (address.get("country"), address.get("city")) if part)
        units = ngettext("%(n)s unit", "%(n)s units", order.item_count) % {"n": order.item_count}
        detail = " · ".join(part for part in (str(address.get("name", "")), where, units) if part)
        return _item(order, look.at, late=2 * DAY, detail=detail)

    return queue(
        _("Orders to ship"),
        orders_to_ship(look.actor).order_by("placed_at"),
        item,
        url=link("orders_list", query=TO_SHIP),
        empty=_("Everything has left. New orders appear here as soon as they are paid."),
    )


def _unpaid(look: Look) -> Queue:
    def item(order: Order) -> QueueItem:
        detail = f"{order.email} · {Money(order.total_amount, order.currency).format()}"
        return _item(order, look.at, late=3 * DAY, detail=detail)

    rows = orders.visible_orders(look.actor).filter(status="pending_payment").exclude(payment_status="paid")
    return queue(
        _("Waiting for payment"),
        rows.order_by("placed_at"),
        item,
        url=link("orders_list", query=UNPAID),
        empty=_("Nobody owes anything. Bank transfers that have not arrived wait here."),
    )


def _failed_payments(look: Look, since: dt.timedelta = FAILED_FOR) -> QuerySet[Payment]:
    """Return the payments that failed lately in the person's channels."""
    rows = Payment.objects.filter(status="failed", created_at__gte=look.at - since)
    return within(rows, look.actor, channel="order__channel__code")


def _failed(look: Look) -> Queue:
    """List payments that failed in the last three days, newest first."""

    def item(payment: Payment) -> QueueItem:
        money = Money(payment.amount, payment.currency).format()
        said = " · ".join(
            part
            for part in (money, str(payments.gateway_name(payment.gateway)), payment.message or payment.code)
            if part
        )
        return QueueItem(
            payment.order.number, link("orders_record", payment.order.number), said, payment.created_at
        )

    rows = _failed_payments(look).select_related("order").order_by("-created_at")
    return queue(
        _("Payments that failed"),
        rows,
        item,
        url=link("orders_list", query="f.payment=failed"),
        empty=_("No payment failed in the last three days."),
    )


def _mails(look: Look) -> Queue:
    def item(mail: Mail) -> QueueItem:
        words = mail.error.splitlines()[-1] if mail.error else ""
        detail = " · ".join(part for part in (mail.to, words) if part)
        return QueueItem(mail.subject, link("mails_record", mail.pk), detail, mail.queued_at, "bad")

    unsent = Mail.objects.filter(state=Mail.State.GIVEN_UP).exclude(to=ERASED)
    rows = unsent.defer("text", "html").order_by("-queued_at")
    return queue(
        _("Mails that did not leave"),
        rows,
        item,
        url=link("mails_list", query="f.state=given_up"),
        empty=_("Every mail has left."),
    )


def _refunds(look: Look) -> Queue:
    def item(refund: Refund) -> QueueItem:
        money = Money(refund.amount, refund.currency).format()
        number = refund.order.number
        partly = refund.status == Refund.Status.PARTLY
        why = _("a part was refused and is owed") if partly else reason_words(refund.reason)
        tone: Tone = "bad" if partly else "warning"
        return QueueItem(number, link("orders_record", number), f"{money} · {why}", refund.asked_at, tone)

    waiting = [Refund.Status.ASKED, Refund.Status.PENDING, Refund.Status.PARTLY]
    to_send = HandRefund.objects.filter(
        state__in=payments.HAND_REFUND_OPEN, payment=OuterRef("payment"), key=OuterRef("key")
    )
    # what waits for a person stands in the queue of those
    by_hand = RefundPart.objects.filter(Exists(to_send), refund=OuterRef("pk"))
    rows = Refund.objects.filter(~Exists(by_hand), status__in=waiting).select_related("order")
    return queue(
        _("Refunds on their way"),
        within(rows, look.actor, channel="order__channel__code").order_by("asked_at"),
        item,
        empty=_("Every refund has arrived."),
    )


def _refunds_by_hand(look: Look) -> Queue:
    """List the refunds that somebody has to send, oldest first."""

    def item(row: HandRefund) -> QueueItem:
        money = Money(row.amount, row.payment.currency).format()
        words = row.problem or row.reason
        tone: Tone = "bad" if row.asked_at < look.at - 3 * DAY else "warning"
        return QueueItem(
            row.payment.order.number,
            link("refunds_record", row.pk),
            " · ".join(part for part in (money, payee(row), words) if part),
            row.asked_at,
            tone,
        )

    rows = payments.refunds_by_hand(look.actor).filter(state__in=payments.HAND_REFUND_OPEN)
    return queue(
        _("Refunds to send by hand"),
        rows.order_by("asked_at"),
        item,
        url=link("refunds_list", query=WAITING),
        empty=_("No refund waits to be sent."),
    )


def _late_orders(look: Look) -> Queue:
    def item(order: Order) -> QueueItem:
        detail = (
            f"{order.shipping_address.get('name', '')} · {Money(order.total_amount, order.currency).format()}"
        )
        return _item(order, look.at, late=2 * DAY, detail=detail)

    return queue(
        _("Orders that are late"),
        orders_to_ship(look.actor).filter(placed_at__lt=look.at - 2 * DAY).order_by("placed_at"),
        item,
        url=link("orders_list", query=TO_SHIP),
        empty=_("No order waits for more than two days."),
    )


def _late(look: Look) -> Tile:
    late = counted(orders_to_ship(look.actor).filter(placed_at__lt=look.at - 2 * DAY))
    return Tile(
        _("Late orders"),
        many(late),
        _("wait for more than two days"),
        link("orders_list", query=TO_SHIP),
        count_tone(late, "bad"),
        _("Confirmed orders of which units are still to be shipped, placed more than 48 hours ago."),
    )


def _late_invoices(look: Look) -> Tile:
    """Count invoices on account that are open after their day."""
    count, owed = receivables.late_sums(look.actor, channels.house_day(look.at))
    return Tile(
        _("Late invoices"),
        many(count),
        " + ".join(money.format() for money in owed) or _("nobody is late"),
        link("open_items_list", query=LATE_INVOICES),
        count_tone(count, "bad"),
        _("Invoices on account that are still open after the day by which to pay, with what they owe."),
    )


def _orders_today(look: Look) -> HeaderFact | None:
    if not (look.actor.can("orders.read") or look.actor.can("reports.read")):
        return None
    rows = Order.objects.filter(placed_at__gte=midnight(look)).exclude(status="canceled")
    count = within(rows, look.actor, channel="channel__code").count()
    url = link("orders_list") if look.actor.can("orders.read") else ""
    return HeaderFact(ngettext("order today", "orders today", count), str(count), url)


def _failed_today(look: Look) -> HeaderFact:
    count = counted(_failed_payments(look, DAY))
    url = link("orders_list", query="f.payment=failed") if look.actor.can("orders.read") else ""
    return HeaderFact(_("failed payments in 24 hours"), many(count), url, "warning" if count else "neutral")


register_header_fact(_orders_today, order=10)
register_header_fact(_failed_today, permission="payments.read", order=30)
register_tile("customer_service", _late, permission="orders.read", order=30)
register_tile("customer_service", _late_invoices, permission="receivables.read", order=35)
register_queue("customer_service", _to_ship, permission="orders.read", order=20)
register_queue(("customer_service", "head_of_digital"), _unpaid, permission="payments.read", order=40)
register_queue("head_of_digital", _late_orders, permission="orders.read", order=10)
register_queue(("customer_service", "tester"), _failed, permission="payments.read", order=30)
register_queue("customer_service", _mails, permission="orders.read", order=50)
register_queue("customer_service", _refunds_by_hand, permission="payments.read", order=55)
register_queue("customer_service", _refunds, permission="orders.refund", order=60)
