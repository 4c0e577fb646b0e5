"""A driver's day on a phone: proof, a lost connection, a closed door, home; and the order knows."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Driver, Job, Trip
from storecrew.contexts.fleet.tests.factories import (
    ACTOR,
    DEPOT,
    NearestFirst,
    make_depot,
    make_own_fleet,
    make_vehicle,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EMAIL = "wheels@storecrew.example"


def act() -> dict:
    return {"actor": ACTOR, "at": clock.now()}


def a_published_trip() -> None:
    """Three parcels for today, on the trip of one driver."""
    make_depot()
    make_own_fleet()
    make_vehicle()
    depot = fleet.depots(["main"])[0]
    fleet.save_depot(
        "main", point=depot.point, opens=dt.time(0, 1), closes=dt.time(23, 59), timezone="UTC", **act()
    )
    user = make_staff("driver", email=EMAIL, name="Wheels", password=PASSWORD)
    today = clock.now().date()
    people.save_skill(user_id=user.pk, skill="drive", trained_on=today, **act())
    people.save_shift(
        user_id=user.pk, location_code="main", day=today, starts=dt.time(9), ends=dt.time(22),
        timezone="UTC", skill="drive", **act(),
    )  # fmt: skip
    fleet.save_driver(
        user_id=user.pk, depot="main", licence_classes=["B"], licence_until=today + dt.timedelta(days=99),
        **act(),
    )  # fmt: skip
    for number, code in enumerate(("10115", "10999", "12043"), start=1):
        written = {"name": f"Person {number}", "street": f"Street {number}", "city": "Berlin"}
        address = shipping.clean_address(
            {**written, "postal_code": code, "country": "DE", "phone": "+49301234567"}
        )
        label = shipping.buy_label(
            key=f"van/{number}", order_ref=f"SC-{number}", service="own-van", from_address=DEPOT,
            to_address=address, parcels=[shipping.ParcelSpec(2_000, 300, 200, 100)], **act(),
        )  # fmt: skip
        fleet.open_delivery(label.id, at=clock.now())
    fleet.plan_now(day=today, depots=["main"], seconds=1, planner=NearestFirst(), **act())
    fleet.publish_trip(Trip.objects.get().pk, **act())


def sign(page: Page) -> None:
    """Write on the canvas with a finger."""
    canvas = page.locator("[data-signature]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 60, steps=6)
    page.mouse.up()


def seen(page: Page, words: str) -> None:
    expect(page.locator(".sc-flash")).to_contain_text(words)
    page.evaluate("document.querySelector('[data-sc-flash]').hidden = true")


def states() -> list[str]:
    return [stop.state for stop in fleet.trip(Trip.objects.get().pk, ACTOR).stops]


def begin(visit) -> Page:
    """Sign the driver in and leave the depot."""
    page = visit("/admin/driving/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/admin/driving/")
    page.get_by_role("button", name="Start the trip").click()
    seen(page, "Have a safe trip")
    return page


def stand(page: Page, north: float) -> None:
    """Let the phone say that it is so many degrees north of the next stop."""
    stops = fleet.trip(Trip.objects.get().pk, ACTOR).stops
    lat, lon = next(stop.point for stop in stops if stop.state == "planned")
    page.context.set_geolocation({"latitude": lat / 1e6 + north, "longitude": lon / 1e6, "accuracy": 10})


def test_log_6_far_from_the_address_is_said_before_it_is_sent_and_refuses_nothing(shop, visit) -> None:
    a_published_trip()
    Job.objects.update(place_source="typed")
    page = begin(visit)
    page.context.grant_permissions(["geolocation"])
    stand(page, north=0.0378)
    page.get_by_role("button", name="Delivered").click()
    expect(page.locator("[data-spot]")).to_contain_text("You are 4.2 km away from this address")
    sign(page)
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "You are 4.2 km away")
    assert states() == ["planned"] * 3, "it asks once"
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "Delivered")
    expect(page.locator("[data-left]")).to_have_text("Stops left: 2")

    # A phone that may not say where it is goes on at once, and says that it goes without.
    page.context.clear_permissions()
    page.get_by_role("button", name="Delivered").click()
    expect(page.locator("[data-spot]")).to_contain_text("It works without")
    sign(page)
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "Delivered")
    expect(page.locator("[data-left]")).to_have_text("Stops left: 1")
    stops = fleet.trip(Trip.objects.get().pk, ACTOR).stops
    assert [(stop.state, stop.is_far) for stop in stops] == [
        ("done", True),
        ("done", None),
        ("planned", None),
    ]


def test_log_4_a_trip_is_driven_with_a_moment_without_connection(shop: TestShop, visit) -> None:
    a_published_trip()
    page = begin(visit)
    expect(page.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+49301234567")
    assert page.get_by_role("link", name="Navigate").get_attribute("href").startswith("geo:52.")
    assert page.get_by_role("button", name="Delivered").bounding_box()["height"] >= 56
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("button", name="Delivered").click()
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "Take a signature")
    sign(page)
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "Delivered")
    expect(page.locator("[data-left]")).to_have_text("Stops left: 2")
    assert states() == ["done", "planned", "planned"]

    page.context.set_offline(True)
    label = fleet.trip(Trip.objects.get().pk, ACTOR).stops[1].label_id
    page.get_by_role("button", name="Delivered").click()
    page.get_by_label("Code of the recipient").fill(shipping.delivery_code(label))
    page.get_by_role("button", name="Delivered", exact=True).last.click()
    seen(page, "Kept on this device")
    page.get_by_role("button", name="It did not work").click()
    page.get_by_label("Refused").check()
    expect(page.get_by_label("Back to the warehouse")).to_be_checked()
    expect(page.get_by_label("Try again on the next day")).to_be_hidden()
    page.get_by_role("button", name="Save").click()
    seen(page, "Kept on this device")
    expect(page.locator("[data-sc-waiting]")).to_contain_text("2 entries wait")
    assert states() == ["done", "planned", "planned"]

    page.context.set_offline(False)
    # Sent as the connection returns; where that comes too early, the device tries again within 15 seconds.
    expect(page.locator("[data-sc-outbox]")).to_be_hidden(timeout=20_000)
    assert states() == ["done", "done", "failed"]
    page.get_by_label("Kilometers driven").fill("23")
    page.get_by_role("button", name="Back at the depot").click()
    seen(page, "Welcome back")
    row = Trip.objects.get()
    assert (row.state, row.driven_m) == ("finished", 23_000)
    statuses = [shipping.label(stop.label_id).status for stop in fleet.trip(row.pk, ACTOR).stops]
    assert statuses == ["delivered", "delivered", "return_to_sender"]
    assert Driver.objects.get().user.email == EMAIL
