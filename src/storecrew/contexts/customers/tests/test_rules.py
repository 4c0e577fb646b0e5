"""Rules of customers, without a database."""

from __future__ import annotations

import time

import pytest

from storecrew.contexts.customers.rules import erased_email, normalize_email, personal_fields


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Alice@Example.COM ", "alice@example.com"),
        ("a.b+tag@sub.example.co.kr", "a.b+tag@sub.example.co.kr"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("한글@예시.한국", "한글@예시.한국"),
        ("alice", ""),
        ("alice@", ""),
        ("@example.com", ""),
        ("alice@example", ""),
        ("alice@127.0.0.1", ""),
        ("al ice@example.com", ""),
        (".alice@example.com", ""),
        ("alice.@example.com", ""),
        ("a..b@example.com", ""),
        ("alice@exa_mple.com", ""),
        ("alice@-example.com", ""),
        ("alice@example..com", ""),
        ("alice@example.com\nBcc: x@example.com", ""),
        ("<alice@example.com>", ""),
        ("a" * 65 + "@example.com", ""),
        ("a@" + "b" * 250 + ".com", ""),
        ("", ""),
    ],
)
def test_one_mailbox_has_one_spelling(typed, stored):
    assert normalize_email(typed) == stored


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "a@" + "a." * 50_000, "@" * 100_000, "a." * 50_000 + "@x.com"]
)
def test_bad_09_long_inputs_are_decided_at_once(text):
    started = time.perf_counter()
    assert normalize_email(text) == ""
    assert time.perf_counter() - started < 0.05


def test_no_mail_can_reach_an_erased_customer():
    assert erased_email(7) == "erased-7@erased.invalid"


def test_the_privacy_map_is_read_by_treatment():
    assert personal_fields({"a": "blank", "b": "unlink", "c": "delete"}, "blank", "delete") == ["a", "c"]
