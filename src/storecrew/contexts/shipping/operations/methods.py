"""Writes of shipping: methods with their rate tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.errors import InvalidMethod, MethodChanged, UnknownMethod
from storecrew.contexts.shipping.events import ShippingMethodsChanged
from storecrew.contexts.shipping.facts import RateRow
from storecrew.contexts.shipping.models import ShippingMethod, ShippingRate
from storecrew.contexts.shipping.operations.rest_days import refresh_rest_days
from storecrew.contexts.shipping.queries import points
from storecrew.contexts.shipping.rules import ways
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import exponent

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_RANGES = (
    ("min_weight_g", "max_weight_g"),
    ("min_value_amount", "max_value_amount"),
    ("min_items", "max_items"),
)
_TOLD = (
    "name", "channel_id", "active", "carrier", "min_days", "max_days", "handling_days", "working_days",
    "holidays", "position", "way", "keep_days",
)  # fmt: skip


def save_method(
    *,
    code: str,
    name: str,
    rates: Sequence[RateRow],
    actor: Actor,
    at: dt.datetime,
    channel_code: str = "",
    active: bool = True,
    carrier: str = "",
    min_days: int = 1,
    max_days: int = 3,
    handling_days: int = 0,
    cutoff: dt.time | None = None,
    working_days: Sequence[int] = (),
    holidays: Sequence[dt.date] = (),
    translations: Mapping[str, Mapping[str, str]] | None = None,
    position: int = 0,
    way: str = ways.HOME,
    keep_days: int = 7,
    expected_version: int | None = None,
) -> int:
    """Make the method ``code`` with its rates, or replace both, and return its id.

    The first rate that fits an order counts, so the order of ``rates`` matters. Without ``working_days``
    (ISO, 1 = Monday) parcels move from Monday to Friday. ``way`` is home, location (collected at ours, where
    goods wait ``keep_days``) or point (of the carrier, which has to tell of its points).
    ``expected_version`` is the version that the form showed.

    Raises InvalidMethod, MethodChanged, UnknownChannel.
    """
    actor.require("shipping.write")
    values: dict[str, Any] = {
        "name": name.strip(),
        "channel_id": channels.facts(channel_code).id if channel_code else None,
        "active": active,
        "kind": ShippingMethod.FLAT if len(rates) == 1 else ShippingMethod.TABLE,
        "carrier": carrier.strip(),
        "min_days": min_days,
        "max_days": max_days,
        "handling_days": handling_days,
        "cutoff": cutoff,
        "working_days": sorted(set(working_days)),
        "holidays": sorted({day.isoformat() for day in holidays}),
        "translations": {key: dict(value) for key, value in (translations or {}).items()},
        "position": position,
        "way": way,
        "keep_days": keep_days,
    }
    _check(code, values, rates)
    with transaction.atomic():
        stored = ShippingMethod.objects.filter(code=code).first()
        before = _kept(stored) if stored else None
        if stored is None:
            method = ShippingMethod.objects.create(code=code, **values)
        else:
            current = ShippingMethod.objects.filter(pk=stored.pk)
            if expected_version is not None:
                current = current.filter(version=expected_version)
            if not current.update(**values, version=F("version") + 1):
                raise MethodChanged(version=stored.version)
            method = ShippingMethod.objects.get(pk=stored.pk)
        refresh_rest_days(at=at)
        method.rates.all().delete()
        ShippingRate.objects.bulk_create(
            ShippingRate(method=method, position=index, **_columns(row)) for index, row in enumerate(rates)
        )
        _tell(method, "shipping.method_saved", actor, at, before=before, after=_kept(method))
    return method.pk


def set_method_active(*, code: str, active: bool, actor: Actor, at: dt.datetime) -> None:
    """Offer a method again or no longer; orders that chose it keep it. UnknownMethod."""
    actor.require("shipping.write")
    with transaction.atomic():
        stored = ShippingMethod.objects.filter(code=code).first()
        if stored is None:
            raise UnknownMethod(shipping_method=code)
        if stored.active == active:
            return
        ShippingMethod.objects.filter(pk=stored.pk).update(active=active, version=F("version") + 1)
        _tell(
            stored,
            "shipping.method_activated" if active else "shipping.method_deactivated",
            actor,
            at,
            before={"active": stored.active},
            after={"active": active},
        )


def _columns(row: RateRow) -> dict[str, Any]:
    values = asdict(row)
    return values | {"countries": list(row.countries), "excluded_postal": list(row.excluded_postal)}


def _check(code: str, values: dict[str, Any], rates: Sequence[RateRow]) -> None:
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = _("Use small letters, digits and hyphens.")
    if not values["name"]:
        problems["name"] = _("Give the method a name.")
    if values["min_days"] < 0 or values["max_days"] < values["min_days"] or values["max_days"] > 365:
        problems["max_days"] = _(
            "The longest time cannot be shorter than the shortest, or longer than a year."
        )
    if not 0 <= values["handling_days"] <= 365:
        problems["handling_days"] = _("Handling takes between 0 and 365 days.")
    problems |= _way_problems(values)
    if any(day not in range(1, 8) for day in values["working_days"]):
        problems["working_days"] = _("Working days are numbers from 1 (Monday) to 7 (Sunday).")
    if not rates:
        problems["rates"] = _("Add at least one rate.")
    for number, row in enumerate(rates, start=1):
        problem = _rate_problem(row)
        if problem:
            problems["rates"] = _("Rate %(number)s: %(problem)s") % {"number": number, "problem": problem}
            break
    if problems:
        raise InvalidMethod(**problems)


def _way_problems(values: dict[str, Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if values["way"] not in ways.WAYS:
        problems["way"] = _("Choose home, a location of ours, or points of the carrier.")
    if not 1 <= values["keep_days"] <= ways.LONGEST_KEPT:
        problems["keep_days"] = _("Goods wait between 1 and %(most)s days.") % {"most": ways.LONGEST_KEPT}
    if values["way"] == ways.LOCATION and values["carrier"]:
        problems["carrier"] = _("Nobody carries what is collected at our own location: leave it empty.")
    if values["way"] == ways.POINT and points.account_of(values["carrier"]) is None:
        problems["carrier"] = _(
            "Name an active carrier account that tells of its pick-up points: this one does not."
        )
    return problems


def _rate_problem(row: RateRow) -> str:
    try:
        exponent(row.currency)
    except DomainError as error:
        return str(error)
    if row.amount < 0 or (row.free_over_amount is not None and row.free_over_amount < 0):
        return _("An amount cannot be negative.")
    if any(not _COUNTRY.fullmatch(country) for country in row.countries):
        return _("Use country codes of two capital letters.")
    for low, high in _RANGES:
        least, below = getattr(row, low), getattr(row, high)
        if (least is not None and least < 0) or (below is not None and below <= (least or 0)):
            return _("The upper end of a range must lie above the lower one.")
    return ""


def _kept(method: ShippingMethod) -> dict[str, Any]:
    """Return what the trail keeps of a method: its form opens with it again."""
    names = [each.name for each in fields(RateRow)]
    rates = [{name: getattr(rate, name) for name in names} for rate in method.rates.all()]
    return {
        **{name: getattr(method, name) for name in _TOLD},
        "cutoff": method.cutoff.strftime("%H:%M") if method.cutoff else "",
        "rates": [{key: part for key, part in rate.items() if part not in (None, [])} for rate in rates],
    }


def _tell(
    method: ShippingMethod,
    action: str,
    actor: Actor,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="shipping.method",
        record_id=method.code,
        at=at,
        before=before,
        after=after,
    )
    outbox.publish(ShippingMethodsChanged(code=method.code))
    revisions.bump_on_commit("shipping")
