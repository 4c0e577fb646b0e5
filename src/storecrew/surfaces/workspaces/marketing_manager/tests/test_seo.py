"""Search engines on screen: findings, pages, templates, redirects, addresses not found (MKT-14)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Category, Product
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import AuditRun, Finding, HeadTemplate, MissingPath, Page, Redirect
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.conftest import _shop, shop
from storecrew.surfaces.workspaces.marketing_manager.seo import words

__all__ = ["_shop", "shop"]
pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def manager(shop) -> Client:
    return signed_in("marketing_manager")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def get(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args), follow=True)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return text(answer)


def audited() -> None:
    seo.start_audit(actor=ACTOR, at=clock.now())
    while seo.advance_audit(at=clock.now()).running:
        pass


def test_mkt_14_empty_lists_teach(manager):
    assert "Nothing is wrong" in get(manager, "seo")
    assert "No page was looked at yet" in get(manager, "seo_pages")
    assert "No templates yet" in get(manager, "seo_templates")
    assert "No redirects yet" in get(manager, "redirects")
    assert "Everything was found" in get(manager, "missing")


def test_mkt_14_an_audit_is_begun_and_findings_lead_to_their_fields(manager):
    Product.objects.filter(slug="oak-stool").update(seo_title="Stool " * 20, translations={})
    manager.post(reverse("seo_run"))
    assert AuditRun.objects.get().state == "running"
    assert "One is under way: 0 of" in get(manager, "seo_run")
    assert "An audit is under way already." in text(manager.post(reverse("seo_run"), follow=True))
    while seo.advance_audit(at=clock.now()).running:
        pass
    assert "The last one looked at" in get(manager, "seo_run")
    assert "pixels wide; results show 580" in get(manager, "seo")
    row = Finding.objects.get(page__path="/ko/p/oak-stool/", code="title_long")
    page = get(manager, "seo_finding", row.pk)
    assert "Ask the content team" in page, "marketing may not change products"
    field = f"/admin/products/{row.page.record_id}/edit/#id_ko-seo_title"
    for _again in range(2):
        manager.post(reverse("seo_finding_ask", args=[row.pk]))
    task = Task.objects.get(code="seo_finding")
    assert (task.owner_role, task.url) == ("content_team", field)
    assert "pixels wide; results show 580" in task.detail
    assert f'href="{field}"' in get(signed_in("content_team"), "seo_finding", row.pk)
    assert "Put what matters first" in page
    assert "May be listed" in get(manager, "seo_pages")
    shown = get(manager, "seo_page", row.page_id)
    assert "of 580 pixels" in shown
    Product.objects.filter(slug="oak-stool").update(seo_title="A stool of oak for kitchens")
    assert "Looked at it now." in text(
        manager.post(reverse("seo_page_check", args=[row.page_id]), follow=True)
    )
    assert "Cured" in get(manager, "seo_finding", row.pk)


def test_mkt_14_a_finding_is_set_aside_only_with_a_reason(manager):
    audited()
    row = Finding.objects.filter(code="thin").first()
    assert row is not None
    address = reverse("seo_finding_ignore", args=[row.pk])
    assert "Set aside" in get(manager, "seo_finding_ignore", row.pk)
    assert manager.post(address, {"reason": ""}).status_code == 422
    manager.post(address, {"reason": "Says all there is"})
    assert "Says all there is" in get(manager, "seo_finding", row.pk)
    aside = text(manager.get(reverse("seo"), {"f.state": "ignored"}))
    assert row.page.path in aside
    manager.post(reverse("seo_finding_restore", args=[row.pk]))
    row.refresh_from_db()
    assert row.ignored_at is None
    chosen = {"action": "aside", "selected": [row.pk], "reason": "Later", "confirm": "1"}
    manager.post(f"{reverse('seo')}?f.state=open", chosen)
    for state in ("fixed", "ignored", "open"):
        assert manager.get(reverse("seo"), {"f.state": state}).status_code == 200
    assert manager.get(reverse("seo_finding", args=[0])).status_code == 404
    assert manager.get(reverse("seo_page", args=[0])).status_code == 404


def test_mkt_14_every_kind_of_page_has_a_way_to_its_fields(manager):
    category = Category.objects.values_list("pk", flat=True)[0]
    product = Product.objects.values_list("pk", flat=True)[0]
    rows = {
        "product": Page(path="/en/p/x/", kind="product", locale="en", record_id=product),
        "category": Page(path="/ko/c/x/", kind="category", locale="ko", record_id=category),
        "collection": Page(path="/en/collections/x/", kind="collection", locale="en", record_id=1),
        "page": Page(path="/en/help/", kind="page", locale="en"),
        "home": Page(path="/en/", kind="home", locale="en"),
        "list": Page(path="/en/categories/", kind="list", locale="en"),
    }
    for row in rows.values():
        for code in (
            "title_long",
            "description_long",
            "thin",
            "address_long",
            "alt_missing",
            "sold_out",
            "orphan",
        ):
            found = words.cure_link(row, code)
            assert found is None or found[0].startswith("/admin/"), (row.kind, code)
        assert words.cure_link(row, "title_long") is not None
    assert words.cure_link(rows["category"], "title_long")[0].endswith("#id_ko-seo_title")
    assert words.cure_link(rows["page"], "title_long")[0].endswith("#id_seo_title")
    assert words.cure_link(Page(path="/en/none/", kind="page", locale="en"), "thin") is None
    assert words.cure_link(rows["list"], "link_chain")[0] == reverse("redirects")


def test_mkt_14_a_template_is_tried_on_real_products_then_saved_and_removed(manager):
    fields = {
        "kind": "product",
        "locale": "",
        "channel": "",
        "title": "{name} – {store}",
        "description": "{price}",
    }
    add = reverse("seo_template_add")
    page = text(manager.post(add, fields | {"try": "1"}))
    assert "Desk lamp – Storecrew EU" in page
    assert " px, " in page
    assert not HeadTemplate.objects.exists()
    refused = manager.post(add, fields | {"title": "{color}", "save": "1"})
    assert refused.status_code == 422
    assert "There is no placeholder “{color}”" in text(refused)
    assert manager.post(add, fields | {"title": "{color}", "try": "1"}).status_code == 422
    for kind in ("category", "collection", "page", "home", "search"):
        tried = fields | {"kind": kind, "title": "{store}", "description": "", "try": "1"}
        assert manager.post(add, tried).status_code == 200
    manager.post(add, fields | {"save": "1"})
    row = HeadTemplate.objects.get()
    assert "Desk lamp – Storecrew EU" in get(manager, "seo_template", row.pk)
    assert "{name} – {store}" in get(manager, "seo_templates")
    manager.post(reverse("seo_template", args=[row.pk]), fields | {"title": "{name}", "save": "1"})
    row.refresh_from_db()
    assert row.title == "{name}"
    manager.post(reverse("seo_template_remove", args=[row.pk]))
    assert not HeadTemplate.objects.exists()
    assert manager.get(reverse("seo_template", args=[0])).status_code == 404


def test_mkt_14_a_redirect_is_written_changed_and_removed(manager):
    fields = {"source": "/old", "target": "/p/nothing/", "status": "301", "note": "From before"}
    refused = manager.post(reverse("redirect_add"), fields)
    assert refused.status_code == 422
    assert "There is no page at this address." in text(refused)
    manager.post(reverse("redirect_add"), fields | {"target": "/p/desk-lamp/"})
    row = Redirect.objects.get()
    assert "/old" in get(manager, "redirects")
    assert "From before" in get(manager, "redirect_edit", row.pk)
    manager.post(
        reverse("redirect_edit", args=[row.pk]), fields | {"target": "/p/oak-stool/", "status": "302"}
    )
    row.refresh_from_db()
    assert (row.new_path, row.status) == ("/p/oak-stool/", 302)
    manager.post(reverse("redirect_remove", args=[row.pk]))
    assert not Redirect.objects.exists()
    assert manager.get(reverse("redirect_edit", args=[0])).status_code == 404


def test_mkt_14_a_file_is_shown_with_its_errors_before_it_is_written(manager):
    address = reverse("redirects_import")
    assert "An example" in get(manager, "redirects_import")
    bad = "source,target,status\n/a,/p/desk-lamp/,301\n/b,/a,\n/p/enamel-mug,/p/desk-lamp/,\n,,\n"
    answer = manager.post(address, {"table": bad, "confirm": "1"})
    page = text(answer)
    assert answer.status_code == 422
    assert "Row 3 (/b): This address leads on to another one" in page
    assert "Row 4 (/p/enamel-mug): This page answers" in page
    assert not Redirect.objects.exists()
    good = "source;target\n/a;/p/desk-lamp/\n/gone;\n"
    assert "Write 2 redirects" in text(manager.post(address, {"table": good}))
    manager.post(address, {"table": good, "confirm": "1"})
    assert set(Redirect.objects.values_list("old_path", "status")) == {("/a", 301), ("/gone", 410)}
    assert manager.post(address, {"table": "old,new\n"}).status_code == 422


def test_mkt_14_what_was_not_found_is_sent_to_the_nearest_page(manager):
    at = clock.now()
    row = MissingPath.objects.create(path="/shop/desk-lamp.html", people=3, first_at=at, last_at=at)
    assert "/shop/desk-lamp.html" in get(manager, "missing")
    page = get(manager, "missing_send", row.pk)
    assert 'value="/p/desk-lamp/"' in page
    sent = {"source": row.path, "target": "/p/desk-lamp/", "status": "301"}
    manager.post(reverse("missing_send", args=[row.pk]), sent)
    assert not MissingPath.objects.exists()
    assert Client().get("/en/shop/desk-lamp.html/")["Location"] == "/en/p/desk-lamp/"
    assert manager.get(reverse("missing_send", args=[row.pk]))["Location"] == reverse("missing")


def test_mkt_14_korean_pages_have_korean_findings(manager):
    from storecrew.contexts.people.models import User

    audited()
    person = User.objects.get(pk=int(manager.session["_auth_user_id"]))
    profile = person.wagtail_userprofile if hasattr(person, "wagtail_userprofile") else None
    if profile is None:
        from wagtail.users.models import UserProfile

        profile = UserProfile.get_for_user(person)
    profile.preferred_language = "ko"
    profile.save()
    page = get(manager, "seo")
    assert "검색" in page
    assert "pages have the same" not in page
