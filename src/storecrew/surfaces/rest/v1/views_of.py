"""From the facts of contexts to the shapes of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.fields import public as fields
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import hours
from storecrew.kernel.money import Money
from storecrew.surfaces.rest.v1 import amounts, schemas


def money(amount: Money) -> amounts.MoneyOut:
    """Show an amount."""
    return amounts.MoneyOut(amount=amount.amount, currency=amount.currency)


def maybe(amount: Money | None) -> amounts.MoneyOut | None:
    """Show an amount that may be missing."""
    return None if amount is None else money(amount)


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Show a mapping of texts."""
    return {str(name): "" if value is None else str(value) for name, value in values.items()}


def product(card: discovery.ProductCard) -> schemas.ProductOut:
    """Show a product in a list."""
    return schemas.ProductOut(
        id=card.id,
        slug=card.slug,
        title=card.title,
        url=card.url,
        image=card.image,
        price=maybe(card.price),
        strike=maybe(card.strike),
        lowest_30d=maybe(card.lowest_30d),
        members_price=maybe(card.members),
        price_from=card.price_from,
        available=card.availability != "out" and not card.on_request,
        availability="on_request" if card.on_request else card.availability,
    )


def review_list(
    rating: reviews.Rating | None, found: Sequence[reviews.ReviewFacts], locale: str, following: int | None
) -> schemas.ReviewList:
    """Show reviews of a product."""
    return schemas.ReviewList(
        rating=schemas.RatingOut(count=rating.count, mean=rating.mean, stars=list(rating.counts))
        if rating
        else None,
        items=[_review(one, locale) for one in found],
        next=following,
    )


def _review(one: reviews.ReviewFacts, locale: str) -> schemas.ReviewOut:
    url = f"/{locale}/reviews/{one.id}/photos"
    return schemas.ReviewOut(
        id=one.id,
        stars=one.stars,
        title=one.title,
        words=one.words,
        name=one.name,
        locale=one.locale,
        written_at=one.written_at,
        photos=[
            schemas.ReviewPhotoOut(
                url=f"{url}/{photo.id}/",
                small_url=f"{url}/{photo.id}/?small",
                width=photo.width,
                height=photo.height,
            )
            for photo in one.photos
        ],
        reply=one.reply,
        replied_at=one.replied_at,
    )


def product_list(results: discovery.ProductResults) -> schemas.ProductList:
    """Show a page of products."""
    return schemas.ProductList(
        items=[product(card) for card in results.items],
        total=results.total,
        facets=[
            schemas.FacetOut(
                code=facet.code,
                name=facet.name,
                kind=facet.kind,
                values=[
                    schemas.FacetValueOut(
                        value=value.value, label=value.label, count=value.count, selected=value.selected
                    )
                    for value in facet.values
                ],
            )
            for facet in results.facets
        ],
        next=results.next_cursor or None,
    )


def product_detail(
    page: catalog.ProductPage,
    locale: str,
    offers: pricing.Offers,
    stock: Mapping[int, inventory.Availability],
    own: Iterable[fields.Filled] = (),
) -> schemas.ProductDetail:
    """Show a product with its variants."""
    return schemas.ProductDetail(
        id=page.id,
        slug=page.slug,
        title=page.title,
        url=f"/{locale}/p/{page.slug}/",
        subtitle=page.subtitle,
        brand=page.brand,
        description_html=page.html,
        images=[
            schemas.ImageOut(url=image.url, width=image.width, height=image.height, alt=image.alt)
            for image in page.images
        ],
        attributes=[
            schemas.AttributeOut(code=item.code, name=item.name, value=str(item.value))
            for item in page.attributes
        ],
        custom_fields=[
            schemas.CustomFieldOut(
                key=each.field.spec.key, kind=each.field.spec.kind, label=each.name, value=each.value
            )
            for each in own
            if each.value is not None
        ],
        categories=list(page.category_paths),
        variants=[_variant(item, offers, stock[item.id]) for item in page.variants],
    )


def _variant(
    variant: catalog.VariantFacts, offers: pricing.Offers, stock: inventory.Availability
) -> schemas.VariantOut:
    price = offers.prices.get(variant.id)
    on_request = variant.id in offers.on_request
    return schemas.VariantOut(
        sku=variant.sku,
        options=texts(variant.options),
        price=maybe(price.price if price else None),
        strike=maybe(price.strike if price else None),
        lowest_30d=maybe(price.lowest_30d if price else None),
        members_price=maybe(price.members if price else None),
        availability="on_request" if on_request else stock.word,  # type: ignore[arg-type]
        available=stock.word != "out" and not on_request,
    )


def pickup_point(point: shipping.PickupPoint, locale: str) -> schemas.PickupPointOut:
    """Return a point as the interface shows it."""
    return schemas.PickupPointOut(
        kind=point.kind,
        code=point.code,
        name=point.name,
        address=texts(point.address.as_json()),
        hours=[f"{line.days} {line.times}" for line in hours.lines(point.hours, locale)],
        carrier=point.carrier,
        sort=point.sort,
        distance_m=point.meters,
        available=point.available,
        reason=point.reason,
        ready=point.ready,
    )


def cart(view: checkout.CartView) -> schemas.CartOut:
    """Show a cart."""
    return schemas.CartOut(
        id=view.token,
        channel=view.channel,
        locale=view.locale,
        currency=view.currency,
        state=view.state,
        version=view.version,
        item_count=view.item_count,
        lines=[
            schemas.CartLineOut(
                id=line.id,
                sku=line.sku,
                title=line.title,
                options=texts(line.options),
                url=line.url,
                image=line.image,
                quantity=line.quantity,
                unit_price=maybe(line.unit_price),
                public_price=maybe(line.public),
                price_for=line.segment,
                total=maybe(line.total),
                availability=line.availability,
                notice=line.notice,
            )
            for line in view.lines
        ],
        subtotal=money(view.goods),
        discount=money(view.discount),
        discounts=[
            schemas.DiscountOut(label=each.label, code=each.code, amount=money(each.amount))
            for each in view.discounts
        ],
        codes=[
            schemas.CodeOut(code=each.text, applied=each.applied, reason=each.reason, message=each.sentence)
            for each in view.codes
        ],
        shipping=maybe(view.shipping),
        tax=money(view.tax),
        total=money(view.total),
        tenders=[
            amounts.TenderOut(id=each.key, kind=each.kind, hint=each.hint, amount=money(each.amount))
            for each in view.tenders
        ],
        due=money(view.due),
        email=view.email,
        phone=view.phone,
        shipping_address=texts(view.address),
        shipping_method=view.shipping_method,
        pickup_point=pickup_point(view.pickup_point, view.locale) if view.pickup_point else None,
        gift_wrap=view.gift_wrap,
        gift_message=view.gift_message,
        gift_wrap_price=maybe(view.gift_wrap_price),
        fees=money(view.fees),
        requirements=[
            schemas.RequirementOut(
                code=item.code, message=str(item.message), field=item.field, resolution=str(item.resolution)
            )
            for item in view.requirements
        ],
        order_token=view.order_token,
        vat_number=view.vat_number,
    )


def placed(result: checkout.Placed, absolute: Callable[[str], str]) -> schemas.PlacedOut:
    """Show what came of placing; ``absolute`` makes an address of this shop one for everybody."""
    return schemas.PlacedOut(
        number=result.order_number,
        token=result.order_token,
        status=result.status,  # type: ignore[arg-type]
        total=money(result.total),
        redirect_url=absolute(result.redirect_url) if result.redirect_url else None,
    )


def order(
    facts: orders.OrderFacts,
    shipments: tuple[fulfillment.ShipmentFacts, ...],
    codes: Sequence[inventory.OwnCode],
    arrival: shipping.Arrival | None,
) -> schemas.OrderOut:
    """Show an order to whoever holds its token."""
    return schemas.OrderOut(
        number=facts.number,
        token=facts.token,
        status=facts.status,
        payment_status=facts.payment_status,
        fulfillment_status=facts.fulfillment_status,
        placed_at=facts.placed_at,
        currency=facts.currency,
        lines=[
            schemas.OrderLineOut(
                id=line.id,
                sku=line.sku,
                title=line.title,
                options=texts(line.options),
                quantity=line.quantity,
                shipped=line.fulfilled_quantity,
                unit_price=money(line.unit_price),
                price_list=line.price_list,
                total=money(line.total),
                tax=money(line.tax),
            )
            for line in facts.lines
        ],
        subtotal=money(facts.goods),
        discount=money(facts.saved + facts.discount),
        shipping=money(facts.shipping),
        tax=money(facts.tax),
        total=money(facts.total),
        refunded=money(facts.refunded),
        fees=money(facts.fees),
        gift_wrap=facts.gift_wrap,
        gift_message=facts.gift_message,
        shipping_address=texts(facts.shipping_address),
        shipping_method=facts.shipping_method_name,
        pickup_point=pickup_point(checkout.point_from(facts.pickup_point), facts.locale)
        if facts.pickup_point
        else None,
        arrival=schemas.ArrivalOut(**arrival._asdict()) if arrival else None,
        shipments=[
            schemas.ShipmentOut(
                shipped_at=item.shipped_at,
                carrier=item.carrier,
                tracking_number=item.tracking_number,
                tracking_url=item.tracking_url,
            )
            for item in shipments
        ],
        codes=[
            amounts.OrderCodeOut(
                line_id=one.order_line_id,
                hint=one.hint,
                shown=one.shown,
                code=one.code,
                extra=one.extra,
                instructions=one.how,
            )
            for one in codes
        ],
    )
