"""What a campaign brought, order by order: every term of the sum has its rows (MKT-7)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import Q

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.insights.models import OrderTouch
from storecrew.contexts.insights.queries.media import AFFILIATES, AT_ONCE, media_of
from storecrew.contexts.insights.rules.returning import CampaignReturn, MediaCost, OrderReturn, SeedingCost
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel.money import Money

TERMS = ("revenue", "discount", "goods", "shipping", "back", "contacts", "media", "seeding")
AFTERWARDS = dt.timedelta(days=30)
"""An order so long after the end still counts for the campaign's visit."""


def campaign_return(campaign: marketing.CampaignFacts, *, at: dt.datetime | None = None) -> CampaignReturn:
    """Return what a campaign brought and cost so far, in the campaign's currency.

    An order belongs to it when the last visit before it came by the campaign's links, when one of its
    promotions applied, or a code of its print. Orders in other currencies are counted and left out. What went
    back, labels and contacts are those known now, so the result moves until the last return is in. With a
    moment, the people who were drawn to get nothing are compared with the others, too.
    """
    touched = _touched(campaign)
    promoted = orders.ids_with_promotions(campaign.promotion_ids, **_window(campaign))
    coded = _coded(campaign) - touched - promoted
    made: list[OrderReturn] = []
    elsewhere = 0
    for part in _in_parts(sorted({*touched, *promoted, *coded})):
        found = []
        for order in part:
            if order.currency != campaign.currency:
                elsewhere += 1
                continue
            by = "both" if order.id in touched and order.id in promoted else "promotion"
            by = "code" if order.id in coded else by
            found.append((order, "visit" if order.id in touched and order.id not in promoted else by))
        made += _rows(found, campaign.currency)
    media = media_of(campaign, [row.order_id for row in made])
    return CampaignReturn(
        campaign.id,
        campaign.name,
        campaign.utm_campaign,
        campaign.currency,
        tuple(made),
        media,
        elsewhere,
        marketing.increment(campaign.id, currency=campaign.currency, at=at) if at is not None else None,
        seeding_of(affiliates.seedings(campaigns=[campaign.utm_campaign]), campaign.currency),
    )


def partner_return(partner_id: int, *, currency: str) -> CampaignReturn:
    """Return what a partner brought and cost so far in one currency.

    An order belongs to a partner when a commission was booked for it; commissions are the media. Raises
    UnknownPartner.
    """
    partner = affiliates.find(partner_id)
    brought = affiliates.brought_by(partner_id, currency=currency)
    known = {each.order_id: each for each in brought}
    made: list[OrderReturn] = []
    for part in _in_parts(sorted(known)):
        made += _rows([(order, known[order.id].via) for order in part], currency)
    media = tuple(
        MediaCost(row.number, AFFILIATES, partner.name, known[row.order_id].left, True)
        for row in made
        if known[row.order_id].left
    )
    return CampaignReturn(
        partner.pk,
        partner.name,
        partner.code,
        currency,
        tuple(made),
        media,
        0,
        None,
        seeding_of(affiliates.seedings(partner_id=partner_id), currency),
    )


def seeding_of(found: Sequence[affiliates.SeedingFacts], currency: str) -> tuple[SeedingCost, ...]:
    """Return what products for partners cost, of those that are booked in a currency."""
    return tuple(
        SeedingCost(
            each.order_number,
            each.made_at,
            each.partner,
            each.campaign,
            each.cost_center,
            None if each.goods is None else each.goods.amount,
            None if each.shipping is None else each.shipping.amount,
        )
        for each in found
        if each.currency == currency
    )


def _window(campaign: marketing.CampaignFacts) -> dict[str, dt.datetime | None]:
    return {"since": campaign.starts_at, "until": campaign.ends_at + AFTERWARDS if campaign.ends_at else None}


def _coded(campaign: marketing.CampaignFacts) -> set[int]:
    """Return the orders with a code that stands on what was printed for the campaign (MKT-9)."""
    codes = marketing.codes_of_campaign(campaign.id)
    return orders.ids_with_codes(codes, **_window(campaign)) if codes else set()


def _touched(campaign: marketing.CampaignFacts) -> set[int]:
    if not campaign.utm_campaign:
        return set()
    rows = OrderTouch.objects.filter(Q(place="last") | Q(place="only"), campaign=campaign.utm_campaign)
    if campaign.starts_at:
        rows = rows.filter(at__gte=campaign.starts_at)
    if campaign.ends_at:
        rows = rows.filter(at__lt=campaign.ends_at + AFTERWARDS)
    return set(rows.values_list("order_id", flat=True))


def _in_parts(order_ids: Sequence[int]) -> Iterator[tuple[orders.OrderFacts, ...]]:
    """Yield all of these orders, as many at a time as one statement may name."""
    for start in range(0, len(order_ids), AT_ONCE):
        yield orders.orders_by_id(order_ids[start : start + AT_ONCE])


def _rows(found: list[tuple[orders.OrderFacts, str]], currency: str) -> tuple[OrderReturn, ...]:
    ids = [order.id for order, _by in found]
    shelved = aftersales.units_on_shelf(ids)
    articles = {line.variant_id for order, _by in found for line in order.lines}
    costs = pricing.costs_for(articles, currency=currency)
    labels = _labels([order.number for order, _by in found], currency)
    contacts = _contacts(ids, currency)
    back = dict(
        OrderTouch.objects.filter(order_id__in=ids, place__in=("last", "only")).values_list(
            "order_id", "back_amount"
        )
    )
    return tuple(
        _row(
            order,
            by,
            _goods(order, costs, shelved),
            labels.get(order.number),
            contacts.get(order.id, 0),
            back.get(order.id, 0),
        )
        for order, by in found
    )


def _row(
    order: orders.OrderFacts,
    by: str,
    goods: int | None,
    label: int | None,
    contacts: int,
    back: int,
) -> OrderReturn:
    discount = sum(_without_tax(line) for line in order.lines)
    paid = order.shipping.amount - (order.shipping_tax.amount if order.tax_display == "gross" else 0)
    return OrderReturn(
        order_id=order.id,
        number=order.number,
        placed_at=order.placed_at,
        by=by,
        revenue=sum(line.net.amount for line in order.lines) + discount,
        discount=discount,
        goods=goods,
        shipping=None if label is None else label - paid,
        back=back,
        contacts=contacts,
    )


def _goods(order: orders.OrderFacts, costs: Mapping[int, Money], shelved: Mapping[int, int]) -> int | None:
    """Return what the goods of an order cost that left and did not come back to be sold again; None unknown.

    What was canceled never left, and its money went back.
    """
    found = 0
    for line in order.lines:
        sold = (
            line.fulfilled_quantity if order.status == "canceled" else line.quantity - line.canceled_quantity
        )
        gone = sold - shelved.get(line.id, 0)
        cost = costs.get(line.variant_id)
        if gone > 0 and cost is None:
            return None
        found += cost.amount * max(gone, 0) if cost else 0
    return found


def _labels(numbers: list[str], currency: str) -> dict[str, int]:
    """Return what the labels of each order cost; orders without one whose cost is known are absent."""
    found = {}
    for number, labels in shipping.labels_of(numbers).items():
        costs = [
            one.cost.amount
            for one in labels
            if one.state == "bought" and one.cost and one.cost.currency == currency
        ]
        if costs:
            found[number] = sum(costs)
    return found


def _without_tax(line: orders.OrderLineFacts) -> int:
    """Return the discount of a line without the tax that was in it."""
    whole = line.net.amount + line.tax.amount
    return line.discount.amount * line.net.amount // whole if whole else line.discount.amount


def _contacts(ids: list[int], currency: str) -> dict[int, int]:
    """Return what the questions about each order cost: one task or comment thread is one contact."""
    each = int(settings.STORECREW_CONTACT_COST.get(currency, 0))
    found: dict[int, int] = defaultdict(int)
    for order_id, count in work.contacts_about("orders.order", ids).items():
        found[order_id] += count * each
    return found
