"""Who hears later of a promotion that others have early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.queries.blocks import buyer_of
from storecrew.contexts.promotions import public as promotions


def opens_later(
    planned: Sequence[Mapping[str, Any]], contacts: Iterable[customers.ContactFacts], at: dt.datetime
) -> dict[int, dt.datetime]:
    """Return, by contact, when people get what a mail tells of and only others have now.

    Nobody is asked about while no promotion of its blocks is early somewhere: two queries then.
    """
    told = promotions.standing({block["promotion"] for block in planned if block["kind"] == "coupon"})
    shops = {shop.code: shop for shop in channels.all_channels()}
    early = {
        code: found
        for code in shops
        if (found := [each for each in told.values() if each.is_early_in(code, at)])
    }
    later = {}
    for contact in contacts:
        shop = shops.get(contact.channel_code)
        moments = [
            promotions.told_from(each, buyer_of(contact, shop, contact.locale), at) or at
            for each in early.get(contact.channel_code, ())
            if shop is not None
        ]
        if moments and max(moments) > at:
            later[contact.id] = max(moments)
    return later
