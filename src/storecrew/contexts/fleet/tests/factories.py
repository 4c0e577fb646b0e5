"""A depot with vehicles, drivers and parcels, for tests of any context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Job
from storecrew.contexts.fleet.rules import trips
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import Actor, system_actor

AT = dt.datetime(2026, 3, 2, 5, 0, tzinfo=dt.UTC)  # a Monday, 06:00 in Berlin
DAY = AT.date()
ACTOR = system_actor("tests")
DEPOT = AddressFacts("Main", "Hafenstraße 1", "Berlin", "10115", "DE")
MITTE = fleet.Point(52_530_000, 13_390_000)


class NearestFirst:
    """A planner for tests: every vehicle in turn takes the nearest stop it can still serve."""

    def plan(self, problem: trips.TripProblem, *, seconds: float, seed: int = 0) -> trips.TripPlan:
        """Return a plan that can be driven."""
        left, found = [stop.key for stop in problem.stops], []
        for vehicle in problem.vehicles:
            way: tuple[str, ...] = ()
            for key in sorted(left, key=lambda each: int(problem.distances[0, _place(problem, each)])):
                tried = trips.PlannedTrip(vehicle.key, (*way, key), vehicle.starts)
                plan = trips.TripPlan((tried,), tuple(each for each in left if each not in tried.stops))
                served = {stop for trip in found for stop in trip.stops}
                plan = trips.TripPlan(plan.trips, (*plan.unplanned, *served))
                if not trips.faults(problem, plan):
                    way = tried.stops
            if way:
                found.append(trips.PlannedTrip(vehicle.key, way, vehicle.starts))
                left = [key for key in left if key not in way]
        return trips.TripPlan(tuple(found), tuple(left))


def _place(problem: trips.TripProblem, key: str) -> int:
    return next(stop.place for stop in problem.stops if stop.key == key)


def make_depot(code: str = "main", address: AddressFacts = DEPOT, point: fleet.Point = MITTE) -> str:
    """Make a location with its place on the map, open from 7 to 20, and return its code."""
    place, _made = Location.objects.get_or_create(
        code=code, defaults={"name": code.title(), "is_default": not Location.objects.exists()}
    )
    Location.objects.filter(pk=place.pk).update(address=address.as_json())
    fleet.save_depot(
        code, point=point, opens=dt.time(7), closes=dt.time(20), timezone="Europe/Berlin", actor=ACTOR, at=AT
    )
    return code


def make_vehicle(code: str = "van", depot: str = "main", **changes) -> int:
    """Make a van for 800 kg that costs 0.50 a kilometer and 30 an hour, and return its id."""
    values = {
        "name": code.title(), "max_weight_g": 800_000, "max_volume_l": 4_000, "currency": "EUR",
        "cost_per_km_amount": 50, "cost_per_hour_amount": 3_000,
    }  # fmt: skip
    return fleet.save_vehicle(code=code, depot=depot, actor=ACTOR, at=AT, **(values | changes))


def make_driver(
    email: str = "driver@example.com", depot: str = "main", days: tuple[dt.date, ...] = (DAY,), **changes
) -> Actor:
    """Make a driver on the roster from 8 to 16:30, and return who acts."""
    user = make_staff("driver", email=email, name=email.split("@", maxsplit=1)[0].title())
    people.save_skill(user_id=user.pk, skill="drive", trained_on=DAY, actor=ACTOR, at=AT)
    for day in days:
        people.save_shift(
            user_id=user.pk, location_code=depot, day=day, starts=dt.time(8), ends=dt.time(16, 30),
            timezone="Europe/Berlin", skill="drive", actor=ACTOR, at=AT,
        )  # fmt: skip
    values = {"licence_classes": ["B"], "licence_until": DAY + dt.timedelta(days=900), "phone": "+49 30 1"}
    fleet.save_driver(user_id=user.pk, depot=depot, actor=ACTOR, at=AT, **(values | changes))
    return people.actor_for(user)


def make_own_fleet() -> str:
    """Make the contract of the own fleet, and return the code of its service."""
    shipping.save_account(
        code="own", name="Our vans", kind="own_fleet", currency="EUR", settings={}, actor=ACTOR, at=AT
    )
    shipping.save_services(
        account="own", services=[shipping.ServiceRow("own-van", "Today by van")], actor=ACTOR, at=AT
    )
    zones = [shipping.ZoneRow("city", ("DE",), rates={"own-van": ((100_000, 590),)})]
    shipping.save_zones(account="own", zones=zones, actor=ACTOR, at=AT)
    return "own-van"


def make_parcel(
    number: int = 1, postal_code: str = "10999", *, weight_g: int = 2_000, order_ref: str = ""
) -> Job:
    """Buy a label of the own fleet and return the delivery that follows."""
    label = shipping.buy_label(
        key=f"parcel/{number}",
        order_ref=order_ref or f"SC-{number}",
        service="own-van",
        from_address=DEPOT,
        to_address=AddressFacts(f"Person {number}", f"Street {number}", "Berlin", postal_code, "DE"),
        parcels=[shipping.ParcelSpec(weight_g, 400, 300, 200)],
        actor=ACTOR,
        at=AT,
    )
    with clock.frozen(AT):
        while outbox.drain():
            pass
    return Job.objects.get(label_id=label.id)


def plan(*, seconds: int = 1, at: dt.datetime = AT, depots: tuple[str, ...] = ("main",)) -> None:
    """Plan the day with the planner of tests."""
    fleet.plan_now(day=DAY, depots=depots, seconds=seconds, actor=ACTOR, at=at, planner=NearestFirst())
