"""What is printed: a flyer and price labels for a campaign that is planned, an insert for one that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing import public as marketing
from storecrew.demo.steps.mailings import articles
from storecrew.kernel.actor import Actor

WEEK = dt.timedelta(days=7)


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Write three pieces down, the flyer with its deadline at the printer."""
    campaign = next(each for each in marketing.campaigns(states=["scheduled"]))
    flyer = next(each for each in campaign.activities if each.channel == "print")
    skus = tuple(articles(variant_ids))
    starts_at = campaign.starts_at or until
    rows = (
        ("flyer", "Flyer for the season", "Made to be used", skus, "season", 4_000, starts_at - WEEK),
        ("insert", "Insert for parcels", "Thank you for your order", skus[:2], "thanks", 10_000, None),
        ("labels", "Price labels of the showroom", "", skus * 6, "showroom", 2, None),
    )
    live = next(iter(marketing.campaigns(states=["live"])), campaign)
    for kind, name, headline, goods, word, copies, due_at in rows:
        packs = kind == "insert"
        content = marketing.PrintContent(
            campaign_id=(live if packs else campaign).id, packs=packs, kind=kind, name=name,
            shop_channel=channels.facts().code, locale="en",
            headline=headline, text="Honest materials, made to last. See it all in our shop.", skus=goods,
            word=word, copies=copies, due_at=due_at, activity_id=flyer.id if kind == "flyer" else None,
        )  # fmt: skip
        key = marketing.save_print(content, actor=actor, at=until)
        if packs:
            places = [each.code for each in inventory.locations() if each.active and each.kind == "warehouse"]
            each = copies // len(places)
            marketing.lay_out_copies(key, dict.fromkeys(places, each), actor=actor, at=until)
