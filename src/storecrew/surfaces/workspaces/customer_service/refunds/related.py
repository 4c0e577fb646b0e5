"""What other pages say of refunds by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.surfaces.ui.backoffice.record import Action, Table
from storecrew.surfaces.ui.backoffice.words import reason_words
from storecrew.surfaces.workspaces.customer_service.refunds.words import state_of


def of_order(order: orders.OrderFacts) -> list[Table]:
    """The refunds of an order that people send, when there are any."""
    return [table_of(found)] if (found := payments.hand_refunds_of_order(order.id)) else []


def table_of(found: Iterable[payments.HandRefundFacts]) -> Table:
    """Return the table of refunds by hand, each row leading to its page."""
    found = list(found)
    rows = [
        (
            one.asked_at,
            one.amount,
            reason_words(one.reason),
            state_of(one.state),
            one.sent_on or "",
            one.reference,
        )
        for one in found
    ]
    headers = (
        _("Asked"),
        _("To pay back"),
        _("Reason"),
        _("State"),
        _("Sent on"),
        _("Bank reference"),
    )
    kinds = ("datetime", "money", "text", "status", "date", "text")
    urls = [reverse("refunds_record", args=[one.id]) for one in found]
    empty = _("No refund waits to be sent.")
    return Table(_("Refunds by hand"), headers, rows, empty=empty, kinds=kinds, row_urls=urls)


def actions(found: Iterable[payments.HandRefundFacts]) -> list[Action]:
    """Return one action for each refund that waits for somebody to send it."""
    return [
        Action(
            _("Send back %(amount)s") % {"amount": one.amount.format()},
            reverse("refunds_record", args=[one.id]),
            tone="strong",
        )
        for one in found
        if one.is_open
    ]
