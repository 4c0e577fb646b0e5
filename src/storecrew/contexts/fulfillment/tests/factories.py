"""Orders on their way through the warehouse, for tests of any context."""

from __future__ import annotations

from collections.abc import Mapping

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import AT, Shop, make_cart, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel.actor import Actor
from storecrew.kernel.permissions import ALL_KEYS


def worker(name: str = "Ann", **scopes: list[str]) -> Actor:
    """A person of the warehouse with all rights, known by the name."""
    narrowed = {kind: frozenset(codes) for kind, codes in scopes.items()}
    return Actor(kind="staff", id=name, label=name, permissions=ALL_KEYS, scopes=narrowed)


ANN, BOB = worker(), worker("Bob")


STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}


def give_address() -> None:
    """Say where the warehouse is, so that a carrier makes labels for it."""
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ANN, at=AT)


def given(shop: Shop, lines: Mapping[str, int] | None = None) -> fulfillment.WorkFacts:
    """An order of A-1 and B-1 (or other lines) that waits to be picked; its first fulfillment order."""
    order_id = place(make_cart(shop, lines or {"A-1": 2, "B-1": 1})).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    return fulfillment.work_of_order(order_id)[0]


def walk(work: fulfillment.WorkFacts, actor: Actor = ANN, **how: object) -> fulfillment.RunFacts:
    """Begin a walk for one order."""
    values = {"location_code": work.location_code, "work_ids": [work.id], "actor": actor, "at": AT}
    return fulfillment.start_run(**(values | how))


def picked(shop: Shop, lines: Mapping[str, int] | None = None) -> fulfillment.WorkFacts:
    """An order of which every unit was scanned."""
    work = given(shop, lines)
    for stop in walk(work).stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ANN, at=AT
        )
    return fulfillment.work_of_order(work.order_id)[0]


def packed(shop: Shop, lines: Mapping[str, int] | None = None) -> fulfillment.ParcelFacts:
    """An order that lies in one closed parcel."""
    work = picked(shop, lines)
    parcel = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    for line in work.lines:
        fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=ANN, at=AT)
    return fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)


def states_of(order_id: int) -> list[str]:
    """The states of an order's parts, oldest first."""
    return [work.state for work in fulfillment.work_of_order(order_id)]


def line_states(order_id: int) -> dict[str, str]:
    """What the timeline says of each line."""
    return {line.sku: line.state for line in fulfillment.timeline(order_id)}


def make_replacement(sku: str, *, of: int, channel: channels.ChannelFacts, price: int = 800) -> int:
    """Let another product stand in for the one of a variant; five units are there. Return its variant."""
    made = make_product("shirt", variants=(VariantRow(sku=sku, weight_g=200),), channels=(channel.code,))
    variant = dict(made.variant_ids)[sku]
    make_prices(channel, {variant: price})
    stock(variant, 5, threshold=0)
    products = catalog.variants([of, variant])
    catalog.set_relations(
        product_id=products[of].product_id,
        kind="substitute",
        other_ids=[products[variant].product_id],
        actor=ANN,
        at=AT,
    )
    return variant
