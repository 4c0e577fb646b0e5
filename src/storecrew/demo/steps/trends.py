"""What moves around the demo store: prices of others, news, a note, and a task that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
# (days ago, competitor, hundredths of our price)
SEEN = ((30, "Nordlicht", 104), (9, "Nordlicht", 97), (2, "Nordlicht", 92), (5, "House & Loom", 108))
NEWS = (
    (1, "Wool prices fall for the third month", "Mills have more than they can spin."),
    (3, "Autumn fairs report more interest in repairable lamps", "Buyers ask for spare parts."),
    (8, "Parcel carriers announce surcharges for the holidays", "From the middle of November."),
)


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Note prices beside ours, bring the news of a feed, write a note and make a task of a piece of news."""
    channel = channels.facts()
    ours = pricing.offers_for(
        list(variant_ids)[:6], channel=channel, at=until, quantities={}, with_strike=False
    ).prices
    skus = catalog.variants(ours)
    prices = [
        insights.PriceSeen(
            sku=skus[variant_id].sku,
            rival=rival,
            price=f"{Money(answer.price.amount * share // 100, channel.currency).decimal:f}",
            currency=channel.currency,
            seen_on=(until - days * DAY).date().isoformat(),
        )
        for variant_id, answer in list(ours.items())[:3]
        for days, rival, share in SEEN
    ]
    insights.note_prices(prices, actor=actor, at=until)
    feed = insights.save_feed(
        None, name="Craft trade news", url="https://press.example/rss", active=False, actor=actor, at=until
    )
    insights.bring_feed(feed, _issue(until), at=until)
    note = insights.write_note(
        title="A supplier expects felt to be short in spring", text="Heard at the autumn fair.", url="",
        actor=actor, at=until,
    )  # fmt: skip
    insights.trend_task(
        "note", str(note), says="A supplier expects felt to be short in spring", url="/admin/trends/",
        actor=actor, at=until,
    )  # fmt: skip


def _issue(until: dt.datetime) -> bytes:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>https://press.example/{number}</link>"
        f"<description>{escape(text)}</description>"
        f"<pubDate>{format_datetime(until - days * DAY)}</pubDate></item>"
        for number, (days, title, text) in enumerate(NEWS)
    )
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
