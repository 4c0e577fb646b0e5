"""The gallery's pages of the account: orders, points, addresses, profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel.errors import Conflict
from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery import order_fixtures as orders

REVEAL = {"street2": "Add an apartment or floor"}
SECTIONS = (
    ("orders", "Orders", "#"),
    ("points", "Points", "#"),
    ("addresses", "Addresses", "#"),
    ("profile", "Profile and privacy", "#"),
)
SERVICES = ({"code": "google", "name": "Google", "url": "#"}, {"code": "kakao", "name": "Kakao", "url": "#"})
CLOSED = Conflict(
    "There is no loyalty program that takes members.", next_step="Set up the program and open it."
)


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
        withdraw_url="#",
        arrives="With you Thu, Nov 26",
        names="Enamel mug, Linen shirt and 2 more",
        pictures=tuple(line.image_url for line in orders.order().lines),
    )
    return _account("orders", orders=(one, one), more_url="?show=2")


def _points(**more: Any) -> dict[str, Any]:
    base = {"member": None, "offer": None, "purse": fx.purse(0, 0), "lines": ()}
    return _account("points", **{**base, **more})


def _member(**changes: Any) -> loyalty.MemberFacts:
    """Return a member who just joined, or one with what is given."""
    base: dict[str, Any] = {
        "customer_id": 1,
        "account_id": 1,
        "program": "Storecrew Circle",
        "tier": "",
        "tier_name": "",
        "benefits": "",
        "joined_at": orders.WHEN,
        "balance": 0,
        "pending": 0,
        "expiring": 0,
        "expiring_at": None,
    }
    return loyalty.MemberFacts(**{**base, **changes})


def _line(label: str, units: int, **more: Any) -> dict[str, Any]:
    base = {"order": "", "until": None, "reason": "", "is_pending": False}
    return {"label": label, "at": orders.WHEN, "units": units, **base, **more}


def _points_filled() -> dict[str, Any]:
    until = orders.WHEN + dt.timedelta(days=365)
    member = _member(
        tier="silver",
        tier_name="Silver",
        benefits="Free delivery, and sales open a day earlier.",
        balance=1240,
        pending=76,
        expiring=300,
        expiring_at=orders.WHEN + dt.timedelta(days=30),
        next_tier="Gold",
        to_next=fx.eur(11000),
    )
    lines = (
        _line("Earned, pending", 76, order="SC-1042", is_pending=True),
        _line("Paid with", -500, order="SC-1031"),
        _line("Goodwill", 200, reason="The parcel came two days late.", until=until),
        _line("Confirmed", 1540, order="SC-1007", until=until),
    )
    return _points(member=member, purse=fx.purse(2500, 1240), lines=lines, notices=("Saved.",))


def _points_offer(error: Conflict | None = None) -> dict[str, Any]:
    offer = Obj(name="Storecrew Circle", per=fx.eur(100), worth=fx.eur(1))
    return _points(offer=offer, error=error)


def _addresses() -> dict[str, Any]:
    lines = ("Mina Park", "Hauptstr. 1", "10115 Berlin")
    return _account(
        "addresses",
        addresses=(Obj(id=1, is_default=True, lines=lines), Obj(id=2, is_default=False, lines=lines)),
    )


def _invoices(**more: Any) -> dict[str, Any]:
    """An open, a late and a paid invoice of somebody on hold."""
    first = {
        "number": "INV-2026-00007", "order": "SC-1007", "amount": fx.eur(12900), "owed": fx.eur(12900),
        "due": orders.WHEN.date(), "late": 0, "is_open": True, "is_paid": False, "is_disputed": False, "url": "#",
    }  # fmt: skip
    late = {**first, "number": "INV-2026-00003", "late": 12, "is_disputed": True}
    paid = {**first, "number": "INV-2026-00001", "is_open": False, "is_paid": True}
    base: dict[str, Any] = {
        "open": (late, first),
        "done": (paid, {**paid, "is_paid": False}),
        "pay_to": Obj(holder="Enamel Ltd", account="DE02 1203 0000 0000 2020 51", bic="BYLADEM1001", bank="DKB"),
        "credit": Obj(
            limit=fx.eur(100000), used=fx.eur(25800), left=fx.eur(74200), terms_days=14,
            refusal="on_hold", held_because="An invoice is late.",
        ),
    }  # fmt: skip
    return _account("invoices", **{**base, **more})


def _profile() -> dict[str, Any]:
    return _account(
        "profile",
        profile=Obj(name="Mina", phone="", email="mina@example.com"),
        links=(Obj(id=1, code="google", name="Google", email="mina@example.com"),),
        services=SERVICES[1:],
        ways=loyalty.WAYS,
        wish=loyalty.Preference("phone", "Phone", "After six, please.", "en", (dt.time(18), dt.time(20))),
        hours=["18:00", "20:00"],
        spoken=(("en", "English"), ("ko", "한국어")),
        service_error="",
        birthday={"month": "2", "day": "29", "year": ""},
        months=[("1", "January"), ("2", "February")],
        errors={},
        security=(("Change the password", "#"), ("Passkeys", "#")),
        delete_open=True,
    )


def _send_back(errors: dict[str, str] | None = None, why: str = "") -> dict[str, Any]:
    """What comes back, as it was typed, or why nothing does."""
    order = orders.order()
    first = Obj(id=1, **vars(order.lines[0]))
    return {
        "order": order,
        "offer": Obj(lines={first.id: 2}, until=order.placed_at, why=why),
        "lines": [] if why else [first],
        "lines_units": {first.id: [("0", "0"), ("1", "1"), ("2", "2")]},
        "reasons": [("not_wanted", "Not wanted any more"), ("damaged", "Arrived damaged")],
        "wishes": {first.id: [("money", "My money back"), ("2", "Instead: Blue")]},
        "conditions": [("unopened", "Unopened"), ("used", "Used or worn")],
        "typed": {f"units-{first.id}": "1"} if errors else {},
        "errors": errors or {},
        "error": None,
        "why": why,
        "nonce": "n",
    }


def _withdraw(**more: Any) -> dict[str, Any]:
    """Who withdraws from what, as it was typed, or why nobody does."""
    order = orders.order()
    first = Obj(id=1, **vars(order.lines[0]))
    return {
        "order": order,
        "offer": Obj(lines={first.id: 2}, until=order.placed_at, why=""),
        "lines": [first],
        "choices": {first.id: [("0", "0"), ("1", "1"), ("2", "2")]},
        "units": {},
        "typed": {"name": "Mina Park", f"units-{first.id}": "2"},
        "errors": {},
        "error": None,
        "why": "",
        "nonce": "n",
        **more,
    }


def _withdrawal_link(**more: Any) -> dict[str, Any]:
    return {"typed": {"number": "", "email": ""}, "errors": {}, "error": None, "sent": False, **more}


ACCOUNT_PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "account": (
        "account/welcome.jinja",
        lambda: {"notices": (), "sign_in_url": "#", "sign_up_url": "#", "services": SERVICES},
    ),
    "account-orders": ("account/orders.jinja", _orders),
    "account-points": ("account/points.jinja", _points_filled),
    "account-points-new": ("account/points.jinja", lambda: _points(member=_member())),
    "account-points-join": ("account/points.jinja", _points_offer),
    "account-points-refused": ("account/points.jinja", lambda: _points_offer(CLOSED)),
    "account-points-none": ("account/points.jinja", lambda: _points(purse=fx.purse(2500, 0))),
    "account-invoices": ("account/invoices.jinja", _invoices),
    "account-invoices-none": ("account/invoices.jinja", lambda: _invoices(open=(), done=())),
    "account-invoices-paid": ("account/invoices.jinja", lambda: _invoices(open=(), credit=None)),
    "account-addresses": ("account/addresses.jinja", _addresses),
    "account-address": (
        "account/address.jinja",
        lambda: _account(
            "addresses", form=fx.address_form(fx.ERRORS), reveal_words=REVEAL, is_default=True, address_id=1
        ),
    ),
    "order-return": ("account/return.jinja", _send_back),
    "order-return-errors": (
        "account/return.jinja",
        lambda: _send_back({"reason-1": "Please say why it comes back."}),
    ),
    "order-return-over": (
        "account/return.jinja",
        lambda: _send_back(why="Everything that was sent is on its way back or was taken back."),
    ),
    "order-withdraw": (
        "account/withdraw.jinja",
        lambda: _withdraw(errors={"name": "Please give your name."}),
    ),
    "order-withdraw-review": ("account/withdraw.jinja", lambda: _withdraw(units={1: 2})),
    "order-withdraw-over": ("account/withdraw.jinja", lambda: _withdraw(why="The period is over.")),
    "withdrawal-link": ("account/withdrawal_link.jinja", _withdrawal_link),
    "withdrawal-link-sent": ("account/withdrawal_link.jinja", lambda: _withdrawal_link(sent=True)),
    "account-profile": ("account/profile.jinja", _profile),
}
