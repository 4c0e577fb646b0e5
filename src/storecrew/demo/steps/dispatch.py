"""How the demo's parcels travel: two contracts, labels with their lives, and people on the roster."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.steps.delivery import FAR, NEAR
from storecrew.demo.steps.organization import DOMAIN
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

PACKERS = ("Jonas Weber", "Mina Park", "Tiago Costa", "Aylin Kaya")
LABELS = 36
PACKING = 1
"""Hours that somebody packs on a day: some dozen units of a shop of this size."""
SECRET = "demo-carrier-messages"  # noqa: S105 - signs messages of a pretended carrier
_STEPS = (2_000, 5_000, 10_000, 31_500)


def build(*, actor: Actor, at: dt.datetime, until: dt.datetime) -> None:
    """Make the contracts, put people on the roster, and buy labels for the newest parcels."""
    _contracts(actor, at)
    _roster(actor, until)
    _labels(actor, until)


def _contracts(actor: Actor, at: dt.datetime) -> None:
    shipping.save_account(
        code="rheinpost", name="Rheinpost", kind="rate_sheet", currency="EUR", test_mode=False, position=1,
        settings={"timezone": "Europe/Berlin"}, secret_values={"webhook_secret": SECRET}, actor=actor, at=at,
    )  # fmt: skip
    shipping.save_account(
        code="nachtkurier", name="Nachtkurier", kind="simulator", currency="EUR", position=2,
        settings={"script": "mixed"}, secret_values={"webhook_secret": SECRET}, actor=actor, at=at,
    )  # fmt: skip
    shipping.save_services(
        account="rheinpost",
        services=[
            shipping.ServiceRow("rheinpost-parcel", "Parcel", min_days=2, max_days=4, max_weight_g=31_500),
            shipping.ServiceRow("rheinpost-pallet", "Pallet", unit="pallet", min_days=2, max_days=5),
        ],
        actor=actor,
        at=at,
    )
    shipping.save_services(
        account="nachtkurier",
        services=[shipping.ServiceRow("nachtkurier-express", "Express", min_days=1, max_days=1)],
        actor=actor,
        at=at,
    )
    near = dict(zip(_STEPS, (390, 490, 690, 1_190), strict=True))
    far = dict(zip(_STEPS, (890, 1_090, 1_490, 2_290), strict=True))
    shipping.save_zones(
        account="rheinpost",
        zones=[
            shipping.ZoneRow("Islands", (), ("DE:25859", "DE:26465", "DE:27498"), 2, _table(far)),
            shipping.ZoneRow("1", NEAR, rates=_table(near)),
            shipping.ZoneRow("2", FAR, extra_days=2, rates=_table(far)),
        ],
        actor=actor,
        at=at,
    )
    for code in ("rheinpost", "nachtkurier"):
        shipping.check_account(code=code, actor=actor, at=at)


def _table(steps: dict[int, int]) -> dict[str, tuple[tuple[int, int], ...]]:
    return {"rheinpost-parcel": tuple(steps.items()), "rheinpost-pallet": ((600_000, 8_900),)}


def _roster(actor: Actor, until: dt.datetime) -> None:
    """Two weeks behind and two ahead, Monday to Friday; one safety check ends soon, one is over."""
    today = until.date()
    start = today - dt.timedelta(days=today.weekday() + 14)
    ends = (None, today + dt.timedelta(days=12), None, today - dt.timedelta(days=3))
    for place, (name, forklift) in enumerate(zip(PACKERS, ends, strict=True)):
        email = f"{name.split()[0].lower()}@{DOMAIN}"
        person = people.person_by_email(email) or people.add_person(
            email=email, name=name, actor=actor, at=until
        )
        if not people.memberships_of(person.id):
            people.assign_role(
                user_id=person.id, role_code="warehouse_worker", team_code="warehouse", actor=actor, at=until
            )
        for skill in ("pack", "pick"):
            people.save_skill(user_id=person.id, skill=skill, trained_on=start, actor=actor, at=until)
        people.save_skill(
            user_id=person.id, skill="forklift", trained_on=start - dt.timedelta(days=300),
            valid_until=forklift, actor=actor, at=until,
        )  # fmt: skip
        for day in (start + dt.timedelta(days=n) for n in range(35)):
            if day.isoweekday() < 6 and (day.toordinal() + place) % 5:
                late = (day.isocalendar().week + place) % 2
                # Behind us one of them packed each day; with the campaigns ahead all three do.
                packs = place == day.toordinal() % 3 if day < today else place < 3
                _shift(person.id, day, 12 if late else 7, PACKING if packs else 0, actor, until)


def _shift(user_id: int, day: dt.date, starts: int, packing: int, actor: Actor, until: dt.datetime) -> None:
    """A day of eight hours: pick first, pack what was picked before the carrier comes, pick again."""
    begins = starts + 4
    parts = [
        ("pick", starts, begins),
        ("pack", begins, begins + packing),
        ("pick", begins + packing, starts + 8),
    ]
    for skill, since, to in parts:
        if to > since:
            people.save_shift(
                user_id=user_id, location_code="berlin", day=day, skill=skill, starts=dt.time(since),
                ends=dt.time(to), timezone="Europe/Berlin", break_minutes=0, actor=actor, at=until,
            )  # fmt: skip


def _labels(actor: Actor, until: dt.datetime) -> None:
    """Labels for the newest European orders that left; their lives run to the present."""
    rows = orders.visible_orders(actor).filter(currency="EUR", fulfillment_status="fulfilled")
    rows = rows.exclude(shipping_address__city="Berlin")
    rows = rows.order_by("-placed_at")
    sender = inventory.postal_address("berlin")
    for place, order in enumerate(rows[:LABELS]):
        at = min(order.placed_at + dt.timedelta(hours=6), until)
        express = place % 2
        with clock.frozen(at):
            label = shipping.buy_label(
                key=f"demo/{order.number}",
                order_ref=order.number,
                service="nachtkurier-express" if express else "rheinpost-parcel",
                from_address=sender,
                to_address=_address(order.shipping_address),
                parcels=[shipping.ParcelSpec(700 + 340 * (place % 9), 380, 280, 160)],
                value=Money(order.total_amount, order.currency),
                actor=actor,
                at=at,
            )
        if not express:
            _carry(label, actor, at, until)
    for account in shipping.accounts(active=True):
        if account.kind == "simulator":
            shipping.poll_account(account.id, at=until)


def _carry(label: shipping.LabelFacts, actor: Actor, at: dt.datetime, until: dt.datetime) -> None:
    steps = ((5, "picked_up", "Berlin"), (14, "in_transit", "Hannover"), (52, "delivered", ""))
    moments = [
        shipping.Moment(at + dt.timedelta(hours=hours), status, "", "", where)
        for hours, status, where in steps
        if at + dt.timedelta(hours=hours) <= until
    ]
    shipping.record_tracking(label.id, moments, source="webhook", actor=actor, at=until)


def _address(stored: dict[str, str]) -> AddressFacts:
    names = AddressFacts.__dataclass_fields__
    return AddressFacts(**{name: str(stored.get(name, "")) for name in names})
