"""What suppliers get: the order as a PDF, in their language, and word of a cancelation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing import queries
from storecrew.contexts.purchasing.models import PurchaseOrder, Quotation, QuotationRequest
from storecrew.kernel import mail, printing
from storecrew.kernel.mail import Attachment, attachment
from storecrew.kernel.money import Money

TEMPLATE = Path(__file__).parent / "paper" / "order.typ"


def queue_order(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Queue the mail with the order, once per order."""
    if not order.supplier.order_email:
        return
    with translation.override(order.supplier.locale):
        _queue(
            order,
            subject=_("Purchase order %(number)s") % {"number": order.number},
            text=_(
                "Good day,\n\nplease deliver what is listed in the attached order %(number)s by %(day)s and "
                "confirm it by answering to this mail.\n"
            )
            % {"number": order.number, "day": date_format(order.expected_on)},
            key=f"purchasing.sent:{order.pk}",
            at=at,
            attach=f"purchasing.order:{order.pk}",
        )


def queue_request(request: QuotationRequest, quotation: Quotation, *, at: dt.datetime) -> None:
    """Queue the mail that asks a supplier for a quotation, once per request and supplier."""
    supplier = quotation.supplier
    if not supplier.order_email:
        return
    with translation.override(supplier.locale):
        rows = "\n".join(f"- {line.sku}, {line.title}: {line.quantity}" for line in request.lines.all())
        text = _(
            "Good day,\n\nplease offer us the articles below by %(day)s: the price of one in %(currency)s, "
            "the smallest order, the lead time in days, and until when your offer is valid. Please name our "
            "number %(number)s.\n\n%(rows)s\n"
        )
        words = {
            "day": date_format(request.answer_by), "currency": quotation.currency, "number": request.number,
            "rows": rows,
        }  # fmt: skip
        body = text % words
        if request.note:
            body += f"\n{request.note}\n"
        mail.queue(
            to=supplier.order_email,
            subject=_("Request for quotation %(number)s") % {"number": request.number},
            text=body,
            locale=supplier.locale,
            dedupe_key=f"purchasing.request:{quotation.pk}",
            at=at,
            record="purchasing.quotation_request",
            record_id=request.pk,
        )


def queue_canceled(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Queue the mail that says that an order is canceled."""
    if not order.supplier.order_email:
        return
    with translation.override(order.supplier.locale):
        _queue(
            order,
            subject=_("Purchase order %(number)s is canceled") % {"number": order.number},
            text=_("Good day,\n\nplease do not deliver order %(number)s: it is canceled.\n")
            % {"number": order.number},
            key=f"purchasing.canceled:{order.pk}",
            at=at,
        )


@attachment("purchasing.order")
def order_pdf(order_id: str) -> Attachment:
    """Return the order as a PDF in the supplier's language."""
    order = PurchaseOrder.objects.select_related("supplier").get(pk=order_id)
    with translation.override(order.supplier.locale):
        data = _paper(order)
    return Attachment(f"{order.number}.pdf", printing.pdf(TEMPLATE, data), "application/pdf")


def _queue(
    order: PurchaseOrder, *, subject: str, text: str, key: str, at: dt.datetime, attach: str = ""
) -> None:
    mail.queue(
        to=order.supplier.order_email,
        subject=subject,
        text=text,
        locale=order.supplier.locale,
        dedupe_key=key,
        at=at,
        record="purchasing.order",
        record_id=order.pk,
        attach=attach,
    )


def _paper(order: PurchaseOrder) -> dict[str, Any]:
    locale = order.supplier.locale
    place = queries.place_of(order.location_id)
    channel = channels.facts(None)

    def amount(minor: int) -> str:
        return Money(minor, order.currency).format(locale)

    return {
        "words": {
            "title": _("Purchase order"), "to": _("To"), "deliver_to": _("Deliver to"),
            "expected": _("Expected"), "article": _("Article"), "code": _("Your code"),
            "quantity": _("Quantity"), "price": _("Price"), "sum": _("Sum"),
            "total": _("Total without tax"), "terms": _("Payment"),
        },
        "number": order.number,
        "bars": printing.bars_svg(printing.code128(order.number)),
        "buyer": channel.name,
        "supplier": order.supplier.name,
        "place": place.name,
        "expected": date_format(order.expected_on),
        "terms": _("%(days)d days after the invoice") % {"days": order.supplier.payment_days},
        "note": order.note,
        "lines": [
            {
                "sku": line.sku, "title": line.title, "code": line.supplier_sku, "quantity": line.quantity,
                "price": amount(line.unit_amount), "sum": amount(line.quantity * line.unit_amount),
            }
            for line in order.lines.all()
        ],
        "total": amount(order.total_amount),
    }  # fmt: skip
