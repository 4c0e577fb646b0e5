"""An agent's inbox: alerts that fold, a line the team shares, and what reaches her when she is not there."""

from __future__ import annotations

import re

import pytest
from django.core import mail as mailbox
from playwright.sync_api import expect

from storecrew.contexts.notices import operations, rules
from storecrew.contexts.work import public as work
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_office import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_u074_an_inbox_is_folded_shared_and_quiet_at_night(shop: TestShop, visit) -> None:
    root, now = system_actor("tests"), clock.now()
    for number in range(3):
        make_finding(f"low{number}", owner_role="customer_service", code="stock.low")
    mina = desk(visit, "/admin/", "customer_service", "Mina")
    joe = desk(visit, "/admin/", "customer_service", "Joe")
    mina.get_by_role("link", name="Inbox (3)").click()
    folded = mina.get_by_role("link", name=re.compile("and 2 more"))
    folded.click()
    expect(mina.locator("[data-sc-row]")).to_have_count(3)
    mina.get_by_role("link", name="Back to the whole inbox").click()
    mina.get_by_role("checkbox", name=re.compile("and 2 more")).check()
    mina.get_by_role("button", name="Done", exact=True).click()
    expect(mina.get_by_text("3 lines done.")).to_be_visible()

    work.comment(record="work.note", record_id=1, body="@customer_service who?", actor=root, at=now)
    mina.goto("/admin/inbox/?f.state=open")
    mina.get_by_role("checkbox", name=re.compile("who")).check()
    mina.get_by_role("button", name="I take it").click()
    expect(mina.get_by_text("1 is in your hands.")).to_be_visible()
    joe.goto("/admin/inbox/?f.state=open")
    expect(joe.get_by_text("in the hands of Mina")).to_be_visible()

    mina.get_by_role("link", name="What reaches me, and how").click()
    mina.get_by_label("Quiet from").fill("00:00")
    mina.get_by_label("Quiet until").fill("23:59")
    mina.get_by_label("Time zone").select_option("UTC")
    mina.get_by_label("Critical alerts reach me all the same").check()
    mina.get_by_role("button", name="Save").click()
    expect(mina.get_by_text("Saved.")).to_be_visible()

    work.comment(record="work.note", record_id=2, body="@mina hello", actor=root, at=now)
    make_finding("down", owner_role="customer_service", code="shop.down", severity="critical")
    while outbox.drain():
        pass
    at = now + rules.GATHER
    with clock.frozen(at):
        operations.queue_due(at=at)
        mail.deliver_due()
    to_mina = [letter for letter in mailbox.outbox if letter.to == ["mina@storecrew.example"]]
    assert len(to_mina) == 1 and "hello" not in to_mina[0].body
