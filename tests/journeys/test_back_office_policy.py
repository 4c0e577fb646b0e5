"""The back office under its content security policy: nothing inline but what carries the answer's nonce."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from storecrew.contexts.content.models import ContentPage
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_back_office_look import PAGES
from tests.journeys.test_working import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WATCH = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(
  [event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample].join(" ")));
"""
WAGTAIL = (
    "pages/",
    "images/",
    "images/add/",
    "images/multiple/add/",
    "documents/",
    "documents/multiple/add/",
    "snippets/",
    "snippets/content/menu/",
    "snippets/content/menu/add/",
    "reports/site-history/",
    "reports/aging-pages/",
    "redirects/",
    "redirects/add/",
    "account/",
)


@pytest.fixture
def desk(shop: TestShop, visit: Callable[..., Page]) -> Page:
    make_staff("owner", email="policy@storecrew.example", password=PASSWORD)
    page = visit("/admin/", phone=False)
    page.context.add_init_script(WATCH)
    sign_in(page, "policy@storecrew.example")
    page.wait_for_url("**/admin/")
    return page


def come_to_rest(page: Page) -> None:
    """Give what a page loads late its time: it breaks a policy too.

    A browser on a busy machine may never say that the network is idle, though nothing is asked any more.
    """
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=5_000)


def blocked(page: Page) -> list[Any]:
    return list(page.evaluate("window.blocked"))


def test_no_page_of_the_back_office_is_in_the_way_of_its_policy(desk: Page) -> None:
    found = {}
    for path in (*PAGES, *WAGTAIL):
        answer = desk.goto(f"/admin/{path}")
        assert answer is not None and answer.ok, path
        come_to_rest(desk)
        policy = answer.headers["content-security-policy"]
        rules = {rule.split()[0]: rule for rule in policy.split("; ")}
        assert "unsafe" not in rules["script-src"] + rules["style-src-elem"], path
        if blocked(desk):
            found[path] = blocked(desk)
    assert found == {}


def test_the_rich_text_editor_has_its_styles_and_a_date_its_picker(desk: Page) -> None:
    root = ContentPage.objects.first()
    assert root is not None
    desk.goto(f"/admin/pages/{root.pk}/edit/")
    come_to_rest(desk)
    expect(desk.get_by_role("textbox", name="Title").first).to_be_visible()
    in_force = """[...document.querySelectorAll("style")].some(
      (one) => one.textContent.includes("DraftStyleDefault") && one.sheet && one.sheet.cssRules.length)"""
    desk.wait_for_function(in_force)
    assert desk.evaluate("Boolean(jQuery('#id_go_live_at').data('xdsoft_datetimepicker'))"), "no date picker"
    assert blocked(desk) == []


def test_a_menu_gets_another_link_by_its_panel_and_a_page_by_its_chooser(desk: Page) -> None:
    desk.goto("/admin/snippets/content/menu/add/")
    desk.get_by_role("button", name="Add links").or_(desk.locator("[id$=-ADD]")).first.click()
    chooser = desk.locator("[data-chooser-action-choose]:visible").first
    expect(chooser).to_be_visible()
    chooser.click()
    expect(desk.locator(".modal.in, .modal-content").first).to_be_visible()
    assert blocked(desk) == []


def test_an_injected_script_does_not_run(desk: Page) -> None:
    desk.goto("/admin/")
    desk.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.injected = true'>");
        }"""
    )
    desk.wait_for_function("window.blocked.length >= 2")
    assert desk.evaluate("window.injected") is None
