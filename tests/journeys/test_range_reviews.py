"""HOD-7: the range is looked at with its figures, decided, signed, and its work is in the inboxes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.assortment.models import RangeReview
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.work import public as work
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_7_a_range_is_reviewed_decided_signed_and_planned(shop: TestShop, visit) -> None:
    desk = work_as(visit, "head_of_digital", "/admin/range-reviews/")
    desk.get_by_role("link", name="Open a review").first.click()
    desk.get_by_label("Name").fill("Kitchen in winter")
    desk.get_by_label("Category").select_option(label="Kitchen")
    desk.get_by_label("E-commerce SME").uncheck()
    desk.get_by_role("button", name="Open it").click()
    expect(desk.get_by_role("heading", name="Kitchen in winter")).to_be_visible()
    desk.get_by_role("link", name="Enamel mug").first.click()
    expect(desk.get_by_text("in stock")).to_be_visible()
    desk.get_by_label("Decision").select_option("push")
    desk.get_by_label("Reason").fill("People love it, few see it")
    desk.get_by_label("Owner").select_option("marketing_manager")
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("Decided: Enamel mug")).to_be_visible()
    mug = catalog.product_id_by_slug("enamel-mug")
    [task] = [one for one in work.tasks_about("catalog.product", mug) if one.code == "assortment.push"]
    assert task.owner_role == "marketing_manager"

    [review] = RangeReview.objects.all()
    desk.goto(f"/admin/range-reviews/{review.pk}/")
    desk.get_by_role("button", name="Sign for Head of Digital").click()
    desk.get_by_role("link", name="Close it").click()
    desk.get_by_label("Next review on").fill("2099-01-15")
    desk.get_by_role("button", name="Close it").click()
    expect(desk.get_by_text("Closed").first).to_be_visible()
    assert assortment.range_review(review.pk).next_on is not None

    desk.goto("/admin/range-plans/add/")
    desk.get_by_label("Category").select_option(label="Kitchen")
    desk.get_by_label("Season").fill("2099-Q1")
    desk.get_by_label("Planned products").fill("12")
    desk.get_by_label("Price bands").fill("0 - 30: 6\n30 -: 6")
    desk.get_by_role("button", name="Save the plan").click()
    expect(desk.get_by_text("missing").first).to_be_visible()
