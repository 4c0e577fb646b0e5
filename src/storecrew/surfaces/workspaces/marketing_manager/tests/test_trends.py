"""The trend board on screen (MKT-3)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.insights.models import Clip, NewsFeed, RivalPrice, TrendNote
from storecrew.contexts.insights.tests.factories import take, view
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    with clock.frozen(AT):
        yield make_shop()


def price(**changes) -> dict[str, str]:
    values = {
        "sku": "A-1",
        "rival": "Other",
        "price": "8",
        "currency": "EUR",
        "seen_on": "2026-03-01",
        "url": "",
    }
    return values | changes


def test_mkt_3_the_board_shows_what_moves_and_makes_a_task_of_it(shop):
    manager = signed_in("marketing_manager")
    page = text(manager, "trends")
    for words in ("No word is sought", "No price of a competitor", "No news yet", "Nobody noted anything"):
        assert words in page
    take(*(view(-n, "/search/", term="rug", found=0, channel_id=shop.channel.id) for n in range(9)))
    manager.post(reverse("rival_price_add"), price())
    manager.post(reverse("trend_note_add"), {"title": "Felt comes", "text": "", "url": ""})
    feed = NewsFeed.objects.create(name="Trade", url="https://p.example/", next_at=AT, trouble="redirect")
    clip = Clip.objects.create(feed=feed, key="k", title="Wool returns", url="https://p.example/1", at=AT)
    page = text(manager, "trends")
    for words in ("rug", "Other", "+25.0%", "Wool returns", "Felt comes", "leads on to another one"):
        assert words in page
    asked = {"kind": "clip", "key": str(clip.pk), "says": clip.title}
    answer = manager.post(reverse("trend_task"), asked, follow=True).content.decode()
    assert "It is a task now." in answer
    assert "Its task" in answer
    assert Task.objects.get().title == "News: Wool returns"
    assert (
        "not there any more"
        in manager.post(reverse("trend_task"), {"kind": "x"}, follow=True).content.decode()
    )


def test_mkt_3_prices_are_typed_imported_and_seen_with_their_history(shop):
    manager = signed_in("marketing_manager")
    assert "No prices of competitors yet" in text(manager, "rival_prices")
    asked = text(manager, "rival_price_add")
    assert 'enctype="multipart/form-data"' in asked
    assert re.search(r'name="currency"[^>]*value="EUR"|value="EUR"[^>]*name="currency"', asked)
    answer = manager.post(reverse("rival_price_add"), price(sku="NO"))
    assert answer.status_code == 422
    assert "no article with this SKU" in answer.content.decode()
    table = "sku,competitor,price,currency,date,url\nA-1,Other,8.00,EUR,2026-03-01,\n"
    table += "A-1,Third,20,EUR,2026-03-01,\n"
    manager.post(reverse("rival_price_add"), {"file": SimpleUploadedFile("p.csv", table.encode())})
    assert RivalPrice.objects.count() == 2
    answer = manager.post(reverse("rival_price_add"), {"table": table + "NO,Other,1,EUR,2026-03-01,\n"})
    assert "Row 4: There is no article" in answer.content.decode()
    answer = manager.post(reverse("rival_price_add"), {"table": "a,b\n1,2"})
    assert "The first row names the columns" in answer.content.decode()
    row = RivalPrice.objects.get(rival="Other")
    page = text(manager, "rival_price", row.pk)
    assert "+25.0%" in page
    assert "Third" in page
    manager.post(reverse("rival_price", args=[row.pk]))
    assert RivalPrice.objects.count() == 1
    assert manager.get(reverse("rival_price", args=[row.pk])).status_code == 404


def test_mkt_3_feeds_are_entered_changed_and_deleted(shop):
    manager = signed_in("marketing_manager")
    assert "No news feeds yet" in text(manager, "news_feeds")
    answer = manager.post(reverse("news_feed_add"), {"name": "Trade", "url": "http://press.example/"})
    assert "begins with https" in answer.content.decode()
    manager.post(
        reverse("news_feed_add"), {"name": "Trade", "url": "https://press.example/rss", "active": "on"}
    )
    row = NewsFeed.objects.get()
    assert "Waits" in text(manager, "news_feeds")
    assert "https://press.example/rss" in text(manager, "news_feed_edit", row.pk)
    NewsFeed.objects.update(trouble="not_xml")
    page = text(manager, "news_feed", row.pk)
    assert "Cannot be read" in page
    assert "is no feed" in page
    manager.post(reverse("news_feed_delete", args=[row.pk]))
    assert manager.get(reverse("news_feed", args=[row.pk])).status_code == 404
    assert not TrendNote.objects.exists()


def test_mkt_3_a_note_is_deleted_by_who_may_write_notes(shop):
    manager = signed_in("marketing_manager")
    manager.post(reverse("trend_note_add"), {"title": "Felt comes", "text": "", "url": ""})
    path = reverse("trend_note_delete", args=[TrendNote.objects.get().pk])
    assert path in text(manager, "trends")
    assert manager.get(path).status_code == 405
    assert "The note is deleted." in manager.post(path, follow=True).content.decode()
    assert not TrendNote.objects.exists()
    assert "not there any more" in manager.post(path, follow=True).content.decode()
