"""Take a label back before the carrier has the parcel."""

from __future__ import annotations

import datetime as dt
import logging

from storecrew.contexts.shipping.errors import CarrierRefused, CarrierSilent, NotVoidable
from storecrew.contexts.shipping.facts import LabelFacts
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.operations import _labels
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import VoidAnswer
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.queries.accounts import opened
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.contexts.shipping.rules import labels as rules
from storecrew.kernel.actor import Actor

log = logging.getLogger(__name__)


def void_label(label_id: int, *, actor: Actor, at: dt.datetime, reason: str = "") -> LabelFacts:
    """Take a label back at the carrier; one that is voided already stays as it is.

    :raises Denied: the actor may not ship
    :raises UnknownLabel: there is no such label
    :raises NotVoidable: the carrier has the parcel, or the label was never made
    :raises CarrierRefused: the carrier said no; the label lives on
    :raises CarrierSilent: no answer; timed work finds out
    :raises RuntimeError: called inside a transaction
    """
    actor.require("fulfillment.write")
    outside_transaction()
    row = queries.load(label_id)
    if row.state == "voided":
        return queries.facts_of(row)
    claimed = Label.objects.filter(
        pk=label_id, state__in=("bought", "voiding"), picked_up_at=None, delivered_at=None
    ).update(state="voiding", check_at=at + rules.ASKING)
    if not claimed:
        raise NotVoidable(label=label_id)
    row = queries.load(label_id)
    answer = _ask(row)
    if answer.result == "success":
        _labels.settle_voided(row, actor=actor, at=at, reason=reason)
    elif answer.result == "failure":
        Label.objects.filter(pk=label_id, state="voiding").update(
            state="bought", code=answer.code[:64], message=answer.message[:500], check_at=None
        )
        raise CarrierRefused(answer.message or None, answer=answer.message, carrier_code=answer.code)
    else:
        raise CarrierSilent(label=label_id)
    return queries.label(label_id)


def _ask(row: Label) -> VoidAnswer:
    key = rules.carrier_key(row.key, row.attempt)
    try:
        return carrier(row.account.kind).void(
            opened(row.account), key=key, reference=row.reference, tracking_number=row.tracking_number
        )
    except Exception:
        log.exception("carrier %s broke while voiding label %s", row.account.code, row.pk)
        return VoidAnswer("unknown", "carrier_error")
