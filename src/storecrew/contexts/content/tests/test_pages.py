"""Pages, menus and starter texts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from storecrew.contexts.content import public as content
from storecrew.contexts.content import rendering, rules
from storecrew.contexts.content.models import ContentPage, HomePage, Menu, MenuItem
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied

AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
EDITOR = system_actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    """Wagtail's root, which its first migration makes."""
    from wagtail.models import Collection, Locale

    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")


def save(slug="care", **more):
    values = {"locale": "en", "title": "Care", "body": [{"type": "rich_text", "value": "<p>Wash cold.</p>"}]}
    return content.save_page(slug=slug, actor=EDITOR, at=AT, **{**values, **more})


@pytest.fixture
def homes(tree):
    return content.ensure_homes(shop_name="Shop", actor=EDITOR, at=AT)


def test_homes_exist_once_per_language_and_the_site_shows_the_first(homes):
    again = content.ensure_homes(shop_name="Shop", actor=EDITOR, at=AT)
    assert again == homes
    assert set(homes) == {"en", "ko"}
    assert HomePage.objects.count() == 2
    assert Site.objects.get(is_default_site=True).root_page_id == homes["en"]
    assert content.site_is_ready()


def test_a_page_is_found_by_its_path_with_its_translation(homes):
    save()
    save(locale="ko", title="관리법")
    page = content.page_by_path("care", "ko")
    assert page.title == "관리법"
    assert page.addresses == {"en": "/en/care/", "ko": "/ko/care/"}
    assert [crumb.url for crumb in page.breadcrumbs] == ["/ko/care/"]
    assert page.blocks[0].html == "<p>Wash cold.</p>"


def test_saving_the_same_page_again_writes_no_revision(homes):
    first = save()
    revision = ContentPage.objects.get(pk=first).live_revision_id
    assert save() == first
    assert ContentPage.objects.get(pk=first).live_revision_id == revision
    save(title="Care and repair")
    assert ContentPage.objects.get(pk=first).live_revision_id != revision


def test_without_overwrite_an_editors_text_stays(homes):
    save(title="Mine")
    save(title="Ours", overwrite=False)
    assert content.page_by_path("care", "en").title == "Mine"


def test_unknown_draft_and_homeless_pages_are_not_found(homes):
    with pytest.raises(content.UnknownPage):
        content.page_by_path("nowhere", "en")
    page = ContentPage.objects.get(pk=save())
    page.unpublish()
    with pytest.raises(content.UnknownPage):
        content.page_by_path("care", "en")
    with pytest.raises(content.UnknownPage):
        content.page_by_path("care", "de")
    with pytest.raises(content.NoSite):
        save(locale="de")
    with pytest.raises(content.NoSite):
        content.save_home(locale="de", body=[], actor=EDITOR, at=AT)


def test_pages_need_the_right_to_write_content(homes):
    with pytest.raises(Denied):
        content.save_page(locale="en", slug="x", title="X", body=[], actor=guest_actor(), at=AT)
    with pytest.raises(Denied):
        content.save_menu(code="main", locale="en", items=[], actor=guest_actor(), at=AT)
    with pytest.raises(Denied):
        content.ensure_homes(shop_name="X", actor=guest_actor(), at=AT)


def test_bad_05_script_in_rich_text_is_inert(homes):
    save(
        body=[
            {"type": "rich_text", "value": "<p>Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>"}
        ]
    )
    html = content.page_by_path("care", "en").blocks[0].html
    assert "script" not in html
    assert "onerror" not in html


def test_home_blocks_come_with_links_in_the_language_and_a_ready_picture(homes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    from io import BytesIO

    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (1600, 900), "#c5330b").save(data, "PNG")
    data.seek(0)
    picture = get_image_model().objects.create(title="Hero", file=ImageFile(data, name="hero.png"))
    hero = {
        "image": picture.pk,
        "alt": "A chair",
        "heading": "New",
        "text": "",
        "link": {"text": "Go", "url": "/c/chairs/"},
    }
    grid = {"heading": "Chairs", "category": "chairs", "collection": "", "count": 4}
    body = [{"type": "hero", "value": hero}, {"type": "product_grid", "value": grid}]
    content.save_home(locale="ko", body=body, actor=EDITOR, at=AT)
    page = content.home_page("ko")
    assert page is not None
    first, second = page.blocks
    assert first.link.url == "/ko/c/chairs/"
    assert first.image.alt == "A chair"
    assert "960w" in first.image.webp
    assert "1440w" in first.image.avif
    assert (second.category, second.count) == ("chairs", 4)


def test_menus_name_pages_paths_and_leave_out_unpublished_ones(homes):
    page = ContentPage.objects.get(pk=save())
    items = [("Care", "page:care"), ("Chairs", "/c/chairs/"), ("Blog", "https://blog.example/")]
    content.save_menu(code="service", locale="en", items=items, actor=EDITOR, at=AT)
    assert [one.url for one in content.menu("service", "en")] == [
        "/en/care/",
        "/en/c/chairs/",
        "https://blog.example/",
    ]
    page.unpublish()
    assert [one.text for one in content.menu("service", "en")] == ["Chairs", "Blog"]
    assert content.menu("legal", "en") == ()


@pytest.mark.usefixtures("hears_changes")
@pytest.mark.django_db(transaction=True)
def test_menus_are_kept_until_one_changes_or_goes(homes, django_assert_num_queries):
    content.save_menu(code="service", locale="en", items=[("Chairs", "/c/chairs/")], actor=EDITOR, at=AT)
    assert [one.text for one in content.menu("service", "en")] == ["Chairs"]
    with django_assert_num_queries(0):
        content.menu("service", "en")
    assert content.menu_links("service", "en") == [["Chairs", None, "/c/chairs/"]]
    # As a list removes those that were chosen in it.
    Menu.objects.filter(code="service").delete()
    assert content.menu("service", "en") == ()
    assert content.menu_links("service", "en") is None


def test_a_menu_refuses_script_and_pages_that_do_not_exist(homes):
    for link in ("javascript:alert(1)", "http://plain.example/", "//evil.example/", "page:nowhere"):
        with pytest.raises(content.UnsafeLink):
            content.save_menu(code="main", locale="en", items=[("X", link)], actor=EDITOR, at=AT)
    assert not Menu.objects.exists()


def test_a_menu_item_has_exactly_one_target(homes):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        MenuItem(text="X").clean()
    with pytest.raises(ValidationError):
        MenuItem(text="X", link="/a/", page_id=homes["en"]).clean()
    MenuItem(text="X", link="/a/").clean()


def test_the_starter_is_complete_in_both_languages_and_keeps_changes(homes):
    content.install_starter(shop_name="Shop", actor=EDITOR, at=AT)
    for locale in ("en", "ko"):
        for slug in ("help", "delivery", "returns", "privacy", "terms", "about"):
            assert content.page_by_path(slug, locale).addresses.keys() == {"en", "ko"}
        assert content.menu("legal", locale)
    save(slug="help", title="Ask us")
    content.install_starter(shop_name="Shop", actor=EDITOR, at=AT)
    assert content.page_by_path("help", "en").title == "Ask us"
    answers = content.page_by_path("help", "ko").blocks[0].questions
    assert all(one.question and one.text for one in answers)
    assert len(content.addresses("en")) == 7
    assert content.search_pages("deliv", "en")[0].url == "/en/delivery/"
    assert content.search_pages("d", "en") == ()


def test_reading_a_page_takes_a_fixed_number_of_queries(homes, django_assert_max_num_queries):
    content.install_starter(shop_name="Shop", actor=EDITOR, at=AT)
    with django_assert_max_num_queries(8):
        content.page_by_path("help", "en")
    with django_assert_max_num_queries(3):
        content.menus("en")


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("/c/a/", "/ko/c/a/"),
        ("/en/help/", "/en/help/"),
        ("/media/x.pdf", "/media/x.pdf"),
        ("https://a.example/", "https://a.example/"),
        ("", ""),
        ("#top", "#top"),
    ],
)
def test_a_link_gets_the_language_only_where_it_lacks_one(link, there):
    assert rules.localized_link(link, "ko", ("en", "ko")) == there


def test_showing_a_page_without_a_surface_says_so(monkeypatch):
    monkeypatch.setattr(rendering, "_renderers", [])
    with pytest.raises(RuntimeError):
        rendering.render(None, None)
    shown = rendering.register(lambda request, page: (request, page))
    assert rendering.render(1, 2) == (1, 2)
    assert shown(1, 2) == (1, 2)


def test_mkt_17_pages_that_are_published_or_expire_by_the_clock_are_on_the_calendar(homes):
    day = dt.timedelta(days=1)
    page = ContentPage.objects.get(pk=save(title="Gift guide"))
    page.title = "Gift guide of the winter"
    page.go_live_at = AT + 3 * day
    page.save_revision(approved_go_live_at=page.go_live_at)
    ContentPage.objects.filter(pk=page.pk).update(expire_at=AT + 8 * day)

    def told(days):
        found = work.calendar(since=AT, until=AT + days * day, kinds=["content"])
        return [(date.title, date.starts_at, date.owner_role, date.url) for date in found]

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert told(3) == []
    first = ("Gift guide of the winter is published", AT + 3 * day, "content_team", address)
    assert told(4) == [first]
    assert told(9) == [first, ("Gift guide leaves the site", AT + 8 * day, "content_team", address)]
