"""Saving channels and markets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

AT = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = system_actor("tests")

pytestmark = pytest.mark.django_db


def market(**changes):
    values = {
        "code": "eurozone", "name": "Eurozone", "currency": "EUR", "countries": ["DE", "FR"],
        "default_country": "DE", "tax_display": "gross", "actor": ROOT, "at": AT,
    }  # fmt: skip
    return channels.save_market(**(values | changes))


def channel(**changes):
    values = {
        "code": "shop", "name": "Shop", "market_code": "eurozone", "locales": ["en", "ko"],
        "timezone": "Europe/Berlin", "is_default": True, "actor": ROOT, "at": AT,
    }  # fmt: skip
    return channels.save_channel(**(values | changes))


def test_the_day_of_the_business_is_that_of_its_default_channel():
    late = AT.replace(hour=23, minute=30)
    assert channels.house_day(late) == late.date(), "before there is a channel, the world's"
    market()
    channel()
    assert channels.house_day(late) == late.date() + timedelta(days=1)


def fields(caught):
    return caught.value.details["fields"]


def test_a_market_is_cleaned_and_saved():
    saved = market(countries=[" de", "FR", "de", ""], currency="eur")
    assert saved.countries == ("DE", "FR")
    assert saved.currency == "EUR"
    assert channels.all_markets() == [saved]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"code": "Big Market"}, "code", "invalid_code"),
        ({"name": " "}, "name", "required"),
        ({"currency": "XQX"}, "currency", "unknown_currency"),
        ({"countries": []}, "countries", "required"),
        ({"countries": ["DE", "QQ"]}, "countries", "unknown_country"),
        ({"default_country": "ES"}, "default_country", "not_in_countries"),
        ({"tax_display": "maybe"}, "tax_display", "unknown_choice"),
    ],
)
def test_a_wrong_field_of_a_market_is_named(change, field, reason):
    with pytest.raises(channels.InvalidChannel) as caught:
        market(**change)
    assert fields(caught)[field] == reason


def test_the_currency_of_a_market_is_fixed():
    market()
    with pytest.raises(channels.InvalidChannel) as caught:
        market(currency="USD")
    assert fields(caught) == {"currency": "fixed"}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"code": ""}, "code", "invalid_code"),
        ({"name": ""}, "name", "required"),
        ({"kind": "c2c"}, "kind", "unknown_choice"),
        ({"locales": []}, "locales", "required"),
        ({"locales": ["en", "klingon-x"]}, "locales", "unknown_locale"),
        ({"default_locale": "fr"}, "default_locale", "not_in_locales"),
        ({"timezone": "Europe/Atlantis"}, "timezone", "unknown_timezone"),
        ({"host": "no spaces.example"}, "host", "invalid_host"),
    ],
)
def test_a_wrong_field_of_a_channel_is_named(change, field, reason):
    market()
    with pytest.raises(channels.InvalidChannel) as caught:
        channel(**change)
    assert fields(caught)[field] == reason


def test_a_channel_needs_a_market_that_exists():
    with pytest.raises(channels.UnknownMarket):
        channel(market_code="moon")


def test_the_first_channel_becomes_the_default_and_a_new_default_takes_over():
    market()
    assert channel(is_default=False).is_default
    second = channel(code="second", is_default=True)
    assert channels.facts() == second
    assert list(Channel.objects.filter(is_default=True).values_list("code", flat=True)) == ["second"]


@pytest.mark.parametrize("change", [{"active": False}, {"is_default": False}])
def test_the_default_channel_stays_on_and_stays_the_default(change):
    market()
    saved = channel()
    channel(code="other", is_default=False)
    with pytest.raises(channels.DefaultChannelNeeded):
        channel(channel_id=saved.id, **change)
    assert channels.facts() == saved


def test_a_stale_form_is_refused():
    market()
    saved = channel()
    channel(channel_id=saved.id, name="Theirs", expected_version=1)
    with pytest.raises(channels.StaleChannel):
        channel(channel_id=saved.id, name="Mine", expected_version=1)
    assert channels.facts("shop").name == "Theirs"


def test_codes_and_hosts_are_taken_once():
    market()
    channel(host="shop.example")
    second = channel(code="second", is_default=False)
    with pytest.raises(channels.InvalidChannel) as caught:
        channel(channel_id=second.id, code="shop", host="Shop.example", is_default=False)
    assert fields(caught) == {"code": "taken", "host": "taken"}


def test_editing_an_unknown_channel_is_refused():
    market()
    with pytest.raises(channels.UnknownChannel):
        channel(channel_id=999)


def test_ensure_channel_is_harmless_when_repeated():
    first = make_channel("eu", legal={"trade_name": " Storecrew ", "unknown": "x"})
    written = OutboxEvent.objects.count()
    assert make_channel("eu", legal={"trade_name": "Storecrew"}) == first
    assert OutboxEvent.objects.count() == written
    assert first.legal == {"trade_name": "Storecrew"}
    assert len(audit.entries_for("channels.channel", first.id)) == 1


def test_a_change_of_the_market_is_told_for_each_of_its_channels():
    made = make_channel("eu")
    before = OutboxEvent.objects.count()
    make_channel("eu", countries=["DE"])
    assert channels.facts_by_id(made.id).countries == ("DE",)
    assert OutboxEvent.objects.count() == before + 1


def test_guests_may_not_write():
    with pytest.raises(Denied):
        market(actor=guest_actor())
    with pytest.raises(Denied):
        channel(actor=guest_actor())


def test_facts_by_code_id_and_host():
    made = make_channel("kr", currency="KRW", countries=["KR"], host="kr.shop.example")
    assert channels.facts("kr") == made == channels.facts() == channels.facts_by_id(made.id)
    assert channels.for_host("KR.shop.example:8000") == made
    assert channels.for_host("other.example") is None
    assert channels.for_host("") is None
    for missing in (lambda: channels.facts("nope"), lambda: channels.facts_by_id(0)):
        with pytest.raises(channels.UnknownChannel):
            missing()


def test_inactive_channels_are_only_listed_on_request():
    make_channel("eu", is_default=True)
    closed = make_channel("old")
    channels.save_channel(
        code="old", name="Old", market_code="old", active=False, channel_id=closed.id, actor=ROOT, at=AT
    )
    assert [c.code for c in channels.all_channels()] == ["eu"]
    assert [c.code for c in channels.all_channels(include_inactive=True)] == ["eu", "old"]
    with pytest.raises(channels.UnknownChannel):
        channels.facts("old")


def test_facts_of_a_channel_take_one_query(django_assert_num_queries):
    make_channel("eu")
    with django_assert_num_queries(1):
        channels.facts("eu")
