"""Carts: fill, say who buys, place the order."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock, ratelimit
from storecrew.kernel.money import Money
from storecrew.surfaces.rest.v1 import asking, inputs, schemas, views_of
from storecrew.surfaces.rest.v1.once import once, own_scope
from storecrew.surfaces.rest.v1.routers import PROBLEMS

router = Router(tags=["carts"])

Code = Annotated[str, Path(min_length=1, max_length=80)]
TenderId = Annotated[str, Path(pattern="^(voucher|credit|points)-[0-9]{1,18}$")]
Method = Annotated[str, Query(max_length=50)]
Near = Annotated[str, Query(max_length=20)]
LineId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("", response={201: schemas.CartOut, **PROBLEMS}, operation_id="create_cart")
def create_cart(
    request: HttpRequest,
    payload: inputs.CartInput | None = None,
    channel: asking.ChannelCode = None,
    key: asking.OptionalKey = None,
) -> HttpResponse:
    """Start an empty cart. Its `id` is a secret that every later request needs."""

    def run() -> tuple[int, schemas.CartOut]:
        shop = asking.channel_of(channel)
        locale = (payload.locale if payload else "") or asking.language_of(request, shop)
        view = checkout.open_cart(
            channel_code=shop.code, locale=locale, actor=asking.actor_of(request), at=clock.now()
        )
        return 201, views_of.cart(view)

    return once(request, own_scope(request, "create_cart"), key, run)


@router.get("/{cart_id}", response={200: schemas.CartOut, **PROBLEMS}, operation_id="get_cart")
def get_cart(request: HttpRequest, cart_id: asking.Token) -> schemas.CartOut:
    """Return a cart with its totals and what is missing before it can become an order."""
    return views_of.cart(checkout.cart(cart_id, at=clock.now()))


@router.post("/{cart_id}/lines", response={201: schemas.CartOut, **PROBLEMS}, operation_id="add_line")
def add_line(
    request: HttpRequest,
    cart_id: asking.Token,
    payload: inputs.LineInput,
    key: asking.OptionalKey = None,
) -> HttpResponse:
    """Put units of an article into the cart; an article that is in it becomes more."""

    def run() -> tuple[int, schemas.CartOut]:
        actor = asking.actor_of(request, cart_id)
        view = checkout.add_line(cart_id, payload.sku, payload.quantity, actor=actor, at=clock.now())
        return 201, views_of.cart(view)

    return once(request, f"rest.add_line:{cart_id}", key, run)


@router.patch(
    "/{cart_id}/lines/{line_id}", response={200: schemas.CartOut, **PROBLEMS}, operation_id="change_line"
)
def change_line(
    request: HttpRequest, cart_id: asking.Token, line_id: LineId, payload: inputs.LineChange
) -> schemas.CartOut:
    """Set the units of a line."""
    actor = asking.actor_of(request, cart_id)
    view = checkout.change_line(cart_id, line_id, payload.quantity, actor=actor, at=clock.now())
    return views_of.cart(view)


@router.delete(
    "/{cart_id}/lines/{line_id}", response={200: schemas.CartOut, **PROBLEMS}, operation_id="remove_line"
)
def remove_line(request: HttpRequest, cart_id: asking.Token, line_id: LineId) -> schemas.CartOut:
    """Take a line out of the cart."""
    actor = asking.actor_of(request, cart_id)
    return views_of.cart(checkout.remove_line(cart_id, line_id, actor=actor, at=clock.now()))


@router.post("/{cart_id}/codes", response={200: schemas.CartOut, **PROBLEMS}, operation_id="add_code")
def add_code(request: HttpRequest, cart_id: asking.Token, payload: inputs.CodeInput) -> schemas.CartOut:
    """Use a code; one that exists but does not count yet stays, and says what is missing."""
    actor = asking.actor_of(request, cart_id)
    return views_of.cart(checkout.add_code(cart_id, payload.code, actor=actor, at=clock.now()))


@router.delete(
    "/{cart_id}/codes/{code}", response={200: schemas.CartOut, **PROBLEMS}, operation_id="remove_code"
)
def remove_code(request: HttpRequest, cart_id: asking.Token, code: Code) -> schemas.CartOut:
    """Take a code out of the cart."""
    actor = asking.actor_of(request, cart_id)
    return views_of.cart(checkout.remove_code(cart_id, code, actor=actor, at=clock.now()))


@router.post("/{cart_id}/vouchers", response={200: schemas.CartOut, **PROBLEMS}, operation_id="use_voucher")
def use_voucher(request: HttpRequest, cart_id: asking.Token, payload: inputs.CodeInput) -> schemas.CartOut:
    """Pay with a gift voucher. Whatever is wrong with a code, the refusal is the same."""
    actor = asking.actor_of(request, cart_id)
    return views_of.cart(checkout.use_voucher(cart_id, payload.code, actor=actor, at=clock.now()))


@router.delete(
    "/{cart_id}/tenders/{tender_id}", response={200: schemas.CartOut, **PROBLEMS}, operation_id="drop_tender"
)
def drop_tender(request: HttpRequest, cart_id: asking.Token, tender_id: TenderId) -> schemas.CartOut:
    """Do not pay with something after all."""
    actor = asking.actor_of(request, cart_id)
    kind, _, account = tender_id.partition("-")
    return views_of.cart(
        checkout.drop_tender(cart_id, kind, account_id=int(account), actor=actor, at=clock.now())
    )


@router.put("/{cart_id}/checkout", response={200: schemas.CartOut, **PROBLEMS}, operation_id="set_checkout")
def set_checkout(
    request: HttpRequest, cart_id: asking.Token, payload: inputs.CheckoutInput
) -> schemas.CartOut:
    """Say who buys, where it goes and how."""
    address = payload.shipping_address
    view = checkout.set_details(
        cart_id,
        email=payload.email,
        phone=payload.phone,
        vat_number=payload.vat_number,
        shipping_address=address.model_dump(exclude_unset=True) if address else None,
        shipping_method=payload.shipping_method,
        gift_wrap=payload.gift_wrap,
        gift_message=payload.gift_message,
        actor=asking.actor_of(request, cart_id),
        at=clock.now(),
    )
    return views_of.cart(view)


@router.get(
    "/{cart_id}/shipping-methods",
    response={200: schemas.ShippingMethodList, **PROBLEMS},
    operation_id="list_shipping_methods",
)
def list_shipping_methods(request: HttpRequest, cart_id: asking.Token) -> schemas.ShippingMethodList:
    """List the ways to deliver the cart to its address, or to the channel's country without one."""
    options = checkout.shipping_options(cart_id, at=clock.now())
    return schemas.ShippingMethodList(
        items=[
            schemas.ShippingMethodOut(
                code=option.code,
                name=str(option.name),
                price=views_of.money(option.price),
                earliest=option.earliest,
                latest=option.latest,
                free_from=views_of.money(option.free_from) if option.free_from else None,
                full_price=views_of.money(option.full_price) if option.full_price else None,
                way=option.way,
            )
            for option in options
        ]
    )


@router.get(
    "/{cart_id}/pickup-points",
    response={200: schemas.PickupPointList, **PROBLEMS},
    operation_id="list_pickup_points",
)
def list_pickup_points(
    request: HttpRequest, cart_id: asking.Token, shipping_method: Method = "", postal_code: Near = ""
) -> schemas.PickupPointList:
    """List where the cart can be collected by a method, near a postal code or its own address."""
    view = checkout.cart(cart_id, at=clock.now())
    found = checkout.pickup_points(
        cart_id,
        shipping_method=shipping_method,
        postal_code=postal_code,
        actor=asking.actor_of(request, cart_id),
        at=clock.now(),
    )
    return schemas.PickupPointList(items=[views_of.pickup_point(each, view.locale) for each in found])


@router.put(
    "/{cart_id}/pickup-point", response={200: schemas.CartOut, **PROBLEMS}, operation_id="choose_pickup_point"
)
def choose_pickup_point(
    request: HttpRequest, cart_id: asking.Token, payload: inputs.PickupPointInput
) -> schemas.CartOut:
    """Say where the cart is collected; the method is chosen with it."""
    view = checkout.choose_point(
        cart_id,
        payload.code,
        shipping_method=payload.shipping_method,
        actor=asking.actor_of(request, cart_id),
        at=clock.now(),
    )
    return views_of.cart(view)


@router.get(
    "/{cart_id}/payment-methods",
    response={200: schemas.GatewayList, **PROBLEMS},
    operation_id="list_payment_methods",
)
def list_payment_methods(request: HttpRequest, cart_id: asking.Token) -> schemas.GatewayList:
    """List the ways to pay that the cart's channel offers.

    One that cannot be used now is there with `available: false` and the code that placing would answer.
    """
    view = checkout.cart(cart_id, at=clock.now())
    return schemas.GatewayList(
        items=[
            schemas.GatewayOut(
                code=item.code,
                name=str(item.name),
                description=str(item.description),
                needs_token=item.needs_token,
                available=not item.refusal,
                refusal=item.refusal,
                reason=item.why,
            )
            for item in checkout.payment_methods(view, at=clock.now())
        ]
    )


@router.post(
    "/{cart_id}/complete",
    response={frozenset({200, 201}): schemas.PlacedOut, **PROBLEMS},
    operation_id="complete_cart",
)
def complete_cart(
    request: HttpRequest, cart_id: asking.Token, payload: inputs.CompleteInput, key: asking.IdempotencyKey
) -> HttpResponse:
    """Place the cart as an order and pay. A cart that is an order already answers 200 with that order."""
    failures = asking.pay_keys(request, cart_id)
    ratelimit.check(asking.FAILED_PAYMENTS, *failures)

    def run() -> tuple[int, schemas.PlacedOut]:
        expected, due = payload.expected_total, payload.expected_due
        try:
            result = checkout.place_order(
                cart_id,
                gateway=payload.payment.gateway,
                payment_token=payload.payment.token,
                expected_total=Money(expected.amount, expected.currency) if expected else None,
                expected_due=Money(due.amount, due.currency) if due else None,
                return_url=payload.payment.return_url or request.build_absolute_uri("/"),
                public_only=True,
                actor=asking.actor_of(request, cart_id),
                at=clock.now(),
            )
        except checkout.PaymentDeclined:
            with suppress(ratelimit.Refused):
                ratelimit.hit(asking.FAILED_PAYMENTS, *failures)
            raise
        return 200 if result.again else 201, views_of.placed(result, request.build_absolute_uri)

    return once(request, f"rest.complete:{cart_id}", key, run, asks_others=True)
