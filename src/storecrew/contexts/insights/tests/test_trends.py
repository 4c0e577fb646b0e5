"""Trends: what rises, what others ask, what they write, and the tasks that follow (MKT-3)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Clip, NewsFeed, RivalPrice, TrendNote, TrendTask
from storecrew.contexts.insights.operations import news as reading
from storecrew.contexts.insights.providers import news
from storecrew.contexts.insights.rules import feeds, trends
from storecrew.contexts.insights.tests.factories import AT, take, view
from storecrew.contexts.work import public as work
from storecrew.kernel import outgoing
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

ACTOR = Actor(
    kind="staff", id="1", label="Mina",
    permissions=frozenset({"insights.write", "work.write", "work.read", "reports.read"}),
)  # fmt: skip
WHO = {"actor": ACTOR, "at": AT}
RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Trade</title>
<item><title>Wool &amp;amp; felt return</title><link>https://press.example/1</link><guid>1</guid>
<description>&lt;p&gt;More &lt;b&gt;wool&lt;/b&gt;&lt;/p&gt;</description>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate></item>
<item><title>Again the same</title><link>https://press.example/1b</link><guid>1</guid></item>
<item><title>No link</title></item>
<item><title>Script</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Lamps</title><id>urn:1</id>
<link rel="self" href="https://press.example/self"/><link href="https://press.example/lamps"/>
<updated>2026-03-01T10:00:00+09:00</updated><summary>Bright</summary></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>Cups</title>
<link>https://press.example/cups</link><dc:date>2026-03-01</dc:date></item></rdf:RDF>"""


# --- what rises


def test_mkt_3_only_what_is_more_than_chance_rises_or_falls():
    now = {"cup": 40, "vase": 12, "new": 6, "few": 3, "gone": 0}
    before = {"cup": 15, "vase": 10, "gone": 9}
    assert [one.subject for one in trends.moves(now, before, up=True)] == ["cup", "new"]
    assert [one.subject for one in trends.moves(now, before, up=False)] == ["gone"]


# --- feeds as bytes


@pytest.mark.parametrize(
    ("body", "title", "url", "at"),
    [
        (RSS, "Wool & felt return", "https://press.example/1", dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)),
        (ATOM, "Lamps", "https://press.example/lamps", dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC)),
        (RDF, "Cups", "https://press.example/cups", dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
    ],
)
def test_mkt_3_rss_and_atom_are_read(body, title, url, at):
    (one,) = feeds.clippings(body)
    assert (one.title, one.url, one.at) == (title, url, at)
    assert "<" not in one.summary


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html><p>hello", "not_xml"),
        (b"", "not_xml"),
        (b"<html></html>", "not_a_feed"),
        (b"<rss><channel/></rss>", "empty"),
        (b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "not_xml"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]><rss>&a;</rss>', "not_xml"),
    ],
)  # fmt: skip
def test_bad_06_what_is_no_feed_says_why_and_nothing_is_expanded(body, code):
    with pytest.raises(feeds.NoFeed, match=code):
        feeds.clippings(body)


# --- feeds by the clock


@pytest.fixture
def site(monkeypatch):
    """The other side: what it answers, and what it was asked."""
    asked: list[dict[str, str]] = []
    state = {"body": RSS, "status": 200, "error": None}

    def call(method, url, *, headers, **more):
        asked.append(dict(headers))
        if state["error"]:
            raise state["error"]
        if headers.get("If-None-Match") == "v1" and state["status"] == 200:
            return outgoing.Fetched(b"", "", url, 304)
        return outgoing.Fetched(state["body"], "text/xml", url, 200, "v1", "yesterday")

    monkeypatch.setattr(news.outgoing, "call", call)
    state["asked"] = asked
    return state


@pytest.mark.django_db
def test_mkt_3_a_feed_is_read_when_it_is_due_and_no_entry_comes_twice(site):
    insights.save_feed(None, name="Trade", url="https://press.example/rss", active=True, **WHO)
    assert insights.read_feeds(at=AT) == 1
    assert insights.read_feeds(at=AT) == 0, "not due"
    assert len(site["asked"]) == 1
    later = AT + dt.timedelta(hours=1)
    assert insights.read_feeds(at=later) == 0
    assert site["asked"][1] == {"If-None-Match": "v1", "If-Modified-Since": "yesterday"}
    site["status"] = 206
    assert insights.read_feeds(at=later + dt.timedelta(hours=1)) == 0, "changed, but the entry is known"
    assert Clip.objects.get().title == "Wool & felt return"
    NewsFeed.objects.update(active=False)
    assert insights.read_feeds(at=later + dt.timedelta(days=9)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "body", "code"),
    [
        (outgoing.Refused(reason="redirect"), b"", "redirect"),
        (outgoing.Unreachable(reason="connection"), b"", "connection"),
        (None, b"<html></html>", "not_a_feed"),
    ],
)
def test_mkt_3_a_feed_that_cannot_be_read_says_why_and_is_asked_less_often(site, error, body, code):
    site |= {"error": error, "body": body}
    key = insights.save_feed(None, name="Trade", url="https://press.example/rss", active=True, **WHO)
    assert insights.read_feeds(at=AT) == 0
    row = NewsFeed.objects.get(pk=key)
    assert (row.trouble, row.read_at, row.next_at) == (code, None, AT + reading.AFTER_TROUBLE)
    assert insights.feeds_in_trouble() == [row]
    site |= {"error": None, "body": RSS}
    assert insights.read_feeds(at=row.next_at) == 1
    assert insights.feeds_in_trouble() == []


@pytest.mark.django_db
def test_mkt_3_feeds_are_checked_once_each_and_go_with_their_clips(site):
    key = insights.save_feed(None, name="Trade", url="https://press.example/rss", active=True, **WHO)
    for values in ({"url": "https://127.0.0.1/"}, {"url": "http://press.example/"}, {"name": " "}, {}):
        given = {"name": "Other", "url": "https://press.example/rss", "active": True} | values
        with pytest.raises(insights.InvalidTrend):
            insights.save_feed(None, **given, **WHO)
    insights.save_feed(key, name="Press", url="https://press.example/rss", active=True, **WHO)
    insights.read_feeds(at=AT)
    assert reading.forget_clips(at=AT + dt.timedelta(days=200)) == 1
    insights.delete_feed(key, **WHO)
    for act in (
        lambda: insights.delete_feed(key, **WHO),
        lambda: insights.save_feed(key, name="x", url="https://a.example/", active=True, **WHO),
    ):
        with pytest.raises(insights.UnknownTrend):
            act()


# --- prices of competitors


def seen(**changes) -> insights.PriceSeen:
    values = {
        "sku": "A-1",
        "rival": "Other Shop",
        "price": "9.50",
        "currency": "EUR",
        "seen_on": "2026-03-01",
    }
    return insights.PriceSeen(**(values | changes))


@pytest.mark.django_db
def test_mkt_3_a_price_stands_beside_ours_and_the_same_day_corrects_it():
    make_shop()
    insights.note_prices([seen()], **WHO)
    insights.note_prices([seen(price="8.00"), seen(seen_on="2026-02-01", price="12")], **WHO)
    newest = insights.newest_prices(at=AT)
    assert [(one.amount, one.seen_on) for one in newest] == [(800, dt.date(2026, 3, 1))]
    assert newest[0].ours == 1000
    assert newest[0].difference == 0.25
    insights.note_prices([seen(currency="USD")], **WHO)
    assert insights.newest_prices(at=AT)[1].difference is None
    history = insights.prices_beside(RivalPrice.objects.filter(currency="EUR"), at=AT)
    assert [one.amount for one in history] == [800, 1200]
    insights.delete_price(newest[0].id, **WHO)
    with pytest.raises(insights.UnknownTrend):
        insights.delete_price(newest[0].id, **WHO)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sku": "NO"}, "sku"),
        ({"rival": ""}, "rival"),
        ({"price": "cheap"}, "price"),
        ({"price": "0"}, "price"),
        ({"currency": "€"}, "price"),
        ({"seen_on": "1.3.2026"}, "seen_on"),
        ({"seen_on": "2027-01-01"}, "seen_on"),
        ({"url": "javascript:x"}, "url"),
    ],
)
def test_mkt_3_what_is_no_price_is_marked(changes, field):
    make_shop()
    with pytest.raises(insights.InvalidTrend) as refused:
        insights.note_prices([seen(**changes)], **WHO)
    assert field in refused.value.details
    assert not RivalPrice.objects.exists()


@pytest.mark.django_db
def test_mkt_3_a_table_is_read_whole_or_not_at_all():
    make_shop()
    head = "\ufeffSKU;Competitor;Price;Currency;Date\n"
    rows = insights.read_prices(head + "A-1;Other;9,50;EUR;2026-03-01\n\nB-1;Other;19.00;EUR;2026-03-01\n")
    with pytest.raises(insights.InvalidTrend) as refused:
        insights.note_prices(rows, **WHO)
    assert list(refused.value.details) == ["row 2"]
    assert not RivalPrice.objects.exists()
    assert insights.note_prices(insights.read_prices("sku,rival,price,currency,seen_on,url\nA-1,O,9.50,EUR,2026-03-01,https://o.example/\n"), **WHO) == 1  # fmt: skip  # noqa: E501
    for text in ("", "a,b\n1,2\n", head + "A-1;O;1;EUR;2026-03-01\n" * 2100):
        with pytest.raises(insights.InvalidTrend):
            insights.read_prices(text)


# --- notes and tasks


@pytest.mark.django_db
def test_mkt_3_a_trend_becomes_one_task_and_keeps_its_link():
    first = insights.trend_task("term", "rug", says="rug", url="/admin/trends/", **WHO)
    assert insights.trend_task("term", "rug", says="rug", url="/admin/trends/", **WHO) == first
    assert insights.trend_tasks("term", ["rug", "cup"]) == {"rug": first}
    assert work.task(first).title == "Sought more and more: “rug”"
    assert insights.trend_task("clip", "7", says="Wool returns", url="/admin/trends/", **WHO) != first
    assert TrendTask.objects.count() == 2
    for kind, key in (("moon", "x"), ("term", " ")):
        with pytest.raises(insights.UnknownTrend):
            insights.trend_task(kind, key, says="", url="", **WHO)


@pytest.mark.django_db
def test_mkt_3_notes_are_kept_and_deleted():
    key = insights.write_note(title="Felt", text="said the supplier", url="", **WHO)
    assert TrendNote.objects.get(pk=key).noted_by == "Mina"
    for values in ({"title": " "}, {"url": "nowhere"}):
        with pytest.raises(insights.InvalidTrend):
            insights.write_note(**({"title": "x", "text": "", "url": ""} | values), **WHO)
    insights.delete_note(key, **WHO)
    with pytest.raises(insights.UnknownTrend):
        insights.delete_note(key, **WHO)
    with pytest.raises(Denied):
        insights.write_note(title="x", text="", url="", actor=Actor(kind="staff", id="2", label="x"), at=AT)


# --- from visits


@pytest.mark.django_db
def test_mkt_3_sought_words_and_categories_move():
    shop = make_shop()
    come = {"channel_id": shop.channel.id}
    week = 7 * 24 * 60
    notes = [view(-week + n, "/search/", term="rug", **come) for n in range(2)]
    notes += [view(n, "/search/", term="rug", found=0, **come) for n in range(12)]
    notes += [view(-week + n, "/c/lamps/", page="category", **come) for n in range(20)]
    notes += [view(n, "/c/mugs/", page="category", **come) for n in range(9)]
    take(*notes)
    period = insights.Period(AT.date() - dt.timedelta(days=3), AT.date() + dt.timedelta(days=4))
    among = insights.report_channels(ACTOR)
    rising, vain = insights.search_moves(period, among)
    assert [(one.subject, one.now, one.before) for one in rising] == [("rug", 12, 2)]
    assert [(one.subject, one.now) for one in vain] == [("rug", 12)]
    up, down = insights.category_moves(period, among)
    assert ([one.subject for one in up], [one.subject for one in down]) == (["mugs"], ["lamps"])
