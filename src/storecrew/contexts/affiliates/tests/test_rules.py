"""Arithmetic of commissions and the files for the bank, without a database."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.affiliates.rules import commissions, transfers
from storecrew.kernel.money import Money

DAY = dt.date(2026, 3, 2)


def test_mkt_12_an_agreement_holds_on_its_first_and_last_day():
    assert commissions.in_term(DAY, DAY, DAY)
    assert not commissions.in_term(DAY, DAY + dt.timedelta(days=1), None)
    assert not commissions.in_term(DAY, DAY - dt.timedelta(days=2), DAY - dt.timedelta(days=1))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.integers(0, 10**9), st.integers(0, 5000), st.integers(0, 2 * 10**9))
def test_mkt_12_never_more_is_taken_back_than_was_earned_and_all_of_it_for_all(base, rate, given_back):
    earned = commissions.earned(base, rate)
    taken = commissions.to_claw_back(earned, base, given_back)
    assert 0 <= taken <= earned
    assert commissions.to_claw_back(earned, base, base) == earned


def test_abu_08_partner_and_buyer_are_the_same_by_what_they_share():
    partner = [{"email": "ann@example.com", "phone": "", "door": "x"}, {"email": "", "phone": "301234567"}]
    assert commissions.self_referral(partner, {"email": "ann@example.com"}) == "email"
    assert commissions.self_referral(partner, {"email": "bob@x.example", "door": "x"}) == "door"
    assert commissions.self_referral(partner, {"email": "bob@x.example", "phone": "301234567"}) == "phone"
    assert commissions.self_referral(partner, {"email": "", "phone": ""}) == ""


def test_mkt_12_the_bank_reads_transfers_in_euro_and_their_sum():
    paid = [
        transfers.Transfer("P1-1", "Mina <Writes> 민아", "DE89370400440532013000", Money(1234, "EUR"), DAY),
        transfers.Transfer("P2-1", "No account", "", Money(500, "EUR"), DAY),
        transfers.Transfer("P3-1", "Seoul", "DE89370400440532013000", Money(500, "KRW"), DAY),
    ]
    at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    body = transfers.sepa(paid, message="M-1", at=at, debtor="Shop", debtor_iban="DE02120300000000202051")
    root = ET.fromstring(body)
    found = {each.tag.rpartition("}")[2]: each.text for each in root.iter()}
    assert (found["NbOfTxs"], found["CtrlSum"], found["InstdAmt"]) == ("1", "12.34", "12.34")
    assert b"Mina ?Writes? ??" in body
    assert transfers.table(paid).splitlines()[1] == (
        "P1-1,Mina <Writes> 민아,DE89370400440532013000,12.34,EUR,2026-03-02"
    )
