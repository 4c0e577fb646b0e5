"""The confirmation mail, in the order's language, as HTML and text."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b

from babel.dates import format_date
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail
from storecrew.kernel.money import Money


def queue_confirmation(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the mail that confirms an order, once per order."""
    if not order.email:
        return
    channel = channels.facts_by_id(order.channel_id)
    with translation.override(order.locale):
        context = {
            "order": order,
            "shop": channel.name,
            "lines": [
                {
                    "title": line.title,
                    "options": ", ".join(str(value) for value in line.options.values()),
                    "quantity": line.quantity,
                    "total": _money(line.unit_price * line.quantity, order),
                }
                for line in order.lines
            ],
            "goods": _money(order.goods, order),
            "discounts": _discounts(order),
            "shipping": _money(order.shipping, order),
            "gift_wrap": order.gift_wrap,
            "fees": _money(order.fees, order) if order.fees else _("free"),
            "gift_message": order.gift_message,
            "tax": _money(order.tax, order),
            "total": _money(order.total, order),
            "address": _address(order),
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("Your order %(number)s at %(shop)s") % {"number": order.number, "shop": channel.name},
            text=render_to_string("checkout/mail/confirmation.txt", context),
            html=render_to_string("checkout/mail/confirmation.html", context),
            locale=order.locale,
            dedupe_key=f"checkout.confirmation:{order.id}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def queue_saved_cart(cart: CartView, email: str, link: str, *, until: dt.datetime, at: dt.datetime) -> None:
    """Queue the mail with the link to what is in a cart, once per state of the cart and address."""
    channel = channels.facts(cart.channel)
    with translation.override(cart.locale):
        context = {
            "locale": cart.locale,
            "shop": channel.name,
            "lines": [
                {
                    "title": line.title,
                    "options": ", ".join(line.options.values()),
                    "quantity": line.quantity,
                }
                for line in cart.lines
            ],
            "until": format_date(until.date(), "long", locale=cart.locale.replace("-", "_")),
            "url": f"{settings.STORECREW_BASE_URL}/{cart.locale}/cart/saved/{link}/",
        }
        about = blake2b(email.encode(), digest_size=12).hexdigest()
        mail.queue(
            to=email,
            subject=_("Your cart at %(shop)s") % {"shop": channel.name},
            text=render_to_string("checkout/mail/saved_cart.txt", context),
            html=render_to_string("checkout/mail/saved_cart.html", context),
            locale=cart.locale,
            dedupe_key=f"checkout.saved_cart:{cart.token[:8]}:{cart.version}:{about}",
            at=at,
        )


def _money(amount: Money, order: orders.OrderFacts) -> str:
    return amount.format(order.locale)


def _discounts(order: orders.OrderFacts) -> list[dict[str, str]]:
    """Return what each promotion took off the goods, by its words of then."""
    if not order.saved:
        return []
    sums: dict[str, Money] = {}
    for each in orders.discounts_of(order.id):
        if each.line_id is not None:
            sums[each.label] = sums.get(each.label, Money.zero(order.currency)) + each.amount
    return [{"label": label, "amount": _money(-amount, order)} for label, amount in sums.items()]


def _address(order: orders.OrderFacts) -> list[str]:
    address = order.shipping_address
    town = " ".join(str(address.get(name, "")) for name in ("postal_code", "city")).strip()
    parts = [address.get(name, "") for name in ("name", "company", "street", "street2")]
    return [
        str(part) for part in [*parts, town, address.get("region", ""), address.get("country", "")] if part
    ]
