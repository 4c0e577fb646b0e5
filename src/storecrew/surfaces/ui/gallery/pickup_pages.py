"""The gallery's pages of collecting: choosing where, our own places, an order that waits; and paying for an exchange."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.surfaces.ui.gallery import order_fixtures as orders

HOURS = (Obj(days="Mon–Fri", times="10:00–18:00"), Obj(days="Sat", times="10:00–14:00"))
LINES = ("Example Street 12", "10115 Berlin", "Germany")
POINT = Obj(
    name="Store Berlin", lines=LINES, hours=HOURS, phone="+49 30 0000001", carrier="", ours=True, locker=False
)


def _point(**changes: Any) -> Any:
    base = {
        "code": "berlin", "name": "Store Berlin", "lines": LINES, "hours": HOURS, "locker": False,
        "distance": "", "ready": "Ready by Mon, Nov 30, 18:00", "keep_days": 7, "reason": "", "chosen": False,
    }  # fmt: skip
    return Obj(**{**base, **changes})


def pages(
    checkout: Callable[..., dict[str, Any]], order: Callable[..., dict[str, Any]]
) -> dict[str, tuple[str, Callable[[], dict[str, Any]]]]:
    """Return the pages; the frames of the checkout and of an order are the gallery's."""

    def choose(*points: Any, ours: bool) -> dict[str, Any]:
        more = {"method": Obj(name="Click and collect"), "near": "10115", "searched": not ours, "errors": {}}
        return checkout("pick_up", 1, points=points, ours=ours, any=bool(points), **more)

    def stores(variant: Any) -> dict[str, Any]:
        place = {**vars(POINT), "dial": "+49300000001", "lines": list(LINES)}
        bare = {**place, "phone": "", "hours": ()}
        there = [Obj(**place, there=True, closed=["Fri 25 Dec"]), Obj(**bare, there=False, closed=[])]
        return {"trail": (("Home", "#"), ("Our stores", "#")), "variant": variant, "places": there}

    def pay(state: str, **more: Any) -> dict[str, Any]:
        gateway = {"code": "simulator", "name": "Test card", "description": "No money moves.", "chosen": True}
        base = {
            "order": orders.order(), "exchange": Obj(state="waiting"), "state": state, "lines": ["1 × Desk lamp"],
            "day": orders.WHEN.date(), "return_number": "RT-1001", "first_order": "SC-1042", "open": None,
            "gateways": [gateway], "test_tokens": (("tok_ok", "It pays"),), "chosen_token": "tok_ok",
            "nonce": "n", "error": None,
        }  # fmt: skip
        return {**base, **more}

    waits = (Obj(code="A2B3C4", place="Store Berlin", until=orders.WHEN.date()),)
    missing = "Not enough is there now of: Enamel mug."
    return {
        "checkout-pick-up": (
            "checkout/pick_up.jinja",
            lambda: choose(
                _point(chosen=True), _point(code="annex", name="Annex", reason=missing), ours=True
            ),
        ),
        "checkout-points": (
            "checkout/pick_up.jinja",
            lambda: choose(
                _point(ready="", distance="240 m away", keep_days=0, chosen=True),
                _point(name="Locker 112", locker=True, ready="", distance="1.3 km away", keep_days=0),
                ours=False,
            ),
        ),
        "checkout-no-points": ("checkout/pick_up.jinja", lambda: choose(ours=False)),
        "exchange-pay": ("account/exchange_pay.jinja", lambda: pay("open")),
        "exchange-paid": ("account/exchange_pay.jinja", lambda: pay("paid")),
        "exchange-ended": ("account/exchange_pay.jinja", lambda: pay("ended")),
        "exchange-open": (
            "account/exchange_pay.jinja",
            lambda: pay("open", open=Obj(message="IBAN DE00", redirect_url="#")),
        ),
        "stores": ("stores/stores.jinja", lambda: stores(None)),
        "stores-article": ("stores/stores.jinja", lambda: stores(Obj(product_title="Enamel mug"))),
        "order-waits": (
            "account/order.jinja",
            lambda: order(view=orders.order_view(point=POINT, waits=waits, can_readdress=False)),
        ),
    }
