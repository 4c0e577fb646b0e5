"""What shoppers keep on wish lists, so that the staff see what is wanted and how much of it there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.wishes import public as wishes
from storecrew.demo.steps.trade import REGULAR
from storecrew.kernel.actor import guest_actor

PEOPLE = 40
ARTICLES = 24
GIFTS = "New home"
"""The list of the demo's shopper that friends have the link of."""


def build(variant_ids: Sequence[int], *, until: dt.datetime) -> None:
    """Let customers wish for one to four of some articles, the first of them most."""
    channel = channels.all_channels()[0]
    sold = catalog.sellable_variants(variant_ids, channel_id=channel.id).values()
    wanted = [one.id for one in sorted(sold, key=lambda one: one.sku)][::7][:ARTICLES]
    contacts = customers.contacts(customers.contact_ids(limit=PEOPLE)).values()
    known = [row for each in contacts if (row := customers.customer_by_email(each.email))]
    for number, person in enumerate(known):
        owner = wishes.Owner(customer_id=person.id)
        at = until - dt.timedelta(days=number * 5 % 60, hours=number % 9)
        for wish in range(1 + number % 4):
            article = wanted[(number * wish + number % 3) % len(wanted)]
            wishes.put(owner, article, actor=guest_actor(""), at=at)
    _gifts(wanted[:3], until=until)


def _gifts(wanted: Sequence[int], *, until: dt.datetime) -> None:
    """Share a list of presents, one of which a friend has bought."""
    known = customers.customer_by_email(REGULAR)
    if known is None:
        return
    owner, actor = wishes.Owner(customer_id=known.id), guest_actor("")
    gifts = wishes.start(owner, GIFTS, actor=actor, at=until)
    for quantity, article in enumerate(wanted, start=1):
        wishes.put(owner, article, list_id=gifts, quantity=quantity, actor=actor, at=until)
    link = wishes.share(owner, gifts, actor=actor, at=until)
    channel = channels.all_channels()[0]
    seen = wishes.shared_list(link, channel=channel, locale=channel.locale, at=until)
    wishes.mark_bought(link, seen.wishes[0].id, buyer=wishes.new_token(), actor=actor, at=until)
