"""The gallery's pages of wish lists."""

from __future__ import annotations

from types import SimpleNamespace as Obj
from typing import Any

from storecrew.kernel.errors import Conflict
from storecrew.surfaces.ui.gallery import fixtures as fx

TAKEN = Conflict("You have a list of this name already.", next_step="Choose another name.")


def _wish(number: int, **more: Any) -> Any:
    plain = {
        "id": number,
        "variant_id": number,
        "sku": f"W-{number}",
        "title": fx.TITLES[number],
        "options": ("Slate", "M"),
        "url": "#",
        "image": fx.drawing(number),
        "quantity": 1,
        "note": "",
        "price": fx.eur(1900),
        "strike": None,
        "word": "in_stock",
        "said": "",
        "waits": False,
        "cheaper": False,
        "can_buy": True,
        "open_units": 1,
        "bought": 0,
        "mine": 0,
    }
    return Obj(**{**plain, **more})


def _list(**more: Any) -> Any:
    wishes = [
        _wish(1, word="low", said="Only 3 left", quantity=4, open_units=2, bought=2, mine=1, note="In blue"),
        _wish(2, strike=fx.eur(2900), cheaper=True, open_units=0, bought=1),
        _wish(3, word="out", waits=True, can_buy=False),
        _wish(4, word="", said="Not for sale here", price=None, can_buy=False),
    ]
    plain = {"id": 1, "name": "The new kitchen", "is_first": False, "shared_url": "", "wishes": wishes}
    return Obj(**{**plain, "can_buy": 2, "marked": wishes[:2], **more})


def _own(found: Any, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "list": found,
        "lists": [{"id": 1, "name": "The new kitchen", "count": 4}, {"id": 2, "name": "Trip", "count": 0}],
        "lists_of": [(1, "The new kitchen"), (2, "Trip")],
        "error": None,
        "errors": {},
        "typed": {},
        "notices": (),
        "left": [],
        "in_cart": False,
        "signed_in": False,
        "kept_days": 180,
    }
    return {**plain, **more}


def _shared(found: Any, **more: Any) -> dict[str, Any]:
    return {"list": found, "is_own": False, "error": None, "notices": (), **more}


WISH_PAGES: dict[str, Any] = {
    "wishes": ("wishes/page.jinja", lambda: _own(_list())),
    "wishes-shared-by-me": (
        "wishes/page.jinja",
        lambda: _own(
            _list(shared_url="https://shop.example/en/wishes/shared/secret/"),
            notices=("2 are in your cart now.",),
            left=[("Desk lamp", "Sold out")],
            in_cart=True,
        ),
    ),
    "wishes-refused": (
        "wishes/page.jinja",
        lambda: _own(
            _list(),
            error=TAKEN,
            errors={"quantity": "Use a whole number from 1 to 999.", "note": "Use at most 200 letters."},
            typed={"wish": 1, "quantity": "0", "note": "In blue"},
        ),
    ),
    "wishes-new-refused": (
        "wishes/page.jinja",
        lambda: _own(_list(), errors={"name": "Please give the list a name."}, typed={"new": ""}),
    ),
    "wishes-none": ("wishes/page.jinja", lambda: _own(None, lists=[], lists_of=[])),
    "wishes-empty-list": ("wishes/page.jinja", lambda: _own(_list(wishes=[], can_buy=0, marked=[]))),
    "shared-wishes": ("wishes/shared.jinja", lambda: _shared(_list(), notices=("Taken back.",))),
    "shared-wishes-own": ("wishes/shared.jinja", lambda: _shared(_list(), is_own=True)),
    "shared-wishes-empty": ("wishes/shared.jinja", lambda: _shared(_list(wishes=[]))),
}
