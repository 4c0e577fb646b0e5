"""The confirmation mail, in the order's language, as HTML and text."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, mail
from storecrew.kernel.money import Money


def queue_confirmation(
    order: orders.OrderFacts, *, item: receivables.ItemFacts | None = None, at: dt.datetime
) -> None:
    """Queue the mail that confirms an order, once per order; one on account brings its invoice."""
    lines = [
        {
            "title": line.title,
            "options": ", ".join(str(value) for value in line.options.values()),
            "quantity": line.quantity,
            "total": _money(line.unit_price * line.quantity, order),
        }
        for line in order.lines
    ]
    orders.queue_mail(
        order, "checkout.confirmation", key=order.id, at=at,
        lines=lines, goods=_money(order.goods, order), discounts=_discounts(order),
        shipping=_money(order.shipping, order), gift_wrap=order.gift_wrap, gift_message=order.gift_message,
        fees=_money(order.fees, order) if order.fees else _("free"), tax=_money(order.tax, order),
        total=_money(order.total, order), address=_address(order),
        by_email=_by_email(order), point=shipping.point_words(order.pickup_point, order.locale),
        arrives=_arrives(order),
        attach=f"receivables.invoice:{item.id}" if item else "",
        on_account=receivables.words_of(order, item) if item else None,
    )  # fmt: skip


def queue_transfer(order: orders.OrderFacts, awaited: payments.AwaitedTransfer, *, at: dt.datetime) -> None:
    """Queue the mail that says where to transfer what an order costs, once per order."""
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    until = format_date(awaited.until.astimezone(zone).date(), "long", locale=order.locale.replace("-", "_"))
    orders.queue_mail(
        order, "checkout.transfer", key=order.id, at=at,
        amount=_money(awaited.amount, order), until=until, pay_to=receivables.pay_to(order.channel_id),
    )  # fmt: skip


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
        written = mail.write("checkout.saved_cart", context, locale=cart.locale, channel=channel.code)
        mail.queue(
            to=email,
            subject=written.subject,
            text=written.text,
            html=written.html,
            sender=written.sender,
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


def _arrives(order: orders.OrderFacts) -> str:
    """Return the days on which the order was promised to be there, "" for none."""
    arrival = shipping.arrival_of(order)
    if arrival is None:
        return ""
    return shipping.days_in_words(arrival.earliest, arrival.latest, order.locale)


def _by_email(order: orders.OrderFacts) -> list[str]:
    """Return to whom an order without a parcel goes and when; empty for one with a parcel."""
    if order.shipping_method_code != shipping.BY_EMAIL:
        return []
    locale = order.locale.replace("-", "_")
    said: dict[str, None] = {}
    with translation.override(order.locale):
        for one in loyalty.presents_of(order.id) or [loyalty.Bought("", None, None)]:
            values = {"email": one.email or order.email}
            if one.deliver_on:
                values["day"] = format_date(one.deliver_on, "long", locale=locale)
                said[gettext("To %(email)s on %(day)s.") % values] = None
            else:
                said[gettext("To %(email)s as soon as it is paid.") % values] = None
    return list(said)


def _address(order: orders.OrderFacts) -> list[str]:
    address = order.shipping_address
    town = " ".join(str(address.get(name, "")) for name in ("postal_code", "city")).strip()
    parts = [address.get(name, "") for name in ("name", "company", "street", "street2")]
    return [
        str(part) for part in [*parts, town, address.get("region", ""), address.get("country", "")] if part
    ]


orders.order_mail(
    "checkout.confirmation",
    title=_("Order confirmation"),
    leaves=_("When an order is placed."),
    subject=_("Your order %(number)s at %(shop)s"),
    sample=lambda order: queue_confirmation(order, at=order.placed_at),
)


orders.order_mail(
    "checkout.transfer",
    title=_("How to pay by bank transfer"),
    leaves=_("When an order is placed that is paid by bank transfer."),
    subject=_("Please transfer %(amount)s for your order %(number)s at %(shop)s"),
    sample=lambda order: queue_transfer(
        order,
        payments.AwaitedTransfer(order.total, order.placed_at + dt.timedelta(days=7)),
        at=order.placed_at,
    ),
)


def _saved_cart_sample(locale: str, channel: str) -> mail.Written:
    shop = channels.facts(channel or None)
    with translation.override(locale):
        given = {
            "locale": locale,
            "shop": shop.name,
            "lines": [{"title": _("An article"), "options": "", "quantity": 1}],
            "until": format_date(clock.now().date(), "long", locale=locale.replace("-", "_")),
            "url": f"{settings.STORECREW_BASE_URL}/{locale}/cart/saved/preview/",
        }
        return mail.write("checkout.saved_cart", given, locale=locale, channel=shop.code)


mail.kinds.register(
    mail.Kind(
        "checkout.saved_cart",
        _("Saved cart"),
        _("When somebody has a link to their cart sent."),
        _("Your cart at %(shop)s"),
        _saved_cart_sample,
    )
)
