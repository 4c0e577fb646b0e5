"""An order and how far it is, in the shapes that pages receive."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.surfaces.ui.gallery.fixtures import GIFT_MESSAGE, TITLES, drawing, eur

WHEN = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def order(**changes: Any) -> Any:
    """Return an order that is being packed."""
    line = Obj(
        title=TITLES[0],
        options={"Color": "Slate"},
        quantity=2,
        total=eur(3800),
        image_url=drawing(0),
        product_url="#",
        canceled_quantity=1,
        fulfilled_quantity=1,
    )
    found = Obj(
        number="SC-1042",
        status="confirmed",
        token="t",  # noqa: S106
        placed_at=WHEN,
        lines=(line, line),
        goods=eur(7600),
        saved=eur(0),
        shipping=eur(490),
        fees=eur(0),
        gift_wrap=False,
        gift_message="",
        tax=eur(1292),
        total=eur(8090),
        refunded=eur(0),
        tax_display="gross",
        email="mina@example.com",
        shipping_method_name="Standard",
    )
    found.__dict__.update(changes)
    return found


def gift() -> Any:
    """Return that order wrapped as a gift, with a message."""
    return order(gift_wrap=True, gift_message=GIFT_MESSAGE, fees=eur(350), total=eur(8440), tax=eur(1348))


def order_view(**changes: Any) -> Any:
    """Return how far that order is, in words."""
    when = WHEN
    view = Obj(
        first_name="Mina",
        email="mina@example.com",
        headline="We are packing your order",
        detail="It leaves our warehouse by Wednesday.",
        arrives="With you Thu, Nov 26 – Fri, Nov 27",
        in_parcel=True,
        steps=(
            Obj(name="Ordered", state="done", when=when),
            Obj(name="Paid", state="done", when=when),
            Obj(name="Packing", state="now", when=None),
            Obj(name="Sent", state="", when=None),
        ),
        pay_again="",
        refresh=False,
        where=(Obj(title="1 × Mug", words="Being picked", at=when),),
        notes=(),
        parcels=(
            Obj(
                carrier="DHL",
                tracking_number="0034 1234 5678",
                tracking_url="https://carrier.example/0034",
                shipped_at=when,
            ),
        ),
        proofs=(),
        invite_url="#",
        discounts=(),
        payment_words="Paid by card.",
        invoice=None,
        transfer=None,
        refund_words=(),
        address_lines=("Mina Park", "Hauptstr. 1", "10115 Berlin", "Germany"),
        can_cancel=True,
        address_doubtful=True,
        can_readdress=True,
        may_rate=True,
        point=None,
        waits=(),
        exchange_pay=False,
    )
    view.__dict__.update(changes)
    return view


def to_transfer() -> Any:
    """Return that the order waits for a bank transfer."""
    return order_view(
        headline="We are waiting for your payment",
        detail="As soon as it arrives we pack your order.",
        arrives="",
        transfer=Obj(
            amount=eur(8090),
            until=dt.date(2026, 12, 1),
            pay_to=Obj(
                holder="Storecrew Demo GmbH",
                account="DE02 1203 0000 0000 2020 51",
                bic="BYLADEM1001",
                bank="Demo Bank",
            ),
            code=drawing(1),
        ),
        parcels=(),
        where=(),
        may_rate=False,
        address_doubtful=False,
    )


def delivered() -> Any:
    """Return that the order arrived in two parcels, one of them with a photo."""
    names = ("Ordered", "Paid", "Packing", "Sent")
    return order_view(
        headline="Your order has arrived",
        detail="",
        arrives="",
        steps=tuple(Obj(name=name, state="done", when=WHEN) for name in names),
        where=(),
        proofs=(
            Obj(id=1, words="Handed to a neighbor", at=WHEN, photo=False),
            Obj(id=2, words="Left at a safe place", at=WHEN, photo=True),
        ),
        can_cancel=False,
        address_doubtful=False,
        can_readdress=False,
    )


def returned() -> Any:
    """A return that is under way, with the variant that waits for it."""
    return Obj(
        number="RT-1001",
        words="We expect your parcel",
        lines=["1 × Desk lamp"],
        instead="Set aside for you: 1 × Desk lamp · Blue. It leaves when your parcel is here.",
        photos=[1],
        label=True,
        may_label=False,
        may_photo=True,
        paper=True,
        may_cancel=True,
        pay=Obj(token="t", words="Pay €4.00, then it leaves"),  # noqa: S106 - no secret
        at=order().placed_at,
    )
