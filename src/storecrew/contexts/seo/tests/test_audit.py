"""The audit of the shop as it is shown (MKT-14)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.insights import public as insights
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo import tasks
from storecrew.contexts.seo.models import AuditRun, Finding, Page
from storecrew.contexts.seo.operations import auditing
from storecrew.contexts.seo.queries.findings import CHECKS, WORDS
from storecrew.kernel import shown
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)
ACTOR = system_actor("tests")


def walk(at: dt.datetime = AT) -> None:
    seo.start_audit(actor=ACTOR, at=at)
    while seo.advance_audit(at=at).running:
        pass


def finding(path: str, code: str) -> Finding:
    return Finding.objects.get(page__path=path, code=code)


def test_mkt_14_a_walk_sees_every_page_keeps_its_place_and_finds_what_is_cured_later(shop, monkeypatch):
    monkeypatch.setattr(auditing, "STEP", 7)
    Product.objects.filter(slug="oak-stool").update(seo_title="Stool " * 20)
    seo.start_audit(actor=ACTOR, at=AT)
    with pytest.raises(seo.AuditRunning):
        seo.start_audit(actor=ACTOR, at=AT)
    first = seo.advance_audit(at=AT)
    assert (first.running, first.seen) == (True, 7)
    assert seo.audit_progress() == first
    while seo.advance_audit(at=AT).running:
        pass
    assert AuditRun.objects.get().state == "done"
    assert Page.objects.filter(checked_at=None).count() == 0
    assert {"home", "list", "category", "product", "page"} <= set(Page.objects.values_list("kind", flat=True))
    assert set(Page.objects.values_list("index", flat=True)) == {"open"}, list(
        Page.objects.exclude(index="open").values_list("path", "index", "status")
    )
    errors = Finding.objects.filter(severity=1)
    assert set(errors.values_list("code", flat=True)) == {"product_without_picture"}
    long = finding("/en/p/oak-stool/", "title_long")
    assert long.values["pixels"] > long.values["room"]
    Product.objects.filter(slug="oak-stool").update(seo_title="A stool of oak for the kitchen")
    shop_page = Page.objects.get(path="/en/p/oak-stool/")
    seo.recheck_page(shop_page.pk, actor=ACTOR, at=LATER)
    long.refresh_from_db()
    assert (long.first_at, long.fixed_at) == (AT, LATER)
    Product.objects.filter(slug="oak-stool").update(seo_title="Stool " * 20)
    seo.recheck_page(shop_page.pk, actor=ACTOR, at=LATER + dt.timedelta(hours=1))
    long.refresh_from_db()
    assert (long.first_at, long.fixed_at) == (LATER + dt.timedelta(hours=1), None), "it came back"


def test_mkt_14_two_products_of_one_title_and_a_page_that_left(shop):
    Product.objects.filter(slug__in=["oak-stool", "desk-lamp"]).update(seo_title="Made for your home today")
    walk()
    assert finding("/en/p/oak-stool/", "title_same").values == {"count": 1}
    Product.objects.filter(slug="oak-stool").update(seo_title="A stool for your kitchen")
    Page.objects.create(path="/en/p/left/", kind="product", locale="en")
    walk(LATER)
    assert not Page.objects.filter(path="/en/p/left/").exists()
    assert finding("/en/p/desk-lamp/", "title_same").fixed_at == LATER


def test_mkt_14_a_page_that_throws_is_a_finding_and_the_walk_goes_on(shop, monkeypatch):
    served = shown.show

    def show(url: str) -> shown.Shown:
        if "desk-lamp" in url:
            raise RuntimeError("no")
        return served(url)

    monkeypatch.setattr("storecrew.kernel.shown.show", show)
    walk()
    assert finding("/en/p/desk-lamp/", "fault").severity == 1
    assert Page.objects.get(path="/en/p/desk-lamp/").index == "broken"


def test_mkt_14_findings_stand_beside_what_their_page_is_worth(shop):
    day = AT.date()
    from storecrew.contexts.insights.models import Tally

    for kind, count, amount in ((insights.kinds.VIEW, 40, 0), (insights.kinds.LED_ORDER, 2, 9900)):
        Tally.objects.create(
            dimension="page", subject="/p/desk-lamp/", day=day, channel_id=shop.channel.id, kind=kind,
            count=count, amount=amount,
        )  # fmt: skip
    walk()
    page = Page.objects.get(path="/ko/p/desk-lamp/")
    assert (page.views, page.worth, page.currency) == (40, 9900, "EUR")


def test_mkt_14_a_finding_is_set_aside_with_a_reason_and_taken_back(shop):
    walk()
    row = Finding.objects.first()
    assert row is not None
    with pytest.raises(seo.ReasonNeeded):
        seo.ignore_finding(row.pk, reason=" ", actor=ACTOR, at=AT)
    seo.ignore_finding(row.pk, reason="It is meant so", actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert (row.ignored_at, row.ignored_by, row.ignore_reason) == (AT, "tests", "It is meant so")
    seo.restore_finding(row.pk, actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert row.ignored_at is None
    for call in (
        lambda: seo.ignore_finding(0, reason="x", actor=ACTOR, at=AT),
        lambda: seo.restore_finding(0, actor=ACTOR, at=AT),
    ):
        with pytest.raises(seo.UnknownFinding):
            call()
    with pytest.raises(seo.UnknownAuditPage):
        seo.recheck_page(0, actor=ACTOR, at=AT)


def test_mkt_14_the_clock_walks_once_a_day(shop):
    tasks.audit_daily(AT)
    tasks.audit_daily(AT)
    assert AuditRun.objects.count() == 1
    tasks.advance_audit(AT)
    assert Page.objects.exclude(checked_at=None).exists()


def test_mkt_14_every_check_has_words_in_both_languages():
    assert set(WORDS) == set(CHECKS)
    assert len(CHECKS) >= 48
    said, cure = seo.finding_words("title_long", {"pixels": 700, "room": 580})
    assert said == "The title is 700 pixels wide; results show 580."
    assert cure
    assert "–" in seo.finding_words("title_long", {})[0]
    assert seo.finding_words("gone_check", {}) == ("gone_check", "")
    assert seo.cure_of("gone_check") == "status"
