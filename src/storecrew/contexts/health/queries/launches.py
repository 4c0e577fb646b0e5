"""Launches as they are now: each item's facts are read anew, so nothing that was signed can be old."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.health.errors import UnknownLaunch
from storecrew.contexts.health.facts import Fact, Item, ItemFacts, LaunchFacts
from storecrew.contexts.health.models import Launch, LaunchGrant, LaunchSignOff
from storecrew.contexts.health.providers import launch_facts as provider
from storecrew.contexts.health.rules import launch as rules


def launch(launch_id: int, *, at: dt.datetime) -> LaunchFacts:
    """Return a launch with its items. Raises UnknownLaunch."""
    row = Launch.objects.filter(pk=launch_id).first()
    if row is None:
        raise UnknownLaunch(launch=launch_id)
    return launch_facts(row, at=at)


def check_worked(channel_code: str, *, since: dt.datetime) -> bool:
    """Say whether the last check order of a launch under way was placed and taken back, since a moment."""
    row = Launch.objects.filter(channel_code=channel_code, state__in=("preparing", "live")).first()
    return bool(row and row.check_order and not row.check_problem and row.check_at and row.check_at >= since)


def launch_facts(row: Launch, *, at: dt.datetime) -> LaunchFacts:
    """Build the facts of a launch."""
    channel = channels.facts(row.channel_code)
    found = provider.facts(channel, at=at)
    signed = {each.item: each for each in LaunchSignOff.objects.filter(launch=row, withdrawn_at=None)}
    grants = {each.item: each for each in LaunchGrant.objects.filter(launch=row).order_by("expires_at")}
    return LaunchFacts(
        id=row.pk,
        name=row.name,
        channel_code=row.channel_code,
        channel_name=channel.name,
        is_public=channel.public,
        preview_key=channel.preview_key,
        state=row.state,
        created_at=row.created_at,
        created_by=row.created_by,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        reason=row.reason,
        canary_at=row.canary_at,
        canary_problem=row.canary_problem,
        check_at=row.check_at,
        check_order=row.check_order,
        check_problem=row.check_problem,
        items=tuple(
            _item(item, found.get(item.code, []), signed.get(item.code), grants.get(item.code), at)
            for item in rules.ITEMS
        ),
    )


def _item(
    item: Item, facts: list[Fact], signed: LaunchSignOff | None, grant: LaunchGrant | None, at: dt.datetime
) -> ItemFacts:
    seen = signed.seen if signed else None
    until = grant.expires_at if grant else None
    return ItemFacts(
        item=item,
        facts=tuple(facts),
        ready=rules.is_ready(facts, seen, until, at),
        signed_by=signed.signed_by if signed else "",
        signed_at=signed.signed_at if signed else None,
        evidence=signed.evidence if signed else "",
        changed=tuple(rules.changed(seen, facts)) if seen is not None else (),
        granted_by=grant.granted_by if grant else "",
        grant_reason=grant.reason if grant else "",
        granted_until=until,
    )
