"""Marketing, stock and service around one promotion, from the plan to the cart (MKT-6, MKT-18, CS-9)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from storecrew.contexts.loyalty.tests.factories import make_customer, make_points
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STAFF = system_actor("journey")


def work_as(visit, role: str, path: str, **more) -> Page:
    """Open a page of the back office as somebody of a role."""
    person = make_staff(role, email=f"{role.replace('_', '.')}@storecrew.example", password=PASSWORD)
    page = visit(path, **({"phone": False} | more), signed_in=person)
    return page


def with_red_mug(visit) -> Page:
    """Open the cart of a shopper who took the red one."""
    page = visit("/en/p/enamel-mug/")
    page.get_by_role("link", name=re.compile("Red")).click()
    expect(page).to_have_url(re.compile("variant=MUG-RED"))
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.get_by_role("link", name="View cart").click()
    return page


def test_mkt_18_a_promotion_is_stopped_let_pass_run_paused_and_explained(shop: TestShop, visit) -> None:
    page = work_as(visit, "marketing_manager", "/admin/promotions/add/")
    page.get_by_role("link", name="Percent off").click()
    page.get_by_label("Name for colleagues").fill("Red week")
    page.get_by_label("Percent off", exact=False).first.fill("10")
    page.get_by_label("Which articles", exact=False).first.fill("MUG-RED")
    page.get_by_label("Units that will be sold", exact=False).fill("MUG-RED 5000")
    page.get_by_label("Sentence for customers, English", exact=False).fill("10% off the red mug")
    page.get_by_label("What is excluded, English", exact=False).fill("Only the red one.")
    page.get_by_label("Brief for customer service", exact=False).fill("The cart shows it by itself.")
    page.get_by_role("button", name="Say what it does").click()
    expect(page.get_by_text("Takes 10% off MUG-RED.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text(re.compile("MUG-RED: 5,000 planned, .* missing")).first).to_be_visible()
    row = Promotion.objects.get()

    keeper = work_as(visit, "inventory_manager", reverse("promotion_override", args=[row.pk]))
    keeper.get_by_label("Why it may start all the same").fill("A container is at the gate")
    until = (clock.now() + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    keeper.get_by_label("Until").fill(until)
    keeper.get_by_role("button", name="Let it pass").click()
    expect(keeper.get_by_text("A container is at the gate").first).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Scheduled. Service and warehouse are asked.")).to_be_visible()
    for task in promotions.acknowledgements(row):
        work.finish_task(task.id, actor=STAFF, at=clock.now())
    assert promotions.launch_due(clock.now()) == 1

    shopper = with_red_mug(visit)
    expect(shopper.get_by_text("10% off the red mug")).to_be_visible()

    promotions.pause_promotion(row.pk, reason="Too few are left", actor=STAFF, at=clock.now())
    while outbox.drain():
        pass
    shopper.reload()
    expect(shopper.get_by_text("10% off the red mug")).to_be_visible()
    other = with_red_mug(visit)
    expect(other.get_by_role("heading", name="Enamel mug")).to_be_visible()
    expect(other.get_by_text("10% off the red mug")).to_have_count(0)

    promotions.add_code(row.pk, "RED10", actor=STAFF, at=clock.now())
    other.get_by_text("I have a code").click()
    other.get_by_label("Code", exact=True).fill("red-10")
    other.get_by_role("button", name="Use the code").click()
    expect(other.get_by_text("The promotion of this code is paused", exact=False)).to_be_visible()

    agent = work_as(visit, "customer_service", "/admin/promotions/")
    expect(agent.get_by_text("Red week").first).to_be_visible()


def test_mkt_6_a_promotion_for_a_segment_is_tried_for_two_customers(shop: TestShop, visit) -> None:
    page = work_as(visit, "marketing_manager", "/admin/segments/add/")
    page.get_by_label("Name", exact=True).fill("Never bought, with points")
    page.get_by_label("Orders at most", exact=False).fill("0")
    page.get_by_label("Points at least").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("at most 0 orders; at least 10 points")).to_be_visible()
    expect(page.get_by_text("No promotion is.", exact=False)).to_be_visible()

    page.goto("/admin/promotions/add/percent_off/")
    page.get_by_label("Name for colleagues").fill("First order for savers")
    page.get_by_label("Percent off", exact=False).first.fill("10")
    page.get_by_label("Never bought, with points").first.check()
    page.get_by_label("Sentence for customers, English", exact=False).fill("10% for you")
    page.get_by_label("What is excluded, English", exact=False).fill("Nothing.")
    page.get_by_label("Brief for customer service", exact=False).fill("The cart shows it by itself.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Only for Never bought, with points.", exact=False).first).to_be_visible()

    with_points = make_customer("ann@example.com")
    make_points(with_points, 10)
    make_customer("bob@example.com")
    page.get_by_role("link", name="Try it on a cart").first.click()
    page.get_by_label("In the cart", exact=False).fill("MUG-RED 1")
    for email, verdict in (("bob@example.com", "Does not apply"), ("ann@example.com", "Applies")):
        page.get_by_label("E-mail of the customer").fill(email)
        page.locator("form").get_by_role("button").last.click()
        expect(page.get_by_text(re.compile(f"^{verdict}")).first).to_be_visible()
        expect(page.get_by_role("cell", name="Never bought, with points").first).to_be_visible()
    page.goto("/admin/segments/")
    page.get_by_role("link", name="Never bought, with points").first.click()
    expect(page.get_by_text("First order for savers").first).to_be_visible()
