"""The steps of the checkout, and which of them a cart is ready for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.checkout import public as checkout
from storecrew.surfaces.ui.shell import Shell

STEPS = ("details", "delivery", "payment")
_STEP_OF = {
    "email_missing": "details",
    "address_missing": "details",
    "country_not_served": "details",
    "shipping_not_possible": "delivery",
    "shipping_method_missing": "delivery",
    "shipping_method_unavailable": "delivery",
    "pickup_point_missing": "delivery",
    "pickup_point_unavailable": "delivery",
}


def of(cart: checkout.CartView) -> tuple[str, ...]:
    """Return the steps of a cart: what leaves without a parcel has nothing to choose about its delivery."""
    return STEPS if cart.in_parcel else ("details", "payment")


def first_open(cart: checkout.CartView) -> str:
    """Return the first step that is not complete; "cart" when the products themselves are the problem."""
    codes = {one.code for one in cart.requirements}
    if codes - _STEP_OF.keys():
        return "cart"
    found = {_STEP_OF[code] for code in codes}
    return next((step for step in of(cart) if step in found), "payment")


def may_show(cart: checkout.CartView, step: str) -> bool:
    """Say whether all steps before this one are complete: none is skipped, any may be gone back to."""
    ready, steps = first_open(cart), of(cart)
    return ready != "cart" and step in steps and steps.index(step) <= steps.index(ready)


def words(cart: checkout.CartView, step: str, shop: Shell) -> list[Any]:
    """Return the steps for the bar at the top."""
    first = _("Address") if cart.in_parcel else _("Your details")
    names = {"details": first, "delivery": _("Delivery"), "payment": _("Payment")}
    steps = of(cart)
    now = steps.index(step)
    found = []
    for number, name in enumerate(steps):
        state = "now" if number == now else "done" if number < now else ""
        url = shop.url("checkout_step", name) if may_show(cart, name) else ""
        found.append(SimpleNamespace(name=names[name], url=url, state=state))
    return found
