"""How far a cart came: a step means all before it, so none has more carts than the one before (MKT-4)."""

from __future__ import annotations

from storecrew.contexts.insights.rules import kinds

WAY = (kinds.BEGAN, kinds.CHECKOUT, kinds.CHOSE, kinds.PAYING, kinds.TAKEN)
_PLACES = (kinds.CART, kinds.DETAILS, kinds.DELIVERY, kinds.PAYMENT, kinds.ORDER)
_BITS = {kind: 1 << number for number, kind in enumerate(kinds.CART_STEPS)}


def passed(steps: int) -> tuple[str, ...]:
    """Return what a cart with these steps (bits of ``kinds.CART_STEPS``) counts as.

    Steps that the shop skips, such as the delivery of what is downloaded, count as passed. An order whose
    cart was never seen in the shop, such as one by telephone, is none of its carts: it counts as nothing.
    """
    if steps in (0, _BITS[kinds.ORDER]):
        return ()
    far = max((number for number, kind in enumerate(_PLACES) if steps & _BITS[kind]), default=0)
    refused = bool(steps & _BITS[kinds.DECLINED])
    if refused:
        far = max(far, _PLACES.index(kinds.PAYMENT))
    return (*WAY[: far + 1], *([kinds.REFUSED] if refused else []))
