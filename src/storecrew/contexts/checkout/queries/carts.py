"""The cart as a shopper sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from storecrew.contexts.checkout.facts import CartDiscount, CartLineView, CartRow, CartView
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.queries import gifting, presents, quoting, requirements
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money


def cart(
    token: str, *, at: dt.datetime, towards: shipping.Destination | None = None, locale: str = ""
) -> CartView:
    """Return the cart behind a token, priced now. Raises CartNotFound.

    `towards`: where it would go, for the estimate of a cart that has no address yet. `locale`: the language
    of the page that shows it, by default the one that the cart was opened in.
    """
    row = quoting.load(token)
    row.locale = locale or row.locale
    return view(row, at=at, towards=towards)


def cart_of_customer(customer_id: int) -> str | None:
    """Return the token of a customer's newest open cart, or None."""
    rows = Cart.objects.filter(customer_id=customer_id, state__in=[Cart.State.OPEN, Cart.State.PLACING])
    return rows.order_by("-pk").values_list("token", flat=True).first()


def item_count(token: str) -> int:
    """Return how many units a cart holds; 0 for a cart that does not exist. For the header of pages."""
    rows = Cart.objects.filter(token=token, state__in=[Cart.State.OPEN, Cart.State.PLACING])
    return sum(quantity or 0 for quantity in rows.values_list("lines__quantity", flat=True))


def promotion_request(token: str, *, at: dt.datetime) -> promotions.Request | None:
    """Return what a cart asks its promotions with, to explain one; None for an empty cart."""
    quote = quoting.quote(quoting.load(token), at=at, for_display=False)
    return quote.request if quote.lines else None


def shipping_options(
    token: str, *, at: dt.datetime, towards: shipping.Destination | None = None
) -> list[shipping.ShippingOption]:
    """Return the methods that deliver this cart to its address, or `towards`, or the channel's country."""
    return list(quoting.quote(quoting.load(token), at=at, towards=towards).options)


def view(
    row: Cart,
    *,
    at: dt.datetime,
    towards: shipping.Destination | None = None,
    quote: quoting.Quote | None = None,
) -> CartView:
    """Build the view of a cart whose row is loaded, and which may be priced already."""
    quote = quote or quoting.quote(row, at=at, towards=towards)
    stock = inventory.available_to_promise(
        [line.variant_id for line in quote.lines],
        channel_id=quote.channel.id,
        holder=row.token if row.held_until else "",
    )
    given = presents.presents_on(row, quote.lines)
    placed = orders.order_of_cart(row.token) if row.state == Cart.State.PLACED else None
    return CartView(
        token=row.token,
        channel=quote.channel.code,
        locale=row.locale,
        currency=row.currency,
        tax_display=quote.channel.tax_display,
        country=quote.country,
        lines=tuple(
            _line(line, stock[line.variant_id], row.locale, given.get(line.variant_id))
            for line in quote.lines
        ),
        subtotal=quote.subtotal,
        shipping=quote.shipping,
        shipping_is_estimate=quote.is_estimate,
        tax=quote.taxes.total_tax,
        total=quote.total,
        requirements=requirements.unmet(quote, stock) if row.state == Cart.State.OPEN else (),
        email=row.email,
        phone=row.phone,
        address=row.shipping_address,
        shipping_method=row.shipping_method,
        version=row.version,
        item_count=sum(line.quantity for line in quote.lines),
        state=row.state,
        held_until=row.held_until,
        order_token=placed.token if placed else "",
        customer_id=row.customer_id,
        discounts=_discounts(quote),
        codes=quote.offer.codes,
        full_shipping=quote.option.full_price if quote.option else None,
        shipping_label=_shipping_label(quote),
        gift_wrap=row.gift_wrap,
        gift_message=row.gift_message,
        gift_wrap_price=gifting.gift_wrap(quote.channel.id) if _is_packed(quote) else None,
        tenders=quote.tenders,
        pickup_point=quote.point,
        not_offered=quote.not_offered,
        in_parcel=not quote.lines or _is_packed(quote),
        vat_number=row.vat_number,
    )


def _is_packed(quote: quoting.Quote) -> bool:
    return any(line.in_parcel for line in quote.lines)


def _discounts(quote: quoting.Quote) -> tuple[CartDiscount, ...]:
    """Return what each promotion takes off the goods, gifts included, in the order in which they apply."""
    found = []
    gifts = {line.gift_of: line.off for line in quote.lines if line.gift_of is not None}
    for win in quote.offer.verdict.wins:
        amount = win.amount + gifts.get(win.promotion_id, 0)
        if amount:
            label = quote.offer.labels.get(win.promotion_id, "")
            found.append(CartDiscount(win.promotion_id, label, win.code, Money(amount, quote.cart.currency)))
    return tuple(found)


def _shipping_label(quote: quoting.Quote) -> str:
    option = quote.option
    if option is None or option.full_price is None:
        return ""
    return " · ".join(
        share.label for share in quote.offer.shipping_shares(option.code, option.full_price.amount)
    )


def _line(
    line: quoting.QuoteLine, stock: inventory.Availability, locale: str, present: loyalty.Present | None
) -> CartLineView:
    variant = line.variant
    notice = ""
    if line.on_request:
        notice = "price_on_request"
    elif line.price is None:
        notice = "not_for_sale"
    elif line.gift_of is not None:
        # It was given because it is there; together with bought units it may be the last one.
        notice = ""
    elif stock.available <= 0:
        notice = "sold_out"
    elif stock.available < line.quantity:
        notice = "only_left"
    return CartLineView(
        id=line.id,
        variant_id=line.variant_id,
        sku=variant.sku if variant else "",
        title=variant.product_title if variant else "",
        options=dict(variant.options) if variant else {},
        url=f"/{locale}/p/{variant.product_slug}/" if variant else "",
        image=variant.image.url if variant and variant.image else "",
        quantity=line.quantity,
        unit_price=line.price.price if line.price else None,
        strike=line.price.strike if line.price else None,
        total=line.total,
        availability=stock.word,
        available=stock.available,
        notice=notice,
        full=line.full if line.off else None,
        is_gift=line.gift_of is not None,
        present=present if line.gift_of is None else None,
        segment=line.price.segment if line.price else "",
        public=line.price.public if line.price else None,
    )


def cart_rows(
    *,
    since: dt.datetime,
    until: dt.datetime | None = None,
    states: Collection[str] = (),
    limit: int = 100_000,
) -> tuple[CartRow, ...]:
    """Return the carts that were changed last in ``[since, until)``, newest first; two queries."""
    rows = Cart.objects.filter(updated_at__gte=since)
    if until is not None:
        rows = rows.filter(updated_at__lt=until)
    if states:
        rows = rows.filter(state__in=list(states))
    found = list(rows.order_by("-updated_at", "-id").prefetch_related("lines")[:limit])
    return tuple(
        CartRow(
            row.pk, row.token, row.channel_id, row.state, row.email, row.locale, _step(row), row.order_id,
            row.created_at, row.updated_at,
            tuple((line.variant_id, line.quantity) for line in row.lines.all()),
        )
        for row in found
    )  # fmt: skip


def _step(row: Cart) -> str:
    if row.shipping_method:
        return "payment"
    return "delivery" if row.shipping_address else "details" if row.email else "cart"
