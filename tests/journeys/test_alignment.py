"""Marketing, stock, logistics and service around one promotion, and what each of them sees (OPS-15)."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import STAFF
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = dt.timedelta(days=1)
ZONE = ZoneInfo("Europe/Berlin")


def work_as(visit, role: str, path: str, *, name: str = "ann") -> Page:
    """Open a page of the back office as somebody of a role."""
    person = make_staff(role, email=f"{name}.{role}@storecrew.example", password=PASSWORD)
    page = visit(path, phone=False, signed_in=person)
    return page


def settle() -> None:
    """Let everything follow that follows from what happened."""
    while outbox.drain():
        pass


def planned(shop: TestShop, **more) -> Promotion:
    """A promotion of the red mug, written down and not scheduled."""
    today = dt.datetime.combine(clock.today("Europe/Berlin"), dt.time())
    values = {
        "name": "Red week",
        "kind": "percent_off",
        "definition": {"benefit": {"percent_bp": 1000}, "scope": {"variants": [shop.variants["MUG-RED"]]}},
        "starts": today + 3 * DAY,
        "ends": today + 6 * DAY,
        "timezone": "Europe/Berlin",
        "sentence": {"en": "10% off the red mug"},
        "exclusions": {"en": "Only the red one."},
        "service_brief": "The cart shows it by itself.",
        "planned": {shop.variants["MUG-RED"]: 30},
        "pause_below": 40,
    }
    content = promotions.Content(**(values | more))
    return promotions.create_promotion(content, actor=STAFF, at=clock.now())


def test_ops_15_low_stock_is_refused_delivered_sold_down_paused_and_brought_back(
    shop: TestShop, visit
) -> None:
    row = planned(shop, starts=None, ends=None, pause_below=19)
    mug = shop.variants["MUG-RED"]
    receipt_id = inventory.open_receipt(
        kind="purchase_order", reference="PO-7", location_id=inventory.location("main").id,
        due_at=clock.now() + 9 * DAY, lines=[inventory.ExpectedLine(mug, 25)], actor=STAFF, at=clock.now(),
    )  # fmt: skip
    address = reverse("promotion", args=[row.pk])
    marketing = work_as(visit, "marketing_manager", address)
    expect(marketing.get_by_text("would block it")).to_be_visible()
    marketing.get_by_role("button", name="Schedule", exact=True).click()
    refusal = marketing.get_by_text(re.compile("MUG-RED: 30 planned, 10 missing .least at Main.")).first
    expect(refusal).to_contain_text("25 with PO-7")

    inventory.receive_line(
        receipt_id, variant_id=mug, quantity=25, key="journey-po-7", actor=STAFF, at=clock.now()
    )
    settle()
    marketing.reload()
    marketing.get_by_role("button", name="Schedule", exact=True).click()
    expect(marketing.get_by_text("Scheduled. Service and warehouse are asked.")).to_be_visible()

    for role in ("customer_service", "logistics_manager"):
        colleague = work_as(visit, role, "/admin/tasks/?f.state=open")
        colleague.get_by_role("link", name=re.compile("Promotion to know of: Red week")).first.click()
        expect(colleague.get_by_text("10% off the red mug").first).to_be_visible()
        colleague.get_by_role("button", name=re.compile("done", re.IGNORECASE)).first.click()
    settle()
    assert promotions.launch_due(clock.now()) == 1

    inventory.adjust(
        mug, on_hand=20, expected_on_hand=45, reason="Sold at the fair", actor=STAFF, at=clock.now()
    )
    order = bought(shop, "MUG-RED")
    assert order.saved.amount > 0
    promotions.watch(clock.now())
    settle()
    marketing.reload()
    expect(
        marketing.get_by_text("It goes on by itself when there are enough again", exact=False)
    ).to_be_visible()
    for role in ("customer_service", "logistics_manager"):
        colleague = work_as(visit, role, "/admin/alerts/", name="eve")
        expect(colleague.get_by_text("Red week is paused").first).to_be_visible()

    inventory.receive(
        [(mug, 5)], kind="returned", location_code="main", document="return 1", actor=STAFF, at=clock.now()
    )
    settle()
    promotions.watch(clock.now())
    row.refresh_from_db()
    assert row.state == "live"
    service = work_as(visit, "customer_service", address, name="kim")
    expect(service.get_by_text("10% off the red mug").first).to_be_visible()


def test_gen_3_a_closed_warehouse_holds_a_promotion_until_logistics_answers_or_it_moves(
    shop: TestShop, visit
) -> None:
    row = planned(shop, planned={shop.variants["MUG-RED"]: 10}, pause_below=0)
    promotions.schedule_promotion(row.pk, actor=STAFF, at=clock.now())
    settle()
    first = row.active_from.astimezone(ZONE).date()

    logistics = work_as(visit, "logistics_manager", f"/admin/calendar/add/?day={first}")
    logistics.get_by_label("What", exact=True).fill("New racks")
    logistics.get_by_label("Kind").select_option("closure")
    logistics.get_by_role("button", name="Save", exact=True).click()
    expect(logistics.get_by_text("New racks").first).to_be_visible()
    settle()

    marketing = work_as(visit, "marketing_manager", f"/admin/calendar/?view=list&day={first}")
    expect(marketing.get_by_role("link", name="blocked").first).to_be_visible()
    marketing.goto(marketing.url.partition("/admin/")[0] + reverse("promotion", args=[row.pk]))
    expect(marketing.get_by_text("blocks the start")).to_be_visible()

    # the keyboard alone: open the menu of the date, write the day, press enter
    marketing.goto(f"{marketing.url.partition('/admin/')[0]}/admin/calendar/?view=week&day={first}")
    menu = marketing.get_by_label("Move “Red week”").first
    menu.focus()
    marketing.keyboard.press("Enter")
    day = marketing.get_by_label("First day").first
    day.fill((first + 7 * DAY).isoformat())
    day.press("Enter")
    expect(marketing.get_by_text("Moved. Conflicts are looked at anew", exact=False)).to_be_visible()
    assert work.conflicts_of([("promotions.promotion", str(row.pk))]) == []

    # dragged back to the day of the closure, where logistics lets it pass
    promotions.move_promotion(row.pk, days=-7, actor=STAFF, at=clock.now())
    settle()
    [found] = work.conflicts_of([("promotions.promotion", str(row.pk))])
    logistics.goto(f"{logistics.url.partition('/admin/')[0]}/admin/calendar/conflicts/{found.id}/")
    logistics.get_by_role("link", name="Accept it with a reason").click()
    logistics.get_by_label("People work all the same").check()
    logistics.get_by_label("Reason").fill("Six people come in on that day")
    logistics.get_by_role("button", name="Accept", exact=True).click()
    expect(logistics.get_by_text("Six people come in on that day").first).to_be_visible()
    row.refresh_from_db()
    for task in promotions.acknowledgements(row):
        work.finish_task(task.id, actor=STAFF, at=clock.now())
    assert promotions.launch_due(row.active_from) == 1


def test_mkt_19_too_few_packers_are_seen_before_it_starts(shop: TestShop, visit) -> None:
    row = planned(shop, planned={shop.variants["MUG-RED"]: 15}, pause_below=0)
    promotions.schedule_promotion(row.pk, actor=STAFF, at=clock.now())
    first = row.active_from.astimezone(ZONE).date()
    logistics = work_as(visit, "logistics_manager", "/admin/")
    packer = people.person_by_email("ann.logistics_manager@storecrew.example")
    people.save_skill(user_id=packer.id, skill="pack", trained_on=first, actor=STAFF, at=clock.now())
    for day, hours in ((first, 0), (first + 5 * DAY, 1)):
        people.save_shift(
            user_id=packer.id, location_code="main", day=day, starts=dt.time(8), ends=dt.time(8 + hours, 5),
            timezone="Europe/Berlin", skill="pack", break_minutes=0, actor=STAFF, at=clock.now(),
        )  # fmt: skip
    settle()
    [found] = work.conflicts_of([("promotions.promotion", str(row.pk))])
    assert (found.code, found.blocks) == ("capacity_pack", True)
    base = logistics.url.partition("/admin/")[0]
    logistics.goto(f"{base}/admin/promotions/{row.pk}/")
    expect(logistics.get_by_role("heading", name="People for what it brings")).to_be_visible()
    expect(logistics.get_by_text("0.1 h planned").first).to_be_visible()
    logistics.goto(f"{base}/admin/calendar/conflicts/{found.id}/accept/")
    logistics.get_by_label("A longer time is promised").check()
    logistics.get_by_label("Reason").fill("Nobody else can be found that week")
    logistics.get_by_role("button", name="Accept", exact=True).click()
    expect(logistics.get_by_text("Write a number from 1 to 20.")).to_be_visible()
    logistics.get_by_label("Days", exact=False).fill("3")
    logistics.get_by_role("button", name="Accept", exact=True).click()
    expect(logistics.get_by_text("Nobody else can be found that week").first).to_be_visible()

    usual, begins = latest(), row.active_from + dt.timedelta(hours=1)
    shipping.refresh_promises(at=begins)
    assert latest() > usual
    shopper = visit("/en/p/enamel-mug/?variant=MUG-RED")
    longer = shipping.days_in_words(*latest_window(), "en")
    expect(shopper.get_by_text(longer).first).to_be_visible()
    logistics.goto(f"{base}/admin/promotions/{row.pk}/")
    expect(logistics.get_by_text("Deliveries are promised longer")).to_be_visible()
    logistics.goto(f"{base}/admin/calendar/?view=month&day={first.isoformat()}")
    expect(logistics.get_by_text("Longer delivery promise").last).to_be_visible()
    logistics.goto(f"{base}/admin/calendar/conflicts/{found.id}/")
    logistics.once("dialog", lambda dialog: dialog.accept())
    logistics.get_by_role("button", name="Take the acceptance back").click()
    shipping.refresh_promises(at=begins)
    assert latest() == usual


def latest_window() -> tuple[dt.date, dt.date]:
    shop = channels.facts()
    found = shipping.options(shop, shop.country, at=clock.now())[0]
    return found.earliest, found.latest


def latest() -> dt.date:
    return latest_window()[1]
