"""Keep promises: lengthen and shorten them with the warehouse's queue, write them down, close them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import capacity, mails
from storecrew.contexts.shipping.events import PromiseChanged
from storecrew.contexts.shipping.models import Label, Promise, ShippingMethod
from storecrew.contexts.shipping.queries import days
from storecrew.contexts.shipping.queries.longer import LongerPromise, longer_promises
from storecrew.contexts.shipping.queries.promises import outlook, promised
from storecrew.contexts.shipping.rules.capacity import extra_days, minutes_for
from storecrew.kernel import audit, clock, outbox, revisions, rows
from storecrew.kernel.actor import Actor, system_actor


def refresh_promises(*, at: dt.datetime) -> int:
    """Set what the queue and plans add to each method's delivery days; return how many methods changed.

    The shop shows it through the same function as ever (``options``), since the days are the method's own.
    One conditional statement per change, so that two timed runs announce it once.
    """
    changed = 0
    loads: dict[str, capacity.Load | None] = {}
    shops = {shop.id: shop for shop in channels.all_channels()}
    plans = [each for each in longer_promises(at=at) if each.holds(at)]
    for method in ShippingMethod.objects.filter(active=True):
        changed += _lengthen(method, plans, at)
        wanted = 0
        for shop in [shops[method.channel_id]] if method.channel_id in shops else shops.values():
            if shop.code not in loads:
                loads[shop.code] = capacity.load_of(shop.code, shop.timezone, at)
            wanted = max(wanted, _days(method, loads[shop.code], shop.timezone, at))
        if wanted != method.queue_days:
            changed += _change(method, wanted, at)
    return changed


def record_promise(order_id: int) -> None:
    """Write down when a confirmed order is to arrive, as its customer was told; once per order."""
    promise = promised(orders.order(order_id))
    if promise is not None:
        rows.insert([promise], once_per="order_ref")


def close_promise(order_ref: str) -> None:
    """Promise nothing any more: the order was canceled."""
    Promise.objects.filter(order_ref=order_ref, closed=False).update(closed=True)


def record_departure(order_ref: str, *, at: dt.datetime) -> None:
    """Write when an order left; the first time counts."""
    Promise.objects.filter(order_ref=order_ref, left_at=None).update(left_at=at)


def record_ready(order_ref: str, *, at: dt.datetime) -> None:
    """Write that an order waits where its customer collects it: from here on nobody of ours can be late.

    It may be packed before the news of its placing was heard, which then finds the promise kept.
    """
    if not Promise.objects.filter(order_ref=order_ref).exists():
        record_promise(orders.order_by_number(order_ref).id)
    promise = Promise.objects.filter(order_ref=order_ref, closed=False).first()
    if promise is None:
        return
    zone = ZoneInfo(channels.facts_by_id(promise.channel_id).timezone)
    kept = at.astimezone(zone).date() <= promise.latest
    Promise.objects.filter(pk=promise.pk, closed=False).update(
        left_at=at, arrived_at=at, kept=kept, closed=True
    )


def record_arrival(label_id: int) -> None:
    """Write that a parcel arrived; when it was the last one of a whole order, whether the promise was
    kept.
    """
    label = Label.objects.filter(pk=label_id).first()
    promise = Promise.objects.filter(order_ref=label.order_ref, closed=False).first() if label else None
    if label is None or promise is None:
        return
    parcels = list(Label.objects.filter(order_ref=label.order_ref, state="bought"))
    arrivals = [each.delivered_at for each in parcels if each.delivered_at is not None]
    if not arrivals or len(arrivals) < len(parcels):
        return
    if orders.order_by_number(promise.order_ref).fulfillment_status != "fulfilled":
        return
    arrived = max(arrivals)
    zone = ZoneInfo(channels.facts_by_id(promise.channel_id).timezone)
    kept = arrived.astimezone(zone).date() <= promise.latest
    Promise.objects.filter(pk=promise.pk, closed=False).update(arrived_at=arrived, kept=kept, closed=True)


def tell_late(order_ref: str, *, actor: Actor, at: dt.datetime) -> bool:
    """Tell a customer the day on which a late order is expected; once per order and day. True when told."""
    actor.require("fulfillment.write")
    promise = Promise.objects.filter(order_ref=order_ref, closed=False).first()
    if promise is None:
        return False
    known = promise.told_latest or promise.latest
    expected = outlook([promise], at=at)[0].expected
    if expected <= known:
        return False
    with transaction.atomic():
        mine = Promise.objects.filter(pk=promise.pk, closed=False, told_latest=promise.told_latest)
        if not mine.update(told_latest=expected, told_at=at):
            return False
        order = orders.order_by_number(order_ref)
        mails.queue_late(order, expected, at=at)
        audit.record(
            actor=actor,
            action="shipping.delay_announced",
            record="orders.order",
            record_id=order.id,
            at=at,
            before={"day": known.isoformat()},
            after={"day": expected.isoformat()},
        )
    return True


def _days(method: ShippingMethod, load: capacity.Load | None, timezone: str, at: dt.datetime) -> int:
    if load is None:
        return 0
    return extra_days(
        minutes_for(load.queue_units, load.per_hour),
        load.minutes,
        first=clock.local_day(at, timezone),
        calendar=days.any_place(method),
        usual_minutes=load.usual_minutes,
    )


def _lengthen(method: ShippingMethod, plans: Sequence[LongerPromise], at: dt.datetime) -> int:
    """Set what plans add to a method in each channel; where several do, the most."""
    wanted: dict[str, int] = {}
    for plan in plans:
        for key in plan.shops if method.channel_id is None else plan.shops & {method.channel_id}:
            wanted[str(key)] = max(plan.days, wanted.get(str(key), 0))
    if wanted == method.longer:
        return 0
    with transaction.atomic():
        if not ShippingMethod.objects.filter(pk=method.pk, longer=method.longer).update(longer=wanted):
            return 0
        audit.record(
            actor=system_actor("shipping.refresh_promises"),
            action="shipping.promise_lengthened" if wanted else "shipping.promise_as_before",
            record="shipping.method",
            record_id=method.code,
            at=at,
            before={"longer_days": max(method.longer.values(), default=0)},
            after={"longer_days": max(wanted.values(), default=0)},
            reason=", ".join(sorted({plan.title for plan in plans}))[:400] if wanted else "",
        )
        revisions.bump_on_commit("shipping")
    return 1


def _change(method: ShippingMethod, wanted: int, at: dt.datetime) -> int:
    with transaction.atomic():
        mine = ShippingMethod.objects.filter(pk=method.pk, queue_days=method.queue_days)
        if not mine.update(queue_days=wanted):
            return 0
        audit.record(
            actor=system_actor("shipping.refresh_promises"),
            action="shipping.promise_changed",
            record="shipping.method",
            record_id=method.code,
            at=at,
            before={"queue_days": method.queue_days},
            after={"queue_days": wanted},
        )
        outbox.publish(PromiseChanged(code=method.code, before=method.queue_days, queue_days=wanted))
        revisions.bump_on_commit("shipping")
    return 1
