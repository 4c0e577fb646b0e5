"""What the shopper saw when paying, carried in the form, so that a change can be named."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel.money import Money

_SALT = "storecrew.storefront.seen"


def write(cart: checkout.CartView) -> str:
    """Return a signed note of the prices, quantities, discounts and delivery that the page shows."""
    lines = {
        line.sku: [line.unit_price.amount if line.unit_price else None, line.quantity] for line in cart.lines
    }
    shipping = cart.shipping.amount if cart.shipping else None
    discounts = {str(one.promotion_id): [one.code or one.label, one.amount.amount] for one in cart.discounts}
    note = {
        "lines": lines, "discounts": discounts, "shipping": shipping, "total": cart.total.amount,
        "due": cart.due.amount,
    }  # fmt: skip
    return signing.dumps(note, salt=_SALT, compress=True)


def changes(note: str, cart: checkout.CartView, locale: str) -> list[str]:
    """Say in sentences what differs now; a note that is not ours says only that the total differs."""
    try:
        seen = signing.loads(note, salt=_SALT, max_age=7 * 86_400)
    except signing.BadSignature:
        return [_("The total is not the one that you saw.")]
    found = [
        *_lines(seen["lines"], cart, locale),
        *_discounts(seen.get("discounts", {}), cart, locale),
        *_shipping(seen["shipping"], cart, locale),
    ]
    if not found and seen["total"] == cart.total.amount:
        words = {
            "old": Money(seen.get("due", seen["total"]), cart.currency).format(locale),
            "new": cart.due.format(locale),
        }
        return [_("Left to pay was %(old)s and is %(new)s now: a voucher, credit or points changed.") % words]
    return found or [
        _("The total was %(old)s and is %(new)s now.")
        % {"old": Money(seen["total"], cart.currency).format(locale), "new": cart.total.format(locale)}
    ]


def _lines(seen: dict[str, Any], cart: checkout.CartView, locale: str) -> list[str]:
    found = []
    now = {line.sku: line for line in cart.lines}
    for sku, (amount, quantity) in seen.items():
        line = now.pop(sku, None)
        if line is None:
            found.append(_("%(sku)s is not in the cart any more.") % {"sku": sku})
            continue
        if line.unit_price is not None and amount is not None and line.unit_price.amount != amount:
            old = Money(amount, cart.currency).format(locale)
            words = {"title": line.title, "old": old, "new": line.unit_price.format(locale)}
            found.append(_("%(title)s: %(old)s before, %(new)s now.") % words)
        if line.quantity != quantity:
            found.append(_("%(title)s: %(n)s pieces now.") % {"title": line.title, "n": line.quantity})
    found += [_("%(title)s was added.") % {"title": line.title} for line in now.values()]
    return found


def _discounts(seen: dict[str, Any], cart: checkout.CartView, locale: str) -> list[str]:
    """Say which discounts are gone, with the reason of a code, and which are another sum now."""
    found = []
    now = {str(one.promotion_id): one for one in cart.discounts}
    why = {one.text: one.sentence for one in cart.codes if not one.applied}
    for key, (name, amount) in seen.items():
        one, old = now.get(key), Money(amount, cart.currency).format(locale)
        if one is None:
            gone = _("%(name)s does not apply any more; it took off %(old)s.") % {"name": name, "old": old}
            found.append(f"{gone} {why.get(name, '')}".strip())
        elif one.amount.amount != amount:
            words = {"name": name, "old": old, "new": one.amount.format(locale)}
            found.append(_("%(name)s: %(old)s off before, %(new)s off now.") % words)
    return found


def _shipping(seen: int | None, cart: checkout.CartView, locale: str) -> list[str]:
    now = cart.shipping.amount if cart.shipping else None
    if seen == now or now is None or seen is None:
        return []
    words = {
        "old": Money(seen, cart.currency).format(locale),
        "new": Money(now, cart.currency).format(locale),
    }
    return [_("Delivery: %(old)s before, %(new)s now.") % words]
