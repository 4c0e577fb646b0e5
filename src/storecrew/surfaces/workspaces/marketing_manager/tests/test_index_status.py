"""Index status on screen: list, record, asking again, import, tile (MKT-14)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import Finding, IndexStatus, InspectionDay, Page
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.workspaces.marketing_manager.seo import index_pages
from storecrew.surfaces.workspaces.marketing_manager.tests.test_seo import get, signed_in, text

pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")
BASE = "https://shop.example"
OUT = seo.Inspected("crawled", "Crawled - currently not indexed")


class Engine:
    """Says of every page what it was told."""

    says = seo.Inspected("indexed", "Submitted and indexed", f"{BASE}/en/p/lamp/")
    fault: Exception | None = None

    def inspect(self, url: str, *, at: dt.datetime) -> seo.Inspected:
        if self.fault:
            raise self.fault
        return self.says


@pytest.fixture
def engine(settings):
    settings.STORECREW_BASE_URL = BASE
    found = Engine()
    seo.register_inspector(found)
    yield found
    seo.register_inspector(None)


@pytest.fixture
def lamp() -> Page:
    return Page.objects.create(
        path="/en/p/lamp/", kind="product", locale="en", label="Desk lamp", index="open", views=40,
        worth=9900, currency="EUR", checked_at=clock.now(), facts={"canonical": "/en/p/lamp/"},
    )  # fmt: skip


def asked() -> IndexStatus:
    seo.ask_next(actor=ACTOR, at=clock.now())
    return IndexStatus.objects.get(path="/en/p/lamp/")


def test_mkt_14_an_empty_list_says_what_to_do(engine, settings):
    manager = signed_in("marketing_manager")
    assert "Nothing is known yet" in get(manager, "seo_index")
    seo.register_inspector(None)
    settings.STORECREW_DEMO = False
    assert "Search Console is not set up" in index_pages.standing()[-1]


def test_mkt_14_an_address_shows_what_google_says_beside_what_we_say(engine, lamp):
    manager = signed_in("marketing_manager")
    row = asked()
    seen = get(manager, "seo_index")
    assert "lists 1" in seen
    assert "Questions today: 1 of 1800." in seen
    assert "€99.00" in seen
    record = get(manager, "seo_index_status", row.pk)
    for words in (
        "It is in the index.",
        "Submitted and indexed",
        "this address",
        "May be listed",
        "Ask again",
    ):
        assert words in record
    assert "Google does with this page what we want." in record
    assert reverse("seo_index_status", args=[row.pk]) in get(manager, "seo_page", lamp.pk)
    assert f'href="{reverse("seo_index")}"' in get(manager, "seo_pages")
    assert "1 of 1" in text(manager.get(reverse("backoffice_role_home", args=["marketing-manager"])))
    assert manager.get(reverse("seo_index_status", args=[0])).status_code == 404


def test_mkt_14_many_are_asked_about_again_at_once(engine, lamp, settings):
    manager = signed_in("marketing_manager")
    row = asked()
    assert "Ask again" in get(manager, "seo_index")
    chosen = {"bulk": "ask", "ids": [row.pk]}
    page = text(manager.post(reverse("seo_index"), chosen))
    assert "is asked about next" in page
    answer = manager.post(reverse("seo_index"), {**chosen, "confirm": "1", "expected": "1"}, follow=True)
    assert "1 address is asked about before all others. Questions that are left today: 1799." in text(answer)
    assert "To be asked again" in get(manager, "seo_index_status", row.pk)
    assert asked().wanted_at is None
    settings.STORECREW_DEMO = False
    seo.register_inspector(None)
    assert "Ask again" not in get(manager, "seo_index")


def test_mkt_14_ask_again_leads_to_a_finding_and_the_list_of_what_fell_out(engine, lamp):
    manager = signed_in("marketing_manager")
    row = asked()
    engine.says = OUT
    answer = manager.post(reverse("seo_index_ask", args=[row.pk]), follow=True)
    assert "Google was asked now: Crawled, not indexed." in text(answer)
    assert "Google does not list this page, and we want it to: Crawled" in text(answer)
    finding = Finding.objects.get(code="engine_left_out")
    assert "Say what no other page says" in get(manager, "seo_finding", finding.pk)
    fell = {"f.was": "indexed", "f.state": "indexed", "f.state.op": "not"}
    assert "/en/p/lamp/" in text(manager.get(reverse("seo_index"), fell))
    wanted = {"f.own": "open", "f.state": "indexed", "f.state.op": "not", "sort": "-worth"}
    assert "/en/p/lamp/" in text(manager.get(reverse("seo_index"), wanted))
    assert "/en/p/lamp/" not in text(manager.get(reverse("seo_index"), {"f.state": "indexed"}))


def test_mkt_14_a_refusal_is_said_with_what_to_do(engine, lamp):
    manager = signed_in("marketing_manager")
    row = asked()
    engine.fault = seo.NotAllowed()
    answer = manager.post(reverse("seo_index_ask", args=[row.pk]), follow=True)
    assert "Google refuses the account or the property." in text(answer)
    assert InspectionDay.objects.get().trouble == "refused"
    assert "Google refuses the account or the property." in get(manager, "seo_index")


def test_mkt_14_who_reads_only_does_not_ask_or_import(engine, lamp):
    row = asked()
    reader = signed_in("content_team")
    if reader.get(reverse("seo_index")).status_code == 200:
        assert "Ask again" not in get(reader, "seo_index_status", row.pk)
        assert "Import a report" not in get(reader, "seo_index")
    assert reader.post(reverse("seo_index_ask", args=[row.pk])).status_code == 403


def test_mkt_14_a_report_is_shown_first_and_kept_on_confirmation(engine, lamp):
    manager = signed_in("marketing_manager")
    asked()
    address = reverse("seo_index_import")
    assert "As the table says" in get(manager, "seo_index_import")
    table = (
        f"URL,Last crawled\n{BASE}/en/p/lamp/,{clock.now().date()}\n{BASE}/en/old/,2026-02-01\n"
        "https://other.example/,2026-02-01\n"
    )
    form = {"table": table, "reason": "not_found"}
    tried = text(manager.post(address, form))
    assert "1 new, 1 changed, 0 as before." in tried
    assert "This is no address of the shop." in tried
    assert IndexStatus.objects.count() == 1
    assert "2 addresses imported." in text(manager.post(address, form | {"confirm": "1"}, follow=True))
    row = IndexStatus.objects.get(path="/en/old/")
    assert "Not in the sitemap" in get(manager, "seo_index")
    assert "It was not there (404)." in get(manager, "seo_index_status", row.pk)
    assert manager.post(address, {"table": "Date,Pages\n"}).status_code == 422
    assert manager.post(address, {"table": ""}).status_code == 422
