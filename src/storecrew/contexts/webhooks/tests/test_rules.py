"""When a delivery is tried again, what is kept of an answer, and the catalog."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.webhooks.queries import payloads
from storecrew.contexts.webhooks.rules import answers, catalog, retrying


def test_waits_grow_to_about_two_days() -> None:
    waits = [retrying.wait(n, "webhook:1") for n in range(1, retrying.MOST_ATTEMPTS)]
    known = [each for each in waits if each is not None]
    assert len(known) == 9
    assert dt.timedelta(seconds=16) <= known[0] <= dt.timedelta(seconds=24)
    assert dt.timedelta(hours=35) <= sum(known, dt.timedelta()) <= dt.timedelta(hours=53)
    assert retrying.wait(retrying.MOST_ATTEMPTS, "webhook:1") is None


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({retrying.wait(3, f"webhook:{n}") for n in range(50)}) > 20
    assert retrying.wait(3, "webhook:7") == retrying.wait(3, "webhook:7")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "delivered"), (204, "delivered"), (410, "gone"), (500, "again"), (404, "again"), (302, "again"),
     (None, "again")],
)  # fmt: skip
def test_what_an_answer_means(status: int | None, verdict: str) -> None:
    assert retrying.verdict(status) == verdict


def test_of_an_answer_little_is_kept_and_no_secret() -> None:
    text = answers.excerpt(
        b"no\x00 \x1b[31mthanks: whsec_c2VjcmV0c2VjcmV0 v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= "
        b"Authorization: Bearer abc.def " + b"x" * 5000
    )
    assert text.startswith("no [31mthanks: *** *** Authorization: *** xx")
    assert len(text) == answers.LONGEST
    assert answers.excerpt(b"\xff\xfe\x00") == "\ufffd\ufffd"


def test_every_event_that_is_told_is_in_the_catalog() -> None:
    told = {kind for _event, kind, _build in payloads._builders.values()}
    assert told == set(catalog.BY_NAME)
    assert all(event.version == 1 and event.example for event in catalog.PUBLIC)
    assert len(catalog.BY_NAME) == len(catalog.PUBLIC)
