"""A launch: prepared, signed item by item, opened when all let it go, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.health.errors import (
    EvidenceNeeded,
    FactsAreRed,
    InvalidGrant,
    LaunchMoved,
    LaunchUnderWay,
    NoGo,
    NotYourSignature,
    UnknownLaunch,
)
from storecrew.contexts.health.events import LaunchOpened, LaunchRolledBack
from storecrew.contexts.health.facts import Item, ItemFacts, LaunchFacts
from storecrew.contexts.health.models import Launch, LaunchGrant, LaunchSignOff
from storecrew.contexts.health.queries import launches
from storecrew.contexts.health.rules import launch as rules
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

PERMISSION = "channels.write"
SIGN = "work.write"
RECORD = "health.launch"
GRANTER = "head_of_digital"


def create_launch(*, name: str, channel_code: str, close: bool, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """Begin to prepare a launch of a channel; with ``close`` the public waits before its door until then.

    Each owner of an item gets a task. Raises EvidenceNeeded without a name, UnknownChannel, LaunchUnderWay.
    """
    actor.require(PERMISSION)
    channels.facts(channel_code)
    if not name.strip():
        raise EvidenceNeeded
    try:
        with transaction.atomic():
            row = Launch.objects.create(
                name=name.strip()[:120],
                channel_code=channel_code,
                created_at=at,
                created_by=actor.label[:120],
            )
            if close:
                channels.set_public(code=channel_code, public=False, reason=row.name, actor=actor, at=at)
            _note(row, "health.launch_created", {"channel": channel_code, "closed": close}, actor, at)
            for item in rules.ITEMS:
                _ask(row, item, actor, at)
    except IntegrityError as error:
        raise LaunchUnderWay(channel=channel_code) from error
    return launches.launch_facts(row, at=at)


def sign_item(*, launch_id: int, item: str, evidence: str, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """Say that an item is right, as somebody of its role, with what was looked at.

    Raises UnknownLaunch, LaunchMoved, NotYourSignature, EvidenceNeeded, FactsAreRed.
    """
    actor.require(SIGN)
    with transaction.atomic():
        row = _preparing(launch_id)
        found = _item(launches.launch_facts(row, at=at), item)
        if not _holds(actor, found.item.role):
            raise NotYourSignature(role=found.item.role)
        _require_words(evidence)
        if not all(fact.ok for fact in found.facts):
            raise FactsAreRed(item=item)
        LaunchSignOff.objects.filter(launch=row, item=item, withdrawn_at=None).update(withdrawn_at=at)
        LaunchSignOff.objects.create(
            launch=row, item=item, evidence=evidence.strip()[:1000], seen=rules.seen_of(found.facts),
            signed_by=actor.label[:120], signed_at=at,
        )  # fmt: skip
        work.withdraw_task(dedupe_key=_key(row, item), reason=say("Signed"), actor=actor, at=at)
        work.resolve_finding(dedupe_key=_key(row, item), resolution="signed", actor=actor, at=at)
        _note(row, "health.item_signed", {"item": item, "evidence": evidence.strip()[:400]}, actor, at)
    return launches.launch(launch_id, at=at)


def withdraw_item(*, launch_id: int, item: str, reason: str, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """Take a signature back, as somebody of its role. Raises as `sign_item`."""
    actor.require(SIGN)
    with transaction.atomic():
        row = _preparing(launch_id)
        found = _item(launches.launch_facts(row, at=at), item)
        if not _holds(actor, found.item.role):
            raise NotYourSignature(role=found.item.role)
        _require_words(reason)
        if found.signed_at:
            _take_back(row, found.item, reason.strip(), actor, at)
    return launches.launch(launch_id, at=at)


def grant_item(
    *, launch_id: int, item: str, reason: str, expires_at: dt.datetime, actor: Actor, at: dt.datetime
) -> LaunchFacts:
    """Let a launch go without an item, as head of digital: with a reason, until a day within a month.

    Raises UnknownLaunch, LaunchMoved, NotYourSignature, EvidenceNeeded, InvalidGrant.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _preparing(launch_id)
        _item(launches.launch_facts(row, at=at), item)
        if not _holds(actor, GRANTER):
            raise NotYourSignature(role=GRANTER)
        _require_words(reason)
        if not at < expires_at <= at + rules.LONGEST_GRANT:
            raise InvalidGrant
        LaunchGrant.objects.create(
            launch=row, item=item, reason=reason.strip()[:400], granted_by=actor.label[:120], granted_at=at,
            expires_at=expires_at,
        )  # fmt: skip
        values = {"item": item, "until": expires_at.date().isoformat()}
        _note(row, "health.item_granted", values, actor, at, reason=reason)
    return launches.launch(launch_id, at=at)


def open_launch(*, launch_id: int, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """Go: open the channel to the public; a check order follows at once. Raises NoGo, LaunchMoved."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _preparing(launch_id)
        found = launches.launch_facts(row, at=at)
        if not found.go:
            raise NoGo(missing=[each.item.code for each in found.missing])
        row.state, row.opened_at, row.opened_by = Launch.State.LIVE, at, actor.label[:120]
        row.save()
        channels.set_public(code=row.channel_code, public=True, reason=row.name, actor=actor, at=at)
        granted = [each.item.code for each in found.items if each.granted_until and each.granted_until > at]
        _note(row, "health.launch_opened", {"granted": granted}, actor, at)
        outbox.publish(LaunchOpened(launch_id=row.pk))
    return launches.launch(launch_id, at=at)


def roll_back(*, launch_id: int, reason: str, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """Close the channel again; orders that were placed go on. Raises LaunchMoved, EvidenceNeeded."""
    actor.require(PERMISSION)
    _require_words(reason)
    with transaction.atomic():
        row = _locked(launch_id)
        if row.state != Launch.State.LIVE:
            raise LaunchMoved(state=row.state)
        _end(row, Launch.State.ROLLED_BACK, reason, actor, at)
        channels.set_public(code=row.channel_code, public=False, reason=reason, actor=actor, at=at)
        _note(row, "health.launch_rolled_back", {"state": row.state}, actor, at, reason=reason)
        outbox.publish(LaunchRolledBack(launch_id=row.pk, reason=reason[:200]))
    return launches.launch(launch_id, at=at)


def drop_launch(*, launch_id: int, reason: str, actor: Actor, at: dt.datetime) -> LaunchFacts:
    """End the preparation; the channel stays as it is, open or closed. Raises LaunchMoved, EvidenceNeeded."""
    actor.require(PERMISSION)
    _require_words(reason)
    with transaction.atomic():
        row = _preparing(launch_id)
        _end(row, Launch.State.DROPPED, reason, actor, at)
        for item in rules.ITEMS:
            work.withdraw_task(dedupe_key=_key(row, item.code), reason=say("Dropped"), actor=actor, at=at)
        _note(row, "health.launch_dropped", {"state": row.state}, actor, at, reason=reason)
    return launches.launch(launch_id, at=at)


def recheck_launches(*, actor: Actor, at: dt.datetime) -> int:
    """Take back signatures whose facts have changed, and tell their owners; return how many.

    Of what is live, it tells the head of digital when a grant ran out on an item that is still not right.
    """
    taken = 0
    for row in Launch.objects.filter(state=Launch.State.PREPARING):
        for found in launches.launch_facts(row, at=at).items:
            if found.changed:
                with transaction.atomic():
                    why = ", ".join(str(fact.title) for fact in found.changed)
                    _take_back(row, found.item, why, actor, at)
                taken += 1
    for row in Launch.objects.filter(state=Launch.State.LIVE).exclude(grants=None):
        for found in launches.launch_facts(row, at=at).items:
            if found.granted_until and found.granted_until <= at and not all(fact.ok for fact in found.facts):
                _tell_of_grant(row, found, actor, at)
    return taken


def _take_back(row: Launch, item: Item, why: str, actor: Actor, at: dt.datetime) -> None:
    LaunchSignOff.objects.filter(launch=row, item=item.code, withdrawn_at=None).update(withdrawn_at=at)
    work.raise_finding(
        code="launch_signature_gone",
        title=say("%(item)s of the launch %(launch)s is no longer signed", item=item.title, launch=row.name),
        detail=say("This changed since: %(why)s", why=why),
        owner_role=item.role,
        dedupe_key=_key(row, item.code),
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=actor,
        at=at,
    )
    _ask(row, item, actor, at)
    _note(row, "health.signature_taken_back", {"item": item.code}, actor, at, reason=why)


def _tell_of_grant(row: Launch, found: ItemFacts, actor: Actor, at: dt.datetime) -> None:
    work.raise_finding(
        code="launch_grant_over",
        title=say("The grant for %(item)s ran out", item=found.item.title),
        detail=say("%(launch)s is live, and this is still not right.", launch=row.name),
        owner_role=GRANTER,
        dedupe_key=f"launch_grant:{row.pk}:{found.item.code}",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=actor,
        at=at,
    )


def _ask(row: Launch, item: Item, actor: Actor, at: dt.datetime) -> None:
    work.open_task(
        code="launch_sign_off",
        title=say("Sign %(item)s for the launch %(launch)s", item=item.title, launch=row.name),
        detail=say("%(asks)s", asks=item.asks),
        owner_role=item.role,
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        dedupe_key=_key(row, item.code),
        actor=actor,
        at=at,
    )


def page_of(launch_id: int) -> str:
    """Return where a launch is looked at."""
    return f"/admin/launches/{launch_id}/"


def _key(row: Launch, item: str) -> str:
    return f"launch:{row.pk}:{item}"


def _end(row: Launch, state: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    row.state, row.ended_at, row.ended_by = state, at, actor.label[:120]
    row.reason = reason.strip()[:400]
    row.save()


def _holds(actor: Actor, role: str) -> bool:
    if actor.kind != "staff":
        return actor.kind == "system"
    return bool({role, people.OWNER} & {each.code for each in people.roles_of(int(actor.id))})


def _require_words(text: str) -> None:
    if len(text.strip()) < rules.SHORTEST_REASON:
        raise EvidenceNeeded


def _item(found: LaunchFacts, code: str) -> ItemFacts:
    for each in found.items:
        if each.item.code == code:
            return each
    raise UnknownLaunch(item=code)


def _locked(launch_id: int) -> Launch:
    row = Launch.objects.select_for_update().filter(pk=launch_id).first()
    if row is None:
        raise UnknownLaunch(launch=launch_id)
    return row


def _preparing(launch_id: int) -> Launch:
    row = _locked(launch_id)
    if row.state != Launch.State.PREPARING:
        raise LaunchMoved(state=row.state)
    return row


def _note(
    row: Launch, action: str, after: Mapping[str, object], actor: Actor, at: dt.datetime, reason: str = ""
) -> None:
    audit.record(
        actor=actor, action=action, record=RECORD, record_id=row.pk, at=at, after=dict(after), reason=reason
    )
