"""Take payouts in, match them to the ledger line by line, and resolve what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min

from storecrew.contexts.payments.errors import DifferenceNotFound, DifferenceResolved, ReasonMissing
from storecrew.contexts.payments.facts import PayoutImport, Statement
from storecrew.contexts.payments.models import Difference, PaymentEvent, Payout, PayoutLine
from storecrew.contexts.payments.operations import _ledger, _matching
from storecrew.contexts.payments.providers import enabled
from storecrew.contexts.payments.providers.statements import TellsPayouts
from storecrew.contexts.payments.queries.payouts import find_entry
from storecrew.contexts.payments.rules import matching
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say_many

ACTOR = system_actor("payments")
PERMISSION = "payments.write"
LOOK_BACK = dt.timedelta(days=35)
OPERATIONS = ("capture", "refund", "charge_back", "reinstate")
ALERT = "payments.differences"


def import_payouts(
    gateway: str, statements: Sequence[Statement], *, source: str, actor: Actor, at: dt.datetime
) -> PayoutImport:
    """Write payouts with their lines, each matched to the ledger, and return what came of it.

    A payout that is here already is left as it is, so that an import may be repeated. Lines that do not
    agree, and payouts whose lines do not add up to what arrived, become differences.

    :raises Denied: the actor may not move payments
    """
    actor.require(PERMISSION)
    new = agreed = differences = 0
    for statement in statements:
        with transaction.atomic():
            payout, is_new = Payout.objects.get_or_create(
                gateway=gateway,
                reference=statement.reference,
                defaults={
                    "currency": statement.currency,
                    "amount": statement.amount,
                    "arrived_on": statement.arrived_on,
                    "source": source,
                    "imported_at": at,
                    "imported_by": actor.label[:200],
                },
            )
            if not is_new:
                continue
            new += 1
            agreed += _write_lines(payout, statement, at)
            differences += _add_up(payout, statement, at)
            audit.record(
                actor=actor, action="payments.payout_imported", record="payments.payout",
                record_id=payout.pk, at=at,
                after={"reference": payout.reference, "lines": len(statement.lines)},
            )  # fmt: skip
            differences += payout.differences.filter(resolved_at=None).exclude(kind="total").count()
    return PayoutImport(new, len(statements) - new, agreed, differences)


def _write_lines(payout: Payout, statement: Statement, at: dt.datetime) -> int:
    """Write the lines of a payout; return how many agree."""
    agreed = 0
    for line in statement.lines:
        found = find_entry(payout.gateway, line)
        row = PayoutLine.objects.create(
            payout=payout,
            reference=line.reference[:120],
            kind=line.kind,
            amount=line.amount,
            fee=line.fee,
            original_amount=line.original_amount,
            original_currency=line.original_currency,
            named=line.named[:200],
            hint=line.hint[:200],
            state=found.state,
            event_id=found.entry.id if found.entry else None,
        )
        _matching.note(row, found, at=at)
        agreed += found.state == "matched"
    return agreed


def _add_up(payout: Payout, statement: Statement, at: dt.datetime) -> int:
    lines = sum(line.amount - line.fee for line in statement.lines)
    if lines == statement.amount:
        return 0
    Difference.objects.create(
        kind="total", gateway=payout.gateway, payout=payout, ours=lines, theirs=statement.amount,
        currency=payout.currency, opened_at=at,
    )  # fmt: skip
    return 1


def fetch_payouts(*, actor: Actor, at: dt.datetime) -> PayoutImport:
    """Ask each gateway that tells its payouts, and take in what is new.

    :raises Denied: the actor may not move payments
    """
    _ledger.outside_transaction()
    actor.require(PERMISSION)
    done = PayoutImport(0, 0, 0, 0)
    for provider in {each.code: each for each in enabled()}.values():
        if isinstance(provider, TellsPayouts):
            told = provider.payouts(since=(at - LOOK_BACK).date()) or []
            one = import_payouts(provider.code, told, source="api", actor=actor, at=at)
            done = PayoutImport(
                done.new + one.new,
                done.known + one.known,
                done.agreed + one.agreed,
                done.differences + one.differences,
            )
    return done


def compare_again(*, at: dt.datetime) -> None:
    """Match again what was unknown, name what is missing there, and alert about what stays open."""
    waiting = PayoutLine.objects.filter(state="unknown", difference__resolved_at=None).select_related(
        "payout"
    )
    for line in waiting.order_by("id")[:500]:
        found = find_entry(line.payout.gateway, line)
        if found.entry is not None and found.state == "matched":
            with transaction.atomic():
                PayoutLine.objects.filter(pk=line.pk, event=None).update(
                    state="matched", event_id=found.entry.id
                )
                _matching.note(line, found, at=at)
    _find_missing(at)
    _alert(at)


def _find_missing(at: dt.datetime) -> None:
    """Name entries that no payout has brought; only since the first one that any payout has."""
    for gateway in Payout.objects.order_by().values_list("gateway", flat=True).distinct():
        known = PayoutLine.objects.filter(payout__gateway=gateway).exclude(event=None)
        first = known.aggregate(at=Min("event__at"))["at"]
        if first is None:
            continue
        rows = PaymentEvent.objects.filter(
            payment__gateway=gateway, operation__in=OPERATIONS, kind="success", payout_line=None,
            at__gte=first, at__lte=at - matching.MISSING_AFTER,
        ).select_related("payment")  # fmt: skip
        for event in rows.exclude(pk__in=Difference.objects.exclude(event=None).values("event"))[:500]:
            Difference.objects.create(
                kind="missing", gateway=gateway, event=event, ours=event.amount, theirs=0,
                currency=event.currency or event.payment.currency, opened_at=at,
            )  # fmt: skip


def _alert(at: dt.datetime) -> None:
    """Tell those who lead while a difference is open for too long."""
    old = Difference.objects.filter(resolved_at=None, opened_at__lte=at - matching.TOO_OLD).count()
    if not old:
        work.resolve_finding(dedupe_key=ALERT, actor=ACTOR, at=at)
        return
    work.raise_finding(
        code=ALERT,
        title=say_many(
            "%(n)s difference between payouts and the ledger waits for a week",
            "%(n)s differences between payouts and the ledger wait for a week",
            old,
        ),
        owner_role="head_of_digital",
        dedupe_key=ALERT,
        url="/admin/payouts/differences/",
        actor=ACTOR,
        at=at,
    )


def resolve_difference(difference_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Say why a payout and the ledger differ, once; nothing of the ledger is changed.

    :raises Denied: the actor may not move payments
    :raises ReasonMissing: without a reason
    :raises DifferenceNotFound: there is no such difference
    :raises DifferenceResolved: it was resolved before
    """
    actor.require(PERMISSION)
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        rows = Difference.objects.filter(pk=difference_id)
        changed = rows.filter(resolved_at=None).update(
            resolved_at=at, resolved_by=actor.label[:200], reason=reason.strip()[:300]
        )
        if not changed:
            raise DifferenceResolved() if rows.exists() else DifferenceNotFound()
        audit.record(
            actor=actor, action="payments.difference_resolved", record="payments.difference",
            record_id=difference_id, at=at, reason=reason,
        )  # fmt: skip
