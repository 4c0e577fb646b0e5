"""Units of a placed order that are not sent, or something else instead. Money columns stay as they were."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Max, Sum

from storecrew.contexts.orders import rules
from storecrew.contexts.orders.errors import LineNotFound, ShipsTooMany
from storecrew.contexts.orders.facts import Replacement
from storecrew.contexts.orders.models import Order, OrderLine
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def drop_units(
    order_id: int,
    line_id: int,
    units: int,
    *,
    instead: Replacement | None = None,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> int | None:
    """Send fewer units of a line, and something else ``instead`` where it is given; return that line's id.

    The new line costs nothing: what was paid stays with the line that was ordered, which is what a refund
    gives back. Call it in a transaction that holds the order (``begin_fulfilling``).

    :raises LineNotFound: the line is not part of the order
    :raises ShipsTooMany: fewer units are open
    """
    with transaction.atomic():
        line = OrderLine.objects.filter(pk=line_id, order_id=order_id).first()
        if line is None:
            raise LineNotFound(line=line_id)
        dropped = OrderLine.objects.filter(
            pk=line_id, quantity__gte=F("fulfilled_quantity") + F("canceled_quantity") + units
        ).update(canceled_quantity=F("canceled_quantity") + units)
        if not dropped or units < 1:
            raise ShipsTooMany(line=line_id, sku=line.sku, requested=units)
        made = _add(line, units, instead) if instead is not None else None
        _restate(order_id, at)
        audit.record(
            actor=actor,
            action="orders.replaced" if made else "orders.dropped",
            record="orders.order",
            record_id=order_id,
            at=at,
            after={"line": line_id, "units": units, "sku": instead.sku if instead else ""},
            reason=reason,
        )
    return made


def _add(line: OrderLine, units: int, instead: Replacement) -> int:
    last = OrderLine.objects.filter(order_id=line.order_id).aggregate(last=Max("position"))["last"]
    row = OrderLine.objects.create(
        order_id=line.order_id,
        position=last + 1,
        variant_id=instead.variant_id,
        sku=instead.sku,
        title=instead.title,
        options=dict(instead.options),
        image_url=instead.image_url,
        product_url=instead.product_url,
        weight_g=instead.weight_g,
        quantity=units,
        unit_price_amount=0,
        total_amount=0,
        net_amount=0,
        tax_class=line.tax_class,
        tax_rate_ppm=line.tax_rate_ppm,
        tax_treatment=line.tax_treatment,
        replaces=line,
    )
    return int(row.pk)


def _restate(order_id: int, at: dt.datetime) -> None:
    sums = OrderLine.objects.filter(order_id=order_id).aggregate(
        ordered=Sum("quantity"), fulfilled=Sum("fulfilled_quantity"), canceled=Sum("canceled_quantity")
    )
    status = rules.fulfillment_status(**sums)
    done = at if status == "fulfilled" else None
    Order.objects.filter(pk=order_id).exclude(fulfillment_status=status).update(
        fulfillment_status=status, fulfilled_at=done
    )
