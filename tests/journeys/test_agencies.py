"""Work that is given outside and to the house, until the access ends (MKT-16)."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import AgencyAccess
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import FORMAT, work_as
from tests.journeys.test_working import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STAFF = system_actor("journey")


def test_mkt_16_an_agency_delivers_is_sent_back_and_leaves_when_its_access_ends(
    shop: TestShop, visit
) -> None:
    make_campaign(name="Red spring")
    make_staff("content_team", name="Mina", email="mina@storecrew.example")
    boss = work_as(visit, "marketing_manager", "/admin/agencies/")
    boss.get_by_role("link", name="New agency").first.click()
    boss.get_by_label("Name", exact=True).fill("Studio North")
    boss.get_by_label("Per hour").fill("80")
    boss.get_by_role("button", name="Save", exact=True).click()
    boss.get_by_role("link", name="Let somebody in").click()
    boss.get_by_label("Name", exact=True).fill("Nora")
    boss.get_by_label("E-mail").fill("nora@studio.example")
    boss.get_by_label("Red spring").check()
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_role("rowheader", name="Nora")).to_be_visible()
    boss.get_by_role("link", name="New work").first.click()
    boss.get_by_label("Title").fill("Better titles")
    boss.get_by_label("Brief").fill("Sixty characters each.")
    boss.get_by_label("Due", exact=True).fill((clock.now() + dt.timedelta(days=5)).strftime(FORMAT))
    boss.get_by_label("Agreed cost").fill("300")
    boss.get_by_role("button", name="Save", exact=True).click()
    boss.get_by_role("link", name="Give the work").click()
    boss.get_by_label("Who does it").select_option(label="Studio North")
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("Studio North has it")).to_be_visible()

    nora = people.person_by_email("nora@studio.example")
    assert nora is not None
    people.set_password(user_id=nora.id, password=PASSWORD, actor=STAFF, at=clock.now())
    page = visit("/admin/", phone=False)
    sign_in(page, nora.email)
    expect(page.get_by_role("heading", name="My assignments")).to_be_visible()
    expect(page.get_by_role("link", name="Orders")).to_have_count(0)
    page.get_by_role("link", name="Better titles").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Book hours").click()
    page.get_by_label("Hours").fill("1.5")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Deliver").first.click()
    page.get_by_role("button", name="Deliver").click()
    expect(page.get_by_text("Deliver a link or a picture.")).to_be_visible()
    page.get_by_label("Links").fill("https://studio.example/titles")
    page.get_by_role("button", name="Deliver").click()
    expect(page.get_by_text("It is being looked at")).to_be_visible()
    here = page.url
    page.goto(here.partition("/admin/")[0] + "/admin/campaigns/")
    expect(page.get_by_role("heading", name="This page is for the people")).to_be_visible()

    boss.reload()
    expect(boss.get_by_text("€120.00").first).to_be_visible()
    boss.get_by_role("link", name="Send back").click()
    boss.get_by_label("What is missing").fill("The mug.")
    boss.get_by_role("button", name="Save", exact=True).click()
    page.goto(here)
    expect(page.get_by_text("The mug.").first).to_be_visible()

    AgencyAccess.objects.update(ends_at=clock.now() + dt.timedelta(seconds=1))
    assert marketing.end_expired(at=clock.now() + dt.timedelta(seconds=2)) == 1
    page.reload()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    boss.goto(boss.url.partition("/admin/")[0] + "/admin/tasks/")
    boss.get_by_role("link", name="Came back: Better titles").first.click()
    boss.goto(boss.url.partition("/admin/")[0] + "/admin/agencies/items/?f.state=draft")
    boss.get_by_role("link", name="Better titles").click()
    boss.get_by_role("link", name="Give the work").click()
    boss.get_by_label("Who does it").select_option(label="Mina")
    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.get_by_text("Mina has it")).to_be_visible()
