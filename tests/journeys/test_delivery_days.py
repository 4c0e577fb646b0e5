"""The right day (LOG-7): the queue and days of rest move what the shop promises; nobody learns it last."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")
DAY = dt.timedelta(days=1)
PRODUCT = "/en/p/enamel-mug/"
WITH_YOU = re.compile("With you")


def desk_of(visit, email: str) -> Page:
    staff = make_staff("logistics_manager", email=email, password=PASSWORD)
    page = visit("/admin/", phone=False, signed_in=staff)
    expect(page).to_have_url(re.compile("/admin/"))
    return page


def product_page(visit) -> Page:
    """Open the product as a visitor; it was made once before, as in a shop that is open."""
    assert Client().get(PRODUCT).status_code == 200
    return visit(PRODUCT)


def packers(names: str, minutes: int) -> None:
    """Put people on the roster of the next two weeks, each for so many minutes a day; today from now on."""
    zone = "Europe/Berlin"
    now = clock.now().astimezone(ZoneInfo(zone))
    today = now.date()
    midnight = dt.datetime.combine(today + DAY, dt.time(), now.tzinfo)
    starts_today = min(now, midnight - dt.timedelta(minutes=5))
    ends_today = min(starts_today + dt.timedelta(minutes=minutes), midnight - dt.timedelta(minutes=1))
    ends = (dt.datetime.combine(today, dt.time(8)) + dt.timedelta(minutes=minutes)).time()
    for name in names:
        user = make_staff("logistics_manager", email=f"{name}@storecrew.example")
        people.save_skill(user_id=user.pk, skill="pack", trained_on=today, actor=ACTOR, at=clock.now())
        days = [(today, starts_today.time(), ends_today.time())]
        days += [(today + n * DAY, dt.time(8), ends) for n in range(1, 15)]
        for day, starts, until in days:
            people.save_shift(
                user_id=user.pk, location_code="main", day=day, starts=starts, ends=until,
                break_minutes=0, timezone=zone, skill="pack", actor=ACTOR, at=clock.now(),
            )  # fmt: skip


def latest() -> dt.date:
    """Return the last day that the shop promises now, when nobody has named a place."""
    shop = channels.facts("eu")
    return min(
        shipping.options(shop, shop.country, at=clock.now()), key=lambda each: each.price.amount
    ).latest


def promised(page: Page) -> str:
    """Return what the product page says about the day."""
    page.reload()
    words = page.get_by_text(WITH_YOU).first
    expect(words).to_be_visible()
    return words.inner_text()


def test_log_7_the_queue_lengthens_the_promise_customers_are_told_and_it_shortens_again(
    shop: TestShop, visit
) -> None:
    order = bought(shop, "MUG-RED")
    product = product_page(visit)
    before = promised(product)
    # one person with three minutes a day packs two units: what was bought by others waits for days
    packers("a", 3)
    for sku in ("MUG-RED", "LAMP-RED-S"):
        for _unit in range(4):
            bought(shop, sku)
    tasks.refresh_promises(clock.now())
    settle()
    assert ShippingMethod.objects.get(code="standard-eu").queue_days > 0
    assert promised(product) != before
    desk = desk_of(visit, "late@storecrew.example")
    desk.goto("/admin/late/")
    row = desk.get_by_role("row").filter(has_text=order.number)
    expect(row.get_by_text("not yet told")).to_be_visible()
    assert Promise.objects.get(order_ref=order.number).latest > clock.today("Europe/Berlin"), "not late yet"
    desk.get_by_label(f"Select {order.number}").check()
    desk.get_by_role("button", name="Tell the customer").click()
    desk.get_by_role("button", name="Tell the customer").click()
    expect(desk.get_by_text("1 customer was told.")).to_be_visible()
    [mail] = Mail.objects.filter(dedupe_key__startswith="shipping.late")
    assert mail.to == order.email
    # more people on the roster: the shop promises the old days again, and the list is empty
    packers("bcde", 480)
    tasks.refresh_promises(clock.now())
    settle()
    assert promised(product) == before
    desk.goto("/admin/late/")
    expect(desk.get_by_text("No order is at risk")).to_be_visible()


def test_log_7_a_closed_location_moves_the_promise_and_stands_on_the_calendar(shop: TestShop, visit) -> None:
    product = product_page(visit)
    before = promised(product)
    desk = desk_of(visit, "rest@storecrew.example")
    desk.goto("/admin/rest-days/")
    first, day = latest(), clock.today("Europe/Berlin")
    # every day on which the parcel could leave in time
    days = [day + n * DAY for n in range((first - day).days) if (day + n * DAY).isoweekday() < 6]
    for each in days or [first]:
        desk.get_by_role("link", name="Add a day").first.click()
        desk.get_by_label("Day", exact=True).fill(each.isoformat())
        desk.get_by_label("Name").fill("Stocktaking")
        desk.get_by_label("Who rests").select_option("location:main")
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_text("Saved.")).to_be_visible()
    assert promised(product) != before
    desk.goto(f"/admin/calendar/?view=list&day={(days or [first])[0]}")
    expect(desk.get_by_text(re.compile("Stocktaking")).first).to_be_visible()
    desk.goto("/admin/rest-days/")
    desk.get_by_label("Select all rows of this page").check()
    desk.get_by_role("button", name="Take out").click()
    desk.get_by_role("button", name="Take out").click()
    expect(desk.get_by_text("No rest day yet")).to_be_visible()
    assert promised(product) == before
