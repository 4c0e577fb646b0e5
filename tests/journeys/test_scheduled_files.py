"""A list comes by mail: sent from its export menu, read in the mailbox, paused among one's files (U073)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as outgoing
from playwright.sync_api import expect

from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import FileSchedule
from storecrew.kernel import mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_u073_a_view_is_sent_every_monday_and_stopped(shop: TestShop, visit, settings, tmp_path) -> None:
    settings.STORECREW_DATA = tmp_path
    page = work_as(visit, "ecommerce_sme", "/admin/products/?q=mug&columns=type")
    page.locator("#main").get_by_text("Export", exact=True).click()
    page.get_by_role("link", name="Send by the clock").click()
    expect(page.get_by_text("“mug”")).to_be_visible()
    page.get_by_label("Name").fill("Mugs")
    page.get_by_label("Format").select_option("csv")
    page.get_by_label("When").select_option(label="Every Monday")
    page.get_by_label("Time").fill("07:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is sent by the clock from now on.")).to_be_visible()
    expect(page.get_by_text("Every Monday at 07:30").first).to_be_visible()

    schedule = FileSchedule.objects.get()
    work.send_due_files(at=schedule.next_at - dt.timedelta(minutes=1))
    assert mail.about("work.file_schedule", schedule.pk) == []
    work.send_due_files(at=schedule.next_at)
    (letter,) = mail.about("work.file_schedule", schedule.pk)
    assert letter.subject == "Mugs"
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("It is on its way to one person.")).to_be_visible()
    mail.deliver_due()
    message = outgoing.outbox[-1]
    assert message.subject == "Mugs"
    assert message.attachments[0][0].endswith(".csv")

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("It is paused.")).to_be_visible()
    page.get_by_role("link", name="My scheduled files").first.click()
    expect(page.get_by_role("row", name="Mugs")).to_contain_text("Paused")
