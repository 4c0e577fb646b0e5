"""Keep the days on which carriers rest, and let the promises of the shop follow at once."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.errors import InvalidRestDay, UnknownRestDay
from storecrew.contexts.shipping.models import RestDay, ShippingMethod
from storecrew.contexts.shipping.queries.accounts import account_row
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

RECORD = "shipping.rest_day"
KEPT = dt.timedelta(days=60)
"""How long days that are over stay in what methods look at: promises of old orders are still measured."""


def add_rest_day(*, day: dt.date, name: str, carrier: str = "", actor: Actor, at: dt.datetime) -> int:
    """Write that a carrier rests on a day, or everybody without ``carrier``, and return the row's id.

    :raises InvalidRestDay: no name, or the day is written already
    :raises UnknownAccount: there is no such carrier
    """
    actor.require("carriers.write")
    if not name.strip():
        raise InvalidRestDay(name=_("Write what day it is, such as “Easter Monday”."))
    account = account_row(carrier) if carrier else None
    try:
        with transaction.atomic():
            row = RestDay.objects.create(day=day, name=name.strip()[:100], account=account)
            _trail("rest_day_added", row, actor, at)
            refresh_rest_days(at=at)
    except IntegrityError:
        raise InvalidRestDay(day=_("This day is written already.")) from None
    return row.pk


def remove_rest_day(rest_day_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a day out again. UnknownRestDay."""
    actor.require("carriers.write")
    with transaction.atomic():
        row = RestDay.objects.filter(pk=rest_day_id).first()
        if row is None:
            raise UnknownRestDay(rest_day=rest_day_id)
        _trail("rest_day_removed", row, actor, at)
        row.delete()
        refresh_rest_days(at=at)


def refresh_rest_days(*, at: dt.datetime) -> int:
    """Write the rest days of each method's carrier into the method; return how many methods changed.

    So the shop promises by them without another question to the database: the days are the method's own.
    """
    rows = RestDay.objects.filter(day__gte=(at - KEPT).date())
    days = [(day.isoformat(), code, name) for day, code, name in
            rows.values_list("day", "account__code", "account__name")]  # fmt: skip
    changed = 0
    for method in ShippingMethod.objects.all():
        wanted = sorted({day for day, code, name in days if code is None or method.carrier in (code, name)})
        if wanted != method.rest_days:
            changed += ShippingMethod.objects.filter(pk=method.pk).update(rest_days=wanted)
    if changed:
        revisions.bump_on_commit("shipping")
    return changed


def _trail(what: str, row: RestDay, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor,
        action=f"shipping.{what}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        after={"day": row.day.isoformat(), "name": row.name},
    )
