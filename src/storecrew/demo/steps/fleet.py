"""Vans of our own in Berlin: two weeks of trips that were driven, and today's, half planned."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from PIL import Image, ImageDraw

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.steps import organization, trade
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

ZONE = "Europe/Berlin"
HOME = fleet.Point(52_530_000, 13_386_000)
VANS = (
    ("lastenrad", "Cargo bike", "", 90, 300, 20, 0, 2_200),
    ("van-1", "Van 1", "B-SC 101", 900, 5_500, 60, 38, 3_100),
    ("van-2", "Van 2", "B-SC 102", 900, 5_500, 60, 38, 3_100),
)
DRIVERS = (("driver", "Nuri Aydin"), ("wanda", "Wanda Nowak"))
DAYS, A_DAY, TODAY = 10, 6, 14
MINUTE = dt.timedelta(minutes=1)
FRESH = dt.timedelta(days=3)


class Parcel(NamedTuple):
    """What a van brings, for an order or for a studio."""

    reference: str
    address: AddressFacts
    value: Money


def build(*, actor: Actor, at: dt.datetime, until: dt.datetime) -> None:
    """Set the fleet up, drive ten working days, and plan today."""
    today = clock.local_day(until, ZONE)
    days = _working_days(today)
    _contract(actor, at)
    _vehicles(actor, at, today)
    drivers = _drivers(actor, until, days, today)
    parcels = _Parcels(actor)
    ink = _signature()
    for number, day in enumerate(days):
        morning = _morning(day)
        with clock.frozen(morning):
            _labels(parcels.of(morning, A_DAY), actor, morning)
            fleet.plan_now(day=day, depots=["berlin"], seconds=1, planner=_Quick(), actor=actor, at=morning)
            for trip in fleet.trips_of(day, ["berlin"]):
                fleet.publish_trip(trip.id, actor=actor, at=morning)
        # One transaction: each of a hundred entries would wait for the disk by itself.
        with transaction.atomic():
            for trip in fleet.trips_of(day, ["berlin"]):
                _drive(trip, drivers[trip.driver], number, ink)
    _plan_today(parcels.of(_morning(today), TODAY), today, actor, until)
    fleet.remind_of_checks(at=until)


class _Quick:
    """The real planner with less time than anybody can ask for: a demo should be there soon."""

    def plan(self, problem: fleet.TripProblem, *, seconds: float, seed: int = 0) -> fleet.TripPlan:
        """Search for a moment."""
        return fleet.PyvrpPlanner().plan(problem, seconds=0.1, seed=seed)


def _contract(actor: Actor, at: dt.datetime) -> None:
    shipping.save_account(
        code="vans", name="Our vans", kind="own_fleet", currency="EUR", test_mode=False, position=3,
        settings={"timezone": ZONE}, actor=actor, at=at,
    )  # fmt: skip
    row = shipping.ServiceRow("vans-day", "By our van", min_days=1, max_days=1, max_weight_g=60_000)
    shipping.save_services(account="vans", services=[row], actor=actor, at=at)
    berlin = tuple(f"DE:{prefix}" for prefix in ("10", "12", "13", "14"))
    zone = shipping.ZoneRow("Berlin", (), berlin, rates={"vans-day": ((10_000, 450), (60_000, 790))})
    shipping.save_zones(account="vans", zones=[zone], actor=actor, at=at)
    fleet.save_depot(
        "berlin", point=HOME, opens=dt.time(7), closes=dt.time(20), timezone=ZONE, actor=actor, at=at
    )


def _vehicles(actor: Actor, at: dt.datetime, today: dt.date) -> None:
    """Three vehicles: one must be inspected soon, one has just been, one is in the workshop's calendar."""
    for place, (code, name, plate, kilos, liters, stops, km, hour) in enumerate(VANS):
        vehicle = fleet.save_vehicle(
            code=code, name=name, plate=plate, depot="berlin", max_weight_g=kilos * 1000, max_volume_l=liters,
            max_stops=stops, currency="EUR", cost_per_km_amount=km, cost_per_hour_amount=hour,
            actor=actor, at=at,
        )  # fmt: skip
        if plate:
            due = today + dt.timedelta(days=18 + 200 * (place - 1))
            fleet.save_check(vehicle, kind="inspection", due_on=due, actor=actor, at=at)
            fleet.save_check(
                vehicle, kind="insurance", due_on=today + dt.timedelta(days=150), actor=actor, at=at
            )
            service = fleet.save_check(
                vehicle, kind="maintenance", due_on=today - dt.timedelta(days=20), actor=actor, at=at
            )
            fleet.finish_check(
                service, done_on=today - dt.timedelta(days=22), next_due=today + dt.timedelta(days=160),
                note="Oil and brakes", actor=actor, at=at,
            )  # fmt: skip


def _drivers(actor: Actor, at: dt.datetime, days: list[dt.date], today: dt.date) -> dict[str, Actor]:
    """Two drivers on the roster; one holds the demo's account of the role."""
    found = {}
    for code, name in DRIVERS:
        email = organization.email_of(code)
        person = people.person_by_email(email) or people.add_person(
            email=email, name=name, password=organization.PASSWORD, actor=actor, at=at
        )
        people.edit_person(user_id=person.id, name=name, email=email, locale="en", actor=actor, at=at)
        if not people.memberships_of(person.id):
            people.assign_role(
                user_id=person.id, role_code="driver", team_code="warehouse", actor=actor, at=at
            )
        people.save_skill(user_id=person.id, skill="drive", trained_on=days[0], actor=actor, at=at)
        for day in (*days, today, *(today + dt.timedelta(days=n) for n in range(1, 6))):
            people.save_shift(
                user_id=person.id, location_code="berlin", day=day, skill="drive", starts=dt.time(8),
                ends=dt.time(18), timezone=ZONE, actor=actor, at=at,
            )  # fmt: skip
        fleet.save_driver(
            user_id=person.id, depot="berlin", licence_classes=["B"], phone="+49 30 0000009",
            licence_until=today + dt.timedelta(days=800 if code == "driver" else 30), actor=actor, at=at,
        )  # fmt: skip
        found[name] = Actor("staff", str(person.id), name, frozenset({"fleet.drive"}))
    return found


class _Parcels:
    """What goes to Berlin: the orders of the days before, and deliveries to studios that stock our goods."""

    def __init__(self, actor: Actor) -> None:
        rows = orders.visible_orders(actor).filter(
            currency="EUR", fulfillment_status="fulfilled", shipping_address__city="Berlin"
        )
        self._orders = list(rows.order_by("placed_at"))
        self._studios = 0

    def of(self, at: dt.datetime, count: int) -> list[Parcel]:
        """Return so many parcels that leave at an instant: the fresh orders first."""
        fresh = [row for row in self._orders if at - FRESH < row.placed_at < at]
        self._orders = [row for row in self._orders if row not in fresh]
        found = [
            Parcel(row.number, _address(row.shipping_address), Money(row.total_amount, row.currency))
            for row in fresh[:count]
        ]
        return found + [self._studio() for _each in range(count - len(found))]

    def _studio(self) -> Parcel:
        self._studios += 1
        number = self._studios
        street = f"{trade.STREETS[number % len(trade.STREETS)]} {number % 80 + 1}"
        code = trade.BERLIN[number * 7 % len(trade.BERLIN)]
        address = AddressFacts(
            f"Studio {number} Example", street, "Berlin", code, "DE", phone="+49 30 0000002"
        )
        return Parcel(f"WS-{number:04}", address, Money(9_900, "EUR"))


def _labels(parcels: list[Parcel], actor: Actor, at: dt.datetime) -> None:
    for place, parcel in enumerate(parcels):
        label = shipping.buy_label(
            key=f"demo/van/{parcel.reference}",
            order_ref=parcel.reference,
            service="vans-day",
            from_address=inventory.postal_address("berlin"),
            to_address=parcel.address,
            parcels=[shipping.ParcelSpec(900 + 700 * (place % 7), 380, 280, 160 + 40 * (place % 3))],
            value=parcel.value,
            actor=actor,
            at=at,
        )
        fleet.open_delivery(label.id, at=at)


def _drive(trip: fleet.TripFacts, driver: Actor, number: int, ink: bytes) -> None:
    """Drive a trip as it went: mostly on time, now and then nobody at home."""
    fleet.start_trip(trip.id, happened_at=trip.starts_at, actor=driver, at=trip.starts_at)
    at = trip.starts_at
    for place, stop in enumerate(trip.stops):
        at = max(at + 4 * MINUTE, stop.arrives_at + ((number * 7 + place * 11) % 40 - 6) * MINUTE)
        entry: dict[str, Any] = {"key": f"demo-{stop.id}", "happened_at": at, "actor": driver, "at": at}
        if (number + place) % 13 == 7:
            outcome = "next_attempt" if stop.attempts == 0 else "pickup_point"
            fleet.fail_stop(stop.id, reason="nobody_home", outcome=outcome, note="Rang twice", **entry)
        elif place % 3 == 2:
            fleet.deliver(stop.id, code=shipping.delivery_code(stop.label_id or 0), **entry)
        else:
            fleet.deliver(
                stop.id, signature=ink, place="neighbor" if place % 4 == 1 else "recipient",
                received_by="Kim Example" if place % 4 == 1 else "", **entry,
            )  # fmt: skip
    home = at + 25 * MINUTE
    driven = trip.distance_m * (104 + number % 7) // 100
    fleet.finish_trip(trip.id, driven_m=driven, happened_at=home, actor=driver, at=home)


def _plan_today(rows: list[Parcel], today: dt.date, actor: Actor, until: dt.datetime) -> None:
    """Plan today with a return to fetch, give one trip to its driver, and leave a few for the reader."""
    morning = min(_morning(today), until)
    with clock.frozen(morning):
        _labels(rows[:-3], actor, morning)
        fleet.request_pickup(
            reference="Return of a floor lamp", day=today, weight_g=9_000, volume_l=120,
            address=AddressFacts("Robin Example", "Sonnenallee 80", "Berlin", "12045", "DE"),
            window_from=dt.time(12), window_until=dt.time(17), note="Ring at Example, third floor",
            actor=actor, at=morning,
        )  # fmt: skip
        fleet.plan_now(day=today, depots=["berlin"], seconds=1, planner=_Quick(), actor=actor, at=morning)
        for trip in fleet.trips_of(today, ["berlin"])[:1]:
            fleet.publish_trip(trip.id, actor=actor, at=morning)
        _labels(rows[-3:], actor, morning)


def _working_days(today: dt.date) -> list[dt.date]:
    found = (today - dt.timedelta(days=n) for n in range(20, 0, -1))
    return [day for day in found if day.isoweekday() < 6][-DAYS:]


def _morning(day: dt.date) -> dt.datetime:
    return clock.local_midnight(day, ZONE) + dt.timedelta(hours=6)


def _signature() -> bytes:
    sheet = Image.new("L", (320, 120), 255)
    ImageDraw.Draw(sheet).line([(20, 90), (70, 20), (110, 95), (170, 30), (300, 70)], fill=20, width=5)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def _address(stored: Mapping[str, Any]) -> AddressFacts:
    names = AddressFacts.__dataclass_fields__
    return AddressFacts(**{name: str(stored.get(name, "")) for name in names})
