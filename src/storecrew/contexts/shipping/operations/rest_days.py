"""Keep the days on which carriers, locations and countries rest, and let the promises of the shop follow."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.errors import InvalidRestDay, UnknownRestDay
from storecrew.contexts.shipping.models import CarrierZone, RestDay, ShippingMethod
from storecrew.contexts.shipping.places import places_of
from storecrew.contexts.shipping.queries import rest_days as read
from storecrew.contexts.shipping.queries.accounts import account_row
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock, revisions
from storecrew.kernel.actor import Actor, system_actor

RECORD = "shipping.rest_day"
LOOKS = system_actor("shipping.calendar")


def add_rest_day(
    *,
    day: dt.date,
    name: str,
    carrier: str = "",
    location: str = "",
    country: str = "",
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Write that a carrier, a location or a country rests on a day (everybody without them); return its id.

    All teams see it on the shared calendar, and promises follow at once.

    :raises InvalidRestDay: no name, more than one who rests, or the day is written already
    :raises UnknownAccount: there is no such carrier
    """
    actor.require("carriers.write")
    country = country.strip().upper()
    _check(name, carrier, location, country)
    account = account_row(carrier) if carrier else None
    try:
        with transaction.atomic():
            row = RestDay.objects.create(
                day=day, name=name.strip()[:100], account=account, location=location, country=country
            )
            _trail("rest_day_added", row, actor, at)
            _show(row, at)
            follow_rest_days(at=at)
    except IntegrityError:
        raise InvalidRestDay(day=_("This day is written already.")) from None
    return row.pk


def remove_rest_day(rest_day_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a day out again. UnknownRestDay."""
    actor.require("carriers.write")
    with transaction.atomic():
        row = _row(rest_day_id)
        _trail("rest_day_removed", row, actor, at)
        work.take_off_calendar(record=RECORD, record_id=row.pk, actor=LOOKS, at=at)
        row.delete()
        follow_rest_days(at=at)


def move_rest_day(
    record_id: str, *, days: int, begins: dt.datetime | None = None, actor: Actor, at: dt.datetime
) -> None:
    """Move a day of rest by whole days from where the shared calendar has it, ``begins``.

    :raises UnknownRestDay: there is no such day
    :raises InvalidRestDay: the day it would move to is written already
    :raises work.DateMoved: it is on another day than its mover saw
    """
    actor.require("carriers.write")
    try:
        with transaction.atomic():
            row = _row(int(record_id))
            seen = _begins(row) if begins is None else begins
            work.must_begin(_begins(row), seen)
            before, row.day = row.day, row.day + days * dt.timedelta(days=1)
            if not RestDay.objects.filter(pk=row.pk, day=before).update(day=row.day):
                work.must_begin(_begins(_row(row.pk)), seen)
                raise UnknownRestDay(rest_day=row.pk)
            _trail("rest_day_moved", row, actor, at, before)
            _show(row, at)
            follow_rest_days(at=at)
    except IntegrityError:
        raise InvalidRestDay(day=_("This day is written already.")) from None


def refresh_rest_days(*, at: dt.datetime) -> int:
    """Write into each method on which days its carrier, its locations and countries rest, and which zones of
    its carrier take longer; return how many methods changed.

    So the shop promises by them without another question to the database: the days are the method's own.
    """
    rests = read.rests(since=(at - read.KEPT).date(), at=at)
    slow: dict[str, list[list[object]]] = {}
    for zone in CarrierZone.objects.select_related("account").order_by("account", "position", "pk"):
        for name in {zone.account.code, zone.account.name}:
            slow.setdefault(name, []).append([zone.countries, zone.postal_codes, zone.extra_days])
    closed: dict[int | None, list[list[str]]] = {}
    changed = 0
    for method in ShippingMethod.objects.all():
        if method.channel_id not in closed:
            closed[method.channel_id] = rests.closings(places_of(method.channel_id))
        zones = slow.get(method.carrier, [])
        wanted = {
            "rest_days": rests.moving(method.carrier),
            "closings": closed[method.channel_id],
            "country_days": rests.countries,
            "zones": zones if any(days for _countries, _codes, days in zones) else [],
        }
        if any(getattr(method, name) != value for name, value in wanted.items()):
            changed += ShippingMethod.objects.filter(pk=method.pk).update(**wanted)
    if changed:
        revisions.bump_on_commit("shipping")
    return changed


def follow_rest_days(*, at: dt.datetime) -> int:
    """Let all that promises by days of rest follow a change of them; return how many methods changed."""
    revisions.bump_on_commit(read.TAG)
    return refresh_rest_days(at=at)


def _row(rest_day_id: int) -> RestDay:
    row = RestDay.objects.filter(pk=rest_day_id).select_related("account").first()
    if row is None:
        raise UnknownRestDay(rest_day=rest_day_id)
    return row


def _check(name: str, carrier: str, location: str, country: str) -> None:
    if not name.strip():
        raise InvalidRestDay(name=_("Write what day it is, such as “Easter Monday”."))
    if sum(map(bool, (carrier, location, country))) > 1:
        raise InvalidRestDay(carrier=_("Choose one who rests, or nobody for everybody."))
    if location and location not in {place.code for place in places_of()}:
        raise InvalidRestDay(location=_("No parcels leave this location."))
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise InvalidRestDay(country=_("Use country codes of two capital letters."))


def _begins(row: RestDay, *, days: int = 0) -> dt.datetime:
    """Return when the day, or one so many days after it, begins where the calendar is read."""
    return clock.local_midnight(row.day + dt.timedelta(days=days), channels.house_zone())


def _show(row: RestDay, at: dt.datetime) -> None:
    """Put the day where all teams see it: a location's as a closure, which promotions are held against."""
    who = read.who_rests(row)
    work.put_on_calendar(
        kind="closure" if row.location else "holiday",
        title=f"{row.name} · {who}" if who else row.name,
        starts_at=_begins(row),
        ends_at=_begins(row, days=1) - dt.timedelta(seconds=1),
        owner_role="logistics_manager",
        record=RECORD,
        record_id=row.pk,
        url="/admin/rest-days/",
        touches=[f"location:{row.location}"] if row.location else [],
        actor=LOOKS,
        at=at,
    )


def _trail(what: str, row: RestDay, actor: Actor, at: dt.datetime, before: dt.date | None = None) -> None:
    audit.record(
        actor=actor,
        action=f"shipping.{what}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before={"day": before.isoformat()} if before else None,
        after={"day": row.day.isoformat(), "name": row.name},
    )
