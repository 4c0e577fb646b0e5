"""What goods and addresses ask of the warehouse: papers, rules, claims, doubts, and a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.assortment import Item
from storecrew.demo.pictures.album import file_of
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
RULES = (
    shipping.RuleRow("Above 300 euro is insured", "insure", min_value_amount=30_000, currency="EUR"),
    shipping.RuleRow(
        "Nothing long by night", "never", services=("nachtkurier-express",), min_side_mm=1_200, position=1
    ),
    shipping.RuleRow(
        "Islands go by parcel", "only", services=("rheinpost-parcel",),
        countries=("DE",), postal_codes=("25859", "26465", "27498"), position=2,
    ),
    shipping.RuleRow("From 60 kg on a pallet", "pallet", min_weight_g=60_000, position=3),
    shipping.RuleRow(
        "Batteries stay on the ground", "never", services=("nachtkurier-express",), goods=("dangerous",),
        position=4,
    ),
)  # fmt: skip
# What customs call the goods of a range: words, code of the harmonized system, origin, whether it breaks.
PAPERS = {
    "hearth": ("Tableware of stoneware", "691200", "DE", True),
    "loom": ("Household textiles of cotton", "630259", "PT", False),
    "glow": ("Electric table lamps", "940521", "KR", True),
}
DOUBTFUL = (
    {"name": "Emil Example", "street": "Example Street", "postal_code": "20095", "city": "Hamburg"},
    {"name": "test", "street": "Sample Road 3", "postal_code": "80331", "city": "München"},
    {"name": "Farah Example", "street": "Demo Lane", "postal_code": "10999", "city": "Berlin"},
)
GOOD = {
    "name": "Lea Example", "street": "Sample Road 12", "postal_code": "20095", "city": "Hamburg",
    "country": "DE",
}  # fmt: skip


def build(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, until: dt.datetime) -> None:
    """Write papers and rules, claim what carriers broke, and leave doubts and a question for today."""
    _papers(items, actor, until)
    for row in RULES:
        shipping.save_rule(row, actor=actor, at=until)
    _rest_days(actor, until)
    _claims(items, actor, until)
    _doubts(items, ids, actor, until)
    _question(items, ids, actor, until - 5 * DAY)


def _papers(items: Sequence[Item], actor: Actor, at: dt.datetime) -> None:
    """Say of every sixth product what customs and carriers ask; the rest is work for somebody."""
    rows = []
    for item in items[::6]:
        words, code, origin, breaks = PAPERS[item.row.source_key.split(":")[1]]
        rows += [
            shipping.GoodsFacts(sku, words, code, origin, fragile=breaks)
            for sku in list(item.prices)[:2]
        ]  # fmt: skip
    lamp = next(sku for item in reversed(items) for sku in item.prices)
    rows = [row for row in rows if row.sku != lamp]
    rows.append(
        shipping.GoodsFacts(
            lamp, "Lamp with a lithium battery", "940521", "KR", un_number="3481", hazard_class="9"
        )
    )
    shipping.save_goods(rows, actor=actor, at=at)
    for country, eori, vat in (("DE", "DE123456789012345", "DE123456789"), ("PT", "PT123456789", "")):
        identity = shipping.CustomsIdentityFacts(country, eori, vat, "Alice Example", "DAP")
        shipping.save_customs_identity(identity, actor=actor, at=at)


def _rest_days(actor: Actor, at: dt.datetime) -> None:
    """Name the days of the coming year on which nobody drives, and one of one carrier."""
    for month, day, name in (
        (1, 1, "New Year"),
        (5, 1, "Labor Day"),
        (12, 25, "Christmas"),
        (12, 26, "St Stephen"),
    ):
        date = dt.date(at.year, month, day)
        date = date if date > at.date() else date.replace(year=at.year + 1)
        shipping.add_rest_day(day=date, name=name, actor=actor, at=at)
    shipping.add_rest_day(
        day=at.date() + 40 * DAY, name="Depot moves", carrier="nachtkurier", actor=actor, at=at
    )


def _claims(items: Sequence[Item], actor: Actor, until: dt.datetime) -> None:
    """Claims in every state: asked for, sent, paid, refused, withdrawn."""
    numbers = orders.visible_orders(actor).filter(currency="EUR", fulfillment_status="fulfilled")
    refs = list(numbers.order_by("-placed_at").values_list("number", flat=True)[:60])
    known = shipping.labels_of(refs)
    broken = [row for ref in refs for row in known.get(ref, ()) if row.status == "delivered"][:5]
    photo = file_of(items[0].pictures[0]).read_bytes()
    ends = ("", "filed", "accepted", "refused", "withdrawn")
    for number, (label, end) in enumerate(zip(broken, ends, strict=False)):
        at = until - (6 - number) * DAY / 2
        claim = shipping.open_claim(
            label.id, kind="delay" if end == "withdrawn" else "damage",
            description="Two bowls in pieces, the box is pressed in", amount=Money(5_800, "EUR"),
            pictures=(photo,), actor=actor, at=at,
        )  # fmt: skip
        if end and end != "withdrawn":
            shipping.file_claim(claim, carrier_ref=f"RP-{4711 + number}", actor=actor, at=at + DAY / 12)
        if end in ("accepted", "refused", "withdrawn"):
            paid = Money(4_900, "EUR") if end == "accepted" else None
            note = {"refused": "The box was too weak, they say", "withdrawn": "It came a day later"}.get(
                end, ""
            )
            shipping.close_claim(claim, result=end, paid=paid, note=note, actor=actor, at=at + DAY / 4)


def _doubts(items: Sequence[Item], ids: Mapping[str, int], actor: Actor, until: dt.datetime) -> None:
    """Orders that wait for their address: one customer was asked."""
    sku = next(each for item in items for each in item.prices if item.stock[each] > 60)
    for number, address in enumerate(DOUBTFUL):
        at = until - dt.timedelta(hours=5 - number)
        order_id = bought(f"doubt-{number}", sku, 1, {**address, "country": "DE"}, at)
        with clock.frozen(at):
            fulfillment.give_to_warehouse(order_id, at=at)
        if number == 1:
            shipping.ask_about_address(order_id, actor=actor, at=until)


def _question(items: Sequence[Item], ids: Mapping[str, int], actor: Actor, at: dt.datetime) -> None:
    """An article is not where it should be; the customer is asked whether another color will do."""
    channel = channels.facts("europe")
    scarce = [sku for item in items for sku, units in item.stock.items() if 2 < units < 9]
    stock = inventory.available_to_promise([ids[sku] for sku in scarce], channel_id=channel.id)
    for sku in scarce:
        free = {code: units for code, units in stock[ids[sku]].by_location.items() if units > 0}
        if list(free) == ["berlin"] and free["berlin"] >= 2:
            break
    else:
        return
    products = catalog.product_ids_of_variants(ids.values())
    mine = products[ids[sku]]
    well = next(item for item in items if min(item.stock.values()) > 60)
    other = next(iter(well.prices))
    catalog.set_relations(
        product_id=mine, kind="substitute", other_ids=[products[ids[other]]], actor=actor, at=at
    )
    order_id = bought("question", sku, free["berlin"], GOOD, at)
    later = at + dt.timedelta(hours=3)
    with clock.frozen(later):
        fulfillment.give_to_warehouse(order_id, at=later)
        [work] = fulfillment.work_of_order(order_id)
        run = fulfillment.start_run(location_code="berlin", work_ids=[work.id], actor=actor, at=later)
        fulfillment.report_short(run.stops[0].id, actor=actor, at=later)
        line = orders.order(order_id).lines[0]
    fulfillment.offer_replacement(order_id, line.id, sku=other, actor=actor, at=at + 4 * DAY)


def bought(name: str, sku: str, units: int, address: Mapping[str, str], at: dt.datetime) -> int:
    """Let somebody buy units of one article; return the order's id."""
    shopper = guest_actor(f"demo-{name}")
    with clock.frozen(at):
        cart = checkout.open_cart(channel_code="europe", locale="en", actor=shopper, at=at)
        checkout.add_line(cart.token, sku, units, actor=shopper, at=at)
        checkout.set_details(
            cart.token, email=f"{name}@example.com", shipping_address=address, shipping_method="parcel",
            actor=shopper, at=at,
        )  # fmt: skip
        placed = checkout.place_order(
            cart.token, gateway="simulator", payment_token="tok_ok", actor=shopper, at=at  # noqa: S106
        )  # fmt: skip
    return placed.order_id
