"""Marketing from the plan of a campaign to the cart that somebody left (MKT-2, MKT-5, MKT-8, MKT-13)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as outgoing
from playwright.sync_api import Page, expect

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.tests.factories import make_points
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, Mailing
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STAFF = system_actor("journey")
FORMAT = "%Y-%m-%dT%H:%M"


def work_as(visit, role: str, path: str) -> Page:
    """Open a page of the back office as somebody of a role."""
    person = make_staff(role, email=f"{role.replace('_', '.')}@storecrew.example", password=PASSWORD)
    page = visit(path, phone=False, signed_in=person)
    return page


def agree(*names: str) -> None:
    for number, name in enumerate(names):
        email = f"{name}@example.com"
        customers.ask_consent(
            email, ["offers", "reminders"], sentence="Yes", source="journey", locale="en", channel_code="eu",
            proved=email, actor=guest_actor("", ip=f"198.51.100.{number}"), at=clock.now(),
        )  # fmt: skip
    while outbox.drain():
        pass


def at_noon() -> dt.datetime:
    """Return the next noon, when nobody sleeps."""
    return (clock.now() + dt.timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def send(at: dt.datetime) -> None:
    with clock.frozen(at):
        marketing.send_due(at)
        mail.deliver_due()


def test_mkt_8_a_campaign_mails_until_its_promotion_runs_low(shop: TestShop, visit) -> None:
    promotion = make_promotion(name="Red week", code="RED10")
    agree("ann", "bob", "cem")
    page = work_as(visit, "marketing_manager", "/admin/campaigns/add/")
    now = clock.now()
    page.get_by_label("Name", exact=True).fill("Red spring")
    page.get_by_label(re.compile("^From")).fill((now - dt.timedelta(hours=1)).strftime(FORMAT))
    page.get_by_label(re.compile("^Until")).fill((now + dt.timedelta(days=9)).strftime(FORMAT))
    page.get_by_label("Budget").fill("500")
    page.get_by_label("Brief for the other teams").fill("Mail first; expect questions about the red mug.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing is planned on any channel.")).to_be_visible()
    page.get_by_role("link", name="Add an activity").click()
    page.get_by_label("What is done").fill("Mail to all who agreed")
    page.get_by_label("Who does it").fill("Marketing")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Bind a promotion").click()
    page.get_by_label("Promotion").select_option(label="Red week")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Waits for the sign-off of")).to_be_visible()
    row = Campaign.objects.get()
    for task in marketing.sign_offs(row.pk):
        work.finish_task(task.id, actor=STAFF, at=clock.now())
    assert marketing.launch_due(clock.now()) == 1

    page.goto(page.url.replace(f"/campaigns/{row.pk}/", "/mailings/add/discount/"))
    page.get_by_label("Name for colleagues").fill("Red for you")
    page.get_by_label("Campaign").select_option(label="Red spring")
    page.get_by_label("Promotion").select_option(label="Red week")
    page.get_by_label("Code to show").fill("RED10")
    page.get_by_label("Mails an hour at most").fill("2")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("3 people would get it now.")).to_be_visible()
    page.get_by_role("link", name="Send", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It goes out by itself")).to_be_visible()
    noon = at_noon()
    send(noon)
    assert len([each for each in outgoing.outbox if "RED10" in each.body]) == 2

    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    send(noon + dt.timedelta(hours=2))
    assert len([each for each in outgoing.outbox if "RED10" in each.body]) == 2
    page.reload()
    expect(page.get_by_text("The promotion does not hold now").first).to_be_visible()
    send(noon + dt.timedelta(hours=2, minutes=1))
    assert Mailing.objects.get().state == "sent"


def test_mkt_5_a_cart_that_was_left_is_restored_on_another_device(shop: TestShop, visit) -> None:
    agree("ann")
    page = work_as(visit, "marketing_manager", "/admin/flows/add/abandoned_cart/")
    page.get_by_label("Name", exact=True).fill("Left carts")
    page.get_by_label("On", exact=True).check()
    page.get_by_label("How many of a hundred get nothing").fill("0")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Left carts")).to_be_visible()

    actor, at = guest_actor("ann"), clock.now() - dt.timedelta(hours=3)
    token = checkout.open_cart(channel_code="eu", locale="en", actor=actor, at=at).token
    checkout.add_line(token, "MUG-RED", 2, actor=actor, at=at)
    checkout.set_details(token, email="ann@example.com", actor=actor, at=at)
    noon = at_noon()
    with clock.frozen(noon):
        assert marketing.run_flows(noon) == 1
        mail.deliver_due()
    letter = next(each for each in outgoing.outbox if each.subject == "You left something")
    link = re.findall(r"/mail/click/\S+", letter.body)[-1]
    phone = visit(link)
    expect(phone.get_by_role("heading", name="Your saved cart")).to_be_visible()
    phone.get_by_role("button", name="Go on with this cart").click()
    expect(phone).to_have_url(re.compile(r"/en/cart/$"))
    expect(phone.get_by_text("Enamel mug").first).to_be_visible()


def test_mkt_8_a_birthday_flow_in_two_versions_is_written_and_congratulates(shop: TestShop, visit) -> None:
    segment = marketing.save_segment("Has points", {"points_min": 10}, actor=STAFF, at=clock.now())
    page = work_as(visit, "marketing_manager", "/admin/flows/")
    page.get_by_role("link", name="New flow").first.click()
    page.get_by_role("link", name=re.compile("^Birthday")).click()
    page.get_by_label("Name", exact=True).fill("Birthdays")
    page.get_by_label("On", exact=True).check()
    page.get_by_label("How many of a hundred get nothing", exact=False).fill("0")
    page.get_by_label("Message 1: who gets it", exact=False).select_option(str(segment))
    page.get_by_label("Message 1 for the others: subject, English", exact=False).fill("All the best")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("who is in “Has points” then").first).to_be_visible()

    noon = clock.now().replace(hour=12)
    for name in ("ann", "bob"):
        email = f"{name}@example.com"
        row = customers.ensure_customer(email=email, actor=STAFF, at=noon)
        customers.update_customer(
            customer_id=row.id, birthday=(str(noon.month), str(noon.day), ""), expected_version=row.version,
            actor=STAFF, at=noon,
        )  # fmt: skip
    agree("ann", "bob")
    make_points(customers.customer_by_email("ann@example.com").id, 10)
    with clock.frozen(noon):
        marketing.run_flows(noon)
        while mail.deliver_due():
            pass
    found = {(each.to[0], each.subject) for each in outgoing.outbox}
    assert found >= {("ann@example.com", "Happy birthday!"), ("bob@example.com", "All the best")}
    page.reload()
    expect(page.get_by_role("heading", name="People per message")).to_be_visible()
