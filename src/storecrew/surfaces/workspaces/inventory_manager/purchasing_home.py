"""What the homes show of purchasing: proposals, approvals, late deliveries, blocked payments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing.models import Proposal, PurchaseOrder, SupplierInvoice
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.parts import count_tone, link, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)

COMING = ("sent", "partly_received")


def _proposed(look: Look) -> Tile:
    rows = within(Proposal.objects.filter(state="open"), look.actor, location="location__code")
    count = rows.exclude(snoozed_until__gt=channels.house_day(look.at)).count()
    return Tile(
        _("To order"),
        str(count),
        _("articles below their reorder point"),
        link("purchasing_proposals", query="f.snoozed=0&sort=cover"),
        count_tone(count),
        _("Stock and what is on the way do not last until goods ordered now arrive."),
    )


def _item(row: Any) -> QueueItem:
    total = Money(row.total_amount, row.currency).format()
    detail = f"{row.supplier.name} · {total}"
    return QueueItem(row.number, link("purchasing_order", row.pk), detail, row.created_at)


def _orders(look: Look) -> Any:
    rows = PurchaseOrder.objects.select_related("supplier")
    return within(rows, look.actor, location="location__code")


def _waiting(look: Look) -> Queue:
    return queue(
        _("Purchase orders to approve"),
        _orders(look).filter(state="waiting").order_by("pk"),
        _item,
        url=link("purchasing_orders", query="f.state=waiting"),
        empty=_("No purchase order waits for approval."),
    )


def _late(look: Look) -> Queue:
    late = _orders(look).filter(state__in=COMING, expected_on__lt=channels.house_day(look.at))
    return queue(
        _("Deliveries that are late"),
        late.order_by("expected_on"),
        _item,
        url=link("purchasing_orders", query="f.state=sent&f.state=partly_received&sort=expected"),
        empty=_("No supplier is late."),
    )


def _blocked(look: Look) -> Queue:
    def item(row: SupplierInvoice) -> QueueItem:
        total = Money(row.total_amount, row.order.currency).format()
        detail = f"{row.supplier.name} · {total}"
        return QueueItem(
            row.number, link("purchasing_order", row.order_id), detail, row.recorded_at, tone="bad"
        )

    rows = (
        SupplierInvoice.objects.filter(state="blocked").select_related("supplier", "order").order_by("due_on")
    )
    return queue(
        _("Invoices that do not match"),
        within(rows, look.actor, location="order__location__code"),
        item,
        url=link("purchasing_orders"),
        empty=_("Every supplier's invoice agrees with order and receipt."),
    )


register_tile(("inventory_manager", "head_of_digital"), _proposed, permission="purchasing.read", order=25)
register_queue("head_of_digital", _waiting, permission="purchasing.approve", order=20)
register_queue("inventory_manager", _late, permission="purchasing.read", order=30)
register_queue(("inventory_manager", "head_of_digital"), _blocked, permission="purchasing.read", order=35)
