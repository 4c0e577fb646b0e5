"""The simulator carrier.

Settings: ``script`` is the life of its parcels (see ``lives``; "mixed" by default), ``failure`` what goes
wrong: "refused", "bad_address", "timeout" (it never heard of the call), "timeout_bought" (it made the label
and the answer was lost), "down" (also questions get no answer).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.models import SimulatedParcel
from storecrew.contexts.shipping.providers import drawn, messages
from storecrew.contexts.shipping.providers.protocol import (
    Account,
    FoundLabel,
    LabelAnswer,
    LabelCall,
    ManifestAnswer,
    ManifestCall,
    PointsAnswer,
    PointsCall,
    Quote,
    RateAnswer,
    RateCall,
    TrackingAnswer,
    TrackingNotice,
    VoidAnswer,
)
from storecrew.contexts.shipping.providers.simulator import lives, points_of
from storecrew.contexts.shipping.rules import labels
from storecrew.kernel.money import Money

_BASE, _PER_KG = 450, 60
FAILURES = ("refused", "bad_address", "timeout", "timeout_bought", "down")


class SimulatorCarrier:
    """See the module."""

    kind = "simulator"
    name = _("Simulator")
    test_only = True
    polls = True
    manifests = True
    points = True
    secret_fields: tuple[str, ...] = (messages.SECRET,)
    setting_fields: tuple[str, ...] = ("script", "failure")

    def check(self, account: Account) -> VoidAnswer:
        """Answer unless it is down."""
        return VoidAnswer("unknown", "timeout") if _failure(account) == "down" else VoidAnswer("success")

    def rates(self, account: Account, call: RateCall) -> RateAnswer:
        """Price by weight; the second and later services of the account cost half as much again."""
        if _failure(account) == "down":
            return RateAnswer("unknown", code="timeout")
        amount = _price(call)
        prices = (amount + amount // 2 * place for place in range(len(call.services)))
        quotes = tuple(
            Quote(service.code, Money(price, account.currency))
            for service, price in zip(call.services, prices, strict=False)
        )
        return RateAnswer("success", quotes)

    def buy(self, account: Account, call: LabelCall) -> LabelAnswer:
        """Make a label as the settings say."""
        failure = _failure(account)
        if failure == "refused":
            return LabelAnswer("failure", code="refused", message="The service is not offered there.")
        if failure == "bad_address":
            return LabelAnswer("failure", code="bad_address", message="The street was not found.")
        if failure in ("timeout", "down"):
            return LabelAnswer("unknown", code="timeout")
        point = str(call.options.get("pickup_point", ""))
        if point and not points_of.exists(point, call.recipient):
            return LabelAnswer("failure", code="unknown_point", message="The pick-up point is not known.")
        number = number_for(call.key)
        SimulatedParcel.objects.get_or_create(
            key=call.key,
            defaults={
                "tracking_number": number,
                "script": lives.choose(str(account.settings.get("script", "mixed")), number),
                "bought_at": call.at,
            },
        )
        if failure == "timeout_bought":
            return LabelAnswer("unknown", code="timeout")
        return _made(account, call, number)

    def find(self, account: Account, call: LabelCall, *, reference: str) -> FoundLabel | None:
        """Say what it remembers under our key."""
        if _failure(account) == "down":
            return None
        row = SimulatedParcel.objects.filter(key=call.key).first()
        if row is None:
            return FoundLabel("not_found")
        if row.voided:
            return FoundLabel("voided")
        return FoundLabel("bought", _made(account, call, row.tracking_number))

    def void(self, account: Account, *, key: str, reference: str, tracking_number: str) -> VoidAnswer:
        """Forget a parcel."""
        if _failure(account) in ("timeout", "down"):
            return VoidAnswer("unknown", "timeout")
        SimulatedParcel.objects.filter(tracking_number=tracking_number).update(voided=True)
        return VoidAnswer("success")

    def find_points(self, account: Account, call: PointsCall) -> PointsAnswer:
        """Tell of points that follow from the post code, so that the same ones are there tomorrow."""
        if _failure(account) in ("timeout", "down"):
            return PointsAnswer("unknown", code="timeout")
        return PointsAnswer("success", points_of.near(call, carrier=account.name))

    def manifest(self, account: Account, call: ManifestCall) -> ManifestAnswer:
        """Give the list a number that follows from its key; refuse parcels that it does not know."""
        if _failure(account) in ("timeout", "down"):
            return ManifestAnswer("unknown", code="timeout")
        known = SimulatedParcel.objects.filter(tracking_number__in=call.numbers, voided=False).count()
        if known < len(set(call.numbers)):
            return ManifestAnswer("failure", code="refused", message="A parcel of the list is not known.")
        return ManifestAnswer("success", reference=f"MAN-{number_for(call.key).removeprefix('SIM')}")

    def track(
        self, account: Account, numbers: Sequence[str], *, at: dt.datetime
    ) -> tuple[TrackingAnswer, ...] | None:
        """Tell the scripted lives of its parcels up to now."""
        if _failure(account) == "down":
            return None
        rows = SimulatedParcel.objects.filter(tracking_number__in=numbers, voided=False)
        return tuple(
            TrackingAnswer(row.tracking_number, lives.moments(row.script, row.bought_at, at)) for row in rows
        )

    def parse_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> tuple[TrackingNotice, ...]:
        """Read our own plain message."""
        return messages.parse(account, headers=headers, body=body, at=at)


def number_for(key: str) -> str:
    """Return the tracking number that follows from a key."""
    return f"SIM{int(hashlib.sha256(key.encode()).hexdigest()[:15], 16) % 10**12:012d}"


def _made(account: Account, call: LabelCall, number: str) -> LabelAnswer:
    numbers = [_parcel_number(number, place) for place in range(len(call.parcels))]
    sheet = drawn.Sheet(
        carrier=account.name,
        service=call.service.name,
        zone="TEST",
        order_ref=call.order_ref,
        sender=call.sender,
        recipient=call.recipient,
        parcels=call.parcels,
        numbers=numbers,
        day=call.at.date(),
        marks=tuple(call.options.get("marks", ())),
    )
    return LabelAnswer(
        "success",
        reference=number,
        tracking_number=number,
        pdf=drawn.pdf(sheet),
        zpl=drawn.zpl(sheet),
        cost=Money(_price(call), account.currency),
        parcel_numbers=tuple(numbers),
    )


def _price(call: LabelCall | RateCall) -> int:
    return sum(_BASE + _PER_KG * -(-parcel.weight_g // 1000) for parcel in call.parcels)


def _parcel_number(number: str, place: int) -> str:
    body = f"0{number.removeprefix('SIM')}{place:04d}"
    return body + str(labels.check_digit(body))


def _failure(account: Account) -> str:
    return str(account.settings.get("failure", ""))
