"""Stock as a spreadsheet: what is typed is shown with its effect, written as one, and taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.inventory.tests.factories import ACTOR, AT
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
GRID = "/admin/stock/grid/"


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 4})


def signed_in(role: str = "inventory_manager", **more: Any) -> Client:
    client = Client()
    client.force_login(make_staff(role, **more), backend="django.contrib.auth.backends.ModelBackend")
    return client


def row(sku: str) -> StockLevel:
    return StockLevel.objects.get(variant__sku=sku)


def typed(client: Client, **cells: str) -> dict[str, Any]:
    """The whole grid as it was opened, with some cells changed: `A_1__on_hand="8"`."""
    data: dict[str, Any] = {"row": []}
    for each in client.get(GRID).context["rows"]:
        data["row"].append(each.level.pk)
        for cell in each.cells:
            if cell.open:
                data[f"was-{each.level.pk}-{cell.name}"] = cell.stored
                data[f"cell-{each.level.pk}-{cell.name}"] = cell.stored
    for name, value in cells.items():
        sku, _, field = name.partition("__")
        data[f"cell-{row(sku.replace('_', '-')).pk}-{field}"] = value
    return data


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_u067_stock_is_previewed_with_its_effect_then_written_and_taken_back(shop):
    client = signed_in()
    data = typed(client, A_1__on_hand="1,008", A_1__safety="3", B_1__low_threshold="9")
    page = client.post(GRID, data | {"preview": "1"})
    assert page.context["may_apply"]
    assert page.context["needs_reason"]
    for part in ("<del>10</del> → <ins>1,008</ins>", "10 → 1,005", "Change 2 levels"):
        assert part in text_of(page)
    assert row("A-1").on_hand == 10
    asked = client.post(GRID, data | {"apply": "1"})
    assert asked.status_code == 422
    assert "Say why" in text_of(asked)
    done = client.post(GRID, data | {"apply": "1", "reason": "counted on Friday"}, follow=True)
    assert "2 levels changed" in text_of(done)
    level = row("A-1")
    assert (level.on_hand, level.safety, row("B-1").low_threshold) == (1008, 3, 9)
    assert "counted on Friday" in client.get("/admin/stock/A-1/at/main/").content.decode()
    said = next(str(message) for message in done.context["messages"])
    back = client.post("/admin/undo/", {"offer": said.split('value="')[1].split('"')[0]}, follow=True)
    assert "2 levels are as before" in text_of(back)
    level = row("A-1")
    assert (level.on_hand, level.safety, row("B-1").low_threshold) == (10, 0, 0)


@pytest.mark.parametrize("wrong", ["x", "-1", "1.5", "", "9" * 12, "=1+1", "1,2"])
def test_u067_what_is_no_number_of_units_is_named_and_nothing_is_written(shop, wrong):
    client = signed_in()
    data = typed(client, A_1__on_hand=wrong, B_1__on_hand="5")
    page = client.post(GRID, data | {"apply": "1", "reason": "counted"})
    assert not page.context["may_apply"]
    assert "is not a whole number of units" in text_of(page)
    assert (row("A-1").on_hand, row("B-1").on_hand) == (10, 4)


def test_u067_what_is_promised_cannot_be_typed_away(shop):
    place(make_cart(shop, {"A-1": 3}))
    client = signed_in()
    page = client.post(GRID, typed(client, A_1__on_hand="1") | {"apply": "1", "reason": "counted"})
    assert "2 units too few" in text_of(page)
    assert row("A-1").on_hand == 10


def test_con_13_the_second_of_two_sees_the_new_number_and_nothing_is_lost(shop):
    client = signed_in()
    data = typed(client, A_1__on_hand="8", B_1__on_hand="6")
    inventory.adjust(
        shop.variants["A-1"], on_hand=9, expected_on_hand=10, reason="counted", actor=ACTOR, at=AT
    )
    page = client.post(GRID, data | {"apply": "1", "reason": "counted"})
    assert "Counted units is 9 by now" in text_of(page)
    assert row("B-1").on_hand == 4
    first = next(each for each in page.context["rows"] if each.level.variant.sku == "A-1")
    assert (first.cells[0].seen, first.cells[0].typed) == ("9", "8")
    data[f"was-{first.level.pk}-on_hand"] = "9"
    client.post(GRID, data | {"apply": "1", "reason": "counted"})
    assert (row("A-1").on_hand, row("B-1").on_hand) == (8, 6)


def test_gen_2_u067_the_grid_shows_the_filters_and_places_of_the_list(shop):
    inventory.save_location("faraway", name="Far Away Hall", actor=ACTOR, at=AT)
    inventory.receive([(shop.variants["A-1"], 1)], location_code="faraway", actor=ACTOR, at=AT)
    everywhere = signed_in()
    assert len(everywhere.get(GRID).context["rows"]) == 3
    assert len(everywhere.get(GRID + "?q=b-1").context["rows"]) == 1
    assert f'href="{GRID}?q=b-1"' in everywhere.get("/admin/stock/?q=b-1").content.decode()
    limited = signed_in(email="one@storecrew.example", scopes={"location": ["main"]})
    assert len(limited.get(GRID).context["rows"]) == 2
    far = StockLevel.objects.get(location__code="faraway")
    forged = {"row": [far.pk], f"was-{far.pk}-on_hand": "1", f"cell-{far.pk}-on_hand": "0"}
    limited.post(GRID, forged | {"apply": "1", "reason": "x"})
    far.refresh_from_db()
    assert far.on_hand == 1


def test_u067_who_may_not_correct_counts_types_only_the_rest(shop):
    clerk = signed_in("warehouse_worker")
    cells = {cell.name: cell.open for cell in clerk.get(GRID).context["rows"][0].cells}
    assert cells == {"on_hand": False, "safety": True, "low_threshold": True}
    level = row("A-1")
    forged = {f"was-{level.pk}-on_hand": "10", f"cell-{level.pk}-on_hand": "0", "row": [level.pk]}
    clerk.post(GRID, forged | {"apply": "1", "reason": "x"})
    assert row("A-1").on_hand == 10
    assert signed_in("customer_service").get(GRID).status_code == 403
