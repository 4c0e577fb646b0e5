"""Ninety days of visits around the demo's orders: bulk notes, counted by the product's own batches."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.orders import public as orders

DAYS = 90
A_DAY = 30
"""Visits of an ordinary day without an order, over all shops."""
kinds = insights.kinds

# (share, how they come)
SOURCES: tuple[tuple[int, dict[str, str]], ...] = (
    (26, {"host": "www.google.com"}),
    (8, {"host": "search.naver.com"}),
    (20, {}),
    (12, {"source": "google", "medium": "cpc", "campaign": "warm-evenings", "click": "google"}),
    (9, {"source": "newsletter", "medium": "email", "campaign": "monday-letter"}),
    (8, {"host": "www.instagram.com"}),
    (5, {"source": "instagram", "medium": "paid_social", "campaign": "new-loom"}),
    (4, {"host": "chatgpt.com"}),
    (3, {"source": "flyer", "medium": "qr", "campaign": "open-house"}),
    (3, {"source": "studio-notes", "medium": "affiliate", "campaign": "studio-notes"}),
    (2, {"host": "homes.example"}),
)
DEVICES = ("phone", "phone", "phone", "desktop", "desktop", "tablet")
SOUGHT = ("vase", "blanket", "lamp", "cup", "wool", "gift card", "bowl", "머그", "조명")
IN_VAIN = ("cutting board", "candle", "espresso cup", "rug 200x300", "향초")
LACKED = ("address_missing", "shipping_method_missing", "not_paid")
REFUSED = (
    "postal_code_invalid", "email_invalid", "phone_invalid", "country_not_served", "shipping_method_missing",
    "insufficient_stock", "payment_declined", "cart_changed",
)  # fmt: skip


def build(variant_ids: Iterable[int], *, until: dt.datetime) -> None:
    """Let people come, look, search, fill carts and buy, so that every order has its visits."""
    products = catalog.product_ids_of_variants(variant_ids)
    people = _People(list(catalog.product_slugs(sorted(set(products.values()))).values()), products)
    notes: list[insights.Note] = []
    carts = checkout.cart_rows(since=until - dt.timedelta(days=DAYS + 2))
    placed = _placed(carts)
    for cart in sorted(carts, key=lambda one: one.id):
        notes += people.cart(cart, *placed.get(cart.order_id or 0, ("", ())))
    for day in range(DAYS, -1, -1):
        notes += people.strangers(until - dt.timedelta(days=day), day)
    notes.sort(key=lambda one: one.at)
    insights.take([one for one in notes if one.at <= until], at=until)


def _placed(carts: Iterable[checkout.CartRow]) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Return the state and the articles of the orders that carts became."""
    found = {}
    for cart in carts:
        order = orders.order_of_cart(cart.token) if cart.order_id else None
        if order is not None:
            found[order.id] = (order.status, tuple(line.variant_id for line in order.lines))
    return found


class _People:
    """Invents what people do, the same at every build."""

    def __init__(self, slugs: list[str], products: dict[int, int]) -> None:
        self.slugs = slugs
        self.products = products
        known = channels.all_channels()
        self.channels = [known[0].id] * 7 + [known[-1].id] * 3
        self.paths = [f"/c/{node.url_path}/" for node in catalog.category_tree("en")]
        self.visitor = 0
        self.campaigns = [
            (one.starts_at, one.ends_at or dt.datetime.max.replace(tzinfo=dt.UTC), one.utm_campaign)
            for one in marketing.campaigns(states=("live", "paused", "ended"))
            if one.starts_at and one.utm_campaign
        ]

    def strangers(self, day: dt.datetime, ago: int) -> Iterator[insights.Note]:
        """Visits of one day that buy nothing."""
        chance = random.Random(f"visits-{ago}")  # noqa: S311 - the same history everywhere, not a secret
        busy = 1.3 if day.weekday() >= 5 else 1.0
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        for _visit in range(round(A_DAY * busy * (1.0 + (DAYS - ago) / DAYS * 0.5))):
            minute = int(chance.triangular(360, 1380, 1190))
            begins = midnight + dt.timedelta(minutes=minute, seconds=chance.randrange(60))
            yield from self._visit(chance, begins, chance.choice(self.channels), chance.randrange(1, 6))

    def cart(self, cart: checkout.CartRow, status: str, ordered: tuple[int, ...]) -> Iterator[insights.Note]:
        """The visits that led to a cart, its steps, and its order."""
        chance = random.Random(f"cart-{cart.id}")  # noqa: S311
        self.visitor += 1
        known = self.visitor if chance.random() < 0.7 else None
        device = chance.choice(DEVICES)
        for back in sorted(
            (chance.uniform(0.5, 25) for _ in range(chance.choice((0, 0, 1, 2)))), reverse=True
        ):
            at = cart.created_at - dt.timedelta(days=back)
            yield from self._visit(chance, at, cart.channel_id, 3, visitor=known, device=device)
        begins = cart.created_at - dt.timedelta(minutes=9)
        yield from self._visit(chance, begins, cart.channel_id, 3, visitor=known, device=device)
        here: dict[str, Any] = {
            "channel_id": cart.channel_id, "device": device, "visitor": known,
            "cart": insights.cart_number(cart.token),
        }  # fmt: skip
        variants = [variant_id for variant_id, _units in cart.lines] or list(ordered)
        products = [self.products[each] for each in variants if each in self.products]
        for number, product_id in enumerate(dict.fromkeys(products)):
            at = cart.created_at + dt.timedelta(seconds=number)
            yield insights.Note(at=at, kind=kinds.ADD, products=(product_id,), **here)
        went = 3 if ordered or cart.step == "payment" else chance.choice((0, 0, 1, 2))
        for number, kind in enumerate((kinds.DETAILS, kinds.DELIVERY, kinds.PAYMENT)[:went]):
            yield insights.Note(at=cart.created_at + dt.timedelta(seconds=20 + number), kind=kind, **here)
        yield from self._reasons(cart, went, bool(ordered), here)
        if cart.step == "payment" and status != "confirmed":
            yield insights.Note(at=cart.created_at + dt.timedelta(seconds=40), kind=kinds.DECLINED, **here)

    def _reasons(
        self, cart: checkout.CartRow, went: int, is_ordered: bool, here: dict[str, Any]
    ) -> Iterator[insights.Note]:
        """What a cart lacked when it was left, and what its checkout refused before."""
        chance = random.Random(f"reasons-{cart.id}")  # noqa: S311
        at = cart.created_at + dt.timedelta(seconds=30)
        if went and chance.random() < 0.3:
            code = chance.choice(REFUSED[: 2 + 2 * went])
            yield insights.Note(at=at, kind=kinds.HINDERED, term=code, **here)
        if went and not is_ordered:
            yield insights.Note(at=at, kind=kinds.STANDS, term=LACKED[went - 1], **here)

    def _visit(
        self,
        chance: random.Random,
        at: dt.datetime,
        channel_id: int,
        pages: int,
        *,
        visitor: int | None = None,
        device: str = "",
    ) -> Iterator[insights.Note]:
        """One visit: it lands somewhere and goes on for a few pages."""
        came = self._came(chance, at)
        shared: dict[str, Any] = {"channel_id": channel_id, "device": device or chance.choice(DEVICES)}
        if visitor is None and chance.random() < 0.35:
            self.visitor += 1
            visitor = self.visitor
        for number in range(pages):
            place: dict[str, Any] = {**came} if number == 0 else {"inside": True}
            yield insights.Note(
                at=at + dt.timedelta(seconds=47 * number),
                kind=kinds.VIEW,
                visitor=visitor,
                **self._page(chance, number),
                **place,
                **shared,
            )

    def _came(self, chance: random.Random, at: dt.datetime) -> dict[str, str]:
        """How somebody comes: every fourth by a campaign while one runs, else as always."""
        running = [code for starts, ends, code in self.campaigns if starts <= at < ends]
        if running and chance.random() < 0.25:
            source, medium = chance.choice(
                (("newsletter", "email"), ("flyer", "qr"), ("newsletter", "email"))
            )
            return {"source": source, "medium": medium, "campaign": chance.choice(running)}
        return chance.choices([row for _share, row in SOURCES], [share for share, _row in SOURCES])[0]

    def _page(self, chance: random.Random, number: int) -> dict[str, Any]:
        draw = chance.random()
        if draw < 0.5:
            slug = self.slugs[min(len(self.slugs) - 1, int(chance.expovariate(12 / len(self.slugs))))]
            return {
                "page": "product", "path": f"/p/{slug}/", "slug": slug, "sold_out": chance.random() < 0.04,
            }  # fmt: skip
        if draw < 0.75:
            return {"page": "category", "path": chance.choice(self.paths or ["/"])}
        if draw < 0.84 and number:
            term = chance.choice(IN_VAIN if chance.random() < 0.2 else SOUGHT)
            found = 0 if term in IN_VAIN else None
            return {"page": "search", "path": "/search/", "term": term, "found": found}
        return {"page": "help", "path": "/help/"} if draw > 0.97 else {"page": "home", "path": "/"}
