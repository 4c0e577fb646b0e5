"""The conditions that do not depend on other promotions, each with the values it compared."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from storecrew.contexts.promotions.facts import Basket, Check, GivenCode
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.terms import Terms


def code_for(terms: Terms, basket: Basket) -> GivenCode | None:
    """Return the code of a promotion that the shopper typed; a good one before one that is not."""
    if not basket.codes:
        return None
    given = [code for code in basket.codes if code.promotion_id == terms.id]
    return min(given, key=lambda code: (bool(code.problem), code.text), default=None)


def checks(terms: Terms, basket: Basket) -> Iterator[Check]:
    """Yield every condition that a promotion has, in the order in which a shopper should hear of them."""
    yield from _code(terms, basket)
    if terms.paused:
        yield Check("paused", terms.id in basket.held)
    yield from _time(terms, basket)
    yield from _buyer(terms, basket)
    needs = terms.needs
    if needs.countries:
        yield Check("country", basket.country in needs.countries, sorted(needs.countries), basket.country)
    if terms.benefit.amounts and basket.currency not in terms.benefit.amounts:
        yield Check("currency", False, sorted(terms.benefit.amounts), basket.currency)


def first_failure(terms: Terms, basket: Basket) -> Check | None:
    """Return the first condition that is not met, or None."""
    if _asks_nothing_but_time(terms, basket) and is_running(terms, basket):
        return None
    for check in checks(terms, basket):
        if not check.passed:
            return check
    return None


def is_for(terms: Terms, basket: Basket) -> bool:
    """Say whether a buyer may have a promotion then, whatever is in the cart and wherever it is sent."""
    return not terms.paused and all(check.passed for check in (*_time(terms, basket), *_buyer(terms, basket)))


def _asks_nothing_but_time(terms: Terms, basket: Basket) -> bool:
    """Say whether the long way can be spared, as for most promotions of most carts."""
    needs = terms.needs
    return not (
        basket.codes
        or terms.by_code
        or terms.paused
        or terms.weekdays
        or terms.early
        or terms.customer_cap
        or needs.groups
        or needs.not_groups
        or needs.countries
    ) and (not terms.benefit.amounts or basket.currency in terms.benefit.amounts)


def _code(terms: Terms, basket: Basket) -> Iterator[Check]:
    code = code_for(terms, basket)
    if code is not None and code.problem:
        yield Check(f"code_{code.problem}", False, None, code.text)
    elif terms.by_code:
        yield Check("code", code is not None, None, code.text if code else None)


def _time(terms: Terms, basket: Basket) -> Iterator[Check]:
    if basket.channel not in terms.windows:
        yield Check("channel", False, sorted(terms.windows), basket.channel)
        return
    start, end = terms.windows[basket.channel]
    if terms.early is not None and start is not None and basket.at < start:
        mine = start if terms.early.includes(basket.groups) else terms.early.opens[basket.channel]
        yield Check("opens", False, mine, basket.at)
    elif start is not None:
        yield Check("started", start <= basket.at, start, basket.at)
    if end is not None:
        yield Check("not_ended", basket.at < end, end, basket.at)
    if terms.weekdays:
        day = basket.at.astimezone(ZoneInfo(terms.timezone)).weekday()
        yield Check("weekday", day in terms.weekdays, sorted(terms.weekdays), day)


def _buyer(terms: Terms, basket: Basket) -> Iterator[Check]:
    needs = terms.needs
    if needs.groups:
        yield Check(
            "group", not needs.groups.isdisjoint(basket.groups), sorted(needs.groups), sorted(basket.groups)
        )
    if needs.not_groups:
        yield Check(
            "not_group",
            needs.not_groups.isdisjoint(basket.groups),
            sorted(needs.not_groups),
            sorted(basket.groups),
        )
    yield from _early(terms, basket)
    if limit := terms.uses_of(basket.groups):
        used = basket.used.get(terms.id, 0)
        yield Check("customer_cap", used < limit, limit, used)


def _early(terms: Terms, basket: Basket) -> Iterator[Check]:
    """Yield whether somebody may have it before everybody; nothing once it is open to all."""
    opens = terms.early.opens.get(basket.channel) if terms.early else None
    if terms.early is None or opens is None or opens <= basket.at:
        return
    needed = {"groups": sorted(terms.early.groups), "until": opens.isoformat()}
    yield Check("early", terms.early.includes(basket.groups), needed, sorted(basket.groups))


def is_running(terms: Terms, basket: Basket) -> bool:
    """Say whether a promotion holds in a channel at a moment; the cheap question that comes first."""
    found = terms.windows.get(basket.channel)
    return found is not None and schedule.is_open(basket.at, *found)
