"""A morning at the packing benches: boxes, instructions, and orders in every state."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.demo.steps.organization import DOMAIN
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import ALL_KEYS

BOXES = (
    ("letter", "Letter box", 240, 160, 30, 1_000, 45),
    ("s", "Small box", 250, 175, 100, 5_000, 110),
    ("m", "Medium box", 400, 300, 150, 12_000, 240),
    ("l", "Large box", 600, 400, 400, 25_000, 620),
)
HOUR = dt.timedelta(hours=1)


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Set up the benches, then let two people work for a morning."""
    _bench(actor, until)
    fulfillment.give_forgotten(at=until)
    open_work = list(fulfillment.visible_work(actor).filter(state="waiting").order_by("due_at", "pk"))
    jonas, mina = picker("Jonas Weber"), picker("Mina Park")
    quarter = max(1, len(open_work) // 4)
    for number, row in enumerate(open_work[: 3 * quarter]):
        at = until - 3 * HOUR + dt.timedelta(minutes=4 * number)
        with clock.frozen(at), suppress(DomainError):
            _take_on(row.pk, row.location.code, number, jonas if number % 2 else mina, at)
    with clock.frozen(until):
        _sign(jonas, until)
    rest = open_work[3 * quarter :]
    if rest:
        _talk(rest[0].order_id, actor, until)
    if len(rest) > 1:
        with suppress(DomainError):
            fulfillment.hold(rest[1].order_id, reason="Two orders with the same card", actor=actor, at=until)
    if len(rest) > 2:
        _begin(rest[2].pk, rest[2].location.code, mina, until)


def _bench(actor: Actor, at: dt.datetime) -> None:
    for code, name, length, width, height, holds, tare in BOXES:
        fulfillment.save_box(
            code=code,
            name=name,
            length_mm=length,
            width_mm=width,
            height_mm=height,
            max_weight_g=holds,
            tare_g=tare,
            actor=actor,
            at=at,
        )
    save = fulfillment.save_specification
    save(
        scope="default",
        outer="plain box",
        void_fill="paper",
        insert="thank-you card",
        label_position="largest side",
        actor=actor,
        at=at,
    )
    save(
        scope="goods",
        key="fragile",
        void_fill="honeycomb paper on all sides",
        upright=True,
        actor=actor,
        at=at,
    )
    save(scope="order_type", key="gift", insert="gift card", actor=actor, at=at)
    save(scope="order_type", key="KR", insert="Korean care card", actor=actor, at=at)


def picker(name: str) -> Actor:
    """Return one of the people on the roster, acting."""
    person = people.person_by_email(f"{name.split(maxsplit=1)[0].lower()}@{DOMAIN}")
    return Actor("staff", str(person.id) if person else "", name, ALL_KEYS)


def _take_on(work_id: int, place: str, number: int, who: Actor, at: dt.datetime) -> None:
    """Take one order as far as its number says: picked, packed, or handed over."""
    run = fulfillment.start_run(location_code=place, work_ids=[work_id], actor=who, at=at)
    for stop in run.stops:
        if stop.state == "open":
            fulfillment.confirm_pick(
                stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=who, at=at
            )
    if number % 3 == 0:
        return
    parcel = fulfillment.open_parcel(work_id, actor=who, at=at)
    for line in fulfillment.work_of(work_id, who).lines:
        fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=who, at=at)
    box = parcel.proposal[0]["box"] if parcel.proposal else "m"
    closed = fulfillment.close_parcel(parcel.id, box_code=str(box), actor=who, at=at)
    if number % 3 == 2 and not closed.needs_check:
        _load(closed, place, who, at)
        _travel(closed, who, at)


def _load(parcel: fulfillment.ParcelFacts, place: str, who: Actor, at: dt.datetime) -> None:
    """Scan a parcel onto its carrier's list; one without a label leaves by a plain scan."""
    if parcel.label_id is None:
        fulfillment.hand_over(parcel.code, actor=who, at=at)
        return
    carrier = shipping.label(parcel.label_id).carrier_code
    manifest = fulfillment.open_manifest(place, carrier, actor=who, at=at)
    fulfillment.scan_onto(manifest.id, parcel.code, actor=who, at=at)


def _sign(who: Actor, at: dt.datetime) -> None:
    """Let the drivers sign for what they took, but for the last one, who is still loading."""
    for row in fulfillment.visible_manifests(who).filter(state="open").order_by("pk")[:1]:
        fulfillment.close_manifest(row.pk, driver="Jürgen Voss", actor=who, at=at)


def _travel(parcel: fulfillment.ParcelFacts, who: Actor, at: dt.datetime) -> None:
    """Let the carrier say that it has the parcel, as far as it has a label."""
    if parcel.label_id is not None:
        moment = shipping.Moment(at + HOUR, "picked_up", "", "", "Berlin")
        shipping.record_tracking(parcel.label_id, [moment], source="webhook", actor=who, at=at + HOUR)


def _begin(work_id: int, place: str, who: Actor, at: dt.datetime) -> None:
    """Leave one walk under way."""
    with suppress(DomainError):
        fulfillment.start_run(location_code=place, work_ids=[work_id], actor=who, at=at)


def _talk(order_id: int, actor: Actor, at: dt.datetime) -> None:
    """Ask twice about an order: one question is answered, the other waits."""
    first = fulfillment.ask_warehouse(
        order_id, question="Is the glaze the dark one? The customer asks.", actor=actor, at=at - 2 * HOUR
    )
    work.answer_task(first.id, answer="Yes, the dark one, I have it here.", actor=actor, at=at - HOUR)
    fulfillment.ask_warehouse(order_id, question="Can it still leave today?", actor=actor, at=at - HOUR / 2)
