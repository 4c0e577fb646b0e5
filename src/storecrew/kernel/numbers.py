"""Rates as people write them."""

from __future__ import annotations

from babel.numbers import format_percent

from storecrew.kernel.money import MINUS


def rate(ppm: int, locale: str) -> str:
    """Write what was agreed or set, in parts per million, with as many decimals as it has ("8.875%").

    What is less than nothing has a minus before it, as amounts have.
    """
    text = format_percent(ppm / 1_000_000, locale=locale.replace("-", "_"), decimal_quantization=False)
    return text.replace("-", MINUS, 1) if ppm < 0 else text
