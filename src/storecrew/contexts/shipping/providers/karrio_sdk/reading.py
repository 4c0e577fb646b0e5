"""What carriers said, in our words: refusals, labels with their files, prices, and where parcels are."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.shipping.providers.karrio_sdk.wire import Record
from storecrew.contexts.shipping.providers.protocol import LabelAnswer, Quote, Result, TrackingAnswer
from storecrew.contexts.shipping.rules.tracking import Moment, clean
from storecrew.kernel.money import Money, exponent

# The SDK's own stumbles, as opposed to what a carrier says.
_FAULT = "SHIPPING_SDK_INTERNAL"
_ADDRESS_WORDS = ("address", "postal", "zip", "postcode", "city", "street", "destination")


def verdict(record: Record, messages: Sequence[Any]) -> tuple[Result, str, str]:
    """Return (result, our code, words for staff) of a call that brought nothing.

    "unknown" only when the carrier may have acted: a connection that was never made reached nobody.
    """
    if record.outcome == "lost":
        return "unknown", "timeout", ""
    said = [each for each in messages if str(each.level or "error") == "error"]
    if record.outcome == "unreachable" and record.status not in (401, 403):
        return "failure", "unreachable", _("The carrier could not be reached; nothing was ordered.")
    if record.status in (401, 403):
        return "failure", "not_authorized", _("The carrier refused the account or its keys.")
    if record.status == 429:
        return "failure", "busy", _("The carrier takes no more requests right now. Try again in a minute.")
    if not said or any(str(each.code).startswith(_FAULT) for each in said):
        # It answered and we cannot read it: what was asked for may well be done.
        return "unknown", "unreadable", ""
    words = "; ".join(dict.fromkeys(_words(each) for each in said))[:480]
    about_address = any(word in words.lower() for word in _ADDRESS_WORDS)
    return "failure", "bad_address" if about_address else "refused", words


def label(details: Any, *, currency: str, page: str) -> LabelAnswer:
    """Return a label that was made, with its files."""
    document = _bytes(details.docs.label)
    is_zpl = str(details.label_type or "PDF").upper().startswith("ZPL")
    rate = details.selected_rate
    cost = None
    if rate is not None and rate.total_charge:
        cost = money(rate.total_charge, rate.currency or currency)
    return LabelAnswer(
        "success",
        reference=str(details.shipment_identifier or details.tracking_number),
        tracking_number=str(details.tracking_number),
        tracking_url=page,
        pdf=b"" if is_zpl else document,
        zpl=document.decode("utf-8", "replace") if is_zpl else "",
        customs_pdf=_bytes(details.docs.invoice),
        cost=cost,
    )


def quotes(rates: Sequence[Any], codes: Mapping[str, str]) -> tuple[Quote, ...]:
    """Return the prices of services that we asked for; what else a carrier offers is left out."""
    return tuple(
        Quote(codes[rate.service], money(rate.total_charge, rate.currency), rate.transit_days)
        for rate in rates
        if rate.service in codes and rate.total_charge and rate.currency
    )


def money(charge: Any, currency: str) -> Money:
    """Return a charge in minor units, rounded half up as carriers print it."""
    places = exponent(currency)
    whole = (Decimal(str(charge)) * 10**places).quantize(Decimal(1), rounding="ROUND_HALF_UP")
    return Money(int(whole), currency)


def tracking(details: Sequence[Any]) -> tuple[TrackingAnswer, ...]:
    """Return where parcels are; times without an offset are taken as UTC."""
    return tuple(
        TrackingAnswer(
            str(each.tracking_number), tuple(_moment(event) for event in each.events if _time(event))
        )
        for each in details
    )


def _moment(event: Any) -> Moment:
    when = _time(event)
    assert when is not None
    # A code that the vocabulary does not know still means that the parcel moves.
    status = str(event.status or "in_transit")
    return clean(
        Moment(when, status, str(event.reason or ""), str(event.description or ""), str(event.location or ""))
    )


def _time(event: Any) -> dt.datetime | None:
    text = str(event.timestamp or "") or f"{event.date or ''}T00:00:00"
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _words(message: Any) -> str:
    text = str(message.message or "").strip()
    return f"{text} ({message.code})" if message.code else text


def _bytes(encoded: str | None) -> bytes:
    return base64.b64decode(encoded) if encoded else b""
