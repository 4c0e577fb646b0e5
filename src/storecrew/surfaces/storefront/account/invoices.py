"""Invoices of whoever is signed in: what to pay, by when and where, and the paper of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel import clock
from storecrew.kernel.mail import Attachment
from storecrew.surfaces.storefront.account.access import customer_required
from storecrew.surfaces.storefront.account.views import answer
from storecrew.surfaces.storefront.shop import channel_of, shell


@customer_required
@require_safe
def invoices(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Show the invoices: open ones with what to pay, then the others."""
    channel, now = channel_of(request), clock.now()
    items = receivables.items_of_customer(customer.id)
    numbers = orders.numbers_of([one.order_id for one in items])
    today = receivables.today_of(channel, now)
    shown = [_shown(request, one, numbers.get(one.order_id, ""), one.days_late(today)) for one in items]
    context = {
        "open": [one for one in shown if one["is_open"]],
        "done": [*(one for one in shown if not one["is_open"]), *_paid(request, customer.id)],
        "pay_to": receivables.pay_to(channel.id),
        "credit": receivables.credit_of(customer.id, channel.currency, at=now),
    }
    return answer(request, "invoices", context)


def _shown(request: HttpRequest, item: receivables.ItemFacts, number: str, late: int) -> dict[str, Any]:
    return {
        "number": item.number,
        "order": number,
        "amount": item.amount,
        "owed": item.owed,
        "due": item.due_on,
        "late": late,
        "is_open": item.state == "open",
        "is_paid": item.state == "paid",
        "is_disputed": item.hold == "disputed",
        "url": shell(request).url("account_invoice", item.id),
    }


def _paid(request: HttpRequest, customer_id: int) -> list[dict[str, Any]]:
    """Return the invoices of orders that were paid at once, the newest first."""
    found = receivables.invoices_of_customer(customer_id)
    bought = {one.id: one for one in orders.orders_by_id([each.order_id for each in found])}
    return [
        {
            "number": one.number,
            "order": bought[one.order_id].number,
            "amount": bought[one.order_id].total,
            "is_open": False,
            "is_paid": True,
            "url": shell(request).url("order_invoice", bought[one.order_id].token),
        }
        for one in found
    ]


@customer_required
@require_safe
def invoice(request: HttpRequest, customer: customers.CustomerFacts, item_id: int) -> HttpResponse:
    """Hand out the paper of one's own invoice."""
    if item_id not in {one.id for one in receivables.items_of_customer(customer.id, limit=10_000)}:
        raise Http404
    return _handed_out(receivables.invoice_pdf(item_id))


@require_safe
def invoice_of_order(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the invoice of an order to whoever holds the order's link."""
    try:
        order = orders.order_by_token(token)
    except orders.OrderNotFound as error:
        raise Http404 from error
    paper = receivables.paper_of_order(order.id)
    if paper is None:
        raise Http404
    response = _handed_out(paper)
    response["Referrer-Policy"] = "same-origin"
    return response


def _handed_out(paper: Attachment) -> HttpResponse:
    response = HttpResponse(paper.content, content_type=paper.mimetype)
    response["Content-Disposition"] = f'inline; filename="{paper.filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
