"""The shop in which a history is lived through: one channel, one warehouse, the articles of the file."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.replay.history import Correction, History, Sale, SoldLine
from storecrew.kernel.actor import Actor

CHANNEL = LOCATION = METHOD = CARRIER = "replay"
SPARE = 10
"""Per cent that a buyer orders above what will be needed; nobody knows the future as a file does."""
ADDRESS = {
    "name": "Alice Example",
    "street": "1 Example Street",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country": "GB",
}


class ReplayShop:
    """Articles, their prices of the moment, and deliveries that arrive month by month as they are needed."""

    def __init__(self, history: History, *, actor: Actor) -> None:
        self.actor = actor
        self.start = history.happenings[0].at - dt.timedelta(days=1)
        self.variant_ids: dict[str, int] = {}
        self.units_received = 0
        self._prices: dict[str, int] = {}
        self._needs: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        for happening in history.happenings:
            if isinstance(happening, Sale):
                for line in happening.lines:
                    self._needs[(happening.at.year, happening.at.month)][line.sku] += line.quantity
            elif isinstance(happening, Correction) and happening.delta < 0:
                self._needs[(happening.at.year, happening.at.month)][happening.sku] -= happening.delta
        self._open(history)
        self.channel = channels.facts(CHANNEL)
        self.units_before = self.units_on_hand()

    def _open(self, history: History) -> None:
        actor, at = self.actor, self.start
        channel = channels.ensure_channel(
            code=CHANNEL, name="Replay", currency=history.currency, countries=("GB",), default_country="GB",
            timezone=history.timezone, actor=actor, at=at,
        )  # fmt: skip
        place = inventory.save_location(
            LOCATION, name="Replay warehouse", address=ADDRESS, actor=actor, at=at
        )
        self.location_id = place.id
        inventory.connect_channel(LOCATION, channel.id, actor=actor, at=at)
        shipping.save_method(
            code=METHOD, name="Replay delivery", channel_code=CHANNEL,
            min_days=1, max_days=history.promised_days() or 5,
            rates=[shipping.RateRow(amount=0, currency=history.currency)], actor=actor, at=at,
        )  # fmt: skip
        self._contract(history.currency)
        rows = (
            catalog.ProductRow(
                slug=f"replay-{sku.lower()}", title=title or sku, status="live", channels=(CHANNEL,),
                source_key=f"replay:{sku}", variants=(catalog.VariantRow(sku),),
            )
            for sku, title in history.articles().items()
        )  # fmt: skip
        while batch := list(islice(rows, 1_000)):
            for result in catalog.upsert_products(batch, actor=actor, at=at, audit_each=False):
                self.variant_ids.update(result.variant_ids)

    def _contract(self, currency: str) -> None:
        """A carrier with one price, whose messages come from the file."""
        actor, at = self.actor, self.start
        shipping.save_account(
            code=CARRIER, name="Replay carrier", kind="rate_sheet", currency=currency, test_mode=False,
            actor=actor, at=at,
        )  # fmt: skip
        row = shipping.ServiceRow(CARRIER, "Parcel", min_days=1, max_days=5, max_weight_g=31_500)
        shipping.save_services(account=CARRIER, services=[row], actor=actor, at=at)
        zone = shipping.ZoneRow("1", (ADDRESS["country"],), rates={CARRIER: ((31_500, 500),)})
        shipping.save_zones(account=CARRIER, zones=[zone], actor=actor, at=at)
        shipping.check_account(code=CARRIER, actor=actor, at=at)

    def prepare(self, lines: Iterable[SoldLine], at: dt.datetime) -> None:
        """Let the month's goods arrive, and set the prices at which this order was sold."""
        month = self._needs[(at.year, at.month)]
        arriving, changed = [], []
        for line in lines:
            variant_id = self.variant_ids[line.sku]
            if units := month.pop(line.sku, 0):
                arriving.append((variant_id, units + -(-units * SPARE // 100)))
            if self._prices.get(line.sku) != line.price:
                self._prices[line.sku] = line.price
                changed.append(pricing.PriceRow(variant_id, line.price))
        if arriving:
            document = f"Delivery {at:%Y-%m}"
            inventory.receive(arriving, location_code=LOCATION, document=document, actor=self.actor, at=at)
            self.units_received += sum(units for _, units in arriving)
        if changed:
            pricing.set_prices(rows=changed, channel=self.channel, actor=self.actor, at=at)

    def units_on_hand(self) -> int:
        """Return the units of all articles that lie in the warehouse."""
        levels = inventory.levels(self.variant_ids.values())
        return sum(level.on_hand for level in levels if level.location_code == LOCATION)
