"""A home shows the numbers that decide the day, and folds the rest."""

from __future__ import annotations

from storecrew.surfaces.ui.backoffice.registry import Tile, calm


def tiles(tones: str) -> list[Tile]:
    words = {"n": "neutral", "g": "good", "w": "warning", "b": "bad"}
    return [Tile(str(n), "1", tone=words[tone]) for n, tone in enumerate(tones)]


def shown(tones: str) -> tuple[str, str]:
    top, rest = calm(tiles(tones))
    return "".join(str(tile.title) for tile in top), "".join(str(tile.title) for tile in rest)


def test_few_numbers_are_all_shown():
    assert shown("nnnnnnn") == ("0123456", "")
    assert shown("") == ("", "")


def test_hod_1_the_first_three_stay_then_what_is_bad_then_what_warns_in_their_order():
    assert shown("nnnnnnnnbw") == ("012389", "4567")
    assert shown("nnngggggbbbb") == ("0128910", "3456711")
