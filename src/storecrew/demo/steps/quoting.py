"""Requests for quotation: one with answers to compare, one that became an order, one being written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storecrew.contexts.purchasing import public as purchasing
from storecrew.demo.assortment import Item
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)


class Asked(NamedTuple):
    """The lines of a request, and the question to each supplier by its code."""

    lines: tuple[int, ...]
    questions: Mapping[str, int]


ASKED = ("westerwald", "minho", "paju")


def build(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    """Ask for the same cups and cloths at several houses, and write down what they answered."""
    costs = {sku: cost for item in items[8:80:12] for sku, cost in list(item.costs.items())[:1]}
    skus = list(costs)
    now = _asked(skus[:3], ids, actor=actor, at=at - 6 * DAY)
    _answer(now, "westerwald", [costs[sku] * 96 // 100 for sku in skus[:3]], 14, 24, actor, at - 4 * DAY)
    _answer(now, "paju", [costs[sku] * 98 // 100 for sku in skus[:3]], 35, 60, actor, at - 3 * DAY)
    _answer(now, "minho", [costs[sku] * 91 // 100 for sku in skus[:2]], 21, 12, actor, at - 2 * DAY)
    done = _asked(skus[3:5], ids, actor=actor, at=at - 20 * DAY)
    chosen = _answer(
        done, "minho", [costs[sku] * 92 // 100 for sku in skus[3:5]], 18, 8, actor, at - 15 * DAY
    )
    _answer(done, "westerwald", [costs[sku] for sku in skus[3:5]], 12, 8, actor, at - 14 * DAY)
    purchasing.decline_quotation(
        done.questions["paju"], reason="They make lamps, not this", actor=actor, at=at - 14 * DAY
    )
    purchasing.choose_quotation(
        chosen, reason="Cheapest, and here in time for spring", actor=actor, at=at - 13 * DAY
    )
    _asked(skus[5:], ids, actor=actor, at=at - DAY, send=False)


def _asked(
    skus: Sequence[str], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime, send: bool = True
) -> Asked:
    made = purchasing.ask_for_quotations(
        location_code="berlin",
        supplier_codes=ASKED,
        lines=[purchasing.WantedLine(ids[sku], 120) for sku in skus],
        answer_by=(at + 12 * DAY).date(),
        note="Delivered to Berlin, without plastic.",
        actor=actor,
        at=at,
    )
    if send:
        purchasing.send_request(made.pk, actor=actor, at=at)
    questions = dict(made.quotations.values_list("supplier__code", "pk"))
    return Asked(tuple(made.lines.order_by("pk").values_list("pk", flat=True)), questions)


def _answer(
    asked: Asked,
    code: str,
    amounts: Sequence[int],
    days: int,
    moq: int,
    actor: Actor,
    at: dt.datetime,
) -> int:
    prices = [
        purchasing.QuotedPrice(line_id, amount, moq)
        for line_id, amount in zip(asked.lines, amounts, strict=False)
    ]
    purchasing.record_quotation(
        asked.questions[code], prices=prices, lead_days=days, valid_until=(at + 40 * DAY).date(),
        reference=f"{code[:2].upper()}-{days}{moq}", actor=actor, at=at,
    )  # fmt: skip
    return asked.questions[code]
