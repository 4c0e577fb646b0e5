"""Ready-made shipping methods, carriers and labels for tests of any context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.providers import messages
from storecrew.kernel import signatures
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)  # a Monday, 10:00 in Berlin
ACTOR = system_actor("tests")


def make_method(code: str = "standard", *rates: shipping.RateRow, **changes) -> str:
    """Make a method (4.90 EUR everywhere, 1 to 3 days, unless told) and return its code."""
    values = {"name": code.title(), "rates": rates or (shipping.RateRow(490, "EUR"),), "at": AT}
    shipping.save_method(code=code, actor=ACTOR, **(values | changes))
    return code


SENDER = AddressFacts("Warehouse", "Hafenstraße 1", "Hamburg", "20457", "DE", company="Hearth & Loom")
RECIPIENT = AddressFacts("김서연 Doe", "Unter den Linden 5", "Berlin", "10117", "DE", phone="+49301234")
PARCEL = shipping.ParcelSpec(weight_g=1_800, length_mm=300, width_mm=200, height_mm=120)


def make_simulator(code: str = "sim", *, services: int = 1, **settings: str) -> str:
    """Make a simulator contract with services ``<code>-1``, ``-2`` ... and return its code."""
    shipping.save_account(
        code=code,
        name=code.upper(),
        kind="simulator",
        currency="EUR",
        settings={"script": "normal", **settings},
        secret_values={"webhook_secret": "whisper"},
        actor=ACTOR,
        at=AT,
    )
    rows = [shipping.ServiceRow(f"{code}-{n}", f"Service {n}") for n in range(1, services + 1)]
    shipping.save_services(account=code, services=rows, actor=ACTOR, at=AT)
    return code


def simulate(code: str = "sim", **settings: str) -> None:
    """Change how a simulator behaves from now on."""
    shipping.save_account(
        code=code,
        name=code.upper(),
        kind="simulator",
        currency="EUR",
        settings={"script": "normal", **settings},
        actor=ACTOR,
        at=AT,
    )


def make_rate_sheet(code: str = "sheet") -> str:
    """Make a contract with tables for Germany, its islands and the neighbors, and return its code."""
    shipping.save_account(
        code=code,
        name="Nordpost",
        kind="rate_sheet",
        currency="EUR",
        settings={
            "gs1_prefix": "4012345",
            "tracking_page": "https://track.example/{number}",
            "timezone": "Europe/Berlin",
        },
        secret_values={"webhook_secret": "whisper"},
        actor=ACTOR,
        at=AT,
    )
    services = [
        shipping.ServiceRow(f"{code}-parcel", "Parcel", min_days=1, max_days=2),
        shipping.ServiceRow(f"{code}-express", "Express", min_days=1, max_days=1),
    ]
    shipping.save_services(account=code, services=services, actor=ACTOR, at=AT)
    parcel, express = f"{code}-parcel", f"{code}-express"
    zones = [
        shipping.ZoneRow("islands", (), ("DE:259", "DE:265"), 2, {parcel: ((31_500, 1_490),)}),
        shipping.ZoneRow(
            "1", ("DE",), rates={parcel: ((2_000, 410), (31_500, 780)), express: ((31_500, 1_290),)}
        ),
        shipping.ZoneRow("2", ("AT", "NL"), extra_days=1, rates={parcel: ((2_000, 990), (31_500, 1_650))}),
    ]
    shipping.save_zones(account=code, zones=zones, actor=ACTOR, at=AT)
    return code


def buy(key: str = "parcel/1", service: str = "sim-1", **changes) -> shipping.LabelFacts:
    """Buy a label for one parcel to Berlin."""
    values = {
        "order_ref": "SC-1001",
        "from_address": SENDER,
        "to_address": RECIPIENT,
        "parcels": [PARCEL],
        "actor": ACTOR,
        "at": AT,
    }
    return shipping.buy_label(key=key, service=service, **(values | changes))


def message(event_id: str, number: str, *moments: shipping.Moment) -> bytes:
    """Return the message that a carrier would send about a parcel."""
    return messages.write(event_id, {number: moments})


def hear(body: bytes, account: str = "sim", *, at: dt.datetime = AT, secret: str = "whisper"):
    """Let a carrier's signed message arrive."""
    headers = {"Storecrew-Signature": signatures.sign(body, secret=secret, at=at)}
    return shipping.handle_carrier_message(account, headers=headers, body=body, at=at)
