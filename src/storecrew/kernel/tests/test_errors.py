"""What a refusal tells whom: staff and shoppers are told what each of them can do."""

from __future__ import annotations

from storecrew.kernel.errors import Conflict


class Late(Conflict):
    message = "It is too late."
    next_step = "Ask the warehouse."
    shopper_step = "Write to us."


def test_a_shopper_reads_words_of_their_own_where_the_step_is_for_staff():
    assert (Late().next_step, Late().for_shopper) == ("Ask the warehouse.", "Write to us.")
    assert Conflict(next_step="Try again.").for_shopper == "Try again."


def test_words_for_one_refusal_stand_for_both():
    assert Late(next_step="Reload the page.").for_shopper == "Reload the page."
