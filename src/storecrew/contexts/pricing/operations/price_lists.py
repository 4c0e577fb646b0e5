"""Make, change and end price lists."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidPriceList, PastWindow, PriceListChanged, UnknownPriceList
from storecrew.contexts.pricing.models import Price, PriceList
from storecrew.contexts.pricing.operations.announce import announce
from storecrew.contexts.pricing.queries.lists import LISTS_TAG
from storecrew.contexts.pricing.rules.price_lists import TERMS, changes_public_terms, past_part, rewrites_past
from storecrew.contexts.pricing.rules.rounding import LARGEST_STEP, NEAREST, RoundingRule
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import exponent

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_AUDITED = (
    "name", "currency", "kind", "market_id", "channel_id", "priority", "segment", "company", "rounding_step",
    "rounding_ending", "rounding_direction",
)  # fmt: skip


def save_price_list(
    *,
    code: str,
    name: str,
    currency: str,
    actor: Actor,
    at: dt.datetime,
    kind: str = PriceList.BASE,
    market_code: str = "",
    channel_code: str = "",
    priority: int = 0,
    segment: str = "",
    company: str = "",
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    rounding_step: int = 0,
    rounding_ending: int = 0,
    rounding_direction: str = NEAREST,
    expected_version: int | None = None,
) -> int:
    """Make the list ``code`` or change it, and return its id.

    ``rounding_…`` is how prices of the list are rounded when many change (`rules.rounding`), in minor units.
    ``expected_version`` is the version that the form showed; leave it out to make a new list. The past of a
    window cannot be rewritten. Raises InvalidPriceList, PriceListChanged, PastWindow, UnknownMarket,
    UnknownChannel.
    """
    actor.require("pricing.write")
    values: dict[str, Any] = {
        "name": name.strip(),
        "currency": currency,
        "kind": kind,
        "market_id": _market_id(market_code),
        "channel_id": channels.facts(channel_code).id if channel_code else None,
        "priority": priority,
        "segment": segment.strip() if kind == PriceList.SEGMENT else "",
        "company": company.strip() if kind == PriceList.COMPANY else "",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "rounding_step": rounding_step,
        "rounding_ending": rounding_ending,
        "rounding_direction": rounding_direction,
    }
    _check(code, values)
    with transaction.atomic():
        stored = PriceList.objects.filter(code=code).first()
        saved = _create(code, values, at) if stored is None else _update(stored, values, at, expected_version)
        audit.record(
            actor=actor,
            action="pricing.list_created" if stored is None else "pricing.list_updated",
            record="pricing.price_list",
            record_id=code,
            at=at,
            before=_audit(stored) if stored else None,
            after=_audit(saved),
        )
        revisions.bump_on_commit(LISTS_TAG)
        announce(_variants(saved), saved)
    return saved.pk


def end_price_list(*, code: str, actor: Actor, at: dt.datetime) -> None:
    """End a list now; its prices stay for the history. UnknownPriceList; ending twice changes nothing."""
    actor.require("pricing.write")
    with transaction.atomic():
        stored = PriceList.objects.filter(code=code).first()
        if stored is None:
            raise UnknownPriceList(price_list=code)
        if stored.ends_at is not None and stored.ends_at <= at:
            return
        end = max(at, stored.starts_at) if stored.starts_at else at
        PriceList.objects.filter(pk=stored.pk).update(
            ends_at=end, version=F("version") + 1, announced_open=False
        )
        audit.record(
            actor=actor,
            action="pricing.list_ended",
            record="pricing.price_list",
            record_id=code,
            at=at,
            before={"ends_at": _text(stored.ends_at)},
            after={"ends_at": _text(end)},
        )
        revisions.bump_on_commit(LISTS_TAG)
        announce(_variants(stored), stored)


def open_and_close(*, at: dt.datetime) -> int:
    """Announce the lists whose window opened or closed since the last tick; return how many.

    Harmless to repeat: each turn of a list is claimed by one conditional update.
    """
    turned = 0
    windows = PriceList.objects.exclude(starts_at=None, ends_at=None)
    for found in windows:
        is_open = (found.starts_at is None or found.starts_at <= at) and (
            found.ends_at is None or at < found.ends_at
        )
        if is_open == found.announced_open:
            continue
        with transaction.atomic():
            claimed = PriceList.objects.filter(pk=found.pk, announced_open=not is_open)
            if claimed.update(announced_open=is_open):
                announce(_variants(found), found)
                turned += 1
    return turned


def _market_id(code: str) -> int | None:
    if not code:
        return None
    found = next((market for market in channels.all_markets() if market.code == code), None)
    if found is None:
        raise channels.UnknownMarket(market=code)
    return found.id


def _check(code: str, values: dict[str, Any]) -> None:
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = _("Use small letters, digits and hyphens.")
    if not values["name"]:
        problems["name"] = _("Give the list a name.")
    if values["kind"] not in dict(PriceList.KINDS):
        problems["kind"] = _("Choose base, sale, segment or company.")
    try:
        exponent(values["currency"])
    except DomainError as error:
        problems["currency"] = str(error)
    for kind in (PriceList.SEGMENT, PriceList.COMPANY):
        if values["kind"] == kind and not values[kind]:
            problems[kind] = _("Say for whom the list is.")
    start, end = values["starts_at"], values["ends_at"]
    if start is not None and end is not None and end <= start:
        problems["ends_at"] = _("The end must come after the start.")
    problems |= _rounding_problem(values)
    if problems:
        raise InvalidPriceList(**problems)


def _rounding_problem(values: dict[str, Any]) -> dict[str, str]:
    step, ending = values["rounding_step"], values["rounding_ending"]
    try:
        RoundingRule(step, ending, values["rounding_direction"])
    except ValueError:
        if 0 <= step <= LARGEST_STEP and not 0 <= ending < max(step, 1):
            return {"rounding_ending": _("An ending is smaller than its step, such as 0.99 of a step of 1.")}
        return {"rounding_step": _("A step is an amount such as 1 or 1000; leave it empty for no rounding.")}
    return {}


def _create(code: str, values: dict[str, Any], at: dt.datetime) -> PriceList:
    if values["starts_at"] is not None and values["starts_at"] < at:
        # A list that is made today did not apply yesterday, and the price history must not say that it did.
        values["starts_at"] = at
        if values["ends_at"] is not None and values["ends_at"] <= at:
            raise PastWindow()
    return PriceList.objects.create(code=code, created_at=at, announced_open=_open(values, at), **values)


def _update(
    stored: PriceList, values: dict[str, Any], at: dt.datetime, expected_version: int | None
) -> PriceList:
    if expected_version is None:
        raise InvalidPriceList(code=_("Another list has this code already."))
    if values["currency"] != stored.currency and stored.prices.exists():
        raise InvalidPriceList(
            currency=_("The currency of a list with prices cannot change; make a new list.")
        )
    window = (stored.starts_at, stored.ends_at)
    terms = {name: getattr(stored, name) for name in TERMS}
    has_past = past_part(window, at) is not None and stored.prices.exists()
    if has_past and rewrites_past(window, (values["starts_at"], values["ends_at"]), at=at):
        raise PastWindow()
    if has_past and changes_public_terms(terms, values):
        raise PastWindow(next_step=_("End this list and make a new one with the other terms."))
    updated = PriceList.objects.filter(pk=stored.pk, version=expected_version).update(
        **values, version=F("version") + 1, announced_open=_open(values, at)
    )
    if not updated:
        raise PriceListChanged(version=stored.version)
    return PriceList.objects.get(pk=stored.pk)


def _open(values: dict[str, Any], at: dt.datetime) -> bool:
    start, end = values["starts_at"], values["ends_at"]
    return (start is None or start <= at) and (end is None or at < end)


def _variants(target: PriceList) -> list[int]:
    return list(Price.objects.filter(price_list=target).values_list("variant_id", flat=True).distinct())


def _audit(row: PriceList) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _AUDITED},
        "starts_at": _text(row.starts_at),
        "ends_at": _text(row.ends_at),
    }


def _text(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
