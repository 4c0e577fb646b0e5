"""The rate-sheet carrier. Nothing outside is asked, so nothing can be left unanswered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.providers import drawn, messages
from storecrew.contexts.shipping.providers.protocol import (
    NO_POINTS,
    Account,
    FoundLabel,
    LabelAnswer,
    LabelCall,
    ManifestAnswer,
    ManifestCall,
    PointsAnswer,
    PointsCall,
    RateAnswer,
    RateCall,
    TrackingAnswer,
    TrackingNotice,
    VoidAnswer,
)
from storecrew.contexts.shipping.providers.rate_sheet import tables
from storecrew.contexts.shipping.rules import labels
from storecrew.kernel import sequence

# GS1 keeps the prefixes 20 to 29 for numbers inside one company. A real one comes with the contract.
INTERNAL_PREFIX = "2000000"


class RateSheetCarrier:
    """See the module. Settings: ``gs1_prefix``, ``tracking_page`` with ``{number}``, ``timezone``."""

    kind = "rate_sheet"
    name = _("Contract with price tables")
    test_only = False
    polls = False
    manifests = True
    points = False
    secret_fields: tuple[str, ...] = (messages.SECRET,)
    setting_fields: tuple[str, ...] = ("gs1_prefix", "tracking_page", "timezone")

    def check(self, account: Account) -> VoidAnswer:
        """Say whether the GS1 prefix makes numbers."""
        try:
            labels.sscc(extension=0, company_prefix=_prefix(account), serial=0)
        except ValueError as error:
            return VoidAnswer("failure", "bad_prefix", str(error))
        return VoidAnswer("success")

    def rates(self, account: Account, call: RateCall) -> RateAnswer:
        """Read the tables."""
        return tables.quotes(account, call)

    def buy(self, account: Account, call: LabelCall) -> LabelAnswer:
        """Give every parcel an SSCC and draw the label."""
        answer = tables.quotes(
            account,
            RateCall(
                (call.service,), call.sender, call.recipient, call.parcels, call.value, call.insured, call.at
            ),
        )
        if answer.result != "success":
            return LabelAnswer("failure", code=answer.code, message=str(_REFUSALS[answer.code]))
        place = tables.zone(account.id, call.recipient.country, call.recipient.postal_code)
        try:
            numbers = _numbers(account, len(call.parcels))
        except ValueError as error:
            return LabelAnswer("failure", code="no_numbers", message=str(error))
        sheet = drawn.Sheet(
            carrier=account.name,
            service=call.service.name,
            zone=place.code if place else "",
            order_ref=call.order_ref,
            sender=call.sender,
            recipient=call.recipient,
            parcels=call.parcels,
            numbers=numbers,
            day=call.at.astimezone(_zone(account)).date(),
            marks=tuple(call.options.get("marks", ())),
        )
        return LabelAnswer(
            "success",
            reference=numbers[0],
            tracking_number=numbers[0],
            tracking_url=_page(account, numbers[0]),
            pdf=drawn.pdf(sheet),
            zpl=drawn.zpl(sheet),
            cost=answer.quotes[0].price,
            parcel_numbers=tuple(numbers),
        )

    def find(self, account: Account, call: LabelCall, *, reference: str) -> FoundLabel | None:
        """Nothing exists outside our own tables: what is not written there was not made."""
        return FoundLabel("not_found")

    def void(self, account: Account, *, key: str, reference: str, tracking_number: str) -> VoidAnswer:
        """A label of ours costs nothing until it is handed over."""
        return VoidAnswer("success")

    def find_points(self, account: Account, call: PointsCall) -> PointsAnswer:
        """A price table knows no points."""
        return NO_POINTS

    def manifest(self, account: Account, call: ManifestCall) -> ManifestAnswer:
        """Nobody to tell: the printed list goes along, under our own number."""
        return ManifestAnswer("success", reference=call.key)

    def track(
        self, account: Account, numbers: Sequence[str], *, at: dt.datetime
    ) -> tuple[TrackingAnswer, ...] | None:
        """Nobody to ask; such carriers tell us by message, or a person types it."""
        return ()

    def parse_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> tuple[TrackingNotice, ...]:
        """Read our own plain message."""
        return messages.parse(account, headers=headers, body=body, at=at)


_REFUSALS: dict[str, Any] = {
    "no_zone": _("The contract does not go to this destination."),
    "too_heavy": _("A parcel is heavier than the highest step of the contract's table."),
}


def _numbers(account: Account, count: int) -> list[str]:
    prefix = _prefix(account)
    found = []
    with transaction.atomic():
        for _each in range(count):
            serial = sequence.next_number(f"sscc:{prefix}")
            found.append(labels.sscc(extension=0, company_prefix=prefix, serial=serial))
    return found


def _prefix(account: Account) -> str:
    return str(account.settings.get("gs1_prefix") or INTERNAL_PREFIX)


def _zone(account: Account) -> ZoneInfo:
    return ZoneInfo(str(account.settings.get("timezone") or "UTC"))


def _page(account: Account, number: str) -> str:
    page = str(account.settings.get("tracking_page", ""))
    return page.replace("{number}", number) if page.startswith("https://") else ""
