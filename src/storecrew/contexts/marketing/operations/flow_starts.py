"""What lets people into a flow, by its kind: the carts, the consent, the orders and the prices of now.

What a run is about is its ``subject``: the token of a cart, or the person with what they bought and when.
The same thing lets its person in once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.models import Bought, Flow, FlowRun, Profile
from storecrew.contexts.marketing.operations.flow_kinds import TOPICS, Candidate, percent_of
from storecrew.contexts.marketing.operations.wish_flows import people_with_news
from storecrew.contexts.pricing import public as pricing

FRESH, REMEMBERED, DAY = dt.timedelta(days=7), dt.timedelta(days=30), dt.timedelta(days=1)
MORNING = 9
MOST, PAGE, MOST_PAGES = 500, 500, 40
"""So many enter at once, who is in already not counted; so many are looked at together, so many times."""
CHEAPER = ":cheaper"


def candidates(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    """Yield who could enter a flow, agreed to hear of it and is not in it for the same, up to ``MOST``."""
    room, looked = MOST, _STARTS[flow.kind](flow, at)
    while room and (page := list(islice(looked, PAGE))):
        mine = FlowRun.objects.filter(flow=flow, subject__in=[each.subject for each in page])
        known = set(mine.values_list("subject", flat=True))
        new = [each for each in page if each.subject not in known][:room]
        yield from new
        room -= len(new)


def cart_of(subject: str) -> str:
    """Return the token of the cart that a run is about."""
    return subject.removesuffix(CHEAPER)


def article_of(subject: str) -> int:
    """Return the variant that a run of a used-up article is about."""
    return int(subject.split(":")[1])


def still_cheaper(run: FlowRun, variant_ids: Collection[int], *, since: dt.datetime, at: dt.datetime) -> bool:
    """Return whether one of some articles costs less than at ``since``, when its cart was last touched."""
    contact = customers.contacts([run.contact_id])[run.contact_id]
    seen = [(variant_id, since) for variant_id in variant_ids]
    channel = channels.facts(contact.channel_code)
    return bool(pricing.cheaper_since(seen, channel=channel, percent=percent_of(run.flow), at=at))


def _left_carts(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    idle = dt.timedelta(minutes=int(flow.settings.get("idle_minutes", 60)))
    for contact, cart in _carts(flow, since=at - FRESH, until=at - idle):
        yield Candidate(contact.id, cart.token, cart.updated_at)


def _cheaper_carts(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    """Yield the carts of the last month in which something became cheaper."""
    looked = _carts(flow, since=at - REMEMBERED, until=at - DAY)
    while page := list(islice(looked, PAGE)):
        yield from _became_cheaper(flow, page, at)


def _became_cheaper(
    flow: Flow, carts: Sequence[tuple[customers.ContactFacts, checkout.IdleCart]], at: dt.datetime
) -> Iterator[Candidate]:
    """Yield those of some carts in which something became cheaper; one query per channel."""
    goods = checkout.goods_of_carts([cart.token for _contact, cart in carts])
    for code in sorted({contact.channel_code for contact, _cart in carts}):
        mine = [(contact, cart) for contact, cart in carts if contact.channel_code == code]
        seen = {(key, cart.updated_at) for _contact, cart in mine for key in goods.get(cart.token, ())}
        found = pricing.cheaper_since(seen, channel=channels.facts(code), percent=percent_of(flow), at=at)
        for contact, cart in mine:
            if any((key, cart.updated_at) in found for key in goods.get(cart.token, ())):
                yield Candidate(contact.id, cart.token + CHEAPER, at)


def _carts(
    flow: Flow, *, since: dt.datetime, until: dt.datetime
) -> Iterator[tuple[customers.ContactFacts, checkout.IdleCart]]:
    """Yield the newest left carts of people who agreed, page by page."""
    last: checkout.IdleCart | None = None
    for _page in range(MOST_PAGES):
        carts = checkout.idle_carts(since=since, until=until, limit=PAGE, after=last)
        known = customers.contacts_of([each.email for each in carts])
        agreed = customers.agreed([each.id for each in known.values()], TOPICS[flow.kind])
        for each in carts:
            contact = known.get(each.email)
            if contact is not None and contact.id in agreed:
                yield contact, each
        if len(carts) < PAGE:
            return
        last = carts[-1]


def _new_readers(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    for contact_id, moment in customers.agreed_since(TOPICS[flow.kind], at - FRESH):
        yield Candidate(contact_id, f"contact:{contact_id}", moment)


def _long_away(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    days = dt.timedelta(days=int(flow.settings.get("days", 90)))
    rows = Profile.objects.filter(
        contact__in=customers.reachable(TOPICS[flow.kind]),
        last_order_at__gt=at - days - FRESH,
        last_order_at__lte=at - days,
    )
    newest = rows.order_by("-last_order_at", "pk").values_list("contact_id", "last_order_at")
    for contact_id, last in newest.iterator(PAGE):
        yield Candidate(contact_id, f"{contact_id}:{last:%Y%m%d}", at)


def _used_up(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    """Yield who bought one of the articles so long ago that it is used up."""
    lasts = dt.timedelta(days=int(flow.settings.get("days", 30)))
    variants = catalog.variant_ids_by_sku(flow.settings.get("skus", ()))
    rows = Bought.objects.filter(
        profile__contact__in=customers.reachable(TOPICS[flow.kind]),
        variant__in=variants.values(),
        last_at__gt=at - lasts - FRESH,
        last_at__lte=at - lasts,
    )
    found = rows.order_by("-last_at", "pk").values_list("profile__contact_id", "variant_id", "last_at")
    for contact_id, variant_id, last in found.iterator(PAGE):
        yield Candidate(contact_id, f"{contact_id}:{variant_id}:{last:%Y%m%d}", at)


def _birthdays(flow: Flow, at: dt.datetime) -> Iterator[Candidate]:
    """Yield whose birthday it is, from the morning of their shop's own day; each once a year."""
    for channel in channels.all_channels():
        today = at.astimezone(ZoneInfo(channel.timezone))
        morning = today.replace(hour=MORNING, minute=0, second=0, microsecond=0)
        last = 0
        while at >= morning and (born := customers.born_on(today.date(), limit=PAGE, after=last)):
            last = max(born.values())
            known = customers.contacts_of(list(born))
            mine = [each for each in known.values() if each.channel_code == channel.code]
            agreed = customers.agreed([each.id for each in mine], TOPICS[flow.kind])
            for each in mine:
                if each.id in agreed:
                    yield Candidate(each.id, f"birthday:{born[each.email]}:{today:%Y}", morning)


def still_has_birthday(run: FlowRun) -> bool:
    """Say whether the person still lets us know their birthday."""
    return bool(customers.customer(int(run.subject.split(":")[1])).birthday)


_STARTS: dict[str, Callable[[Flow, dt.datetime], Iterator[Candidate]]] = {
    "abandoned_cart": _left_carts,
    "welcome": _new_readers,
    "win_back": _long_away,
    "replenishment": _used_up,
    "price_drop": _cheaper_carts,
    "birthday": _birthdays,
    "wish_price_drop": people_with_news,
    "wish_low_stock": people_with_news,
}
