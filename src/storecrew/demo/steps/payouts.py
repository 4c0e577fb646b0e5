"""Weekly payouts of the test bank, taken in from files, with differences that wait for a reason."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor

WEEKS = 4
LINES = 24
FEE_EACH = 35


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Take in one payout for each of the last weeks, oldest first."""
    for week in range(WEEKS, 0, -1):
        last = until - dt.timedelta(days=7 * (week - 1))
        lines = _lines(actor, since=last - dt.timedelta(days=7), until=last)
        if not lines:
            continue
        amount = sum(line.amount - line.fee for line in lines)
        name = f"SIM-{last:%G-W%V}"
        # In one week less arrives than the lines add up to.
        short = 1250 if week == 2 else 0
        statement = payments.Statement(name, "EUR", amount - short, last.date(), tuple(lines))
        with clock.frozen(last):
            payments.import_payouts("simulator", [statement], source="file", actor=actor, at=last)
    _resolve_oldest(actor, until)


def _lines(actor: Actor, *, since: dt.datetime, until: dt.datetime) -> list[payments.StatementLine]:
    """Return what the bank says of the week's orders; one amount is wrong, one line is a stranger."""
    rows = orders.visible_orders(actor).filter(
        placed_at__gte=since, placed_at__lt=until, currency="EUR", captured_amount__gt=0
    )
    lines: list[payments.StatementLine] = []
    for row in rows.order_by("placed_at")[:LINES]:
        for payment in payments.payments_of_order(row.pk):
            if payment.gateway == "simulator" and payment.captured:
                amount = payment.captured.amount - (len(lines) == 3) * 10
                name = f"{row.number}-{payment.id}"
                lines.append(
                    payments.StatementLine(name, "capture", amount, FEE_EACH, amount, "EUR", row.number)
                )
    if lines:
        lines.append(payments.StatementLine("reserve", "other", -5000, 0, 5000, "EUR", "Reserve"))
    return lines


def _resolve_oldest(actor: Actor, until: dt.datetime) -> None:
    for row in payments.visible_differences(actor).order_by("id")[:3]:
        payments.resolve_difference(row.pk, reason="Agreed with the bank on the phone", actor=actor, at=until)
