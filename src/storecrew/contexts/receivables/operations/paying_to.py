"""Where customers on account pay to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.receivables.facts import PayToFacts
from storecrew.contexts.receivables.models import PayTo
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_pay_to(channel_id: int, told: PayToFacts, *, actor: Actor, at: dt.datetime) -> None:
    """Set the bank account that invoices of a channel name. Raises Denied."""
    actor.require("receivables.grant")
    values = {
        "holder": told.holder.strip()[:140],
        "bank": told.bank.strip()[:140],
        "account": " ".join(told.account.split())[:40],
        "bic": told.bic.replace(" ", "")[:11],
    }
    with transaction.atomic():
        before = PayTo.objects.filter(channel_id=channel_id).values(*values).first()
        PayTo.objects.update_or_create(channel_id=channel_id, defaults=values)
        audit.record(
            actor=actor, action="receivables.pay_to_saved", record="channels.channel", record_id=channel_id,
            at=at, before=before, after=values,
        )  # fmt: skip
