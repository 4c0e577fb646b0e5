"""Where a carrier's parcels can be collected: asked through its contract, outside any transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from storecrew.contexts.shipping.errors import NoPickupPoints, PointsSilent, UnknownMethod
from storecrew.contexts.shipping.facts import PickupPoint
from storecrew.contexts.shipping.models import CarrierAccount, ShippingMethod
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import PointsAnswer, PointsCall
from storecrew.contexts.shipping.queries.accounts import opened
from storecrew.contexts.shipping.queries.addresses import printed_address
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.contexts.shipping.rules.ways import LOCATION, POINT
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor
from storecrew.kernel.hours import HourLine, lines

log = logging.getLogger(__name__)
LIMIT = "shipping.find_points"
ratelimit.define(LIMIT, ip="60/10m")


class PointWords(NamedTuple):
    """Where an order is collected, as pages and mails show it; ``hours`` are (days, times) in words."""

    name: str
    lines: tuple[str, ...]
    hours: tuple[HourLine, ...]
    phone: str
    carrier: str
    ours: bool
    locker: bool


def point_words(point: Mapping[str, Any], locale: str) -> PointWords | None:
    """Return the words for a point as orders and carts keep it; None where nothing is collected."""
    if not point:
        return None
    name = str(point.get("name", ""))
    address = {field: str(value or "") for field, value in dict(point.get("address") or {}).items()}
    bare = {**address, "name": "", "company": ""}
    return PointWords(
        name=name,
        lines=tuple(line for line in printed_address(bare, locale, phone=False) if line and line != name),
        hours=lines(point.get("hours") or (), locale),
        phone=address.get("phone", ""),
        carrier=str(point.get("carrier", "")),
        ours=point.get("kind") == LOCATION,
        locker=point.get("sort") == "locker",
    )


def account_of(name: str) -> CarrierAccount | None:
    """Return the active contract of a code or a name whose carrier tells of its points; None without one."""
    rows = CarrierAccount.objects.filter(active=True).order_by("position", "pk")
    named = [row for row in rows if name and name in (row.code, row.name)]
    return next((row for row in named if carrier(row.kind).points), None)


def find_points(
    method_code: str, *, country: str, postal_code: str = "", point: str = "", actor: Actor
) -> tuple[PickupPoint, ...]:
    """Return the points of a method's carrier near a post code, the nearest first, or the one asked for.

    Outside any transaction: a carrier is asked.

    :raises UnknownMethod: there is no such active method that goes to points
    :raises NoPickupPoints: its carrier cannot say where they are
    :raises PointsSilent: its carrier did not answer
    :raises Refused: somebody asks too often
    """
    outside_transaction()
    method = ShippingMethod.objects.filter(code=method_code, way=POINT, active=True).first()
    if method is None:
        raise UnknownMethod(shipping_method=method_code)
    account = account_of(method.carrier)
    if account is None:
        raise NoPickupPoints(carrier=method.carrier)
    ratelimit.hit(LIMIT, f"ip:{actor.ip}")
    call = PointsCall(country.strip().upper()[:2], postal_code.strip()[:20], point[:60])
    try:
        answer = carrier(account.kind).find_points(opened(account), call)
    except Exception:
        # A fault of the carrier's library: to a shopper it is silence.
        log.exception("carrier %s broke while saying where its points are", account.code)
        answer = PointsAnswer("unknown", code="carrier_error")
    if answer.result == "unknown":
        raise PointsSilent(carrier=account.name)
    if answer.result == "failure":
        raise NoPickupPoints(carrier=account.name, answer=answer.message)
    return tuple(replace(each, carrier=account.name) for each in answer.points)
