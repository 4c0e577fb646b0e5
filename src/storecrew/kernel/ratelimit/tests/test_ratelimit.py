"""Rate limits by operation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.kernel import clock, ratelimit
from storecrew.kernel.errors import TooMany
from storecrew.kernel.ratelimit.models import Bucket

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    ratelimit.define("test.op", ip="3/m", account="2/h")
    with clock.frozen(AT):
        yield


@pytest.mark.django_db
def test_the_limit_is_reached_and_fills_up_again():
    for _ in range(3):
        ratelimit.hit("test.op", "ip:1")
    with pytest.raises(TooMany) as caught:
        ratelimit.hit("test.op", "ip:1")
    assert caught.value.retry_after == 20
    clock.advance(timedelta(seconds=20))
    ratelimit.hit("test.op", "ip:1")
    with pytest.raises(ratelimit.Refused):
        ratelimit.hit("test.op", "ip:1")
    clock.advance(timedelta(minutes=1))
    for _ in range(3):
        ratelimit.hit("test.op", "ip:1")


@pytest.mark.django_db
def test_keys_count_apart_and_a_refusal_takes_from_none():
    for _ in range(2):
        ratelimit.hit("test.op", "ip:1", "account:a")
    with pytest.raises(ratelimit.Refused):
        ratelimit.hit("test.op", "ip:1", "account:a")
    # the address still has its third unit, since the refused attempt took nothing
    ratelimit.hit("test.op", "ip:1", "account:b")
    ratelimit.hit("test.op", "ip:2", "account:b")


@pytest.mark.django_db
def test_abu_01_limits_count_operations_so_batches_cost_more():
    ratelimit.hit("test.op", "ip:1", cost=2)
    with pytest.raises(ratelimit.Refused):
        ratelimit.hit("test.op", "ip:1", cost=2)
    with pytest.raises(ratelimit.Refused):
        ratelimit.hit("test.op", "ip:9", cost=4)


@pytest.mark.django_db
def test_forget_and_sweep():
    for _ in range(3):
        ratelimit.hit("test.op", "ip:1")
    ratelimit.forget("test.op", "ip:1")
    ratelimit.hit("test.op", "ip:1")
    assert ratelimit.sweep() == 0
    clock.advance(timedelta(minutes=2))
    assert ratelimit.sweep() == 1
    assert not Bucket.objects.exists()


@pytest.mark.django_db
def test_stored_keys_name_nobody():
    ratelimit.hit("test.op", "account:ann@shop.example")
    assert "ann" not in Bucket.objects.get().key


def test_what_has_no_limit_is_refused():
    with pytest.raises(ratelimit.UnknownLimit):
        ratelimit.hit("test.unknown", "ip:1")
    with pytest.raises(ratelimit.UnknownLimit):
        ratelimit.hit("test.op", "planet:earth")
    with pytest.raises(ValueError, match="at least one"):
        ratelimit.hit("test.op")
    with pytest.raises(ValueError, match="at least one"):
        ratelimit.hit("test.op", "ip:1", cost=0)


@pytest.mark.parametrize("rate", ["", "5", "0/m", "5/x", "m/5"])
def test_rates_that_cannot_be_read(rate):
    with pytest.raises(ValueError, match="not a rate"):
        ratelimit.define("test.bad", ip=rate)


@pytest.mark.parametrize(("rate", "expected"), [("5/m", (5, 60)), ("30/10m", (30, 600)), ("9/d", (9, 86400))])
def test_rates(rate, expected):
    ratelimit.define("test.rates", ip=rate)
    limit = ratelimit.limits("test.rates")["ip"]
    assert (limit.capacity, limit.seconds) == expected
