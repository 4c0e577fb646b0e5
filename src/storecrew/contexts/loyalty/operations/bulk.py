"""Many vouchers at once for a company, from a file: who gets one, and when. Their codes leave once."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.errors import BatchMade, InvalidVoucher
from storecrew.contexts.loyalty.models import Voucher, VoucherBatch
from storecrew.contexts.loyalty.operations import issuing
from storecrew.contexts.loyalty.operations.coding import new_code
from storecrew.contexts.loyalty.queries.shops import morning, timezone_of
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

MOST = 2_000


class Recipient(NamedTuple):
    """Who gets a voucher: by mail on a day, or, without an address, by the file that comes back."""

    email: str = ""
    name: str = ""
    deliver_on: dt.date | None = None


def read_recipients(text: str) -> list[Recipient]:
    """Read rows of ``email, name, day``; the day as 2026-12-24, all but the address may be empty.

    :raises InvalidVoucher: with the numbers of the rows that cannot be read
    """
    found, wrong = [], []
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        parts = [cell.strip() for cell in cells] + ["", "", ""]
        if not any(parts) or (number == 1 and parts[0].lower() in ("email", "e-mail")):
            continue
        email = customers.normalize_email(parts[0]) if parts[0] else ""
        try:
            day = dt.date.fromisoformat(parts[2]) if parts[2] else None
        except ValueError:
            day, email = None, "" if parts[0] else "?"
            wrong.append(number)
            continue
        if parts[0] and not email:
            wrong.append(number)
            continue
        found.append(Recipient(email, parts[1][:120], day))
    if wrong:
        rows = ", ".join(map(str, wrong[:20]))
        raise InvalidVoucher(_("These rows cannot be read: %(rows)s.") % {"rows": rows}, rows=wrong[:20])
    return found


def make_batch(
    amount: Money,
    recipients: Iterable[Recipient],
    *,
    name: str,
    company: str = "",
    paid_by: str = "",
    message: str = "",
    locale: str = "en",
    years: int = issuing.YEARS,
    key: str = "",
    actor: Actor,
    at: dt.datetime,
) -> tuple[int, list[tuple[str, str]]]:
    """Make a voucher for each recipient; return the batch and (name, code) of those that no mail brings.

    Codes that are mailed are made when their mail leaves. With a key the same batch is not made twice.

    :raises Denied: the actor may not
    :raises BatchMade: there is one under this key; its codes are kept nowhere
    :raises InvalidVoucher: no name, no recipients or too many, or an amount that makes no voucher
    """
    actor.require("loyalty.write")
    issuing.check_amount(amount)
    wanted = list(recipients)
    if not name.strip() or not 0 < len(wanted) <= MOST:
        raise InvalidVoucher(_("A batch has a name and from 1 to %(most)s rows.") % {"most": MOST})
    timezone = timezone_of(None, amount.currency)
    codes: list[tuple[str, str]] = []
    with transaction.atomic():
        if key and VoucherBatch.objects.filter(key=key).exists():
            raise BatchMade()
        batch = VoucherBatch.objects.create(
            name=name.strip()[:120],
            company=company.strip()[:120],
            currency=amount.currency,
            amount=amount.amount,
            count=len(wanted),
            paid_by=paid_by.strip()[:200],
            created_at=at,
            created_by=actor.label[:200],
            key=key or None,
        )
        for place, who in enumerate(wanted):
            day = who.deliver_on
            later = morning(day, timezone) if day else at
            row = issuing.issue(
                amount,
                origin=Voucher.Origin.BULK,
                source="batch",
                source_id=f"{batch.pk}/{place}",
                years=years,
                timezone=timezone,
                batch=batch,
                recipient_email=who.email,
                recipient_name=who.name,
                sender=company.strip()[:120],
                message=message.strip()[:500],
                locale=locale,
                deliver_at=max(later, at) if who.email else None,
                delivered_at=None if who.email else at,
                reason=paid_by.strip(),
                actor=actor,
                at=at,
            )
            if not who.email:
                codes.append((who.name, new_code(row)))
        audit.record(
            actor=actor,
            action="loyalty.vouchers_made",
            record="loyalty.batch",
            record_id=batch.pk,
            at=at,
            after={"count": len(wanted), "amount": amount.amount, "currency": amount.currency},
            reason=paid_by.strip(),
        )
    return batch.pk, codes
