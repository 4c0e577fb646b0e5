"""U029, U046: what a device remembers by itself, and what it shows without a connection."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_u046_the_manifest_names_the_shop_and_icons_that_exist(shop):
    page = text(Client().get("/en/"))
    assert '<link rel="manifest" href="/en/manifest.webmanifest">' in page
    answer = Client().get("/ko/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    found = json.loads(answer.content)
    assert (found["lang"], found["start_url"], found["display"]) == ("ko", "/ko/", "standalone")
    assert {one["purpose"] for one in found["icons"]} == {"any", "maskable"}
    for one in found["icons"]:
        assert finders.find(one["src"].partition("/static/")[2]), one["src"]


def test_u046_the_worker_keeps_the_offline_pages_and_their_look_and_nothing_else(shop):
    answer = Client().get("/worker.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    kept = json.loads(re.search(r"const KEPT = (.*?);", text(answer))[1])
    assert [path for path in kept if not path.startswith("/static/")] == ["/en/offline/", "/ko/offline/"]
    for path in ("/en/offline/", "/ko/offline/"):
        page = text(Client().get(path))
        assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) <= set(kept)
        assert "€" not in page


def test_u029_a_product_page_says_what_may_be_remembered_and_no_price(shop):
    page = text(Client().get("/en/p/enamel-mug/?variant=MUG-RED"))
    seen = json.loads(re.search(r"data-seen='([^']+)'", page)[1])
    assert seen == {
        "list": "seen:en",
        "url": "/en/p/enamel-mug/",
        "title": "Enamel mug",
        "image": seen["image"],
    }
    assert 'data-seen-list="seen:en"' in page
