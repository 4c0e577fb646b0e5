"""Rates as people of a language write them."""

from __future__ import annotations

import pytest

from storecrew.kernel.numbers import rate


@pytest.mark.parametrize(
    ("ppm", "locale", "words"),
    [
        (190_000, "en", "19%"),
        (88_750, "en", "8.875%"),
        (125_000, "de", "12,5\N{NO-BREAK SPACE}%"),
        (125_000, "ko", "12.5%"),
        (0, "en", "0%"),
        (-50_000, "en", "\N{MINUS SIGN}5%"),
    ],
)
def test_a_rate_has_the_decimals_it_needs_and_the_sign_of_its_language(ppm, locale, words):
    assert rate(ppm, locale) == words
