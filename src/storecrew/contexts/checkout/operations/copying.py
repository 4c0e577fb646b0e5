"""Copying a quote into an order: afterwards no change of catalog, price or tax changes the order."""

from __future__ import annotations

from typing import Any

from storecrew.contexts.checkout.queries.quoting import (
    GIFT_KEY,
    GIFT_TAX_CLASS,
    SHIPPING_KEY,
    Quote,
    QuoteLine,
)
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions


def order_draft(quote: Quote) -> orders.OrderDraft:
    """Return the order that a quote without unmet requirements stands for."""
    cart, channel = quote.cart, quote.channel
    shipping = quote.taxes.lines.get(SHIPPING_KEY)
    return orders.OrderDraft(
        channel_id=channel.id,
        market_code=channel.market_code,
        currency=cart.currency,
        locale=cart.locale,
        tax_display=channel.tax_display,
        cart_token=cart.token,
        customer_id=cart.customer_id,
        email=cart.email,
        phone=cart.phone or str(cart.shipping_address.get("phone", "")),
        shipping_address=_goes_to(quote),
        billing_address=_invoiced_to(quote),
        pickup_point=quote.point.as_json() if quote.point else {},
        shipping_method_code=quote.option.code if quote.option else "",
        shipping_method_name=quote.option.name if quote.option else "",
        lines=tuple(_line(line, quote) for line in quote.lines),
        discounts=_discounts(quote),
        tax_lines=_tax_lines(quote.taxes),
        fees=_fees(quote),
        gift_wrap=cart.gift_wrap and any(line.in_parcel for line in quote.lines),
        gift_message=cart.gift_message,
        subtotal_amount=quote.subtotal.amount,
        shipping_amount=quote.option.price.amount if quote.option else 0,
        shipping_tax_amount=shipping.tax.amount if shipping else 0,
        tax_amount=quote.taxes.total_tax.amount,
        total_amount=quote.total.amount,
    )


def _invoiced_to(quote: Quote) -> dict[str, Any]:
    """Return whom the invoice is to, with the number of a company that buys."""
    number = quote.cart.vat_number
    return dict(quote.cart.shipping_address) | ({"vat_number": number} if number else {})


def _goes_to(quote: Quote) -> dict[str, Any]:
    """Return where the parcel goes: to the shopper's address, or to the point in the shopper's name."""
    own = dict(quote.cart.shipping_address)
    if quote.point is None:
        return own
    there = quote.point.address
    named = {"name": own.get("name", ""), "phone": own.get("phone", "")}
    return there.as_json() | {"company": there.company or quote.point.name} | named


def payment_key(order: orders.OrderFacts) -> str:
    """Return the key under which a gateway knows the payment of an order.

    It holds a part of the secret token, because numbers repeat when a shop is set up anew with the
    same account at the gateway.
    """
    return f"{order.number}-{order.token[:12]}"


def price_list(quote: Quote) -> list[dict[str, Any]]:
    """Return what each line costs now, for a shopper who saw another total."""
    return [
        {
            "sku": line.variant.sku,
            "quantity": line.quantity,
            "unit_price": line.price.price.as_json(),
            "total": line.total.as_json(),
        }
        for line in quote.lines
        if line.variant and line.price and line.total is not None
    ]


def _line(line: QuoteLine, quote: Quote) -> orders.DraftLine:
    variant, price = line.variant, line.price
    if variant is None or price is None:
        raise AssertionError("a line without article or price passed the gate")
    tax = quote.taxes.lines[str(line.id)]
    return orders.DraftLine(
        variant_id=line.variant_id,
        sku=variant.sku,
        title=variant.product_title,
        options=dict(variant.options),
        image_url=variant.image.url if variant.image else "",
        product_url=f"/{quote.cart.locale}/p/{variant.product_slug}/",
        weight_g=variant.weight_g or 0,
        quantity=line.quantity,
        unit_price_amount=price.price.amount,
        discount_amount=line.off,
        total_amount=price.price.amount * line.quantity - line.off,
        net_amount=tax.net.amount,
        tax_amount=tax.tax.amount,
        tax_class=variant.tax_class,
        tax_rate_ppm=tax.rate_ppm,
        tax_treatment=tax.treatment,
        price_list=price.price_list,
    )


def shipping_shares(quote: Quote) -> tuple[promotions.Share, ...]:
    """Return what promotions take off the chosen shipping method."""
    option = quote.option
    if option is None or option.full_price is None:
        return ()
    return quote.offer.shipping_shares(option.code, option.full_price.amount)


def _discounts(quote: Quote) -> tuple[orders.DraftDiscount, ...]:
    """Return what each promotion takes off which line; gifts come as lines that cost nothing."""
    places = {line.id: place for place, line in enumerate(quote.lines)}
    shares = [*quote.offer.line_shares(), *shipping_shares(quote)]
    found = [
        orders.DraftDiscount(
            promotion_id=share.promotion_id,
            promotion_revision=share.revision,
            label=share.label,
            amount=share.amount,
            line=None if share.key is None else places[share.key],
            code=share.code,
        )
        for share in shares
    ]
    wins = {win.promotion_id: win for win in quote.offer.verdict.wins}
    found += [
        orders.DraftDiscount(
            promotion_id=line.gift_of,
            promotion_revision=wins[line.gift_of].revision,
            label=quote.offer.labels.get(line.gift_of, ""),
            amount=line.off,
            line=places[line.id],
            code=wins[line.gift_of].code,
        )
        for line in quote.lines
        if line.gift_of is not None and line.off
    ]
    return tuple(found)


def _fees(quote: Quote) -> tuple[orders.DraftFee, ...]:
    """Return what is charged beside goods and shipping: the gift wrap."""
    if quote.wrapping is None:
        return ()
    tax = quote.taxes.lines[GIFT_KEY]
    return (
        orders.DraftFee(
            kind="gift_wrap",
            amount=quote.wrapping.amount,
            net_amount=tax.net.amount,
            tax_amount=tax.tax.amount,
            tax_class=GIFT_TAX_CLASS,
            tax_rate_ppm=tax.rate_ppm,
            tax_treatment=tax.treatment,
        ),
    )


def _tax_lines(taxes: pricing.TaxAnswer) -> tuple[orders.DraftTaxLine, ...]:
    return tuple(
        orders.DraftTaxLine(rate_ppm=rate, treatment=treatment, reason=reason, net_amount=net, tax_amount=tax)
        for (rate, treatment, reason), (net, tax) in taxes.by_rate().items()
    )
