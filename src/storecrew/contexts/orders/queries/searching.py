"""Orders by what people know of them: a number or its digits, an article, a phone or a name.

Everything is answered from an index but names and phone numbers, which stand in what the buyer typed: those
are looked for among the newest orders alone, so that a search costs the same however many orders there are.
"""

from __future__ import annotations

from django.db.models import Q

from storecrew.contexts.orders.models import Order, OrderLine

NUMBER_PREFIX = "SC-"
NEWEST = 5_000
MOST = 500
# a shorter text says too little
SHORTEST_NAME = 2
SHORTEST_PHONE = 6
# the end of a phone number that tells buyers apart, however its beginning is written
PHONE_END = 8


def ids_found(text: str) -> list[int]:
    """Return the ids of the orders that a text other than an e-mail address says something about."""
    numbers = [text.upper(), *([f"{NUMBER_PREFIX}{text}"] if text.isdecimal() else [])]
    found = set(Order.objects.filter(number__in=numbers).values_list("pk", flat=True))
    containing = OrderLine.objects.filter(sku=text).order_by("-order_id")
    found.update(containing.values_list("order_id", flat=True)[:MOST])
    return [*found, *_of_buyers(text)]


def _of_buyers(text: str) -> list[int]:
    """Return the newest orders whose buyer or recipient has a name or a phone like this."""
    digits = "".join(filter(str.isdecimal, text))
    if digits and not set(text) - set("0123456789 +-()/."):
        if len(digits) < SHORTEST_PHONE:
            return []
        named = Q(phone__endswith=digits[-PHONE_END:])
    elif len(text) < SHORTEST_NAME or any(letter.isdecimal() for letter in text):
        return []
    else:
        named = Q(shipping_address__name__icontains=text) | Q(billing_address__name__icontains=text)
    newest = Order.objects.order_by("-placed_at").values("pk")[:NEWEST]
    return list(Order.objects.filter(named, pk__in=newest).values_list("pk", flat=True)[:MOST])
