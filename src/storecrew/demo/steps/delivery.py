"""How the demo ships: by parcel, fast, and free above a threshold."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.steps.shop import EUROPE
from storecrew.kernel.actor import Actor

NEAR = ("DE", "AT", "NL", "BE", "LU", "DK", "PL", "CZ")
FAR = tuple(country for country in EUROPE if country not in NEAR)
CUTOFF = dt.time(14)


def build(*, actor: Actor, at: dt.datetime) -> None:
    """Make the shipping methods of both channels, and say what wrapping a gift costs."""
    checkout.save_gift_wrap("europe", amount=450, actor=actor, at=at)
    checkout.save_gift_wrap("korea", amount=3000, actor=actor, at=at)
    shipping.save_method(
        code="parcel",
        name="Parcel",
        translations={"ko": {"name": "일반 택배"}},
        channel_code="europe",
        carrier="Rheinpost",
        min_days=2,
        max_days=4,
        handling_days=1,
        cutoff=CUTOFF,
        rates=[
            shipping.RateRow(
                amount=490, currency="EUR", countries=NEAR, max_weight_g=10_000, free_over_amount=9900
            ),
            shipping.RateRow(
                amount=890, currency="EUR", countries=FAR, max_weight_g=10_000, free_over_amount=14900
            ),
            shipping.RateRow(amount=1690, currency="EUR", min_weight_g=10_000),
        ],
        position=1,
        actor=actor,
        at=at,
    )
    shipping.save_method(
        code="express",
        name="Express",
        translations={"ko": {"name": "특급 배송"}},
        channel_code="europe",
        carrier="Nachtkurier",
        min_days=1,
        max_days=1,
        cutoff=CUTOFF,
        rates=[shipping.RateRow(amount=1290, currency="EUR", countries=NEAR, max_weight_g=10_000)],
        position=2,
        actor=actor,
        at=at,
    )
    shipping.save_method(
        code="kr-parcel",
        name="Parcel",
        translations={"ko": {"name": "택배"}},
        channel_code="korea",
        carrier="한빛택배",
        min_days=1,
        max_days=2,
        cutoff=CUTOFF,
        rates=[shipping.RateRow(amount=3000, currency="KRW", countries=("KR",), free_over_amount=50_000)],
        position=1,
        actor=actor,
        at=at,
    )
