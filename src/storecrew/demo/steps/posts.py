"""Posts for social networks in every state: posted, planned, a draft, one that stock stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.demo.steps.mailings import articles
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
# name, text, days from now, what becomes of it
ROWS = (
    ("Morning light", "A lamp that is kind to tired eyes. Made to be repaired.", -3, "posted"),
    ("Sunday table", "Set the table, call your friends, and stay.", -1, "posted"),
    ("Gifts under fifty", "Small things that are used every day.", 2, "scheduled"),
    ("How we pack", "No plastic, and it still arrives whole. Here is how.", 5, "scheduled"),
    ("Before it is cold", "Wool from the neighbor's sheep.", 8, "draft"),
)


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Write the posts and let those that are due leave, to the network that nobody reads."""
    if not any(each.code == "simulator" for each in marketing.networks()):
        return
    campaign = next(iter(marketing.campaigns(states=["live"])), None)
    skus = tuple(articles(variant_ids))[:2]
    for name, text, days, state in ROWS:
        at = until + min(days - 2, 0) * DAY
        content = marketing.PostContent(
            name=name, text=text, networks=("simulator",), shop_channel=channels.facts().code, locale="en",
            due_at=until + days * DAY, path="/categories/", skus=skus if state == "scheduled" else (),
            campaign_id=campaign.id if campaign else None,
        )  # fmt: skip
        key = marketing.save_post(content, actor=actor, at=at)
        if state != "draft":
            marketing.schedule_post(key, actor=actor, at=at)
        if state == "posted":
            marketing.publish_due(until + days * DAY)
