"""Sentences are stored with what they are made of, and read in the language of whoever reads."""

from __future__ import annotations

import datetime as dt
import json

from django.utils.translation import gettext_lazy, override

from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import (
    Sentence,
    joined,
    refused,
    register_writer,
    said,
    say,
    say_many,
    stored,
    told_by,
    words_of,
)


def kept(text: str) -> object:
    """Return words as a database gives them back."""
    return json.loads(json.dumps(words_of(text)))


def test_a_sentence_reads_now_and_in_another_language() -> None:
    made = say("%(sku)s is running low at %(place)s", sku="MUG", place="Berlin")
    assert made == "MUG is running low at Berlin"
    with override("ko"):
        korean = said(kept(made), "")
    assert korean != made
    assert "MUG" in korean


def test_amounts_days_and_numbers_are_written_by_the_reader() -> None:
    made = say(
        "Next: %(units)s with %(reference)s on %(day)s.",
        units=12_000,
        reference=Money(123_456, "EUR"),
        day=dt.date(2026, 12, 24),
    )
    assert made == "Next: 12,000 with €1,234.56 on 24 Dec 2026."
    with override("ko"):
        korean = said(kept(made), "")
    assert "2026년 12월 24일" in korean
    assert "12,000" in korean


def test_a_moment_is_written_in_the_time_of_the_shop() -> None:
    made = say("Question about %(number)s", number=dt.datetime(2026, 12, 24, 12, 0, tzinfo=dt.UTC))
    assert made.startswith("Question about 24 Dec 2026, ")


def test_a_plural_follows_its_number() -> None:
    one, many = "%(n)s damage in %(days)s days", "%(n)s damages in %(days)s days"
    assert say_many(one, many, 1, days=30) == "1 damage in 30 days"
    assert say_many(one, many, 4, days=30) == "4 damages in 30 days"
    with override("ko"):
        assert said(kept(say_many(one, many, 4, days=30)), "") == "30일 동안 파손 4건"


def test_sentences_stand_in_sentences_and_beside_each_other() -> None:
    inner = say("no date yet")
    made = joined(["The customer asks.", "", say("Question about %(number)s", number=inner)], "\n")
    assert made == "The customer asks.\nQuestion about no date yet"
    assert said(kept(made), "") == made


def test_a_registered_writer_is_asked_when_it_is_read() -> None:
    register_writer("test.words", lambda facts: f"({facts['n']})")
    made = told_by("test.words", {"n": 3})
    assert made == "(3)"
    register_writer("test.words", lambda facts: f"[{facts['n']}]")
    assert said(kept(made), "(3)") == "[3]"


def test_words_that_cannot_be_written_any_more_leave_the_text_beside_them() -> None:
    assert said({"by": "gone", "with": {}}, "as it was") == "as it was"
    assert said({"say": "%(a)s", "with": {"b": 1}}, "as it was") == "as it was"
    assert said(None, "as it was") == "as it was"


def test_an_error_is_kept_with_its_next_step() -> None:
    class Refusal(DomainError):
        message = gettext_lazy("You do not have the right to do this.")
        next_step = gettext_lazy("Too many attempts.")

    with override("ko"):
        korean = said(kept(refused(Refusal())), "")
        assert korean == str(Refusal())
    assert refused(Refusal()) == "You do not have the right to do this. Too many attempts."
    assert refused(Refusal("As it is.")) == "As it is. Too many attempts."


def test_only_sentences_are_stored_and_found_in_every_language() -> None:
    assert stored(title="What a person wrote", detail="") == {}
    kept_words = stored(title=say("People come again."), detail="typed")
    assert set(kept_words) == {"title", "find"}
    with override("ko"):
        assert str(Sentence(kept_words["title"])) in kept_words["find"]
