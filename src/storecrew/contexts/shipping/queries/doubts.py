"""Reads of addresses that are looked at: what is doubtful, what was learned, what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import translation
from django.utils.crypto import salted_hmac

from storecrew.contexts.shipping.facts import AddressDoubt, AddressHoldFacts
from storecrew.contexts.shipping.models import AddressHold, AddressMemory
from storecrew.contexts.shipping.queries.addresses import sentence
from storecrew.contexts.shipping.rules import doubts as rules
from storecrew.contexts.shipping.rules.addresses import clean
from storecrew.kernel.sentence import say


def address_doubts(address: Mapping[str, Any], *, locale: str = "") -> tuple[AddressDoubt, ...]:
    """Return what a person should look at before a parcel goes to an address; one query.

    A place where a parcel arrived before, or that a person has confirmed, is doubted for mistakes alone.
    """
    cleaned = clean(address)
    memory = AddressMemory.objects.filter(place=place_of(address)).first()
    codes = list(rules.doubts(cleaned))
    if memory is not None and memory.verdict == AddressMemory.GOOD:
        codes = [code for code in codes if code.partition(".")[2] in cleaned.problems.values()]
    with translation.override(locale or translation.get_language()):
        found = [AddressDoubt(code, _sentence(code, cleaned)) for code in codes]
        if memory is not None and memory.verdict == AddressMemory.UNDELIVERABLE:
            words = say(
                "A parcel to this address came back: the carrier did not find it (order %(number)s).",
                number=memory.order_ref,
            )
            found.append(AddressDoubt(rules.UNDELIVERABLE, words))
    return tuple(found)


def place_of(address: Mapping[str, Any]) -> str:
    """Return the keyed digest that recognizes a place and tells none."""
    text = rules.place_of({name: str(value) for name, value in address.items()})
    return salted_hmac("storecrew.shipping.place", text, algorithm="sha256").hexdigest()


def address_hold(order_id: int) -> AddressHoldFacts | None:
    """Return the hold for which an order waits now; None when its address is good."""
    row = AddressHold.objects.filter(order_id=order_id, state__in=AddressHold.WAITING).first()
    return hold_facts(row) if row else None


def held_numbers(numbers: Collection[str]) -> frozenset[str]:
    """Return which of these orders wait because of their address; one query."""
    rows = AddressHold.objects.filter(number__in=numbers, state__in=AddressHold.WAITING)
    return frozenset(rows.values_list("number", flat=True))


def hold_facts(row: AddressHold) -> AddressHoldFacts:
    """Build the facts of a hold."""
    return AddressHoldFacts(
        id=row.pk,
        order_id=row.order_id,
        number=row.number,
        state=row.state,
        codes=tuple(row.codes),
        because=row.because,
        opened_at=row.opened_at,
        asked_at=row.asked_at,
    )


def _sentence(code: str, cleaned: Any) -> str:
    name, _dot, what = code.partition(".")
    if what == "placeholder":
        return say("“%(text)s” looks like a placeholder.", text=cleaned.values[name])
    return sentence(name, what, cleaned)
