"""Prices at two moments, and one that is put back as it was, by the ordinary form as a new line (U069)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceChange
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money

ROOT = system_actor("tests")
DAY = dt.timedelta(days=1)


@pytest.fixture
def moved(shop):
    """The first mug cost 10.00, then 12.00 struck from 15.00, then 8.00; returns its id and the base list."""
    first = PriceChange.objects.filter(variant_id=shop[0]).earliest("at")
    for days, amount, strike in ((1, 1200, 1500), (2, 800, None)):
        row = pricing.PriceRow(shop[0], amount, strike, 1)
        at = first.at + days * DAY
        pricing.set_prices(
            rows=[row], price_list_code=first.price_list.code, reason="Season", actor=ROOT, at=at
        )
    return shop[0], first


def moment(first, days):
    return (first.at + days * DAY + dt.timedelta(hours=1)).isoformat()


class TestQueries:
    def test_u069_each_price_is_that_of_its_last_change(self, moved):
        variant, first = moved
        key = (first.price_list.code, 1)
        found = [pricing.prices_at(variant, first.at + days * DAY)[key] for days in range(3)]
        assert [line.new for line in found] == [Money(each, "EUR") for each in (1000, 1200, 800)]
        assert [line.new_strike for line in found] == [None, Money(1500, "EUR"), None]
        assert pricing.prices_at(variant, first.at - DAY) == {}

    def test_u069_the_lowest_price_is_that_of_thirty_days(self, moved, eu):
        variant, first = moved
        lowest = [
            pricing.lowest_public(variant, channel=channel(eu), at=first.at + days * DAY)
            for days in (1, 2, 20, 40)
        ]
        assert lowest == [Money(each, "EUR") for each in (1000, 1000, 800, 800)]


def channel(row):
    from storecrew.contexts.channels import public as channels

    return channels.facts(row.code)


class TestPages:
    def test_u069_two_moments_are_compared(self, moved, seller):
        variant, first = moved
        address = f"/admin/prices/variants/{variant}/compare/"
        asked = {"since": local(first, 0), "until": local(first, 1)}
        with clock.frozen(first.at + 3 * DAY):
            page = seller.get(address, asked)
            (row,) = page.context["rows"]
            assert 'data-label="As it was at" class="sc-num"' in page.content.decode()
            assert (row.then.new, row.later.new) == (Money(1000, "EUR"), Money(1200, "EUR"))
            same = seller.get(address, asked | {"until": local(first, 0)})
            assert (same.context["rows"], len(same.context["same"])) == ([], 1)
            assert seller.get(address, {"since": "soon"}).status_code == 422
            (row,) = seller.get(address).context["rows"]
            assert (row.then.new, row.later.new) == (Money(1200, "EUR"), Money(800, "EUR"))

    def test_u069_what_was_is_put_back_by_the_form_as_a_new_line(self, moved, seller):
        variant, first = moved
        with clock.frozen(first.at + 3 * DAY):
            (row,) = seller.get(f"/admin/prices/variants/{variant}/compare/").context["rows"]
            page = seller.get(row.put_url.partition("#")[0])
            earlier = page.context["put_back"]
            assert (earlier.then.new, earlier.now.new) == (Money(1200, "EUR"), Money(800, "EUR"))
            assert earlier.lowest == Money(800, "EUR")
            initial = page.context["form"].initial
            assert (initial["amount"], initial["strike"]) == ("12.00", "15.00")
            assert Price.objects.get(variant_id=variant).amount == 800, "nothing is written by looking"
            before = PriceChange.objects.filter(variant_id=variant).count()
            answer = seller.post(row.put_url.partition("#")[0], initial | {"on_request": ""})
            assert answer["Location"] == f"/admin/prices/variants/{variant}/"
        price = Price.objects.get(variant_id=variant)
        assert (price.amount, price.compare_at_amount) == (1200, 1500)
        assert PriceChange.objects.filter(variant_id=variant).count() == before + 1

    def test_u069_who_may_only_read_compares_and_puts_nothing_back(self, moved, tester, stranger):
        variant, first = moved
        address = f"/admin/prices/variants/{variant}/compare/"
        with clock.frozen(first.at + 3 * DAY):
            assert [row.put_url for row in tester.get(address).context["rows"]] == [""]
        assert stranger.get(address).status_code == 403
        assert tester.get("/admin/prices/variants/999999/compare/").status_code == 404

    @pytest.mark.parametrize("asked", ["put=eu-eur&as-of=soon", "put=eu-eur&as-of=2026-01-01", "put=none"])
    def test_u069_nonsense_in_the_address_is_not_found(self, moved, seller, asked):
        assert seller.get(f"/admin/prices/variants/{moved[0]}/?{asked}").status_code == 404


def local(first, days):
    """Return the moment an hour after a change, as the page of a shop in Berlin posts it."""
    from zoneinfo import ZoneInfo

    at = first.at + days * DAY + dt.timedelta(hours=1)
    return at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%dT%H:%M")
