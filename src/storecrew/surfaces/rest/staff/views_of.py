"""From the facts of contexts to the shapes of the interface."""

from __future__ import annotations

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.models import Promotion, StockOverride
from storecrew.kernel.money import Money
from storecrew.surfaces.rest.staff import schemas
from storecrew.surfaces.rest.v1.views_of import money


def promotion(row: Promotion) -> schemas.PromotionOut:
    """Show a promotion."""
    return schemas.PromotionOut(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        state=row.state,
        pause_reason=row.pause_reason,
        revision=row.revision,
        by_code=row.by_code,
        channels=list(row.channels),
        active_from=row.active_from,
        active_until=row.active_until,
        sentence=dict(row.sentence),
        uses=row.uses,
        units=row.units,
        spent=money(Money(row.spent, row.currency)) if row.currency else None,
        url=f"/admin/promotions/{row.pk}/",
    )


def override(row: StockOverride) -> schemas.OverrideOut:
    """Show who let a promotion pass although there is too little stock."""
    return schemas.OverrideOut(
        promotion_id=row.promotion_id,
        reason=row.reason,
        expires_at=row.expires_at,
        at=row.at,
        by=row.by,
        shortfalls=[schemas.GateOut.model_validate(each) for each in row.shortfalls],
    )


def level(facts: inventory.LevelFacts, sku: str) -> schemas.LevelOut:
    """Show the counters of an article at a location."""
    names = ("on_hand", "allocated", "reserved", "safety", "quality_hold", "quarantine", "damaged")
    return schemas.LevelOut(
        sku=sku,
        location=facts.location_code,
        available=facts.available,
        **{name: getattr(facts, name) for name in names},
    )


def order(facts: orders.OrderFacts) -> schemas.StaffOrderOut:
    """Show an order without who bought it."""
    return schemas.StaffOrderOut(
        number=facts.number,
        status=facts.status,
        payment_status=facts.payment_status,
        fulfillment_status=facts.fulfillment_status,
        placed_at=facts.placed_at,
        country=str(facts.shipping_address.get("country", "")),
        total=money(facts.total),
        discount=money(facts.discount),
        refunded=money(facts.refunded),
        lines=[
            schemas.OrderLineOut(
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                shipped=line.fulfilled_quantity,
                canceled=line.canceled_quantity,
                total=money(line.total),
            )
            for line in facts.lines
        ],
    )
