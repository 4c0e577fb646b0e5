"""Reads of the approvals context."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from storecrew.contexts.approvals import rules
from storecrew.contexts.approvals.errors import UnknownApproval
from storecrew.contexts.approvals.facts import ApprovalFacts, LimitFacts
from storecrew.contexts.approvals.models import Approval, HouseRule, Limit
from storecrew.contexts.approvals.providers import kinds
from storecrew.kernel.actor import Actor


def approval(approval_id: int, *, actor: Actor) -> ApprovalFacts:
    """Return one request that the actor may see; UnknownApproval."""
    row = visible(actor).filter(pk=approval_id).first()
    if row is None:
        raise UnknownApproval(approval=approval_id)
    return facts_of(row)


def visible(actor: Actor) -> QuerySet[Approval]:
    """Return what a person asked for, and what they may decide within their channels."""
    own = Q(requester_kind=actor.kind, requester_id=actor.id)
    mine = Q(permission__in=[key for key in permissions() if actor.can(key)])
    allowed = actor.scopes.get("channel")
    if allowed is not None:
        mine &= Q(channel__in=[*allowed, ""])
    return Approval.objects.filter(own | mine)


def waiting_for(actor: Actor) -> QuerySet[Approval]:
    """Return the open requests that this person can decide, oldest first."""
    rows = visible(actor).filter(state=Approval.State.PENDING)
    rows = rows.filter(permission__in=[key for key in permissions() if actor.can(key)])
    if not single_person():
        rows = rows.exclude(requester_kind=actor.kind, requester_id=actor.id)
    return rows.order_by("asked_at", "pk")


def permissions() -> list[str]:
    """Return the rights that decide about something."""
    return sorted({kind.permission for kind in kinds.kinds()})


def waiting_request(kind: str, key: str) -> int | None:
    """Return the id of the request that waits under a key; None when none does."""
    rows = Approval.objects.filter(kind=kind, key=key, state=Approval.State.PENDING)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def single_person() -> bool:
    """Say whether people may approve their own requests."""
    return HouseRule.objects.filter(single_person=True).exists()


def limits(
    name: str, *, roles: Iterable[str], channel: str = "", currency: str = ""
) -> list[tuple[str, int | None, bool]]:
    """Return (role, limit, whether a row says so) for each role; the default of the limit without a row."""
    rows = [
        rules.LimitRow(*values)
        for values in Limit.objects.filter(name=name).values_list("role", "channel", "currency", "value")
    ]
    known = kinds.limit_kind(name)
    default = known.default_in(currency) if known else None
    return [
        (role, row.value if row else default, row is not None)
        for role, row in rules.limits_of(rows, roles, channel, currency)
    ]


def widest_limit(name: str, *, roles: Iterable[str], channel: str = "", currency: str = "") -> int | None:
    """Return the most that one of somebody's roles may do alone; None for no limit."""
    found = [value for _role, value, _is_set in limits(name, roles=roles, channel=channel, currency=currency)]
    return None if None in found else max(value for value in found if value is not None)


def all_limits() -> list[LimitFacts]:
    """Return every stored limit."""
    fields = ("id", "name", "role", "channel", "currency", "value")
    return [LimitFacts(*values) for values in Limit.objects.values_list(*fields)]


def facts_of(row: Approval) -> ApprovalFacts:
    """Build the facts of a request, its title in the language of the reader."""
    return ApprovalFacts(
        id=row.pk,
        kind=row.kind,
        title=title_of(row),
        state=row.state,
        permission=row.permission,
        channel=row.channel,
        record=row.record,
        record_id=row.record_id,
        reason=row.reason,
        facts=row.facts,
        payload=row.payload,
        requester_id=row.requester_id,
        requester=row.requester_label,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        decided_by=row.decider_label,
        decided_at=row.decided_at,
        note=row.note,
        outcome=row.outcome,
    )


def title_of(row: Approval) -> str:
    """Return what a request is about, in the language of the reader."""
    return kinds.kind(row.kind).title(row.facts)
