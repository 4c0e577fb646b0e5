"""An experiment from the hypothesis to the decision, and what shoppers see meanwhile (MKT-4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment, ExperimentDay
from storecrew.contexts.insights.tasks import watch_experiments
from storecrew.contexts.insights.tests.test_experiments import fill
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.conftest import PHONE
from tests.journeys.test_marketing import work_as
from tests.journeys.test_measuring import PERSON

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MUG = "/en/p/enamel-mug/?variant=MUG-RED"
WORDS = "Put it in the basket"


def buy_button(page: Page, words: str):
    return page.locator("#add").get_by_role("button", name=words, exact=True)


def plan(page: Page) -> None:
    """Write an experiment down and start it."""
    page.get_by_role("link", name="New experiment").first.click()
    page.get_by_role("link", name="Words of the buy button").click()
    page.get_by_label("Name", exact=True).fill("A warmer button")
    page.get_by_label("Hypothesis").fill("People like baskets")
    page.get_by_label("Smallest change worth finding (%)").fill("20")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("write how it is today").first).to_be_visible()
    page.get_by_label("As it is today").fill("5")
    page.get_by_label("Variant B: English").fill(WORDS)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("16,316").first).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("It runs.")).to_be_visible()


def token_of(variant: int) -> str:
    """Return a number of a browser that gets this variant."""
    one = insights.experiments_in_use()[0]
    tokens = (f"number-of-a-browser-{number:04}" for number in range(100))
    return next(t for t in tokens if insights.variant_of(one, insights.visitor_number(t)) == variant)


def wait_for_cookie(page: Page, prefix: str) -> None:
    for _ in range(200):
        if any(one["name"].startswith(prefix) for one in page.context.cookies()):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"no cookie {prefix}")


def test_mkt_4_an_experiment_is_planned_shown_by_consent_and_decided(
    shop: TestShop, chromium: Browser, address: str, visit
) -> None:
    office = work_as(visit, "marketing_manager", "/admin/experiments/")
    plan(office)

    context = chromium.new_context(base_url=address, viewport=PHONE, user_agent=PERSON)  # type: ignore[arg-type]
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    context.add_cookies([{"name": "sc_visitor", "value": token_of(1), "url": address}])
    page = context.new_page()
    page.goto(MUG)
    expect(buy_button(page, "Add to cart")).to_be_visible()
    page.get_by_role("button", name="Yes, recognize it").click()
    wait_for_cookie(page, "sc_ab_")  # the answer to the report of this page: which variant the next ones show
    with page.expect_response("**/seen/"):
        page.reload()
    buy_button(page, WORDS).click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    expect(buy_button(visit(MUG), "Add to cart")).to_be_visible()
    insights.ingest(at=clock.now())
    day = ExperimentDay.objects.get()
    assert (day.variant, day.visitors, day.adders) == (1, 1, 1)
    context.close()

    row = Experiment.objects.get()
    fill(row, (8158, 400), (8158, 560))
    office.reload()
    expect(office.get_by_text("Results are hidden until every variant")).to_be_visible()
    expect(office.get_by_text("Better than A")).to_have_count(0)
    Experiment.objects.update(state="done", done_at=clock.now())
    office.reload()
    expect(office.get_by_text("Better than A").first).to_be_visible()
    office.get_by_role("link", name="Decide").click()
    office.get_by_label("Decision").select_option(index=1)
    office.get_by_label("Why").fill("Two in a hundred more buy")
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_text("Taken: B for everybody").first).to_be_visible()
    expect(buy_button(visit(MUG), WORDS)).to_be_visible()


def test_mkt_4_an_experiment_that_does_harm_is_paused_let_go_on_and_paused_when_it_grows(
    shop: TestShop, visit
) -> None:
    """The hourly look pauses it, a person lets it go on, the next look leaves it, a greater harm does not."""
    office = work_as(visit, "marketing_manager", "/admin/experiments/")
    plan(office)
    row = Experiment.objects.get()
    fill(row, (4000, 400), (4000, 420), returned=(20, 90))
    watch_experiments(clock.now())
    expect(buy_button(visit(MUG), "Add to cart")).to_be_visible()
    office.goto("/admin/")
    office.get_by_role("link", name="paused, because more comes back").first.click()
    expect(office.get_by_text("21.4% instead of 5.0%")).to_be_visible()
    expect(office.get_by_text("Does harm", exact=True)).to_be_visible()
    office.on("dialog", lambda dialog: dialog.accept())
    office.get_by_role("button", name="Let it go on").click()
    expect(office.get_by_text("It runs again.")).to_be_visible()
    expect(office.get_by_text("Does harm, let pass up to 23.6%")).to_be_visible()
    watch_experiments(clock.now())
    office.reload()
    expect(office.get_by_text("It goes on although it does harm.")).to_be_visible()
    office.goto("/admin/")
    expect(office.get_by_role("link", name="paused, because more comes back")).to_have_count(0)

    fill(row, (0, 0), (0, 0), returned=(0, 20))
    watch_experiments(clock.now())
    office.goto(f"/admin/experiments/{row.pk}/")
    expect(office.get_by_text("26.2% instead of 5.0%")).to_be_visible()
    expect(office.get_by_role("button", name="Let it go on")).to_be_visible()
