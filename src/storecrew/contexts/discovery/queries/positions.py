"""Why a product stands where it stands, and what a rule would do before it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import numpy as np
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.discovery.facts import PositionExplanation, PositionReason
from storecrew.contexts.discovery.index.counting import Answer, Question, ask
from storecrew.contexts.discovery.index.ordering import Keys, merchandised, page, points
from storecrew.contexts.discovery.index.store import View, store
from storecrew.contexts.discovery.queries.rules import rule_for
from storecrew.contexts.discovery.rules.ranking import Rule


def explain_position(
    product_id: int, *, category: str, channel: ChannelFacts, at: dt.datetime, locale: str = "en"
) -> PositionExplanation:
    """The product's place in the unfiltered list of a category (``""``: all), and each reason.

    The position is 0 when the product is not in the list or the index is not there. Raises
    CategoryNotFound.
    """
    facts = catalog.category_by_path(category, locale=locale) if category else None
    rule = rule_for([crumb.id for crumb in facts.breadcrumbs] if facts else [], at=at)
    view = store().view()
    if view is None:
        return PositionExplanation(product_id, 0, 0, rule.name, ())
    explained = _explained(view, rule, facts.id if facts else None, channel, at, [product_id])
    return explained.get(product_id) or PositionExplanation(product_id, 0, 0, rule.name, ())


def preview_rule(
    rule: Rule,
    *,
    channel: ChannelFacts,
    at: dt.datetime,
    limit: int = 48,
    only: Collection[int] | None = None,
) -> tuple[PositionExplanation, ...]:
    """The first products of the list as this rule, saved or not, would order them, with reasons.

    ``only`` asks for the places of these products instead, wherever they stand; who is not in it is left out.
    """
    view = store().view()
    if view is None:
        return ()
    return tuple(
        _explained(view, rule, rule.category_id, channel, at, only, 0 if only is not None else limit).values()
    )


def _explained(
    view: View,
    rule: Rule,
    category_id: int | None,
    channel: ChannelFacts,
    at: dt.datetime,
    wanted: Collection[int] | None,
    limit: int = 0,
) -> dict[int, PositionExplanation]:
    with view.lock:
        columns = view.columns
        answer = ask(columns, Question(channel_id=channel.id, category_id=category_id))
        keys = merchandised(columns, answer, rule, at=at)
        ids = columns.product["pid"][answer.rows]
        given = points(columns, answer, rule, at=at)
        total = len(ids)
        order = page(keys, ids, after=None, skip=0, size=limit or total)
    places = {int(ids[index]): (place, int(index)) for place, index in enumerate(order.tolist(), 1)}
    return {
        id_: PositionExplanation(id_, place, total, rule.name, _reasons(rule, id_, index, answer, given))
        for id_, (place, index) in places.items()
        if wanted is None or id_ in wanted
    }


def _reasons(
    rule: Rule, product_id: int, index: int, answer: Answer, given: Mapping[str, Keys]
) -> tuple[PositionReason, ...]:
    reasons = []
    if rule.sold_out_last and not bool(answer.in_stock[index]):
        reasons.append(PositionReason("sold_out", _("Sold out: stands behind everything in stock."), 0.0))
    if product_id in rule.pins:
        place = rule.pins.index(product_id) + 1
        reasons.append(PositionReason("pinned", _("Pinned at place %(place)d.") % {"place": place}, 0.0))
    for name, values in given.items():
        value = round(float(np.asarray(values)[index]), 4)
        if value:
            reasons.append(_reason(rule, name, value))
    return tuple(reasons)


def _reason(rule: Rule, name: str, value: float) -> PositionReason:
    if name.startswith("boost:"):
        boost = rule.boosts[int(name.removeprefix("boost:"))]
        what = ", ".join(map(str, boost["values"][:5]))
        if boost["by"] > 0:
            return PositionReason("boost", _("Boosted for %(what)s.") % {"what": what}, value)
        return PositionReason("bury", _("Buried for %(what)s.") % {"what": what}, value)
    texts = {
        "newness": _("New in the shop."),
        "margin": _("High margin."),
        "stock_cover": _("Stock lasts long."),
        "sell_through": _("Sells through fast."),
        "rating": _("Well rated."),
        "best_sellers": _("Sells often."),
    }
    return PositionReason(name, texts[name], value)
