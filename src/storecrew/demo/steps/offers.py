"""Promotions in every state, one of them stopped by the stock gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

DAY = dt.timedelta(days=1)
TEN_PERCENT: dict[str, Any] = {"benefit": {"percent_bp": 1000}}
NEW_FROM_THIRTY = {"groups": ["new"], "min_spend": {"EUR": 3000, "KRW": 45000}}
FREE_FROM_FIFTY: dict[str, Any] = {
    "benefit": {"percent_bp": 10_000, "methods": ["parcel", "kr-parcel"]},
    "needs": {"min_spend": {"EUR": 5000, "KRW": 35000}},
}
# One promotion for both shops, whose languages can be read in either: both amounts are said.
FREE_WORDS = {"en": "Free delivery by parcel from €50 or ₩35,000", "ko": "€50 또는 ₩35,000 이상 무료 배송"}
STEPS = [{"threshold": 3, "percent_bp": 1000}, {"threshold": 6, "percent_bp": 1500}]
BRIEF = "The cart shows it by itself. Two discounts on one article do not add up."


def build(ids: Mapping[str, int], *, actor: Actor, until: dt.datetime) -> dict[str, int]:
    """Plan, start, pause and end promotions as a marketing team would have; return their ids by name."""
    made = []
    scarce, plenty = _by_stock(list(ids.values()))
    today = until.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    welcome = _make(
        "Welcome", "percent_off", TEN_PERCENT | {"needs": NEW_FROM_THIRTY},
        {"en": "10% off your first order", "ko": "첫 주문 10% 할인"}, actor, until, customer_cap=1,
    )  # fmt: skip
    promotions.add_code(welcome, "WELCOME10", actor=actor, at=until)
    _start(welcome, actor, until)
    made.append(
        _make(
            "Free delivery weeks", "shipping", FREE_FROM_FIFTY,
            FREE_WORDS, actor, until,
            starts=today - 3 * DAY, ends=today + 18 * DAY,
        )
    )  # fmt: skip
    _start(made[-1], actor, until)
    made.append(
        _make(
            "The more, the cheaper", "tiered",
            {
                "benefit": {"tiers": {"": STEPS}},
                "scope": {"variants": plenty},
                "early": {"starts": (today + 6 * DAY).isoformat(timespec="minutes"), "groups": ["tier:gold"]},
            },
            {"en": "10% off from three, 15% from six", "ko": "3개부터 10%, 6개부터 15% 할인"},
            actor, until,
            starts=today + 7 * DAY, ends=today + 21 * DAY, planned=dict.fromkeys(plenty[:3], 5),
        )
    )  # fmt: skip
    _start(made[-1], actor, until, launch=False)
    made.append(_paused(plenty[3:5], today, actor, until))
    made.append(_stopped(scarce, today, actor, until))
    over = _make(
        "Last week", "percent_off", TEN_PERCENT, {"en": "10% off everything", "ko": "전 상품 10% 할인"},
        actor, until,
        starts=today - 12 * DAY, ends=today + DAY,
    )  # fmt: skip
    _start(over, actor, until - 10 * DAY)
    with suppress(DomainError):
        promotions.end_promotion(over, actor=actor, at=until - 4 * DAY)
    _make("Autumn set", "set", _set(plenty), {}, actor, until)
    return {each.name: each.id for each in promotions.standing([welcome, *made]).values()}


def _make(
    name: str,
    kind: str,
    definition: Mapping[str, Any],
    sentence: Mapping[str, str],
    actor: Actor,
    at: dt.datetime,
    **more: Any,
) -> int:
    content = promotions.Content(
        name=name,
        kind=kind,
        definition=definition,
        sentence=sentence,
        exclusions={"en": "Nothing is excluded.", "ko": "제외 상품이 없습니다."} if sentence else {},
        service_brief="The cart shows it by itself. Two discounts on one article do not add up."
        if sentence
        else "",
        **more,
    )
    return promotions.create_promotion(content, actor=actor, at=at).pk


def _start(promotion_id: int, actor: Actor, at: dt.datetime, *, launch: bool = True) -> None:
    """Schedule it, let both teams acknowledge it, and start it when it is due."""
    row = promotions.schedule_promotion(promotion_id, actor=actor, at=at)
    if launch:
        for task in promotions.acknowledgements(row):
            work.finish_task(task.id, note="Noted", actor=actor, at=at)
        promotions.launch_due(at)


def _paused(articles: list[int], today: dt.datetime, actor: Actor, at: dt.datetime) -> int:
    """One that sold down to where it pauses."""
    left = inventory.available_to_promise(articles, channel_id=channels.facts().id)
    row = _make(
        "Bestseller days", "percent_off", {"benefit": {"percent_bp": 1500}, "scope": {"variants": articles}},
        {"en": "15% off our bestsellers", "ko": "베스트셀러 15% 할인"}, actor, at,
        starts=today - 2 * DAY, ends=today + 5 * DAY, planned=dict.fromkeys(articles, 2),
        pause_below=min(left[key].available for key in articles),
    )  # fmt: skip
    _start(row, actor, at)
    promotions.watch(at)
    return row


def _stopped(articles: list[int], today: dt.datetime, actor: Actor, at: dt.datetime) -> int:
    """One that was let pass for an hour, and whose goods had not come when it was to start."""
    row = _make(
        "Flash weekend", "flash_sale", {"benefit": {"percent_bp": 3000}, "scope": {"variants": articles}},
        {"en": "30% off for two days", "ko": "이틀 동안 30% 할인"}, actor, at,
        starts=today - DAY, ends=today + 2 * DAY, planned=dict.fromkeys(articles, 500),
    )  # fmt: skip
    earlier = at - 5 * DAY
    promotions.override_stock(
        row, reason="The delivery of Monday covers it", expires_at=earlier + DAY, actor=actor, at=earlier
    )
    _start(row, actor, earlier)
    promotions.launch_due(at)
    return row


def _by_stock(ids: list[int]) -> tuple[list[int], list[int]]:
    """Return three articles of which little is there, and eight of which much is."""
    channel = channels.facts()
    sold = list(catalog.sellable_variants(ids, channel_id=channel.id))
    found = inventory.available_to_promise(sold, channel_id=channel.id)
    ordered = sorted(sold, key=lambda key: (found[key].available, key))
    return [key for key in ordered if found[key].available][:3], ordered[::-1][:8]


def _set(articles: list[int]) -> dict[str, Any]:
    return {
        "benefit": {"percent_bp": 2000, "groups": [{"variants": articles[:2]}, {"variants": articles[2:4]}]}
    }
