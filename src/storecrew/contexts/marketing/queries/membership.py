"""Which segments a customer is in now: asked of live facts when a cart with such a promotion is priced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.facts import Buyer
from storecrew.contexts.marketing.models import Segment
from storecrew.contexts.marketing.queries.live import in_stock_only, live_addresses
from storecrew.contexts.marketing.rules import segments as rules
from storecrew.contexts.orders import public as orders


class SegmentGroups:
    """Segments as groups of customers, so that promotions can be limited to one.

    Consent is another question: nobody is written to here. Only those that somebody asks for are looked at.
    """

    is_private = True

    def groups_of(self, customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
        """Return the segments of ``wanted`` that a customer is in."""
        ids = rules.ids_in(frozenset(wanted))
        if not ids:
            return frozenset()
        email = customers.customer(customer_id).email
        buyer = buyer_facts(customer_id)
        rows = Segment.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "conditions")
        return frozenset(rules.code_of(key) for key, known in rows if _is_in(known, buyer, email, at))

    def ended_by_orders(self, codes: Collection[str]) -> Mapping[str, int]:
        """Return the segments that ask for few orders, or for none lately or of something."""
        return _counted(codes, rules.orders_that_end)

    def begun_by_orders(self, codes: Collection[str]) -> Mapping[str, int]:
        """Return the segments that ask for orders."""
        return _counted(codes, rules.orders_that_begin)

    def segments_of(self, customer_id: int) -> tuple[str, ...]:
        """Return nothing: segments decide about no price list."""
        return ()

    def announced(self) -> tuple[str, ...]:
        """Return nothing: segments are for colleagues."""
        return ()

    def names(self) -> dict[str, str]:
        """Return the names that colleagues gave."""
        return {rules.code_of(key): name for key, name in Segment.objects.values_list("pk", "name")}


def _counted(codes: Collection[str], count: Callable[[Mapping[str, Any]], int]) -> dict[str, int]:
    ids = rules.ids_in(frozenset(codes))
    rows = Segment.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "conditions") if ids else ()
    return {rules.code_of(key): orders for key, known in rows if (orders := count(known))}


def buyer_facts(customer_id: int) -> Buyer:
    """Return what a customer ordered, with their account or with its address. Raises UnknownCustomer."""
    customer = customers.customer(customer_id)
    contact = customers.contact_of(customer.email)
    history = orders.bought_by([customer.email], customer_id=customer_id).get(customer.email, ())
    spent: dict[str, int] = {}
    for each in history:
        spent[each.currency] = spent.get(each.currency, 0) + each.total
    units: dict[int, int] = {}
    for variant_id, quantity in (line for each in history for line in each.lines):
        units[variant_id] = units.get(variant_id, 0) + quantity
    home = next((each.address.country for each in customers.addresses(customer_id)), "")
    return Buyer(
        orders=len(history),
        last_order_at=max((each.placed_at for each in history), default=None),
        spent=spent,
        bought=frozenset(key for key, quantity in units.items() if quantity > 0),
        locale=contact.locale if contact else customer.locale,
        country=contact.country if contact else home,
        channel_code=contact.channel_code if contact else "",
    )


def _is_in(known: Mapping[str, Any], buyer: Buyer, email: str, at: dt.datetime) -> bool:
    """Ask what orders say first; then, one by one, what costs a query."""
    wanted = in_stock_only(known)
    return rules.meets(wanted, buyer, at) and all(
        emails.filter(email=email).exists() is are_meant for emails, are_meant in live_addresses(wanted, at)
    )
