"""One timeline per order line: the same words for the customer, customer service and the warehouse.

Nothing here is typed: it follows from the states of the work, the scans and the carrier's messages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from storecrew.contexts.fulfillment.facts import LineTimeline, Step, WorkFacts
from storecrew.contexts.fulfillment.models import FulfillmentEvent, Shipment
from storecrew.contexts.fulfillment.queries.collections import waiting_parts
from storecrew.contexts.fulfillment.queries.work import work_of_order
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.fulfillment.states import EVENTS, WORDS, words_of
from storecrew.contexts.orders import public as orders

TRACKED = ("in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "exception")
Part = tuple[str, str, int]
"""(state, what the carrier calls the trouble, units)"""


def timeline(order_id: int, *, order: orders.OrderFacts | None = None) -> tuple[LineTimeline, ...]:
    """Return where each line of an order is and how it came there; a fixed number of queries.

    Whoever has read the order already gives it along.

    `state` is that of the part furthest behind; `actor` and `at` say who did the last thing to it, and when.
    Raises OrderNotFound.
    """
    order = order or orders.order(order_id)
    works = work_of_order(order_id)
    waits = waiting_parts(order_id) if order.is_collected else frozenset()
    events = list(FulfillmentEvent.objects.filter(order_id=order_id))
    shipments = list(Shipment.objects.filter(order_id=order_id).prefetch_related("lines").order_by("pk"))
    return tuple(_line(order, line, works, events, shipments, waits) for line in order.lines)


def _line(
    order: orders.OrderFacts,
    line: orders.OrderLineFacts,
    works: Sequence[WorkFacts],
    events: Sequence[FulfillmentEvent],
    shipments: Sequence[Shipment],
    waits: frozenset[int],
) -> LineTimeline:
    parts = _parts(order, line, works, shipments, waits)
    mine = {work.id for work in works if any(part.order_line_id == line.id for part in work.lines)}
    steps = [
        _step(event)
        for event in events
        if event.order_line_id == line.id
        or (event.order_line_id is None and event.fulfillment_order_id in {*mine, None})
    ]
    noted = {event.at for event in events if event.kind in ("handed_over", "collected")}
    steps += _shipped_by_hand(line.id, [row for row in shipments if row.shipped_at not in noted])
    if order.confirmed_at is not None:
        steps.insert(0, Step("allocated", str(WORDS["allocated"]), line.quantity, "", "", order.confirmed_at))
    steps.sort(key=lambda step: step.at)
    state = _behind([state for state, _note, _units in parts])
    note = next(note for found, note, _units in parts if found == state) if parts else ""
    last = steps[-1] if steps else None
    return LineTimeline(
        order_line_id=line.id,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        state=state,
        words=_words(order, state, note),
        actor=last.actor if last else "",
        at=last.at if last else order.placed_at,
        parts=tuple((state, _words(order, state, note), units) for state, note, units in parts),
        steps=tuple(steps),
    )


def _parts(
    order: orders.OrderFacts,
    line: orders.OrderLineFacts,
    works: Sequence[WorkFacts],
    shipments: Sequence[Shipment],
    waits: frozenset[int],
) -> list[Part]:
    """Return everything that became of a line, summed up by state."""
    if order.status == "canceled":
        return [(states.CANCELED, "", line.quantity)]
    found: dict[tuple[str, str], int] = defaultdict(int)
    for shipment in shipments:
        units = sum(part.quantity for part in shipment.lines.all() if part.order_line_id == line.id)
        state = shipment.tracking_status if shipment.tracking_status in TRACKED else states.HANDED_OVER
        found[state, shipment.tracking_note if state == "exception" else ""] += units
    at_work = 0
    for work in works:
        if work.state not in states.OPEN:
            continue
        for part in work.lines:
            if part.order_line_id == line.id:
                units = part.quantity - part.shipped
                at_work += units
                found["ready_for_pickup" if work.id in waits else work.state, ""] += units
    rest = line.open_quantity - at_work
    if rest > 0:
        state = "payment" if order.status == "pending_payment" else "allocated"
        found[state, ""] += rest
    found[states.CANCELED, ""] += line.canceled_quantity
    return [(state, note, units) for (state, note), units in found.items() if units]


def _words(order: orders.OrderFacts, state: str, note: str) -> str:
    """Return the words of a state; what its customer came for was not delivered but collected."""
    return words_of("collected" if order.is_collected and state == "delivered" else state, note)


def _behind(found: Sequence[str]) -> str:
    order = ("exception", "payment", "allocated", *_STAGES, *TRACKED[:4], states.CANCELED)
    return min(found, key=order.index) if found else states.CANCELED


_STAGES = (
    states.HELD,
    states.SHORT,
    states.WAITING,
    states.PICKING,
    states.PICKED,
    states.PACKED,
    states.HANDED_OVER,
)


def _step(event: FulfillmentEvent) -> Step:
    return Step(
        state=event.kind,
        words=words_of(event.kind, event.note) if event.kind == "exception" else str(EVENTS[event.kind]),
        quantity=event.quantity,
        location=event.location_name,
        actor=event.actor_label,
        at=event.at,
        note=event.note,
    )


def _shipped_by_hand(line_id: int, shipments: Sequence[Shipment]) -> list[Step]:
    """Return the shipments that no fulfillment order has noted: a shop that ships without picking."""
    return [
        Step(
            "handed_over",
            str(EVENTS["handed_over"]),
            sum(part.quantity for part in shipment.lines.all() if part.order_line_id == line_id),
            shipment.locations,
            shipment.actor_label,
            shipment.shipped_at,
            shipment.tracking_number,
        )
        for shipment in shipments
        if any(part.order_line_id == line_id for part in shipment.lines.all())
    ]
