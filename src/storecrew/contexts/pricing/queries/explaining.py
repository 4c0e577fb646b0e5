"""Why a price is what it is."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.facts import ConsideredPrice, PriceExplanation
from storecrew.contexts.pricing.queries.candidates import all_candidates
from storecrew.contexts.pricing.queries.prices import prices_for
from storecrew.contexts.pricing.rules.resolver import Wanted, refusal, resolve
from storecrew.kernel.money import Money


def why_this_price(
    variant_id: int,
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    segments: tuple[str, ...] = (),
    company: str = "",
) -> PriceExplanation:
    """Return the price with every row of the variant and the sentence why it won, lost or does not count."""
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segments, company)
    rows = list(all_candidates(variant_id))
    refused = {row.price_id: reason for row in rows if (reason := refusal(row.terms, wanted))}
    resolution = resolve([row for row in rows if row.price_id not in refused], quantity)
    lost = {row.price_id: reason for row, reason in resolution.lost} if resolution else {}
    considered = []
    for row in rows:
        won = resolution is not None and row.price_id == resolution.won.price_id
        code = (resolution.why if resolution and won else "") or refused.get(row.price_id)
        code = code or lost.get(row.price_id) or "quantity_not_reached"
        considered.append(
            ConsideredPrice(
                price_list=row.terms.code,
                list_name=row.terms.name,
                kind=row.terms.kind,
                amount=Money(row.amount, row.terms.currency),
                min_quantity=row.min_quantity,
                won=won,
                reason=sentence(code),
                on_request=row.on_request,
            )
        )
    considered.sort(key=lambda each: (not each.won, each.price_list, each.min_quantity))
    answer = prices_for(
        [variant_id], channel=channel, at=at, quantity=quantity, segments=segments, company=company
    ).get(variant_id)
    withheld = resolution is not None and resolution.won.on_request
    return PriceExplanation(answer, tuple(considered), withheld)


def sentence(code: str) -> str:
    """Say in words why a price row won, lost or does not count."""
    return {
        "base": _("The base price; no other list offers less."),
        "only_price": _("The only list with a price that counts here."),
        "lower": _("The lowest price among lists of the same priority."),
        "priority": _("Its list has the highest priority."),
        "other_currency": _("Does not count: the list is in another currency."),
        "other_market": _("Does not count: the list is for another market."),
        "other_channel": _("Does not count: the list is for another channel."),
        "not_started": _("Does not count yet: the list has not started."),
        "ended": _("Does not count any more: the list has ended."),
        "other_segment": _("Does not count: the buyer is not in the customer segment."),
        "other_company": _("Does not count: the list is for one company only."),
        "quantity_not_reached": _("Does not count: the quantity is not reached."),
        "larger_quantity_step": _("Lost to the price for a larger quantity in the same list."),
        "lower_priority": _("Lost to a list with a higher priority."),
        "wider_base": _("Lost to a base price that is made for this channel or market."),
        "higher_price": _("Lost to a lower price."),
        "on_request": _("No public price: people have to ask for it."),
        "amount_wins": _("Lost to a list of the same priority that names a price."),
        "same_price": _("Lost to an equal price of a list that comes first."),
    }[code]
