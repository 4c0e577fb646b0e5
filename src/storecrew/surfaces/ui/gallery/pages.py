"""The gallery's pages: each template of the shop in each of its states, fed with fixtures."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel.errors import Conflict
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery import order_fixtures as orders
from storecrew.surfaces.ui.gallery import pickup_pages
from storecrew.surfaces.ui.gallery import review_fixtures as told
from storecrew.surfaces.ui.gallery.account_pages import ACCOUNT_PAGES, REVEAL
from storecrew.surfaces.ui.gallery.link_pages import LINK_PAGES
from storecrew.surfaces.ui.gallery.list_pages import LIST_PAGES, TRAIL
from storecrew.surfaces.ui.gallery.lone_pages import FRAME, LONE_PAGES, SOLD_OUT
from storecrew.surfaces.ui.gallery.voucher_pages import VOUCHER_PAGES
from storecrew.surfaces.ui.gallery.wish_pages import WISH_PAGES
from storecrew.surfaces.ui.shell import PageMeta

TOO_LATE = Conflict("It is too late: the parcel is packed.", next_step="Write to us at once.")


def _home() -> dict[str, Any]:
    block = {"heading": "", "text": "", "html": "", "image": None, "link": None, "questions": ()}
    link = Obj(text="See the range", url="#")
    blocks = (
        Obj(
            **{
                **block,
                "kind": "hero",
                "heading": "Made to be used daily",
                "text": "Furniture, tools and clothes that get better with the years.",
                "image": fx.image(3),
                "link": link,
            }
        ),
        Obj(**{**block, "kind": "product_grid", "heading": "New this week"}),
        Obj(
            **{
                **block,
                "kind": "banner",
                "heading": "Free delivery from €80",
                "text": "To all countries we ship to.",
                "link": link,
            }
        ),
        Obj(
            **{
                **block,
                "kind": "faq",
                "heading": "Questions",
                "questions": (Obj(question="How long does delivery take?", html="<p>Two days.</p>"),),
            }
        ),
    )
    page = Obj(title="Home", blocks=blocks, intro="")
    return {
        "page": page,
        "grids": {1: (tuple(fx.card(i) for i in range(8)), "#")},
        "show_categories": True,
        "newest": (),
        "meta": PageMeta(place="home"),
    }


def _product(**changes: Any) -> dict[str, Any]:
    page, view = fx.product(**changes)
    return {
        "trail": TRAIL,
        "reviews": told.said(),
        "pictures": (),
        "page": page,
        "view": view,
        "substitutes": (),
        "accessories": tuple(fx.card(i) for i in range(4)),
        "buy_words": "",
        "block_words": "",
        "return_days": 14,
        "share_links": (Obj(name="Facebook", url="#"), Obj(name="Email", url="#")),
        "consent": "We use this address for one mail when the article is back.",
        "seen": {"list": "seen:en", "url": "/en/p/lamp/", "title": "Lamp", "image": ""},
    }


def _waiting(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"errors": {}, "error": None, "done": False}
    return {
        "slug": "lamp",
        "sku": "L-1",
        "typed": "",
        "consent": "One mail, nothing else.",
        **plain,
        **changes,
    }


def _barrier(**errors: str) -> dict[str, Any]:
    typed = dict.fromkeys(("words", "page", "device", "email"), "")
    return {"typed": typed, "errors": errors, "error": None, "sent": False}


def _return(*, asked: bool) -> dict[str, Any]:
    return {"order": orders.order(), "asked": asked, "redirect_url": "#"}


def _checkout(step: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        "step": step,
        "steps": fx.steps(number),
        "cart": fx.cart(),
        "error": None,
        "notices": (),
        "errors": {},
        **more,
    }


def _details(errors: dict[str, str] | None = None, *, in_parcel: bool = True) -> dict[str, Any]:
    return _checkout(
        "details",
        0,
        form=fx.address_form(errors, in_parcel=in_parcel),
        signed_in=False,
        in_parcel=in_parcel,
        sign_in_url="#",
        services=({"code": "google", "name": "Google", "url": "#"},),
        saved_addresses=(),
        saved_chosen="",
        reveal_words=REVEAL,
        consent="Write to me about new things and offers. I can stop it at any time.",
        agrees=False,
    )


def _delivery(errors: dict[str, str] | None = None) -> dict[str, Any]:
    options = (
        Obj(
            code="standard",
            name="Standard",
            price=fx.eur(490),
            when="Thursday, 3 December",
            free="Free from €80.00: €12.40 more in your cart.",
            chosen=True,
        ),
        Obj(
            code="express",
            name="Express",
            price=fx.eur(1290),
            when="Tomorrow",
            free="",
            chosen=False,
        ),
        Obj(
            code="pickup",
            name="Pick up in the shop",
            price=fx.eur(0),
            when="Tomorrow",
            free="",
            chosen=False,
        ),
    )
    gift = {"price": fx.eur(350), "wrap": True, "message": fx.GIFT_MESSAGE, "most": 300}
    left_out = (("Click and collect", "None of our places has everything in your cart now."),)
    return _checkout(
        "delivery", 1, options=options, gift=gift, errors=errors or {}, not_offered=left_out, asks_where=True
    )


def _payment(**more: Any) -> dict[str, Any]:
    gateways = (
        Obj(code="simulator", name="Test card", description="No money moves.", chosen=True, why=""),
        Obj(code="bank_transfer", name="Bank transfer", description="", chosen=False, why=""),
        Obj(code="invoice", name="Invoice", description="", chosen=False, why="Your account is on hold."),
    )
    tokens = (("tok_ok", "Pays"), ("tok_declined", "Refuses"))
    base = {
        "gateways": gateways,
        "test_tokens": tokens,
        "chosen_token": "tok_ok",
        "nonce": "n",
        "seen": "",
        "held_until": None,
        "changes": (),
        "purse": None,
        "voucher_open": False,
        "voucher_typed": "",
    }
    return {**_checkout("payment", 2), **base, **more}


def _order(**more: Any) -> dict[str, Any]:
    return {
        "order": orders.order(),
        "view": orders.order_view(),
        "fresh": True,
        "error": None,
        "notices": (),
        "nonce": "n",
        **dict.fromkeys(("codes", "returns", "withdrawals"), ()),
        **dict.fromkeys(("may_return", "may_review", "may_withdraw"), True),
        **more,
    }


def _codes(code: str = "", extra: str = "") -> tuple[Any, ...]:
    """Two codes of an order, hidden or shown."""
    how = "Enter it under Account, Redeem." if code else ""
    return tuple(
        Obj(title="Photo editor, one year", code=code and f"{code}-{end}", extra=extra, how=how, hint=end)
        for end in ("7QX4", "M2KD")
    )


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "home": ("browse/home.jinja", _home),
    **LIST_PAGES,
    "categories": ("browse/categories.jinja", dict),
    "product": ("product/page.jinja", _product),
    "product-sold-out": (
        "product/page.jinja",
        lambda: _product(
            sellable=False,
            word="out",
            available=0,
            images=(fx.image(0),),
            strike=None,
            in_stock_elsewhere=Obj(url="#", label="Moss, 45 cm"),
        ),
    ),
    "wait-refused": ("product/waiting_alone.jinja", lambda: _waiting(errors={"email": "Enter an address."})),
    "wait-done": ("product/waiting_alone.jinja", lambda: _waiting(done=True)),
    "wait-link": (
        "product/waiting_link.jinja",
        lambda: {
            "wait": Obj(
                **{"token": "t", "title": "Lamp", "options": {"Color": "Moss"}, "slug": "lamp", "sku": "L-1"},
                state="asked",
            )
        },
    ),
    **WISH_PAGES,
    "barrier": ("help/barrier.jinja", lambda: _barrier(words="Required.")),
    "barrier-sent": ("help/barrier.jinja", lambda: _barrier() | {"sent": True}),
    "offline": ("help/offline.jinja", lambda: {"seen": "seen:en", "frame": FRAME}),
    "cart": (
        "cart/page.jinja",
        lambda: {
            "cart": fx.cart(blocked=True),
            "error": SOLD_OUT,
            "notices": ("Two carts became one.",),
            "paying": False,
            "signed_in": False,
            "delivery": fx.delivery(),
            "asks_place": True,
            "errors": {"postal_code": fx.ERRORS["postal_code"]},
            "typed_code": "",
            "typed_present": {},
            "typed": {"country": "DE", "postal_code": "1011"},
        },
    ),
    "cart-empty": ("cart/page.jinja", lambda: {"cart": None, "error": None, "notices": (), "paying": False}),
    "product-on-request": (
        "product/page.jinja",
        lambda: _product(
            price=None,
            strike=None,
            lowest=None,
            sellable=False,
            on_request=True,
            delivery=None,
            word="in_stock",
        ),
    ),
    "product-delivery": (
        "delivery/alone.jinja",
        lambda: {
            **_product(),
            "errors": {"postal_code": fx.ERRORS["postal_code"]},
            "typed_code": "",
            "typed_present": {},
            "typed": {"country": "DE", "postal_code": "1011"},
        },
    ),
    "checkout-details": ("checkout/details.jinja", _details),
    "checkout-errors": ("checkout/details.jinja", lambda: _details(fx.ERRORS)),
    "checkout-digital": ("checkout/details.jinja", lambda: _details(in_parcel=False)),
    "checkout-delivery": ("checkout/delivery.jinja", _delivery),
    "checkout-gift": (
        "checkout/delivery.jinja",
        lambda: _delivery({"gift_message": "The message is too long. Write at most 300 letters."}),
    ),
    "checkout-payment": ("checkout/payment.jinja", _payment),
    "checkout-purse": ("checkout/payment.jinja", lambda: _payment(purse=fx.offered(2500, 1240))),
    "checkout-tenders": (
        "checkout/payment.jinja",
        lambda: _payment(cart=fx.cart(tenders=fx.tenders(2000), due=fx.eur(9100)), purse=fx.offered(0, 0)),
    ),
    "checkout-all-paid": (
        "checkout/payment.jinja",
        lambda: _payment(cart=fx.cart(tenders=fx.tenders(11100), due=fx.eur(0)), gateways=()),
    ),
    "checkout-voucher-refused": (
        "checkout/payment.jinja",
        lambda: _payment(voucher_open=True, error=loyalty.VoucherRefused()),
    ),
    "checkout-changed": (
        "checkout/payment.jinja",
        lambda: _payment(changes=("Desk lamp costs €92.00 now.",), error=SOLD_OUT),
    ),
    "order": ("account/order.jinja", _order),
    "order-transfer": ("account/order.jinja", lambda: _order(view=orders.to_transfer())),
    "order-gift": ("account/order.jinja", lambda: _order(order=orders.gift(), view=orders.delivered())),
    "order-returned": (
        "account/order.jinja",
        lambda: _order(
            fresh=False,
            may_return=True,
            returns=(orders.returned(),),
        ),
    ),
    "order-codes": ("account/order.jinja", lambda: _order(codes=_codes())),
    "order-codes-shown": (
        "account/order.jinja",
        lambda: _order(fresh=False, codes=_codes("ABCD-1234-EFGH", "PIN 2211")),
    ),
    "product-digital": (
        "delivery/alone.jinja",
        lambda: {
            **_product(
                delivery=fx.delivery(
                    at_once=True, headline="With you at once by e-mail", detail="As soon as it is paid."
                )
            ),
            "errors": {},
            "typed_code": "",
            "typed_present": {},
            "typed": {"country": "DE", "postal_code": ""},
        },
    ),
    "order-address": (
        "account/order_address.jinja",
        lambda: {
            "order": orders.order(),
            "form": fx.address_form(fx.ERRORS),
            "reveal_words": REVEAL,
            "doubts": (Obj(sentence="We do not know this street."),),
            "error": None,
            "too_late": TOO_LATE,
        },
    ),
    "checkout-return": ("checkout/return.jinja", lambda: _return(asked=True)),
    "checkout-asking": ("checkout/return.jinja", lambda: _return(asked=False)),
    "cart-saved": ("cart/saved.jinja", lambda: {"cart": fx.cart()}),
    "content": (
        "help/page.jinja",
        lambda: {
            "page": Obj(title="Delivery", intro="What it costs and how long it takes.", blocks=()),
            "notice": "This offer is paused for the moment.",
            "ends": None,
            "grids": {},
            "trail": TRAIL,
            "contact": (("Phone", "+82 2 123 4567", "tel:+8221234567"),),
            "stores": True,
        },
    ),
    "statement": ("help/accessibility.jinja", lambda: {"written": None, "grids": {}, "phone": "+82 2 12345"}),
    "test-bank": ("simulator/confirmation.jinja", lambda: {"open": True, "amount": Money(1250, "EUR")}),
    "not-found": ("help/not_found.jinja", lambda: {"guess": "", "by_mail": False}),
    "not-found-by-mail": ("help/not_found.jinja", lambda: {"guess": "", "by_mail": True}),
    "refused": (
        "help/refused.jinja",
        lambda: {"heading": "This did not work", "error": SOLD_OUT, "back": ""},
    ),
    **pickup_pages.pages(_checkout, _order),
    **LONE_PAGES,
    **ACCOUNT_PAGES,
    **LINK_PAGES,
    **VOUCHER_PAGES,
    "product-voucher": ("product/page.jinja", lambda: _product(is_voucher=True)),
}
