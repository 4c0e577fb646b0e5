"""Flows about wish lists: what a customer keeps there became cheaper, or only few of it are left.

A run is about a person and a day: one message names everything that is news then. What it is about is asked
again at each step and as the mail leaves, so the list, the prices and the stock are those of that moment.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.db.models import Max

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing.models import Flow, FlowRun
from storecrew.contexts.marketing.operations.flow_kinds import TOPICS, Candidate, percent_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.wishes import public as wishes
from storecrew.kernel import clock

PAUSE = {Flow.Kind.WISH_PRICE_DROP: dt.timedelta(days=7), Flow.Kind.WISH_LOW_STOCK: dt.timedelta(days=30)}
"""For how long a person hears no more of the same kind: lists are for wishing, not for pushing."""
REMEMBERED, PAGE = dt.timedelta(days=30), 500


def people_with_news(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    """Yield whose list has news, among those who agreed to hear of it and have not lately."""
    last = 0
    while ids := wishes.customers_with_wishes(after=last, limit=PAGE):
        last = ids[-1]
        owners = {each.email: each.id for each in customers.customers(ids).values()}
        known = customers.contacts_of(list(owners))
        agreed = customers.agreed([each.id for each in known.values()], TOPICS[flow.kind])
        contacts = {owners[each.email]: each for each in known.values() if each.id in agreed}
        told = _told(flow, [each.id for each in contacts.values()])
        fresh = {
            customer_id: each
            for customer_id, each in contacts.items()
            if each.id not in told or told[each.id] <= at - PAUSE[Flow.Kind(flow.kind)]
        }
        found = _news(flow, fresh, told, at)
        for customer_id in sorted(found):
            yield Candidate(fresh[customer_id].id, f"wishes:{customer_id}:{at:%Y%m%d}", at)


def news_of(run: FlowRun, contact: customers.ContactFacts) -> list[int]:
    """Return the variants that a run may still tell of: wished, not bought since, and the news holds."""
    customer_id = int(run.subject.split(":")[1])
    before = FlowRun.objects.filter(flow_id=run.flow_id, contact_id=run.contact_id, pk__lt=run.pk)
    last = before.aggregate(last=Max("entered_at"))["last"]
    told = {contact.id: last} if last else {}
    found = _news(run.flow, {customer_id: contact}, told, run.entered_at)
    return found.get(customer_id, [])


def _told(flow: Flow, contact_ids: Collection[int]) -> dict[int, dt.datetime]:
    """Return when people were last in the flow; one query."""
    rows = FlowRun.objects.filter(flow=flow, contact_id__in=contact_ids).order_by()
    return dict(rows.values_list("contact_id").annotate(last=Max("entered_at")))


def _news(
    flow: Flow,
    contacts: Mapping[int, customers.ContactFacts],
    told: Mapping[int, dt.datetime],
    since: dt.datetime,
) -> dict[int, list[int]]:
    """Return the variants with news by customer; a handful of queries per shop."""
    bought = orders.bought_by([each.email for each in contacts.values()]) if contacts else {}
    by_channel: dict[str, list[wishes.Wished]] = defaultdict(list)
    for wish in wishes.wishes_of(list(contacts)) if contacts else ():
        contact = contacts[wish.customer_id]
        history = bought.get(contact.email, ())
        lines = (key for each in history if each.placed_at >= wish.added_at for key, _units in each.lines)
        if wish.variant_id not in set(lines):
            by_channel[contact.channel_code].append(wish)
    found: dict[int, list[int]] = defaultdict(list)
    for code in sorted(by_channel):
        channel, wished = channels.facts(code), by_channel[code]
        if flow.kind == Flow.Kind.WISH_LOW_STOCK:
            words = inventory.stock_words({each.variant_id for each in wished}, channel_id=channel.id)
            news = [each for each in wished if words.get(each.variant_id) == "low"]
        else:
            news = _cheaper(flow, wished, contacts, told, since, channel)
        for each in news:
            if each.variant_id not in found[each.customer_id]:
                found[each.customer_id].append(each.variant_id)
    return {customer_id: keys for customer_id, keys in found.items() if keys}


def _cheaper(
    flow: Flow,
    wished: Collection[wishes.Wished],
    contacts: Mapping[int, customers.ContactFacts],
    told: Mapping[int, dt.datetime],
    since: dt.datetime,
    channel: channels.ChannelFacts,
) -> list[wishes.Wished]:
    """Return what costs less than when it was put on the list, or than the person last heard."""

    def seen(each: wishes.Wished) -> tuple[int, dt.datetime]:
        heard = told.get(contacts[each.customer_id].id, each.added_at)
        return each.variant_id, max(each.added_at, heard, since - REMEMBERED)

    pairs = {seen(each) for each in wished}
    found = pricing.cheaper_since(pairs, channel=channel, percent=percent_of(flow), at=clock.now())
    return [each for each in wished if seen(each) in found]
