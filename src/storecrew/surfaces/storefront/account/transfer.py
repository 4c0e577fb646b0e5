"""How an order is paid by bank transfer: to whom, how much, until when, and as a code for banking apps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from segno import helpers
from stdnum import iban
from stdnum.exceptions import ValidationError

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.money import Money

LONGEST_NAME = 70


def transfer(order: orders.OrderFacts) -> Any:
    """Return where and until when to transfer what, while an order waits for that; or None."""
    awaited = payments.awaited_transfer(order.id)
    if awaited is None:
        return None
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    pay_to = receivables.pay_to(order.channel_id)
    return SimpleNamespace(
        amount=awaited.amount,
        until=awaited.until.astimezone(zone).date(),
        pay_to=pay_to,
        code=epc_code(pay_to, awaited.amount, order.number) if pay_to else "",
    )


def epc_code(pay_to: receivables.PayToFacts, amount: Money, purpose: str) -> str:
    """Return a transfer as the picture that banking apps read (EPC069-12), as a data address.

    "" where there is no such thing: in other currencies than the euro, and for accounts without an IBAN.
    """
    if amount.currency != "EUR" or amount.amount <= 0:
        return ""
    try:
        account = iban.compact(iban.validate(pay_to.account))
        code = helpers.make_epc_qr(
            name=pay_to.holder[:LONGEST_NAME],
            iban=account,
            amount=amount.decimal,
            text=purpose,
            bic=pay_to.bic.replace(" ", "") or None,
        )
    except (ValidationError, ValueError):
        return ""
    return str(code.svg_data_uri(scale=4, border=4, light="#fff"))
