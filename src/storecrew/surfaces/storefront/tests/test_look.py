"""The look of a channel in its pages: one sheet, previews for staff, effective at once."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest

from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop

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
