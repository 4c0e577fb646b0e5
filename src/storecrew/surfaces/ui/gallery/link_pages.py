"""The gallery's pages that open from a link: mails and their topics, a partner's own, a replacement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery import order_fixtures as orders
from storecrew.surfaces.ui.gallery import review_fixtures as told

TOPICS = {
    "news": ("News", "What is new in the shop, a few times a month."),
    "offers": ("Offers", "Discounts and codes, only while they hold."),
    "reminders": ("Reminders", "What you left in your cart, and what is back or cheaper."),
    "surveys": ("Questions", "Now and then: how did we do?"),
}
CONSENT = "Yes, write to me about what I chose. I can stop at any time by one press."


def _sign_up(**changes: Any) -> dict[str, Any]:
    base = {"typed": "", "chosen": ["news", "offers"], "done": False, "error": None}
    return {"topics": TOPICS, "consent": CONSENT, **base, **changes}


def _mails(held: dict[str, str], **changes: Any) -> dict[str, Any]:
    asked = [topic for topic, state in held.items() if state == "asked"]
    base = {"token": "t", "suppressed": False, "saved": False}
    return {"topics": TOPICS, "held": held, "asked": asked, **base, **changes}


def _partner(*, filled: bool) -> dict[str, Any]:
    partner = Obj(name="Lena Vogt", code="LENA10", promotion_id=1 if filled else None)
    balance = affiliates.Balance("EUR", fx.eur(1480), fx.eur(620), fx.eur(5230), fx.eur(21900))
    return {
        "partner": partner,
        "code_holds": not filled,
        "link": "http://localhost/r/lena10/",
        "balances": (balance,) if filled else (),
        "lines": (
            _commission("Link", "On hold"),
            _commission("Code", "To pay out", clawed=380),
            _commission("Link", "To decide"),
        )
        if filled
        else (),
    }


def _commission(via: str, state: str, clawed: int = 0) -> affiliates.CommissionLine:
    when = orders.WHEN
    hold_until = when + dt.timedelta(days=30)
    return affiliates.CommissionLine(
        when.date(), via, fx.eur(7600), fx.eur(760), fx.eur(clawed), state, hold_until
    )


def _replacement(
    state: str = "asked", *, is_open: bool = False, refund: int = 0, error: DomainError | None = None
) -> dict[str, Any]:
    answered = None if state == "asked" else orders.WHEN
    offer = fulfillment.OfferFacts(
        id=1,
        order_id=1,
        order_line_id=1,
        missing="Enamel mug, slate",
        units=2,
        sku="MUG-MOSS",
        title="Enamel mug, moss",
        image_url=fx.drawing(2),
        refund=fx.eur(refund),
        state=state,
        asked_by="Jun",
        asked_at=orders.WHEN,
        expires_at=orders.WHEN + dt.timedelta(days=3),
        answered_by="",
        way="link" if answered else "",
        note="",
        answered_at=answered,
    )
    return {"offer": offer, "order": orders.order(), "token": "t", "open": is_open, "error": error}


def _reviews(**changes: Any) -> dict[str, Any]:
    base = {
        "page": Obj(title="Desk lamp"),
        "rating": fx.rating(),
        "rows": told.rating_rows(),
        "stars": 0,
        "shown": (told.review(), told.review(id=2, title="", reply="", stars=2)),
        "all_url": "#",
        "newer": "",
        "older": "#",
        "trail": [("Home", "#"), ("Desk lamp", "#"), ("Reviews", "#")],
        "product_url": "#",
    }
    return {**base, **changes}


def _report(**changes: Any) -> dict[str, Any]:
    reasons = (("insult", "Insults or threatens somebody"), ("other_topic", "Is not about the product"))
    base = {"one": told.review(), "reasons": reasons, "typed": {"reason": "", "words": ""}, "error": None}
    return {**base, "sent": False, **changes}


def _written() -> dict[str, Any]:
    made = Obj(product_id=2, title="Enamel mug", image_url="", review=told.review())
    bare = Obj(product_id=1, title="Desk lamp", image_url=orders.order().lines[0].image_url, review=None)
    return {"order": orders.order(), "goods": [(bare, ""), (made, "In the shop.")], "notice": "Thank you."}


def _write(**errors: str) -> dict[str, Any]:
    good = _written()["goods"][0][0]
    typed = {"stars": "4", "title": "Warm", "words": "", "name": "Mina P."}
    return {
        "order": orders.order(),
        "good": good,
        "typed": typed,
        "errors": errors,
        "error": None,
        "back": "#",
    }


LINK_PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "reviews": ("reviews/list.jinja", _reviews),
    "reviews-none": ("reviews/list.jinja", lambda: _reviews(rating=None, shown=())),
    "review-report": ("reviews/report.jinja", _report),
    "review-reported": ("reviews/report.jinja", lambda: _report(sent=True)),
    "order-reviews": ("account/order_reviews.jinja", _written),
    "order-review": ("account/order_review.jinja", lambda: _write(stars="Choose one to five stars.")),
    "mail-sign-up": ("mail/sign_up.jinja", _sign_up),
    "mail-sign-up-refused": (
        "mail/sign_up.jinja",
        lambda: _sign_up(typed="mina@", chosen=["offers"], error=customers.InvalidEmail()),
    ),
    "mail-sign-up-done": ("mail/sign_up.jinja", lambda: _sign_up(done=True)),
    "mail-preferences": (
        "mail/preferences.jinja",
        lambda: _mails({"news": "given", "offers": "withdrawn"}, saved=True),
    ),
    "mail-preferences-asked": ("mail/preferences.jinja", lambda: _mails({"news": "asked"})),
    "mail-preferences-none": ("mail/preferences.jinja", lambda: _mails({})),
    "mail-preferences-suppressed": (
        "mail/preferences.jinja",
        lambda: _mails({"news": "given"}, suppressed=True),
    ),
    "mail-link-ended": (
        "help/refused.jinja",
        lambda: {"heading": "This did not work", "error": customers.UnknownContact(), "back": ""},
    ),
    "partner": ("partners/own.jinja", lambda: _partner(filled=True)),
    "partner-empty": ("partners/own.jinja", lambda: _partner(filled=False)),
    "replacement": ("account/replacement.jinja", lambda: _replacement(is_open=True)),
    "replacement-cheaper": ("account/replacement.jinja", lambda: _replacement(is_open=True, refund=300)),
    "replacement-accepted": ("account/replacement.jinja", lambda: _replacement("accepted")),
    "replacement-refused": ("account/replacement.jinja", lambda: _replacement("refused")),
    "replacement-refunded": ("account/replacement.jinja", lambda: _replacement("refunded")),
    "replacement-ended": ("account/replacement.jinja", _replacement),
    "replacement-late": (
        "account/replacement.jinja",
        lambda: _replacement("accepted", error=fulfillment.OfferEnded()),
    ),
}
