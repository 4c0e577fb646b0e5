"""Making, changing, ending price lists; the tick that opens and closes them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import PriceList
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, put
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def save(code="sale", **changes):
    values = {"code": code, "name": "Sale", "currency": "EUR", "kind": "sale", "actor": ACTOR, "at": AT}
    return pricing.save_price_list(**(values | changes))


def published() -> int:
    return OutboxEvent.objects.filter(name="pricing.PricesChanged").count()


def test_a_list_is_made_and_recorded(eu):
    list_id = save(channel_code="eu", priority=3, starts_at=AT + DAY)
    stored = PriceList.objects.get(pk=list_id)
    assert (stored.channel_id, stored.priority, stored.announced_open) == (eu.id, 3, False)
    assert audit.entries_for("pricing.price_list", "sale")[0].action == "pricing.list_created"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Not A Code"}, "code"),
        ({"name": " "}, "name"),
        ({"kind": "odd"}, "kind"),
        ({"currency": "XYZ"}, "currency"),
        ({"kind": "segment"}, "segment"),
        ({"kind": "company", "company": " "}, "company"),
        ({"starts_at": AT + DAY, "ends_at": AT + DAY}, "ends_at"),
        ({"rounding_step": 100, "rounding_ending": 100}, "rounding_ending"),
        ({"rounding_ending": 5}, "rounding_ending"),
        ({"rounding_step": -1}, "rounding_step"),
        ({"rounding_step": 10**13}, "rounding_step"),
        ({"rounding_step": 100, "rounding_direction": "away"}, "rounding_step"),
    ],
)
def test_each_wrong_field_is_named(changes, field):
    with pytest.raises(pricing.InvalidPriceList) as caught:
        save(**changes)
    assert list(caught.value.details) == [field]
    assert not PriceList.objects.exists()


def test_unknown_markets_and_channels_are_refused():
    with pytest.raises(channels.UnknownMarket):
        save(market_code="nowhere")
    with pytest.raises(channels.UnknownChannel):
        save(channel_code="nowhere")


def test_a_list_made_today_did_not_apply_yesterday():
    assert PriceList.objects.get(pk=save(starts_at=AT - DAY)).starts_at == AT
    with pytest.raises(pricing.PastWindow):
        save("other", starts_at=AT - 2 * DAY, ends_at=AT - DAY)


def test_a_taken_code_is_refused_for_a_new_list():
    save()
    with pytest.raises(pricing.InvalidPriceList):
        save()


def test_con_13_an_edit_from_an_old_version_is_refused():
    save()
    save(name="First", expected_version=1)
    with pytest.raises(pricing.PriceListChanged):
        save(name="Second", expected_version=1)
    assert PriceList.objects.get().name == "First"


def test_the_past_of_a_list_with_prices_is_final(tee):
    save(ends_at=AT + 5 * DAY)
    put("sale", {tee: 100})
    with pytest.raises(pricing.PastWindow):
        save(at=AT + DAY, starts_at=AT + 2 * DAY, expected_version=1)
    with pytest.raises(pricing.PastWindow) as caught:
        save(at=AT + DAY, ends_at=AT + 5 * DAY, priority=9, expected_version=1)
    assert "new one" in str(caught.value.next_step)
    with pytest.raises(pricing.InvalidPriceList):
        save(at=AT + DAY, currency="KRW", expected_version=1)
    save(at=AT + DAY, ends_at=AT + 9 * DAY, expected_version=1)


def test_a_list_without_prices_may_change_in_any_way():
    save(starts_at=AT, ends_at=AT + 5 * DAY)
    save(at=AT + DAY, starts_at=AT + 2 * DAY, priority=9, currency="KRW", expected_version=1)
    assert PriceList.objects.get().priority == 9


def test_ending_a_list_tells_the_shop_once(tee):
    make_list("sale")
    put("sale", {tee: 100})
    before = published()
    pricing.end_price_list(code="sale", actor=ACTOR, at=AT + DAY)
    pricing.end_price_list(code="sale", actor=ACTOR, at=AT + 2 * DAY)
    assert published() == before + 1
    assert PriceList.objects.get().ends_at == AT + DAY


def test_ending_a_list_that_has_not_begun_makes_its_window_empty(tee):
    make_list("sale", starts_at=AT + 5 * DAY)
    pricing.end_price_list(code="sale", actor=ACTOR, at=AT + DAY)
    assert PriceList.objects.get().ends_at == AT + 5 * DAY


def test_ending_an_unknown_list_is_refused():
    with pytest.raises(pricing.UnknownPriceList):
        pricing.end_price_list(code="nowhere", actor=ACTOR, at=AT)


def test_the_tick_announces_each_opening_and_closing_once(tee):
    make_list("sale", starts_at=AT + DAY, ends_at=AT + 2 * DAY)
    put("sale", {tee: 100})
    make_list("always")
    before = published()
    turned = [pricing.open_and_close(at=AT + hours * DAY / 2) for hours in (1, 2, 3, 4, 5)]
    assert turned == [0, 1, 0, 1, 0]
    assert published() == before + 2


def test_mkt_17_lists_that_begin_or_end_are_on_the_calendar_of_all_teams():
    make_list("summer", starts_at=AT + DAY, ends_at=AT + 9 * DAY)
    make_list("always")

    def told(days):
        found = work.calendar(since=AT, until=AT + days * DAY, kinds=["price_change"])
        return [(date.title, date.starts_at, date.owner_role) for date in found]

    begins = ("Summer begins", AT + DAY, "ecommerce_sme")
    assert told(1) == []
    assert told(2) == [begins]
    assert told(10) == [begins, ("Summer ends", AT + 9 * DAY, "ecommerce_sme")]
    [date] = work.calendar(since=AT, until=AT + 2 * DAY, kinds=["price_change"])
    assert date.url == reverse("price_lists_record", args=["summer"])
