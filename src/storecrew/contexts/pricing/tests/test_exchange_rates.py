"""Exchange rates: exact, with day and source; a missing one is never 1."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.request import urlopen

import pytest

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing import tasks
from storecrew.contexts.pricing.models import ExchangeRate
from storecrew.contexts.pricing.operations import rates as rates_operations
from storecrew.contexts.pricing.providers import ecb
from storecrew.contexts.pricing.rules import exchange
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money, UnknownCurrency

AT = dt.datetime(2026, 3, 4, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()
WHO: dict[str, Any] = {"actor": system_actor("tests"), "at": AT}
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2026-03-03'><Cube currency='USD' rate='1.0823'/><Cube currency='KRW' rate='1571.38'/></Cube>
<Cube time='2026-03-02'><Cube currency='USD' rate='1.0790'/></Cube></Cube></gesmes:Envelope>"""
CSV = b"Date,USD,KRW,CYP,\n2026-03-03,1.0823,1571.38,N/A,\n2026-03-02,1.0790,1569.10,N/A,\n"


def of(source: str, target: str, source_rate: str, target_rate: str) -> exchange.Conversion:
    return exchange.Conversion(source, target, Decimal(source_rate), Decimal(target_rate), DAY, "ecb")


@pytest.mark.parametrize(
    ("amount", "rate", "wanted"),
    [
        (Money(10_823, "USD"), of("USD", "EUR", "1.0823", "1"), Money(10_000, "EUR")),
        (Money(100, "EUR"), of("EUR", "KRW", "1", "1571.38"), Money(1571, "KRW")),
        (Money(1571, "KRW"), of("KRW", "EUR", "1571.38", "1"), Money(100, "EUR")),
        (Money(1, "KRW"), of("KRW", "EUR", "1571.38", "1"), Money(0, "EUR")),
        (Money(1_000, "BHD"), of("BHD", "EUR", "0.5", "1"), Money(200, "EUR")),
        (Money(-10_823, "USD"), of("USD", "EUR", "1.0823", "1"), Money(-10_000, "EUR")),
        (Money(5, "USD"), of("USD", "GBP", "1.10", "0.55"), Money(3, "GBP")),
    ],
)
def test_mon_amounts_are_converted_exactly_and_rounded_once(amount, rate, wanted):
    assert pricing.converted(amount, rate) == wanted


def test_mon_an_amount_of_another_currency_is_not_converted():
    with pytest.raises(ValueError, match="is not USD"):
        pricing.converted(Money(1, "GBP"), of("USD", "EUR", "1.1", "1"))
    assert of("USD", "EUR", "1.0823", "1").rate == Fraction(10_000, 10_823)
    assert of("USD", "EUR", "1.0823", "1").rate_text == "0.923958"
    assert of("EUR", "KRW", "1", "1571.38").rate_text == "1571.38"


@pytest.mark.parametrize("raw", [XML, CSV])
def test_the_banks_files_are_read_as_exact_decimals(raw):
    found = {(rate.currency, rate.day.isoformat()): rate.rate for rate in ecb.read(raw)}
    assert found["USD", "2026-03-03"] == Decimal("1.0823")
    assert found["KRW", "2026-03-03"] == Decimal("1571.38")
    assert "CYP" not in {currency for currency, _ in found}


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<html>", b"a,b\n1,2\n", XML.replace(b"1.0823", b"-1"), XML.replace(b"1.0823", b"NaN"),
        XML.replace(b"2026-03-03", b"soon"), XML.replace(b"currency='USD' rate", b"rate"),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + XML.split(b"\n", 1)[1],
    ],
)  # fmt: skip
def test_bad_15_what_is_none_of_the_banks_files_is_refused(raw):
    with pytest.raises(pricing.RatesUnreadable):
        ecb.read(raw)


class Bank(http.server.BaseHTTPRequestHandler):
    """Answers as the bank does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(XML)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def bank() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/eurofxref.xml"
    server.shutdown()
    server.server_close()


def _asked(address: str) -> list[ecb.DayRate]:
    def get(url: str) -> bytes:
        with urlopen(url, timeout=5) as answer:
            return answer.read()

    return ecb.fetch(address=address, get=get)


@pytest.mark.django_db
def test_reference_rates_are_fetched_once_and_do_not_undo_what_was_typed(bank, monkeypatch):
    pricing.save_rate("USD", dt.date(2026, 3, 2), Decimal("1.5"), **WHO)
    assert pricing.fetch_rates(fetch=lambda: _asked(bank), **WHO) == 2
    assert pricing.fetch_rates(fetch=lambda: _asked(bank), **WHO) == 0
    assert ExchangeRate.objects.get(currency="USD", day="2026-03-02").rate == Decimal("1.5")
    assert pricing.conversion("USD", "EUR", day=DAY).said_by == "ecb"
    asked: list[int] = []
    monkeypatch.setattr(rates_operations.ecb, "fetch", lambda: asked.append(1) or [])
    monkeypatch.setattr(rates_operations.fetch_rates, "__kwdefaults__", {"fetch": rates_operations.ecb.fetch})
    tasks.fetch_rates(AT)
    assert asked == [1]
    ExchangeRate.objects.filter(source="ecb").delete()
    tasks.fetch_rates(AT)
    assert asked == [1], "a shop that never fetched rates asks nobody"


@pytest.mark.django_db
def test_the_rate_of_a_day_is_the_newest_before_it_and_a_missing_one_is_an_error():
    pricing.save_rate("USD", dt.date(2026, 2, 27), Decimal("1.08"), **WHO)
    pricing.save_rate("USD", dt.date(2026, 3, 3), Decimal("1.10"), **WHO)
    pricing.save_rate("KRW", dt.date(2026, 2, 27), Decimal("1500"), **WHO)
    found = pricing.conversion("USD", "EUR", day=dt.date(2026, 3, 2))
    assert (found.source_per_euro, found.day, found.said_by) == (
        Decimal("1.08"),
        dt.date(2026, 2, 27),
        "hand",
    )
    crossed = pricing.conversion("USD", "KRW", day=DAY)
    assert (crossed.rate, crossed.day) == (Fraction(1500) / Fraction("1.08"), dt.date(2026, 2, 27))
    assert pricing.conversion("JPY", "JPY", day=DAY).rate == 1
    for source, day in (("GBP", DAY), ("USD", dt.date(2026, 2, 26)), ("USD", dt.date(2026, 3, 14))):
        with pytest.raises(pricing.NoExchangeRate) as refused:
            pricing.conversion(source, "EUR", day=day)
        assert refused.value.details["source"] == source and refused.value.next_step


@pytest.mark.django_db
def test_rates_that_make_no_sense_and_people_who_may_not_are_refused():
    for currency, rate, day in (
        ("EUR", "1", DAY), ("USD", "0", DAY), ("USD", "-1", DAY), ("USD", "NaN", DAY),
        ("USD", "1.123456789", DAY), ("USD", "1.1", DAY + dt.timedelta(days=1)),
    ):  # fmt: skip
        with pytest.raises(pricing.InvalidRate):
            pricing.save_rate(currency, day, Decimal(rate), **WHO)
    with pytest.raises(UnknownCurrency):
        pricing.save_rate("XQQ", DAY, Decimal(1), **WHO)
    agent = people.actor_for(make_staff("customer_service", email="agent@storecrew.example"))
    with pytest.raises(Denied):
        pricing.save_rate("USD", DAY, Decimal(1), actor=agent, at=AT)
