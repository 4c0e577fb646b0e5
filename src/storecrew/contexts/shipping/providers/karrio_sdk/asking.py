"""What we ask, in the SDK's types: addresses, parcels in kilograms and centimeters, amounts as decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import CustomsItem, ParcelSpec
from storecrew.contexts.shipping.providers.karrio_sdk.loading import models
from storecrew.contexts.shipping.providers.protocol import Account, LabelCall, RateCall
from storecrew.kernel.money import Money, exponent

SHORT_REGION = 3


def rate_request(account: Account, call: RateCall) -> Any:
    """Return the question for prices of all services of a call."""
    return models().RateRequest(
        shipper=address(call.sender),
        recipient=address(call.recipient),
        parcels=[parcel(each) for each in call.parcels],
        services=[service.carrier_code for service in call.services],
        options=_options(call),
    )


def shipment_request(account: Account, call: LabelCall) -> Any:
    """Return the order for a label."""
    payer = models().Payment(
        paid_by="sender",
        currency=call.value.currency,
        account_number=account.settings.get("account_number") or None,
    )
    return models().ShipmentRequest(
        service=call.service.carrier_code,
        shipper=address(call.sender),
        recipient=address(call.recipient),
        parcels=[parcel(each) for each in call.parcels],
        payment=payer,
        options=_options(call),
        customs=_customs(call, call.options.get("customs") or {}),
        reference=call.order_ref or call.key,
        order_id=call.order_ref,
        label_type="PDF",
    )


def address(one: AddressFacts) -> Any:
    """Return an address; a region is told only where it has a short code."""
    region = one.region if one.region.isascii() and len(one.region) <= SHORT_REGION else ""
    return models().Address(
        person_name=one.name or one.company,
        company_name=one.company or None,
        address_line1=one.street,
        address_line2=one.street2 or None,
        city=one.city,
        postal_code=one.postal_code or None,
        state_code=region or None,
        country_code=one.country,
        phone_number=one.phone or None,
        residential=not one.company,
    )


def parcel(one: ParcelSpec) -> Any:
    """Return a parcel in kilograms and centimeters; sides only when all were measured."""
    sides = (one.length_mm, one.width_mm, one.height_mm)
    names = ("length", "width", "height")
    measured = {name: side / 10 for name, side in zip(names, sides, strict=True)} if all(sides) else {}
    return models().Parcel(
        weight=one.weight_g / 1000,
        weight_unit="KG",
        dimension_unit="CM",
        packaging_type="your_packaging",
        reference_number=one.reference or None,
        **measured,
    )


def amount(money: Money) -> float:  # not money: the SDK's own number, at the border
    """Return an amount as the SDK wants it. Rounded to the currency, so that no digit is invented."""
    places = exponent(money.currency)
    return round(money.amount / 10**places, places)


def _options(call: RateCall | LabelCall) -> dict[str, Any]:
    options: dict[str, Any] = {"currency": call.value.currency, "shipment_date": call.at.date().isoformat()}
    if call.value.amount:
        options["declared_value"] = amount(call.value)
    if call.insured is not None:
        options["insurance"] = amount(call.insured)
    return options


def _customs(call: LabelCall, given: Mapping[str, Any]) -> Any:
    items = [item for each in call.parcels for item in each.items]
    if not given or not items:
        return None
    return models().Customs(
        commodities=[_commodity(item) for item in items],
        content_type="merchandise",
        incoterm=given.get("incoterm") or "DAP",
        invoice=given.get("invoice") or call.order_ref or call.key,
        invoice_date=call.at.date().isoformat(),
        signer=given.get("signer") or call.sender.name or call.sender.company,
        certify=True,
        commercial_invoice=True,
        duty=models().Duty(
            paid_by="sender" if given.get("incoterm") == "DDP" else "recipient",
            currency=call.value.currency,
            declared_value=amount(call.value),
        ),
        options={"eori_number": given["eori"]} if given.get("eori") else {},
    )


def _commodity(item: CustomsItem) -> Any:
    return models().Commodity(
        sku=item.sku or None,
        title=item.description[:35],
        description=item.description,
        quantity=item.quantity,
        hs_code=item.hs_code or None,
        origin_country=item.origin or None,
        weight=max(item.weight_g, 1) / 1000,
        weight_unit="KG",
        value_amount=amount(item.unit_value),
        value_currency=item.unit_value.currency,
    )


def codes_of(call: RateCall) -> dict[str, str]:
    """Return our service codes by the carrier's own."""
    return {service.carrier_code: service.code for service in call.services}


def numbers(found: Sequence[str]) -> Any:
    """Return the question where parcels are."""
    return models().TrackingRequest(tracking_numbers=list(found))
