"""Redirects, and addresses that are not there (MKT-14, U091)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo import tasks
from storecrew.contexts.seo.models import MissingPath, Redirect
from storecrew.contexts.seo.operations import following, noting
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied

ACTOR = system_actor("tests")
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WHO = {"actor": ACTOR, "at": AT}
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile Safari"}


@pytest.fixture(autouse=True)
def _nothing_waits():
    noting._waiting._counts.clear()
    yield
    noting._waiting._counts.clear()


def save(source: str, target: str = "/p/desk-lamp/", status: int = 301, **more) -> int:
    return seo.save_redirect(seo.RedirectContent(source, target, status), **WHO, **more)


def wrong(source: str, target: str = "/p/desk-lamp/", status: int = 301) -> set[str]:
    with pytest.raises(seo.InvalidRedirect) as refused:
        save(source, target, status)
    return set(refused.value.details)


def test_mkt_14_an_old_address_leads_in_the_visitors_language_with_the_campaign(shop, client: Client):
    key = save("/old-shop/lamp.html")
    answer = client.get("/ko/old-shop/lamp.html/?utm_source=x", headers=PHONE)
    assert (answer.status_code, answer["Location"]) == (301, "/ko/p/desk-lamp/?utm_source=x")
    assert client.get("/old-shop/lamp.html")["Location"] == "/en/p/desk-lamp/"
    seo.write_counts()
    row = Redirect.objects.get(pk=key)
    assert row.hits == 2
    assert row.last_hit_at
    assert not MissingPath.objects.exists()


def test_mkt_14_for_now_and_gone_for_good(shop, client: Client):
    save("/spring", status=302)
    save("/sale-2024", "", 410)
    assert client.get("/en/spring/").status_code == 302
    answer = client.get("/en/sale-2024/")
    assert answer.status_code == 410
    assert "noindex" in answer.content.decode()


def test_mkt_14_one_of_a_language_wins_over_one_for_all(shop, client: Client):
    save("/old")
    save("/ko/old", "/p/oak-stool/")
    assert client.get("/ko/old/")["Location"] == "/ko/p/oak-stool/"
    assert client.get("/en/old/")["Location"] == "/en/p/desk-lamp/"


def test_mkt_14_what_leads_nowhere_is_refused(shop):
    assert wrong("") == {"source"}
    assert wrong("/p/enamel-mug") == {"source"}, "it is alive"
    assert wrong("/admin/x") == {"source"}
    assert wrong(f"/{'x' * 501}") == {"source"}
    assert wrong("/old", "") == {"target"}
    assert wrong("/old", "https://evil.example/") == {"target"}
    assert wrong("/old", "/p/nothing/") == {"target"}
    assert wrong("/old", "/old/") == {"target"}
    assert wrong("/old", f"/{'x' * 501}") == {"target"}
    assert wrong("/old", "/p/desk-lamp/", 410) == {"target"}
    assert wrong("/old", status=307) == {"status"}
    with pytest.raises(Denied):
        seo.save_redirect(seo.RedirectContent("/old", "/p/desk-lamp/"), actor=guest_actor(), at=AT)
    with pytest.raises(seo.UnknownRedirect):
        save("/old", redirect_id=999)


def test_mkt_14_what_leads_on_by_itself_needs_no_redirect(shop, client: Client):
    catalog.save_category(
        category_id=Category.objects.get(url_path="lamps").pk, name="Lamps", slug="lighting", **WHO
    )
    assert client.get("/en/c/lamps/")["Location"] == "/en/c/lighting/"
    assert wrong("/c/lamps") == {"source"}
    assert seo.nearest("/c/lamps")[0].path == "/c/lighting/"


def test_mkt_14_nobody_is_led_twice_or_in_a_circle(shop, client: Client):
    save("/a", "/p/desk-lamp/")
    assert wrong("/b", "/a/") == {"target"}
    Redirect.objects.create(old_path="/c", new_path="/d", created_at=AT, updated_at=AT)
    assert wrong("/d", "/c") == {"target"}
    save("/d", "/p/oak-stool/")
    assert Redirect.objects.get(old_path="/c").new_path == "/p/oak-stool/", "straightened"
    save("/d", "", 410, redirect_id=Redirect.objects.get(old_path="/d").pk)
    assert client.get("/en/c/").status_code in (301, 410)


def test_mkt_14_a_redirect_is_taken_away(shop, client: Client):
    key = save("/old")
    seo.remove_redirect(key, **WHO)
    assert client.get("/en/old/").status_code == 404
    with pytest.raises(seo.UnknownRedirect):
        seo.remove_redirect(key, **WHO)


def test_mkt_14_a_file_is_judged_as_a_whole_before_anything_is_written(shop):
    rows = [
        (2, seo.RedirectContent("/one", "/p/desk-lamp/")),
        (3, seo.RedirectContent("/one", "/p/oak-stool/")),
        (4, seo.RedirectContent("/x", "/y")),
        (5, seo.RedirectContent("/y", "/x")),
        (6, seo.RedirectContent("/gone", "", 410)),
    ]
    found = seo.check_redirects(rows, actor=ACTOR)
    assert [bool(one.wrong) for one in found] == [False, True, True, True, False]
    with pytest.raises(seo.InvalidRedirect):
        seo.import_redirects(rows, **WHO)
    assert not Redirect.objects.exists()
    assert seo.import_redirects([rows[0], rows[4]], **WHO) == 2
    assert set(Redirect.objects.values_list("old_path", "status")) == {("/one", 301), ("/gone", 410)}


def test_mkt_14_what_is_not_there_is_counted_people_and_machines_apart(shop, client: Client):
    for agent in (PHONE, PHONE, {"User-Agent": "Googlebot/2.1"}):
        assert client.get("/en/c/lampen/?email=ann@example.com", headers=agent).status_code == 404
    client.get("/ko/c/lampen/", headers=PHONE)
    client.get("/en/u/ann@example.com/", headers=PHONE)
    client.post("/en/nowhere/", headers=PHONE)
    assert not MissingPath.objects.exists(), "asking for a page writes nothing"
    seo.write_counts()
    row = MissingPath.objects.get()
    assert (row.path, row.people, row.machines) == ("/c/lampen", 3, 1)
    save("/c/lampen")
    assert not MissingPath.objects.exists(), "it leads somewhere now"


def test_mkt_14_a_missing_page_asks_one_question_more(shop, client: Client):
    client.get("/en/nowhere/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/en/nowhere/")
    assert sum("seo_redirect" in one["sql"] for one in asked) == 1
    assert sum("seo_missingpath" in one["sql"] for one in asked) == 0


def test_mkt_14_counts_are_bounded_and_forgotten(shop, monkeypatch):
    monkeypatch.setattr(noting, "MOST_KEPT", 2)
    for name in "abc":
        noting.note_missing(f"/en/{name}", machine=False)
    noting.note_missing("/en/a", machine=False)
    seo.write_counts()
    assert MissingPath.objects.count() == 2
    old = {days: AT - dt.timedelta(days=days) for days in (8, 91)}
    MissingPath.objects.filter(path="/a").update(last_at=old[8])
    MissingPath.objects.filter(path="/b").update(last_at=old[8])
    assert noting.forget_old(at=AT) == 1, "what was asked for once goes after a week"
    assert MissingPath.objects.get().path == "/a"
    MissingPath.objects.update(last_at=old[91])
    assert noting.forget_old(at=AT) == 1
    MissingPath.objects.create(path="/c", people=5, first_at=AT, last_at=AT)
    monkeypatch.setattr(noting, "MOST_KEPT", 0)
    assert noting.forget_old(at=AT) == 1


def test_mkt_14_the_nearest_page_is_proposed(shop):
    assert any(one.path == "/p/desk-lamp/" for one in seo.nearest("/produkt/desk-lamp.html"))
    assert seo.nearest("/x") == ()


def test_mkt_14_nothing_is_counted_where_counting_is_off(shop, settings):
    settings.STORECREW_TRAFFIC = False
    noting.note_missing("/en/a", machine=False)
    seo.write_counts()
    assert not MissingPath.objects.exists()


def test_it_20_a_redirect_whose_page_went_is_found_and_told_before_a_launch(shop):
    save("/old-lamp")
    save("/gone-for-good", "", 410)
    assert tasks.follow_redirects(AT) is None
    assert seo.health_of_moves(since=AT) == (0, 0)
    Redirect.objects.filter(old_path="/old-lamp").update(new_path="/p/no-such-thing/")
    assert following.follow_redirects(at=AT + dt.timedelta(hours=1)) == 0  # looked at lately
    assert following.follow_redirects(at=AT + dt.timedelta(hours=13)) == 1
    assert seo.health_of_moves(since=AT) == (1, 0)
    row = Redirect.objects.get(old_path="/old-lamp")
    save("/old-lamp", redirect_id=row.pk)
    Redirect.objects.update(updated_at=AT + dt.timedelta(hours=14))
    assert following.follow_redirects(at=AT + dt.timedelta(hours=14)) == 0
    assert not Redirect.objects.get(pk=row.pk).is_dead


def test_it_20_addresses_that_many_ask_for_in_vain_are_counted(shop):
    MissingPath.objects.create(path="/old", people=10, first_at=AT, last_at=AT)
    MissingPath.objects.create(path="/typo", people=1, first_at=AT, last_at=AT)
    MissingPath.objects.create(path="/long-ago", people=99, first_at=AT, last_at=AT - dt.timedelta(days=60))
    assert seo.health_of_moves(since=AT - dt.timedelta(days=30)) == (0, 1)


def test_mkt_14_an_address_has_one_redirect_and_nobody_writes_over_it_unseen(shop):
    save("/old")
    other = save("/older")
    for more in ({}, {"redirect_id": other}):
        with pytest.raises(seo.InvalidRedirect) as refused:
            save("/old", "/p/oak-stool/", **more)
        assert "already" in refused.value.details["source"]
    assert Redirect.objects.get(old_path="/old").new_path == "/p/desk-lamp/"
    row = seo.RedirectContent("/old", "/p/oak-stool/", 301)
    assert seo.import_redirects([(2, row)], **WHO) == 1
    assert Redirect.objects.get(old_path="/old").new_path == "/p/oak-stool/", "a file changes it"
