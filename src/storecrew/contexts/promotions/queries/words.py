"""Promotions in words: kinds, problems of a form, and the sentence of what a promotion does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.queries.sentences import group_names
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.terms import Benefit, Scope, read_benefit, read_needs, read_scope
from storecrew.kernel.money import Money
from storecrew.kernel.numbers import rate
from storecrew.kernel.sentence import Sentence, joined, say, say_many

KINDS: Mapping[str, tuple[Promise, Promise]] = {
    "percent_off": (
        gettext_lazy("Percent off"),
        gettext_lazy("A share off articles, categories or the whole order"),
    ),
    "amount_off": (
        gettext_lazy("Amount off"),
        gettext_lazy("An amount off each article, or once off the order"),
    ),
    "flash_sale": (
        gettext_lazy("Flash sale"),
        gettext_lazy("A share off chosen articles for at most three days"),
    ),
    "bogo": (
        gettext_lazy("Buy some, get some"),
        gettext_lazy("Of the same articles, the cheapest ones cheaper or free"),
    ),
    "buy_x_get_y": (
        gettext_lazy("Buy these, get those"),
        gettext_lazy("Other articles cheaper with what is bought"),
    ),
    "buy_x_for_total": (
        gettext_lazy("Several for one price"),
        gettext_lazy("Any three of a group for a fixed sum"),
    ),
    "bundle": (gettext_lazy("Bundle"), gettext_lazy("A fixed combination of articles for one price")),
    "set": (gettext_lazy("Set"), gettext_lazy("One of each group together: a share off")),
    "tiered": (gettext_lazy("The more, the cheaper"), gettext_lazy("Steps by number of units or by value")),
    "bonus_product": (gettext_lazy("Bonus article"), gettext_lazy("An article on top of what is bought")),
    "shipping": (gettext_lazy("Delivery"), gettext_lazy("Free or cheaper delivery")),
    "giveaway": (gettext_lazy("Giveaway"), gettext_lazy("Something for the first orders, until it is gone")),
    "sample": (gettext_lazy("Sample"), gettext_lazy("The first sample of a list that is there")),
    "next_order_coupon": (
        gettext_lazy("Code for the next order"),
        gettext_lazy("An order earns a code for the next"),
    ),
}

_PROBLEMS: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is needed for this kind of promotion."),
    "unknown": gettext_lazy("Choose one of the list."),
    "range": gettext_lazy("This number is too small or too large."),
    "before_start": gettext_lazy("The end has to come after the start."),
    "missing_for_early": gettext_lazy("Say when it opens to everybody."),
    "not_before_start": gettext_lazy("This has to come before it opens to everybody."),
    "too_long": gettext_lazy("A flash sale lasts three days at most."),
    "needs_articles": gettext_lazy("Name the articles or categories it is for."),
    "needs_cap": gettext_lazy("Say for how many orders it is."),
}

CONDITIONS: Mapping[str, Promise] = {
    "code": gettext_lazy("The code was entered"),
    "code_unknown": gettext_lazy("The code is known"),
    "code_expired": gettext_lazy("The code has not expired"),
    "code_used_up": gettext_lazy("The code has uses left"),
    "code_not_yours": gettext_lazy("The code is this customer's"),
    "code_later": gettext_lazy("The code was there when the order was placed"),
    "code_unnamed": gettext_lazy("It is known whose cart it is"),
    "not_running": gettext_lazy("The promotion runs"),
    "paused": gettext_lazy("It is not paused, or the cart had it before"),
    "channel": gettext_lazy("The shop takes part"),
    "started": gettext_lazy("It has started"),
    "opens": gettext_lazy("It has opened for this customer"),
    "early": gettext_lazy("The customer is let in early"),
    "not_ended": gettext_lazy("It has not ended"),
    "weekday": gettext_lazy("It counts on this day of the week"),
    "group": gettext_lazy("The customer belongs to the group"),
    "not_group": gettext_lazy("The customer is not excluded"),
    "customer_cap": gettext_lazy("The customer has uses left"),
    "country": gettext_lazy("It is for this country"),
    "currency": gettext_lazy("It is for this currency"),
    "articles": gettext_lazy("Articles it is for are in the cart"),
    "min_spend": gettext_lazy("The goods are worth enough"),
    "min_quantity": gettext_lazy("There are enough units"),
    "complete": gettext_lazy("All parts are in the cart"),
    "saving": gettext_lazy("It takes something off"),
    "not_with": gettext_lazy("It goes together with what applies already"),
    "exclusive": gettext_lazy("It is worth more than the others together"),
    "margin_floor": gettext_lazy("The margin stays above its floor"),
    "nothing_left": gettext_lazy("Something is left to take off"),
    "uses_cap": gettext_lazy("The promotion has uses left"),
    "budget_cap": gettext_lazy("The budget suffices"),
    "units_cap": gettext_lazy("Enough units are set aside"),
}


def problem_words(field: str, code: str) -> str:
    """Say what is wrong with a field."""
    del field
    return str(_PROBLEMS.get(code, _PROBLEMS["range"]))


def low_words(skus: Sequence[str], below: int) -> Sentence:
    """Say which goods ran low."""
    return say_many(
        "%(skus)s: no more than %(below)s left.",
        "%(skus)s: no more than %(below)s left of each.",
        len(skus),
        skus=", ".join(skus[:8]),
        below=below,
    )


def shortfall_words(short: Sequence[Mapping[str, Any]]) -> Sentence:
    """Say what is missing where, and what comes next; from checks as plain values."""
    told = short[:5]
    places = inventory.location_names({each["location"] for each in told if each["location"]})
    return joined(_one_shortfall(each, places) for each in told)


def _one_shortfall(found: Mapping[str, Any], places: Mapping[str, str]) -> Sentence:
    words = say(
        "%(sku)s: %(planned)s planned, %(missing)s missing (least at %(location)s).",
        sku=found["sku"],
        planned=found["planned"],
        missing=found["missing"],
        location=places.get(found["location"]) or "–",
    )
    coming = found["next_inbound"]
    if coming is None:
        return joined([words, say("Nothing more is on the way.")])
    due = coming["due_at"]
    then = say(
        "Next: %(units)s with %(reference)s on %(day)s.",
        units=coming["units"],
        reference=coming["reference"],
        day=dt.date.fromisoformat(due[:10]) if due else say("no date yet"),
    )
    return joined([words, then])


class Names(NamedTuple):
    """What the goods are called of which promotions speak."""

    categories: Mapping[int, str]
    products: Mapping[int, str]
    skus: Mapping[int, str]


def names_of(definitions: Iterable[Mapping[str, Any]], locale: str) -> Names:
    """Return the names that some promotions need, in a fixed number of queries."""
    categories: set[int] = set()
    products: set[int] = set()
    variants: set[int] = set()
    for definition in definitions:
        benefit = read_benefit(definition.get("benefit", {}))
        for scope in (read_scope(definition.get("scope", {})), benefit.gets, *benefit.groups):
            categories |= set(scope.categories)
            products |= set(sorted(scope.products)[:6])
            variants |= set(sorted(scope.variants)[:6])
        variants |= {key for key, _units in benefit.parts} | set(benefit.gifts)
    crumbs = catalog.category_names(sorted(categories), locale=locale) if categories else {}
    cards = catalog.cards(sorted(products), locale=locale) if products else {}
    known = catalog.variants(sorted(variants)) if variants else {}
    return Names(
        {key: crumb.name for key, crumb in crumbs.items()},
        {key: card.title for key, card in cards.items()},
        {key: variant.sku for key, variant in known.items()},
    )


def describe(
    kind: str, definition: Mapping[str, Any], currency: str, locale: str, names: Names | None = None
) -> str:
    """Say in one or two sentences what a promotion does, from its data alone; `names` are loaded for many."""
    names = names or names_of([definition], locale)
    benefit = read_benefit(definition.get("benefit", {}))
    needs = read_needs(definition.get("needs", {}))
    where = _scope_words(read_scope(definition.get("scope", {})), names)
    parts = [_benefit_words(kind, benefit, where, currency, locale, names)]
    if needs.min_spend.get(currency):
        least = Money(needs.min_spend[currency], currency).format(locale)
        parts.append(_("From a value of %(least)s.") % {"least": least})
    if needs.min_quantity > 1:
        parts.append(_("From %(count)s units.") % {"count": needs.min_quantity})
    if needs.groups:
        groups = ", ".join(str(group_names().get(each, each)) for each in sorted(needs.groups))
        parts.append(_("Only for %(groups)s.") % {"groups": groups})
    if needs.not_groups:
        groups = ", ".join(str(group_names().get(each, each)) for each in sorted(needs.not_groups))
        parts.append(_("Not for %(groups)s.") % {"groups": groups})
    if early := schedule.early_of(definition):
        groups = ", ".join(str(group_names().get(each, each)) for each in sorted(early.groups))
        day = date_format(early.starts, "SHORT_DATETIME_FORMAT")
        parts.append(_("Early, from %(day)s, for %(groups)s.") % {"day": day, "groups": groups})
    return " ".join(parts)


def _scope_words(scope: Scope, names: Names) -> str:
    if scope.is_all:
        return _("everything")
    found = [name for key, name in names.categories.items() if key in scope.categories]
    found += [name for key, name in names.products.items() if key in scope.products]
    found += [name for key, name in names.skus.items() if key in scope.variants]
    count = len(scope.categories) + len(scope.products) + len(scope.variants)
    shown = ", ".join(found[:4])
    return shown if count <= 4 else _("%(shown)s and %(more)s more") % {"shown": shown, "more": count - 4}


def _off(benefit: Benefit, currency: str, locale: str) -> str:
    if benefit.percent_bp:
        return rate(benefit.percent_bp * 100, locale)
    return Money(benefit.amounts.get(currency, 0), currency).format(locale)


def _benefit_words(kind: str, benefit: Benefit, where: str, currency: str, locale: str, names: Names) -> str:
    values = {
        "off": _off(benefit, currency, locale),
        "where": where,
        "buy": benefit.buy,
        "get": benefit.get,
        "gets": _scope_words(benefit.gets, names),
        "parts": ", ".join(f"{units} × {names.skus.get(key, '?')}" for key, units in benefit.parts),
        "gifts": ", ".join(names.skus.get(key, "?") for key in benefit.gifts),
        "days": benefit.valid_days,
        "steps": _steps(benefit, currency, locale),
        "groups": " + ".join(_scope_words(group, names) for group in benefit.groups),
    }
    return _TEMPLATES[_template(kind, benefit)] % values


def _template(kind: str, benefit: Benefit) -> str:
    if kind == "amount_off" and benefit.per_unit:
        return "amount_off_each"
    if kind == "shipping" and benefit.percent_bp == 10_000:
        return "shipping_free"
    if kind == "bundle" and benefit.percent_bp:
        return "bundle_percent"
    return kind


_TEMPLATES: Mapping[str, Promise] = {
    "percent_off": gettext_lazy("Takes %(off)s off %(where)s."),
    "flash_sale": gettext_lazy("Takes %(off)s off %(where)s for a short time."),
    "amount_off": gettext_lazy("Takes %(off)s off %(where)s, once per order."),
    "amount_off_each": gettext_lazy("Takes %(off)s off each unit of %(where)s."),
    "bogo": gettext_lazy("Who buys %(buy)s of %(where)s gets %(get)s more with %(off)s off."),
    "buy_x_get_y": gettext_lazy("Who buys %(buy)s of %(where)s gets %(get)s of %(gets)s with %(off)s off."),
    "buy_x_for_total": gettext_lazy("Any %(buy)s of %(where)s together cost %(off)s."),
    "bundle": gettext_lazy("%(parts)s together cost %(off)s."),
    "bundle_percent": gettext_lazy("%(parts)s together: %(off)s off."),
    "set": gettext_lazy("One of each together (%(groups)s): %(off)s off."),
    "tiered": gettext_lazy("The more of %(where)s, the cheaper: %(steps)s."),
    "bonus_product": gettext_lazy("With %(where)s comes %(gifts)s for nothing."),
    "shipping": gettext_lazy("Takes %(off)s off the delivery."),
    "shipping_free": gettext_lazy("Delivery costs nothing."),
    "giveaway": gettext_lazy("The first orders get %(gifts)s for nothing."),
    "sample": gettext_lazy("With %(where)s comes a sample: %(gifts)s."),
    "next_order_coupon": gettext_lazy(
        "An order earns a code for %(off)s off the next one, good for %(days)s days."
    ),
}


def _steps(benefit: Benefit, currency: str, locale: str) -> str:
    found = []
    for tier in benefit.tiers.get(currency) or benefit.tiers.get("", ()):
        off = (
            rate(tier.percent_bp * 100, locale)
            if tier.percent_bp
            else Money(tier.amount, currency).format(locale)
        )
        start = (
            str(tier.threshold)
            if benefit.basis == "quantity"
            else Money(tier.threshold, currency).format(locale)
        )
        found.append(_("from %(start)s: %(off)s") % {"start": start, "off": off})
    return ", ".join(found)
