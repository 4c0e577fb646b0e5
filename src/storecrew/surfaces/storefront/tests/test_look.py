"""The look of a channel in its pages: one sheet, previews for staff, effective at once."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import astuple, replace
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from django.core.files.images import ImageFile
from django.db import OperationalError
from django.template.loader import get_template
from django.test import RequestFactory
from wagtail.images import get_image_model

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.kernel import clock, contention, mail
from storecrew.kernel.actor import system_actor
from storecrew.surfaces import ui
from storecrew.surfaces.storefront.help import errors
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop
from storecrew.surfaces.ui import last_look
from storecrew.surfaces.ui.busy import busy
from storecrew.surfaces.ui.shell import Look

ROOT = system_actor("tests")
CHOICES = replace(content.ThemeChoices(), brand="Harbor & Pine", accent="#1f6f54", paper="#fbf7ef")


@pytest.fixture
def shop(db) -> TestShop:
    return make_shop()


def saved(shop, **changes):
    return content.save_theme(shop.channel.code, replace(CHOICES, **changes), actor=ROOT, at=clock.now())


def sheets(answer):
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.content.decode())


def test_it_2_a_look_is_one_sheet_that_never_changes(shop, client):
    assert "/look/" not in sheets(client.get("/en/"))[0]
    one = saved(shop)
    content.publish_theme(shop.channel.code, one.number, actor=ROOT, at=clock.now())
    answer = client.get("/en/")
    text = answer.content.decode()
    assert "Harbor &amp; Pine" in text
    assert '<meta name="theme-color" content="#fbf7ef"' in text
    (address,) = sheets(answer)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    sheet = client.get(address)
    assert sheet.status_code == 200
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert "Cookie" not in sheet.get("Vary", "")
    assert "--accent:#1f6f54" in sheet.content.decode()
    assert ".brand" in sheet.content.decode()
    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == sheet.content
    assert client.get("/en/manifest.webmanifest").json()["theme_color"] == "#fbf7ef"


def test_a_sheet_of_another_release_is_not_for_keeps_and_an_unknown_one_is_ours(shop, client):
    one = saved(shop)
    old = client.get(f"/look/{shop.channel.id}/{one.number}/abc-def.css")
    assert old["Cache-Control"] == "public, max-age=60"
    unknown = client.get(f"/look/{shop.channel.id}/99/abc-def.css")
    assert unknown["Cache-Control"] == "public, max-age=60"
    assert ".brand" in unknown.content.decode()


def test_a_version_is_seen_before_it_is_published(shop, client):
    one = saved(shop)
    token = content.theme_preview(shop.channel.code, one.number)
    seen = client.get("/en/", {"look": token})
    assert "Harbor &amp; Pine" in seen.content.decode()
    assert "frame-ancestors 'self'" in seen["Content-Security-Policy"]
    assert seen["Cache-Control"] == "no-store"
    assert "data-measured" not in seen.content.decode()
    other = client.get("/en/", {"look": "forged"})
    assert "Harbor" not in other.content.decode()
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert "Harbor" not in client.get("/en/").content.decode()


@pytest.fixture
def dressed(shop, client):
    one = saved(shop)
    content.publish_theme(shop.channel.code, one.number, actor=ROOT, at=clock.now())
    last_look.forget()
    yield sheets(client.get("/en/"))[0]
    last_look.forget()


def request_of(path="/en/cart/", **headers):
    return RequestFactory().get(path, headers=headers)


def test_pages_that_stand_alone_wear_the_look_too(shop, client, dressed):
    missing = client.get("/en/nothing/here/")
    assert (missing.status_code, sheets(missing)) == (404, [dressed])
    assert (refused := errors.forbidden(request_of())).status_code == 403
    assert sheets(refused) == [dressed]
    offline = client.get("/ko/offline/")
    assert sheets(offline) == [dressed]
    assert "Harbor &amp; Pine" in offline.content.decode()
    kept = json.loads(re.search(r"const KEPT = (.*?);", client.get("/worker.js").content.decode())[1])
    assert dressed in kept
    assert not [path for path in kept if path.endswith("/shop.css")]
    channels.set_public(
        code=shop.channel.code, public=False, reason="stock taking", actor=ROOT, at=clock.now()
    )
    closed = client.get("/en/")
    assert (closed.status_code, sheets(closed)) == (503, [dressed])
    assert "Harbor &amp; Pine" in closed.content.decode()


def test_after_a_fault_the_look_is_remembered_without_asking_the_database(
    shop, client, dressed, django_assert_num_queries
):
    with django_assert_num_queries(0):
        fault = errors.server_error(request_of("/ko/cart/"))
        waited = busy(request_of(), contention.Busy(retry_after=2))
    for answer, status in ((fault, 500), (waited, waited.status_code)):
        assert answer.status_code == status
        assert sheets(answer) == [dressed]
        assert "Harbor &amp; Pine" in answer.content.decode()
    # Another process, or one that has just begun, speaks in our own look: nothing is asked for it.
    last_look.forget()
    with django_assert_num_queries(0):
        plain = errors.server_error(request_of())
    assert sheets(plain) != [dressed]
    assert plain.status_code == 500


def test_a_fault_says_what_is_safe_and_where_to_go_without_the_database():
    """Nothing here may touch the database: the test has none."""
    seen = errors.server_error(request_of("/ko/checkout/delivery/?a=1")).content.decode()
    sent = errors.server_error(RequestFactory().post("/en/checkout/pay/")).content.decode()
    assert 'href="/ko/checkout/delivery/?a=1"' in seen, "it can be tried again"
    for target in ("cart", "account", "categories", "help"):
        assert f'href="/ko/{target}/"' in seen
    assert "/en/checkout/pay/" not in sent, "nothing is sent twice by a link"
    for words in ("Your cart is kept", "Nothing is charged twice", "What you sent may have arrived"):
        assert words in sent


def test_a_database_that_is_away_is_no_fault_of_the_page():
    try:
        raise OperationalError("gone")
    except OperationalError:
        away = errors.server_error(request_of())
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
    assert "The shop is away for a moment" in away.content.decode()


def test_a_fault_in_the_back_office_is_a_page_for_people_and_a_line_for_programs():
    shown = errors.server_error(request_of("/admin/orders/", accept="text/html", x_request_id="abcd1234"))
    fetched = errors.server_error(request_of("/admin/orders/", accept="application/json"))
    text = shown.content.decode()
    assert (shown.status_code, shown.headers["Cache-Control"]) == (500, "no-store")
    assert "abcd1234" in text and 'href="/admin/orders/"' in text and 'href="/admin/"' in text
    assert fetched.headers["Content-Type"].startswith("text/plain")


def test_the_look_of_a_fault_is_that_of_the_host_or_of_the_chosen_channel():
    last_look.forget()
    for code, host, default in (("eu", "", True), ("kr", "kr.example", False), ("us", "", False)):
        last_look.remember(
            code, host=host, is_default=default, name=code, look=Look(stylesheet=f"/{code}.css")
        )
    try:
        assert last_look.last_look(request_of()).name == "eu"
        assert last_look.last_look(request_of(host="KR.example:8000")).name == "kr"
        chosen = request_of(cookie="channel=us")
        assert last_look.last_look(chosen).look.stylesheet == "/us.css"
        assert last_look.last_look(request_of(cookie="channel=nowhere")).name == "eu"
    finally:
        last_look.forget()


def test_mails_wear_the_look_of_their_channel(shop, dressed):
    code = shop.channel.code
    given = {"link": "https://shop.example/x/", "shop": "EU", "locale": "en"}
    ours = mail.write("customers.consent", given, locale="en")
    html = mail.write("customers.consent", given, locale="en", channel=code).html
    assert "Harbor &amp; Pine" in html
    assert "EU" not in re.sub(r"<[^>]+>", " ", html).split(), "the shop is called as its look says"
    assert "background:#1f6f54" in html
    assert "background:#fbf7ef" in html
    assert "prefers-color-scheme: dark" in html
    assert "#c5330b" in ours.html
    assert "Harbor" not in ours.html


def test_a_shop_without_a_look_and_its_mails_have_the_same_colors():
    sheet = (Path(ui.__file__).parent / "static/ui/shop.css").read_text("utf-8")
    light, dark = sheet.partition("prefers-color-scheme: dark")[::2]
    names = ("ink", "ink-2", "paper", "plate", "accent", "on-accent")
    for css, colors in ((light, mail.looks.OURS.light), (dark, mail.looks.OURS.dark)):
        found = [re.search(rf"--{name}: (#[0-9a-f]+);", css)[1] for name in names]
        assert [one if len(one) == 7 else "#" + "".join(2 * digit for digit in one[1:]) for one in found] == [
            *astuple(colors)
        ]


def test_a_mail_says_at_its_head_whose_it_is():
    given = {"link": "https://shop.example/x/", "shop": "Shop of Ann", "locale": "en"}
    html = mail.write("customers.consent", given, locale="en").html
    body = html.partition("<body")[2]
    assert body.index("Shop of Ann") < body.index("<h1")


def test_a_logo_stands_at_the_head_of_a_mail_under_its_whole_address(shop, client):
    data = BytesIO()
    PIL.Image.new("RGB", (800, 200), "#1f6f54").save(data, "PNG")
    picture = get_image_model().objects.create(title="Logo", file=ImageFile(data, name="logo.png"))
    one = saved(shop, logo=picture.pk)
    content.publish_theme(shop.channel.code, one.number, actor=ROOT, at=clock.now())
    look = mail.looks.look_of(shop.channel.code)
    assert look.logo is not None
    assert look.logo.url.startswith("http")
    assert (look.logo.width, look.logo.height) == (160, 40)


def test_a_mail_leaves_in_our_look_when_the_shops_cannot_be_read(shop, dressed, monkeypatch):
    def gone(channel):
        raise OperationalError("the database is away")

    monkeypatch.setattr(mail.looks, "_lender", [gone])
    assert mail.looks.look_of(shop.channel.code) == mail.looks.OURS
    assert mail.looks.look_of("") == mail.looks.OURS


@pytest.mark.parametrize("kind", [kind.name for kind in mail.kinds.kinds()])
def test_no_mail_brings_colors_of_its_own(kind):
    """Every template takes its colors from the look, and its frame from the page that all mails share."""
    for file in mail.kinds.find(kind).files:
        if file.endswith(".html"):
            source = get_template(file).template.source
            assert not re.findall(r"(?:background|color):\s*#(?!8884)", source), file
            assert '{% extends "mail/page.html" %}' in source, file
