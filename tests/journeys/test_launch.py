"""A channel goes live when every owner has signed, and comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.channels import public as channels
from storecrew.contexts.health import public as health
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_second_person import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def test_it_20_a_channel_opens_when_all_have_signed_and_closes_again(shop: TestShop, visit) -> None:
    noah = desk(visit, "/admin/launches/add/", "head_of_digital", "Noah")
    noah.get_by_label("Name").fill("Spring opening")
    noah.locator("[name=channel]").select_option("eu")
    noah.get_by_role("button", name="Save").click()
    expect(noah.get_by_text("Each owner has a task on their home now.")).to_be_visible()
    expect(noah.get_by_text("No-go")).to_be_visible()
    expect(noah.get_by_role("button", name="Go live")).to_have_count(0)
    here = noah.url

    # Shoppers stand before the door; whoever has the link looks around.
    theirs = visit("/en/p/oak-stool/", phone=False)
    expect(theirs.get_by_text("This shop is not open yet.")).to_be_visible()
    friend = visit(f"/en/look/{channels.facts('eu').preview_key}/", phone=False)
    friend.goto("/en/p/oak-stool/")
    expect(friend.get_by_role("heading", name="Oak stool")).to_be_visible()
    stranger = visit("/en/look/guessed/", phone=False)
    expect(stranger.get_by_text("This shop is not open yet.")).to_be_visible()

    # An owner finds the task at home, and signs what is theirs and nothing else.
    leo = desk(visit, "/admin/tasks/", "logistics_manager", "Leo")
    expect(leo.get_by_text("Sign Shipping for the launch Spring opening").first).to_be_visible()
    leo.goto(here)
    expect(leo.get_by_role("button", name="Sign Payment")).to_have_count(0)
    box = leo.locator("#item-shipping")
    box.get_by_label("What you looked at").fill("Two labels printed and scanned")
    box.get_by_role("button", name="Sign Shipping").click()
    expect(box.get_by_text("Two labels printed and scanned")).to_be_visible()

    # Red facts cannot be signed by anybody; the head of digital grants an exception with reason and end.
    launch_id = int(here.rstrip("/").rsplit("/", 1)[-1])
    now = health.launch(launch_id, at=clock.now())
    for each in now.missing:
        if all(fact.ok for fact in each.facts):
            health.sign_item(
                launch_id=launch_id, item=each.item.code, evidence="Looked at it.", actor=ROOT, at=clock.now()
            )
    noah.goto(here)
    # Somebody really buys, before anybody may: the order is taken back, and stock is as before.
    noah.get_by_role("button", name="Place a check order").click()
    expect(noah.get_by_text("The check order was placed and taken back.")).to_be_visible()
    noah.get_by_role("link", name=re.compile("^SC-")).click()
    expect(noah.get_by_text("Check order", exact=True).first).to_be_visible()
    expect(noah.get_by_text("Canceled", exact=True).first).to_be_visible()
    noah.goto(here)
    health.sign_item(launch_id=launch_id, item="goods", evidence="Looked at it.", actor=ROOT, at=clock.now())
    noah.reload()
    for each in health.launch(launch_id, at=clock.now()).missing:
        box = noah.locator(f"#item-{each.item.code}")
        box.get_by_text("Grant an exception").click()
        box.get_by_label("Why").fill("A rehearsal without real money")
        box.get_by_role("button", name=re.compile("^Grant ")).click()
        expect(box.get_by_text("A rehearsal without real money")).to_be_visible()
    noah.get_by_role("button", name="Go live").click()
    expect(noah.get_by_text("Live. A check order walks through the shop now.")).to_be_visible()
    settle()
    noah.reload()
    expect(noah.get_by_text("The check order came through to the button.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Oak stool")).to_be_visible()

    # Back: the public stands before the door again.
    noah.get_by_label("Why").fill("Prices of lamps are wrong")
    noah.get_by_role("button", name="Close the channel again").click()
    expect(noah.get_by_text("Prices of lamps are wrong").first).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text("This shop is not open yet.")).to_be_visible()
