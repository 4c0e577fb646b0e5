"""The invoice as PDF, in the order's language, out of what the order copied when it was placed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import queries
from storecrew.contexts.receivables.facts import InvoiceFacts, ItemFacts
from storecrew.contexts.receivables.mails import day_words
from storecrew.contexts.receivables.providers.gateway import CODE as GATEWAY
from storecrew.contexts.receivables.queries.due import today_of
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import printing
from storecrew.kernel.mail import Attachment, attachment
from storecrew.kernel.money import Money
from storecrew.kernel.numbers import rate

TEMPLATE = Path(__file__).parent / "paper" / "invoice.typ"
LEGAL = ("trade_name", "representative", "address", "phone", "email")


def invoice_pdf(item_id: int) -> Attachment:
    """Return an invoice with its name. Raises UnknownItem."""
    return _paper(queries.item(item_id))


def paper_of_order(order_id: int) -> Attachment | None:
    """Return the invoice of an order, on account or paid at once, with its name; None without one."""
    found = queries.item_of_order(order_id) or queries.invoice_of_order(order_id)
    return _paper(found) if found else None


def _paper(found: ItemFacts | InvoiceFacts) -> Attachment:
    order = orders.order(found.order_id)
    with translation.override(order.locale):
        content = printing.pdf(TEMPLATE, _data(found, order))
    return Attachment(f"{found.number}.pdf", content, "application/pdf")


@attachment("receivables.invoice")
def _for_mail(item_id: str) -> Attachment:
    return invoice_pdf(int(item_id))


def _data(found: ItemFacts | InvoiceFacts, order: orders.OrderFacts) -> dict[str, Any]:
    channel = channels.facts_by_id(order.channel_id)
    locale = order.locale

    def money(amount: Money) -> str:
        return amount.format(locale)

    issued = day_words(today_of(channel, found.issued_at), locale)
    item = found if isinstance(found, ItemFacts) else None
    due = day_words(item.due_on, locale) if item else ""
    address = order.billing_address or order.shipping_address
    facts = [
        [_("Invoice number"), found.number],
        [_("Date of the invoice"), issued],
        [_("Order"), order.number],
        [_("To be paid by"), due],
        [_("VAT number"), channel.legal.get("vat_number", "")],
        [_("Registration number"), channel.legal.get("registration_number", "")],
        [_("VAT number of the buyer"), address.get("vat_number", "")],
    ]
    return {
        "words": {
            "title": _("Invoice %(number)s") % {"number": found.number},
            "article": _("Article"), "units": _("Units"), "each": _("Each"), "sum": _("Total"),
            "pay": _("How to pay") if item else _("Paid"), "page": _("Page"),
            "pay_line": _("Please transfer %(amount)s by %(day)s and name the invoice number %(number)s.")
            % {"amount": money(item.amount), "day": due, "number": item.number}
            if item
            else _("This invoice is paid: %(ways)s.") % {"ways": _paid_with(order.id)},
        },
        "seller": [str(channel.legal.get(key, "")) for key in LEGAL if channel.legal.get(key)]
        or [channel.name],
        "buyer": _buyer(address, locale),
        "facts": [fact for fact in facts if str(fact[1]).strip()],
        "rows": [
            [
                " · ".join([line.sku, line.title, *map(str, line.options.values())]),
                str(line.quantity),
                money(line.unit_price),
                money(line.unit_price * line.quantity),
            ]
            for line in order.lines
        ],
        "sums": _sums(item, order, money),
        "pay_to": _pay_to(order.channel_id) if item else [],
    }  # fmt: skip


def _sums(item: ItemFacts | None, order: orders.OrderFacts, money: Any) -> list[list[str]]:
    rows = [[_("Subtotal"), money(order.goods)]]
    saved = order.goods - order.subtotal + order.discount
    if saved:
        rows.append([_("Discount"), money(-saved)])
    rows.append([_("Shipping"), money(order.shipping)])
    if order.fees:
        rows.append([_("Gift wrap"), money(order.fees)])
    rows += [
        [
            _("Tax %(rate)s, of %(net)s")
            % {"rate": rate(line.rate_ppm, order.locale), "net": money(line.net)},
            money(line.tax),
        ]
        for line in order.tax_lines
        if line.net or line.tax
    ]  # fmt: skip
    rows.append([_("Total"), money(order.total)])
    if item is None:
        return rows
    if item.amount != order.total:
        rows.append([_paid_with(order.id) or _("Paid otherwise"), money(item.amount - order.total)])
    rows.append([_("To be paid"), money(item.amount)])
    return rows


def _pay_to(channel_id: int) -> list[list[str]]:
    found = queries.pay_to(channel_id)
    if found is None:
        return []
    rows = [
        [_("Account holder"), found.holder], [_("IBAN or account number"), found.account],
        [_("BIC"), found.bic], [_("Bank"), found.bank],
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _buyer(address: Mapping[str, Any], locale: str) -> list[str]:
    """Return the lines of the buyer: an invoice is to the company, whoever ordered for it."""
    company = address.get("company", "")
    first = {"name": company, "company": address.get("name", "")} if company else {}
    return shipping.printed_address({**address, **first}, locale, phone=False)


def _paid_with(order_id: int) -> str:
    """Return with what a part of an order was paid at once: a voucher, credit, points."""
    found = payments.payments_of_order(order_id)
    ways = {one.gateway for one in found if one.gateway != GATEWAY and one.status != "failed"}
    return ", ".join(str(payments.gateway_name(code)) for code in sorted(ways))
