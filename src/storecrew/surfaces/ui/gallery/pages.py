"""The gallery's pages: each template of the shop in each of its states, fed with fixtures."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Obj
from typing import Any

from django.utils import translation

from storecrew.kernel.errors import Conflict
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery import order_fixtures as orders
from storecrew.surfaces.ui.shell import PageMeta

TRAIL = (("Home", "#"), ("Kitchen", "#"), ("Mugs", "#"))
REVEAL = {"street2": "Add an apartment or floor"}
ERRORS = {"email": "Please enter your email address.", "postal_code": "A postal code has 5 digits."}
SOLD_OUT = Conflict("Only 1 of “Enamel mug” is left.", next_step="Change the quantity in the cart.")
SECTIONS = (
    ("orders", "Orders", "#"),
    ("addresses", "Addresses", "#"),
    ("profile", "Profile and privacy", "#"),
)


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


def _listing(**changes: Any) -> dict[str, Any]:
    return {
        "trail": TRAIL,
        "heading": "Mugs",
        "intro": "<p>For coffee, tea and everything hot.</p>",
        "children": fx.shell().categories[:2],
        "error": "",
        "view": fx.listing(**changes),
    }


def _product(**changes: Any) -> dict[str, Any]:
    page, view = fx.product(**changes)
    return {
        "trail": TRAIL,
        "page": page,
        "view": view,
        "substitutes": (),
        "accessories": tuple(fx.card(i) for i in range(4)),
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


def _locale() -> dict[str, str]:
    return {"locale": translation.get_language() or "en"}


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


def _details(errors: dict[str, str] | None = None) -> dict[str, Any]:
    return _checkout(
        "details",
        0,
        form=fx.address_form(errors),
        signed_in=False,
        sign_in_url="#",
        saved_addresses=(),
        saved_chosen="",
        reveal_words=REVEAL,
    )


def _delivery() -> dict[str, Any]:
    options = (
        Obj(
            code="standard",
            name="Standard",
            price=fx.eur(490),
            when="Thursday, 3 December",
            chosen=True,
        ),
        Obj(
            code="express",
            name="Express",
            price=fx.eur(1290),
            when="Tomorrow",
            chosen=False,
        ),
        Obj(
            code="pickup",
            name="Pick up in the shop",
            price=fx.eur(0),
            when="Tomorrow",
            chosen=False,
        ),
    )
    return _checkout("delivery", 1, options=options)


def _payment(**more: Any) -> dict[str, Any]:
    gateways = (
        Obj(code="simulator", name="Test card", description="No money moves.", chosen=True),
        Obj(code="bank_transfer", name="Bank transfer", description="", chosen=False),
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
    }
    return {**_checkout("payment", 2), **base, **more}


def _account(section: str, **more: Any) -> dict[str, Any]:
    return {"sections": SECTIONS, "section": section, "error": None, "notices": (), **more}


def _orders() -> dict[str, Any]:
    one = Obj(
        number="SC-1042",
        url="#",
        total=fx.eur(8090),
        placed_at=orders.order().placed_at,
        item_count=2,
        tone="good",
        words="Sent",
    )
    return _account("orders", orders=(one, one))


def _addresses() -> dict[str, Any]:
    lines = ("Mina Park", "Hauptstr. 1", "10115 Berlin")
    return _account(
        "addresses",
        addresses=(Obj(id=1, is_default=True, lines=lines), Obj(id=2, is_default=False, lines=lines)),
    )


def _profile() -> dict[str, Any]:
    return _account(
        "profile",
        profile=Obj(name="Mina", phone="", email="mina@example.com"),
        errors={},
        security=(("Change the password", "#"), ("Passkeys", "#")),
        delete_open=True,
    )


def _order(**more: Any) -> dict[str, Any]:
    return {
        "order": orders.order(),
        "view": orders.order_view(),
        "fresh": True,
        "error": None,
        "notices": (),
        "nonce": "n",
        **more,
    }


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "home": ("browse/home.jinja", _home),
    "listing": ("browse/listing.jinja", _listing),
    "listing-empty": (
        "browse/listing.jinja",
        lambda: _listing(
            items=(),
            total=0,
            q="tsble",
            did_you_mean="table",
            did_you_mean_url="#",
            popular=tuple(fx.card(i) for i in range(4)),
        ),
    ),
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
    "barrier": ("help/barrier.jinja", lambda: _barrier(words="Required.")),
    "barrier-sent": ("help/barrier.jinja", lambda: _barrier() | {"sent": True}),
    "offline": ("help/offline.jinja", lambda: {"seen": "seen:en"}),
    "cart": (
        "cart/page.jinja",
        lambda: {
            "cart": fx.cart(blocked=True),
            "error": SOLD_OUT,
            "notices": ("Two carts became one.",),
            "paying": False,
            "delivery": fx.delivery(),
            "asks_place": True,
            "errors": {"postal_code": ERRORS["postal_code"]},
            "typed_code": "",
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
            "errors": {"postal_code": ERRORS["postal_code"]},
            "typed_code": "",
            "typed": {"country": "DE", "postal_code": "1011"},
        },
    ),
    "checkout-details": ("checkout/details.jinja", _details),
    "checkout-errors": ("checkout/details.jinja", lambda: _details(ERRORS)),
    "checkout-delivery": ("checkout/delivery.jinja", _delivery),
    "checkout-payment": ("checkout/payment.jinja", _payment),
    "checkout-changed": (
        "checkout/payment.jinja",
        lambda: _payment(changes=("Desk lamp costs €92.00 now.",), error=SOLD_OUT),
    ),
    "order": ("account/order.jinja", _order),
    "account": ("account/welcome.jinja", lambda: {"notices": (), "sign_in_url": "#", "sign_up_url": "#"}),
    "account-orders": ("account/orders.jinja", _orders),
    "account-addresses": ("account/addresses.jinja", _addresses),
    "account-address": (
        "account/address.jinja",
        lambda: _account(
            "addresses", form=fx.address_form(ERRORS), reveal_words=REVEAL, is_default=True, address_id=1
        ),
    ),
    "order-address": (
        "account/order_address.jinja",
        lambda: {
            "order": orders.order(),
            "form": fx.address_form(ERRORS),
            "reveal_words": REVEAL,
            "doubts": (Obj(sentence="We do not know this street."),),
            "error": None,
        },
    ),
    "checkout-return": ("checkout/return.jinja", lambda: _return(asked=True)),
    "checkout-asking": ("checkout/return.jinja", lambda: _return(asked=False)),
    "cart-saved": ("cart/saved.jinja", lambda: {"cart": fx.cart()}),
    "content": (
        "help/page.jinja",
        lambda: {
            "page": Obj(title="Delivery", intro="What it costs and how long it takes.", blocks=()),
            "grids": {},
            "trail": TRAIL,
            "contact": (("Phone", "+82 2 123 4567", "tel:+8221234567"),),
        },
    ),
    "statement": (
        "help/accessibility.jinja",
        lambda: {"written": None, "grids": {}, "phone": "+82 2 123 4567"},
    ),
    "test-bank": ("simulator/confirmation.jinja", lambda: {"open": True, "amount": Money(1250, "EUR")}),
    "server-error": ("help/server_error.jinja", lambda: {**_locale(), "request_id": "6f1c2a9e"}),
    "busy": (
        "ui/busy.jinja",
        lambda: {**_locale(), "error": SOLD_OUT, "again": "#", "request_id": "6f1c2a9e"},
    ),
    "account-profile": ("account/profile.jinja", _profile),
    "not-found": ("help/not_found.jinja", lambda: {"guess": ""}),
    "refused": (
        "help/refused.jinja",
        lambda: {"heading": "This did not work", "error": SOLD_OUT, "back": ""},
    ),
}
