"""Which line of the ledger a line of a payout means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.payments.rules import payout_files
from storecrew.contexts.payments.rules.matching import Entry, match
from storecrew.kernel.money import Money

ONE = Entry(1, "a", 1000, "EUR")
TWO = Entry(2, "b", 500, "EUR")
SAME = Entry(3, "c", 1000, "EUR")


def found(amount: int, *entries: Entry, hint: str = "", kind: str = "capture") -> tuple[str, int | None]:
    made = match(kind=kind, amount=amount, currency="EUR", hint=hint, entries=entries)
    return made.state, made.entry.id if made.entry else None


def test_the_amount_finds_it_and_the_oldest_counts():
    assert found(1000, TWO, ONE, SAME) == ("matched", 1)


def test_the_gateways_own_name_decides():
    assert found(1000, ONE, SAME, hint="pay-1/c") == ("matched", 3)
    assert found(900, ONE, SAME, hint="pay-1/c") == ("differs", 3)


def test_another_amount_is_meant_only_when_one_is_left():
    assert found(900, ONE) == ("differs", 1)
    assert found(900, ONE, TWO) == ("unknown", None)
    assert found(900) == ("unknown", None)


def test_another_currency_is_another_amount_and_fees_need_no_entry():
    yen = Entry(4, "y", 1000, "JPY")
    assert found(1000, yen) == ("differs", 4)
    assert found(-30, kind="fee") == ("matched", None)


@given(st.lists(st.integers(1, 5), max_size=12), st.lists(st.integers(1, 5), max_size=12))
def test_no_entry_is_meant_twice_and_equal_amounts_always_meet(lines, amounts):
    left = [Entry(number, str(number), amount, "EUR") for number, amount in enumerate(amounts)]
    used, matched = [], []
    for amount in lines:
        made = match(kind="capture", amount=amount, currency="EUR", hint="", entries=left)
        if made.entry is not None and made.state == "matched":
            left.remove(made.entry)
            used.append(made.entry.id)
            matched.append(amount)
    assert len(used) == len(set(used))
    common = sum(min(lines.count(value), amounts.count(value)) for value in set(lines))
    assert len(matched) == common


def amount_of(text: str, currency: str) -> int:
    sign = -1 if text.startswith("-") else 1
    try:
        return sign * Money.parse(text.lstrip("-"), currency).amount
    except Exception as error:
        raise ValueError(text) from error


def test_a_table_becomes_payouts_with_what_arrived():
    text = (
        "payout;day;line;kind;payment;amount;fee;currency\n"
        "p1;2026-03-02;l1;capture;SC-1;10.00;0.30;EUR\n"
        "p1;2026-03-02;l2;refund;SC-1;4.00;;EUR\n"
        "p1;2026-03-03;;payout;;5.70;;EUR\n"
        "p2;2026-03-04;l1;other;;-2;;EUR\n"
    )
    (first, second), problems = payout_files.read(text, amount_of)
    assert problems == []
    assert (first.reference, first.amount, f"{first.arrived_on}") == ("p1", 570, "2026-03-03")
    assert [(line.kind, line.amount, line.fee) for line in first.lines] == [
        ("capture", 1000, 30),
        ("refund", -400, 0),
    ]
    assert (second.amount, second.lines[0].original_amount) == (-200, 200)


def test_what_is_wrong_with_a_table_is_told_row_by_row():
    rows = [
        "p1;2026-03-02;l1;capture;SC-1;10;0;EUR",
        "p1;2026-03-02;l1;capture;SC-1;10;0;EUR",
        "p1;yesterday;l2;capture;SC-1;10;0;EUR",
        "p1;2026-03-02;l3;gift;SC-1;10;0;EUR",
        "p1;2026-03-02;l4;capture;SC-1;ten;0;EUR",
        ";2026-03-02;l5;capture;SC-1;10;0;EUR",
    ]
    statements, problems = payout_files.read("\n".join(rows), amount_of)
    assert statements == []
    assert problems == [(2, "repeated"), (3, "no_day"), (4, "no_kind"), (5, "no_amount"), (6, "incomplete")]
    mixed = "p;2026-03-02;l1;other;;1;0;EUR\np;2026-03-02;l2;other;;1;0;USD"
    assert payout_files.read(mixed, amount_of)[1] == [(0, "mixed_currency")]
    long = "\n".join(["p;2026-03-02;x;other;;1;0;EUR"] * (payout_files.MOST_ROWS + 2))
    assert payout_files.read(long, amount_of)[1][-1].code == "too_many"
