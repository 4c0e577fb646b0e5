"""Find out about labels whose answer never came (FLT-11), by query or by a person."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.errors import InvalidLabel, NotVoidable
from storecrew.contexts.shipping.facts import LabelFacts
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.operations import _labels
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import FoundLabel, LabelAnswer
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.queries.accounts import opened
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.contexts.shipping.rules import labels as rules
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

log = logging.getLogger(__name__)
OPEN_OR_VOIDING = (*rules.OPEN, "voiding")


def reconcile_label(label_id: int, *, at: dt.datetime) -> LabelFacts:
    """Ask the carrier what became of a label whose answer is missing, and write it.

    A label the carrier has never heard of after two minutes is refused with the code ``not_received``. A
    carrier that cannot tell leaves it open; after an hour an alert asks a person to (see ``resolve_label``).

    :raises UnknownLabel: there is no such label
    :raises RuntimeError: called inside a transaction
    """
    outside_transaction()
    row = queries.load(label_id)
    if row.state not in OPEN_OR_VOIDING:
        return queries.facts_of(row)
    found = _ask(row)
    actor = system_actor("shipping.reconcile_label")
    if row.state == "voiding":
        _settle_voiding(row, found, actor, at)
    elif found is not None and found.state == "bought" and found.answer is not None:
        _labels.settle_bought(row, found.answer, actor=actor, at=at)
    elif found is not None and found.state == "voided":
        _labels.settle_voided(row, actor=actor, at=at)
    elif found is not None and found.state == "not_found" and at - row.requested_at >= rules.NEVER_ARRIVED:
        _labels.settle_refused(row, "not_received", "")
    _look_again(row.pk, at)
    return queries.label(label_id)


def resolve_label(
    label_id: int, *, tracking_number: str = "", reason: str, actor: Actor, at: dt.datetime
) -> LabelFacts:
    """Write what a person learned from the carrier: the number of a label that was made, or that none was.

    :raises NotVoidable: the answer is known by now
    """
    actor.require("fulfillment.write")
    row = queries.load(label_id)
    if row.state not in rules.OPEN:
        raise NotVoidable(label=label_id)
    if not reason.strip():
        raise InvalidLabel(reason=_("Say who told you."))
    number = tracking_number.strip()[:100]
    if number:
        answer = LabelAnswer("success", reference=number, tracking_number=number)
        return _labels.settle_bought(row, answer, actor=actor, at=at)
    _labels.settle_refused(row, "resolved_by_person", reason.strip())
    return queries.label(label_id)


def _ask(row: Label) -> FoundLabel | None:
    try:
        provider = carrier(row.account.kind)
        return provider.find(opened(row.account), _labels.call_of(row), reference=row.reference)
    except Exception:
        log.exception("carrier %s broke while asked about label %s", row.account.code, row.pk)
        return None


def _settle_voiding(row: Label, found: FoundLabel | None, actor: Actor, at: dt.datetime) -> None:
    if found is None:
        return
    if found.state in ("voided", "not_found"):
        _labels.settle_voided(row, actor=actor, at=at)
    elif found.state == "bought":
        # The carrier never heard that we want it back: the label lives.
        Label.objects.filter(pk=row.pk, state="voiding").update(
            state="bought", code="void_not_received", check_at=None
        )


def _look_again(label_id: int, at: dt.datetime) -> None:
    row = queries.load(label_id)
    if row.state not in OPEN_OR_VOIDING:
        return
    Label.objects.filter(pk=label_id, state=row.state).update(
        checks=F("checks") + 1, check_at=rules.next_check(at, row.checks)
    )
    if at - row.requested_at >= rules.PERSON_AFTER:
        work.raise_finding(
            code="shipping.label_unknown",
            title=say(
                "%(carrier)s does not say whether it made a label for %(order)s",
                carrier=row.account.name,
                order=row.order_ref or row.key,
            ),
            detail=say("Ask the carrier, then write down what it said on the label's page."),
            owner_role="logistics_manager",
            dedupe_key=f"shipping.label_unknown:{row.pk}:{row.attempt}",
            severity="warning",
            record="shipping.label",
            record_id=row.pk,
            actor=system_actor("shipping.reconcile_label"),
            at=at,
        )
