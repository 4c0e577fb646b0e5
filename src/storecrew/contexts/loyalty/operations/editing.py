"""The rules of the program and its tiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty.errors import InvalidProgram, NoProgram
from storecrew.contexts.loyalty.models import Program, Tier
from storecrew.contexts.loyalty.queries.members import PROGRAM_TAG
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor


def save_program(
    *,
    name: str,
    is_open: bool,
    earn_per: Mapping[str, int],
    worth: Mapping[str, int],
    return_days: int,
    expiry_days: int,
    least_units: int,
    rolling_days: int,
    shows_prices: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Set up the program or change its rules; what was earned before keeps its terms. Return its id.

    ``earn_per``: minor units per point, ``worth``: minor units one point pays, both by currency. With
    ``shows_prices`` guests see beside a price what members pay.

    :raises Denied: the actor may not
    :raises InvalidProgram: with details by field
    """
    actor.require("loyalty.write")
    problems = {}
    if not name.strip():
        problems["name"] = _("Give it a name.")
    if any(amount <= 0 for amount in [*earn_per.values(), *worth.values()]):
        problems["earn_per"] = _("Amounts are more than zero.")
    for code, minor in worth.items():
        if code in earn_per and minor > earn_per[code]:
            problems["worth"] = _("A point would pay more than is spent to earn it.")
    if problems:
        raise InvalidProgram(" ".join(str(text) for text in problems.values()), **problems)
    values = {
        "name": name.strip(),
        "open": is_open,
        "earn_per": dict(earn_per),
        "worth": dict(worth),
        "return_days": return_days,
        "expiry_days": expiry_days,
        "least_units": least_units,
        "rolling_days": rolling_days,
        "shows_prices": shows_prices,
    }
    with transaction.atomic():
        before = Program.objects.filter(code="main").first()
        row, _made = Program.objects.update_or_create(code="main", defaults={**values, "updated_at": at})
        Program.objects.filter(pk=row.pk).update(version=F("version") + 1)
        audit.record(
            actor=actor,
            action="loyalty.program_saved",
            record="loyalty.program",
            record_id=row.pk,
            at=at,
            before={name: getattr(before, name) for name in values} if before else {},
            after=values,
        )
        _renew()
    return row.pk


def _renew() -> None:
    """Renew what is kept of the program, and the pages that say what members pay."""
    tags = [f"channel:{channel.id}" for channel in channels.all_channels()]
    revisions.bump_on_commit(PROGRAM_TAG, *tags)


def save_tier(
    *,
    code: str,
    names: Mapping[str, str],
    benefits: Mapping[str, str],
    thresholds: Mapping[str, int],
    bonus_bp: int,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Add a tier or change the one with this code; tiers stand in the order of what they ask. Return its id.

    Members move when their spend is looked at next.

    :raises Denied: the actor may not
    :raises NoProgram: the program is not set up
    :raises InvalidProgram: no name, or amounts or a factor that make no sense
    """
    actor.require("loyalty.write")
    program = Program.objects.first()
    if program is None:
        raise NoProgram()
    if not names or any(amount <= 0 for amount in thresholds.values()) or not 10_000 <= bonus_bp <= 100_000:
        raise InvalidProgram(names=_("Give it a name, amounts above zero and a factor from 1 to 10."))
    values = {
        "names": dict(names),
        "benefits": dict(benefits),
        "thresholds": dict(thresholds),
        "bonus_bp": bonus_bp,
    }
    with transaction.atomic():
        row, _made = Tier.objects.update_or_create(program=program, code=code, defaults=values)
        ranked = sorted(
            program.tiers.all(), key=lambda tier: (min(tier.thresholds.values(), default=0), tier.pk)
        )
        for position, tier in enumerate(ranked):
            Tier.objects.filter(pk=tier.pk).update(position=position)
        audit.record(
            actor=actor,
            action="loyalty.tier_saved",
            record="loyalty.program",
            record_id=program.pk,
            at=at,
            after={"code": code, **values},
        )
        _renew()
    return row.pk
