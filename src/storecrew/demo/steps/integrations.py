"""Programs outside that are told of events, and fields that this business defined for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.fields import public as fields
from storecrew.contexts.webhooks import public as webhooks
from storecrew.kernel.actor import Actor

ADDRESS = "https://webhooks.simulator.example"
WEBHOOKS = (
    ("ERP", "ok", ("order.placed", "order.canceled", "refund.settled", "customer.erased")),
    ("Parcel board of the warehouse", "busy", ("order.shipped", "parcel.delivered")),
    ("Chat of the campaign team", "fails", ("promotion.launched", "promotion.paused")),
)


def connect(*, actor: Actor, at: dt.datetime) -> None:
    """Subscribe: what happens from now on is told."""
    for name, path, events in WEBHOOKS:
        webhooks.add_subscription(webhooks.Wanted(name, f"{ADDRESS}/{path}", events), actor=actor, at=at)


def deliver(*, at: dt.datetime) -> None:
    """Send what is due; what is busy or fails waits for its next attempt."""
    webhooks.deliver_due(at=at)


FIRED = (
    fields.Choice("wood", {"en": "Wood fired", "ko": "장작 가마"}),
    fields.Choice("gas", {"en": "Gas fired", "ko": "가스 가마"}),
)
FIELDS = (
    fields.FieldSpec(
        "catalog.product", "kiln", "choice", {"en": "Kiln", "ko": "가마"},
        help="How the workshop fired it.", public=True, filterable=True, choices=FIRED,
    ),
    fields.FieldSpec(
        "catalog.product", "photographed_on", "date", {"en": "Photographed on", "ko": "촬영일"},
        filterable=True, position=1,
    ),
    fields.FieldSpec(
        "orders.order", "buyer_reference", "text", {"en": "Buyer's reference", "ko": "구매자 참조 번호"},
        help="What a company wants to read on its invoice.", most=40, filterable=True,
    ),
    fields.FieldSpec("customers.customer", "regular", "boolean", {"en": "Regular customer", "ko": "단골"}),
)  # fmt: skip


def define(product_ids: Sequence[int], *, actor: Actor, at: dt.datetime) -> None:
    """Define fields and fill them in for some products."""
    for spec in FIELDS:
        fields.save_field(spec, actor=actor, at=at)
    for place, product_id in enumerate(product_ids[:24]):
        day = at.date() - dt.timedelta(days=20 + place)
        values = {"kiln": FIRED[place % 2].value, "photographed_on": day.isoformat()}
        fields.set_values("catalog.product", product_id, values, actor=actor, at=at)
