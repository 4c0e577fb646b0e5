"""Paying partners what is due: never twice, never more than the ledger says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from storecrew.contexts.affiliates.errors import NothingToPay, PayoutRaced
from storecrew.contexts.affiliates.models import Commission, Entry, Partner, Payout
from storecrew.contexts.affiliates.queries.partners import balances, find
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def pay_out(partner_id: int, *, currency: str, actor: Actor, at: dt.datetime) -> Payout:
    """Book that a partner gets all that is due in a currency, and return it for the bank's file.

    Commissions that fell back after they were paid make what is due smaller. Of two payouts at one moment one
    is refused: the partner's number of payouts moves by one conditional statement before the sum is read.

    :raises NothingToPay: nothing is due
    :raises PayoutRaced: another payout was just made
    """
    actor.require("affiliates.pay")
    partner = find(partner_id)
    with transaction.atomic():
        taken = Partner.objects.filter(pk=partner_id, payouts_made=partner.payouts_made)
        if not taken.update(payouts_made=F("payouts_made") + 1):
            raise PayoutRaced()
        covered = list(
            Commission.objects.filter(
                partner_id=partner_id, currency=currency, state=Commission.State.DUE
            ).values_list("pk", flat=True)
        )
        due = next((each.due for each in balances(partner_id) if each.currency == currency), None)
        if due is None or due.amount <= 0:
            raise NothingToPay()
        payout = Payout.objects.create(
            partner_id=partner_id,
            number=partner.payouts_made + 1,
            currency=currency,
            amount=due.amount,
            made_at=at,
            made_by=actor.label[:200],
        )
        Entry.objects.create(
            partner_id=partner_id,
            payout=payout,
            kind=Entry.Kind.PAID,
            currency=currency,
            amount=-due.amount,
            at=at,
        )
        Commission.objects.filter(pk__in=covered, state=Commission.State.DUE).update(
            state=Commission.State.PAID
        )
        audit.record(
            actor=actor,
            action="affiliates.paid",
            record="affiliates.partner",
            record_id=partner_id,
            at=at,
            after={"amount": due.amount, "currency": currency, "reference": payout.reference},
        )
    return payout


def file_payouts(payout_ids: Collection[int], *, actor: Actor, at: dt.datetime) -> None:
    """Remember that a file for the bank has these payouts, so that the next one does not have them again."""
    actor.require("affiliates.pay")
    with transaction.atomic():
        rows = list(Payout.objects.filter(pk__in=list(payout_ids), filed_at=None))
        Payout.objects.filter(pk__in=[row.pk for row in rows], filed_at=None).update(filed_at=at)
        for row in rows:
            audit.record(
                actor=actor,
                action="affiliates.payout_filed",
                record="affiliates.partner",
                record_id=row.partner_id,
                at=at,
                after={"reference": row.reference},
            )
