"""A home shows the numbers that decide the day, and folds the rest."""

from __future__ import annotations

import pytest

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.surfaces.ui.backoffice.record import Action, Record
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "group"),
    [("content_team", "texts"), ("inventory_manager", "stock"), ("marketing_manager", "marketing")],
)
def test_gen_4_the_places_of_a_home_begin_where_the_role_works(client, role, group):
    client.force_login(make_staff(role))
    places = client.get("/admin/").context["links"]
    assert len(places) == 12 and places[0].group == group
    assert not {"inbox", "tasks_list", "calendar"} & {place.url for place in places}


def test_what_to_do_most_likely_comes_first_and_what_ends_something_last():
    record = Record(
        title="A",
        record="a.b",
        record_id=1,
        actions=[Action("Stop", "/", tone="danger"), Action("Ask", "/"), Action("Ship", "/", tone="strong")],
    )
    assert [action.label for action in record.ordered_actions] == ["Ship", "Ask", "Stop"]
    assert [action.label for action in record.actions] == ["Stop", "Ask", "Ship"]
