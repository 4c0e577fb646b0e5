"""Arithmetic and policy of orders; no database, no framework."""

from __future__ import annotations

from storecrew.contexts.orders.facts import OrderDraft


def what_is_wrong_with(draft: OrderDraft) -> str:
    """Return which sum of a draft does not hold, or "" when all do.

    The rules are those of ``OrderDraft``; every amount must also be zero or more.
    """
    amounts = [draft.subtotal_amount, draft.total_amount, draft.shipping_amount, draft.discount_amount]
    amounts += [draft.tax_amount, draft.shipping_tax_amount]
    for fee in draft.fees:
        amounts += [fee.amount, fee.net_amount, fee.tax_amount]
        if fee.net_amount + (fee.tax_amount if draft.tax_display == "gross" else 0) != fee.amount:
            return f"net and tax of {fee.kind}"
    for line in draft.lines:
        amounts += [line.unit_price_amount, line.discount_amount, line.total_amount]
        amounts += [line.net_amount, line.tax_amount]
        if line.quantity < 1:
            return f"the quantity of {line.sku}"
        if line.total_amount != line.unit_price_amount * line.quantity - line.discount_amount:
            return f"the total of {line.sku}"
        displayed = line.net_amount + (line.tax_amount if draft.tax_display == "gross" else 0)
        if displayed != line.total_amount:
            return f"net and tax of {line.sku}"
    if min(amounts) < 0:
        return "a negative amount"
    if wrong := _wrong_discount(draft):
        return wrong
    if sum(line.total_amount for line in draft.lines) != draft.subtotal_amount:
        return "the subtotal"
    tax = sum(line.tax_amount for line in draft.lines) + draft.shipping_tax_amount
    tax += sum(fee.tax_amount for fee in draft.fees)
    if tax != draft.tax_amount:
        return "the tax"
    if draft.tax_lines and sum(line.tax_amount for line in draft.tax_lines) != draft.tax_amount:
        return "the tax lines"
    total = draft.subtotal_amount + draft.shipping_amount - draft.discount_amount
    total += sum(fee.amount for fee in draft.fees)
    if draft.tax_display == "net":
        total += draft.tax_amount
    return "" if total == draft.total_amount else "the total"


def _wrong_discount(draft: OrderDraft) -> str:
    """Return the line whose discount is not the sum of its rows, where there are rows."""
    off = [0] * len(draft.lines)
    for discount in draft.discounts:
        if discount.amount <= 0:
            return "a discount that takes nothing off"
        if discount.line is not None:
            off[discount.line] += discount.amount
    for line, amount in zip(draft.lines, off, strict=True):
        if draft.discounts and line.discount_amount != amount:
            return f"the discount of {line.sku}"
    return ""


def payment_status(
    *, total: int, authorized: int, captured: int, refunded: int, voided: int = 0, failed: bool = False
) -> str:
    """Derive the payment status of an order from the sums of its payments (M20).

    Money that moved decides before money that was only held; ``failed`` counts when nothing was held.
    An order that costs nothing is paid.
    """
    if total == 0:
        return "paid"
    if captured > 0:
        if refunded >= captured:
            return "refunded"
        if refunded > 0:
            return "partially_refunded"
        return "paid" if captured >= total else "partially_paid"
    if authorized > voided:
        return "authorized"
    if voided > 0:
        return "voided"
    return "failed" if failed else "pending"


def fulfillment_status(*, ordered: int, fulfilled: int, canceled: int) -> str:
    """Derive the fulfillment status from the units of all lines."""
    if fulfilled == 0:
        return "unfulfilled"
    return "fulfilled" if fulfilled + canceled >= ordered else "partial"
