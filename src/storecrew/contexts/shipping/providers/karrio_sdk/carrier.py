"""The carriers behind the SDK. Nothing is raised for what a carrier may do; see ``protocol``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.errors import BadSignature, SdkMissing
from storecrew.contexts.shipping.providers.karrio_sdk import asking, reading
from storecrew.contexts.shipping.providers.karrio_sdk.loading import models, sdk
from storecrew.contexts.shipping.providers.karrio_sdk.wire import recording
from storecrew.contexts.shipping.providers.protocol import (
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

MOST_NUMBERS = 10
"""How many parcels are asked about at once; the smallest limit of the three."""


class KarrioCarrier:
    """One carrier of the SDK; ``kind`` is its name there."""

    test_only = False
    polls = True
    # The SDK has the question, but none of these three carriers answers it there.
    manifests = False
    # The SDK has no question for them: a label to a point would go to its street without the point's id.
    points = False

    def __init__(
        self, kind: str, name: str | Promise, *, secrets: tuple[str, ...], takes_back: bool = True
    ) -> None:
        self.kind = kind
        self.name = name
        self.secret_fields = secrets
        self.setting_fields: tuple[str, ...] = ("account_number", "account_country_code")
        self._takes_back = takes_back

    def check(self, account: Account) -> VoidAnswer:
        """Ask about a parcel that nobody knows: an answer of any kind proves the keys."""
        try:
            with recording() as record:
                found, messages = self._ask("Tracking.fetch", asking.numbers(["1234567890"]), account)
        except SdkMissing as error:
            return VoidAnswer("failure", error.code, str(error))
        result, code, words = reading.verdict(record, messages)
        if found or (record.outcome == "answered" and code in ("refused", "bad_address", "unreadable")):
            return VoidAnswer("success")
        return VoidAnswer(result, code, words)

    def rates(self, account: Account, call: RateCall) -> RateAnswer:
        """Ask for the prices of the services of the contract."""
        try:
            with recording() as record:
                found, messages = self._ask("Rating.fetch", asking.rate_request(account, call), account)
        except SdkMissing as error:
            return RateAnswer("failure", code=error.code, message=str(error))
        priced = reading.quotes(found or (), asking.codes_of(call))
        if priced:
            return RateAnswer("success", priced)
        if found:
            return RateAnswer("failure", code="not_offered", message="")
        result, code, words = reading.verdict(record, messages)
        # For a price nothing is at stake: who could not be reached is silent, and the table counts.
        silent = result == "unknown" or code in ("unreachable", "busy")
        return RateAnswer("unknown" if silent else "failure", code=code, message=words)

    def buy(self, account: Account, call: LabelCall) -> LabelAnswer:
        """Order a label."""
        try:
            with recording() as record:
                found, messages = self._ask(
                    "Shipment.create", asking.shipment_request(account, call), account
                )
        except SdkMissing as error:
            return LabelAnswer("failure", code=error.code, message=str(error))
        if found is not None and found.tracking_number:
            page = _gateway(self.kind, _settings(account)).settings.tracking_url
            return reading.label(found, currency=account.currency, page=page.format(found.tracking_number))
        result, code, words = reading.verdict(record, messages)
        return LabelAnswer(result, code=code, message=words)

    def find(self, account: Account, call: LabelCall, *, reference: str) -> FoundLabel | None:
        """None of these carriers can be asked by our key: a person asks them (see ``resolve_label``)."""
        return FoundLabel("cannot_tell")

    def void(self, account: Account, *, key: str, reference: str, tracking_number: str) -> VoidAnswer:
        """Take a label back."""
        if not self._takes_back:
            words = _("%(carrier)s bills no label whose parcel was never handed over; destroy the label.")
            return VoidAnswer("failure", "not_supported", words % {"carrier": self.name})
        try:
            request = models().ShipmentCancelRequest(shipment_identifier=reference or tracking_number)
            with recording() as record:
                found, messages = self._ask("Shipment.cancel", request, account)
        except SdkMissing as error:
            return VoidAnswer("failure", error.code, str(error))
        if found is not None and found.success:
            return VoidAnswer("success")
        return VoidAnswer(*reading.verdict(record, messages))

    def find_points(self, account: Account, call: PointsCall) -> PointsAnswer:
        """The SDK cannot ask these carriers where their points are."""
        words = _("%(carrier)s cannot be asked here where its pick-up points are.")
        return PointsAnswer("failure", code="not_supported", message=words % {"carrier": self.name})

    def manifest(self, account: Account, call: ManifestCall) -> ManifestAnswer:
        """These carriers take no list: their driver scans each parcel."""
        return ManifestAnswer("failure", code="not_supported")

    def track(
        self, account: Account, numbers: Sequence[str], *, at: dt.datetime
    ) -> tuple[TrackingAnswer, ...] | None:
        """Ask where parcels are, a few at a time."""
        answers: list[TrackingAnswer] = []
        for start in range(0, len(numbers), MOST_NUMBERS):
            try:
                request = asking.numbers(numbers[start : start + MOST_NUMBERS])
                with recording() as record:
                    found, _messages = self._ask("Tracking.fetch", request, account)
            except SdkMissing:
                return None
            # Carriers that are asked in threads leave no note here; what they brought counts.
            if not found and record.sent and record.outcome != "answered":
                return None
            answers += reading.tracking(found or ())
        return tuple(answers)

    def parse_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> tuple[TrackingNotice, ...]:
        """These carriers are asked; a message in their name is not theirs."""
        raise BadSignature()

    def _ask(self, what: str, request: Any, account: Account) -> tuple[Any, Sequence[Any]]:
        interface, _dot, verb = what.partition(".")
        ask = getattr(getattr(sdk(), interface), verb)(request)
        found, messages = ask.from_(_gateway(self.kind, _settings(account))).parse()
        return found, messages or ()


def _settings(account: Account) -> str:
    values = {**account.settings, **account.secrets, "test_mode": account.test_mode, "id": str(account.id)}
    return json.dumps({name: value for name, value in values.items() if value != ""}, sort_keys=True)


@lru_cache(maxsize=64)
def _gateway(kind: str, settings: str) -> Any:
    """Return the opened contract; kept, so that one token serves many calls. New keys open it anew."""
    values = json.loads(settings)
    values["carrier_id"] = f"{kind}-{hashlib.sha256(settings.encode()).hexdigest()[:8]}"
    return sdk().gateway[kind].create(values)


# Names of companies are the same in every language.
CARRIERS = (
    KarrioCarrier("dhl_express", "DHL Express", secrets=("site_id", "password"), takes_back=False),
    KarrioCarrier("ups", "UPS", secrets=("client_id", "client_secret")),
    KarrioCarrier(
        "fedex",
        "FedEx",
        secrets=("api_key", "secret_key", "track_api_key", "track_secret_key"),
    ),
)
