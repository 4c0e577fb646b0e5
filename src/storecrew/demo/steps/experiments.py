"""Experiments in every state: one that runs, one with a result, one that was decided, one that is planned."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel.actor import Actor

kinds = insights.kinds
DAY = dt.timedelta(days=1)
OWNER = "Marketing manager"


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Plan them, let browsers that agreed take part, and decide one."""
    channel = channels.facts()
    category = catalog.category_tree("en")[0]
    shared: dict[str, Any] = {"owner": OWNER, "channel_id": channel.id}
    texts = insights.ExperimentContent(
        name="Say that it leaves today", kind="block", path="", metric="adds", method="always", effect=50,
        hypothesis="Because people ask when it comes, a sentence below the button lets more of them add it.",
        baseline=0.12,  # not money: a share
        campaign_id=next((one.id for one in marketing.campaigns(states=("live", "paused", "stopped"))), None),
        variants=_against("Ordered before noon, it leaves today.", "정오 전 주문은 오늘 출고합니다."),
        **shared,
    )  # fmt: skip
    button = insights.ExperimentContent(
        name="A warmer button", kind="button", path="", metric="orders", method="fixed", effect=30,
        hypothesis="Because our visitors are regulars, warmer words let more of them order.",
        baseline=0.04,  # not money: a share
        variants=_against("Put it in my basket", "내 바구니에 담기"),
        **shared,
    )  # fmt: skip
    order = insights.ExperimentContent(
        name=f"{category.name}: best sellers first", kind="sort", path=category.url_path, metric="revenue",
        method="fixed", effect=20, baseline=300, spread=2_500,
        hypothesis="Because half of the visits see the first row only, best sellers belong there.",
        variants=(("A", 50, {"sort": "merchandised"}), ("B", 50, {"sort": "best_sellers"})),
        **shared,
    )  # fmt: skip
    past = until - 40 * DAY
    taken = insights.save_experiment(texts, actor=actor, at=past)
    insights.start_experiment(taken, actor=actor, at=past)
    _live(taken, channel.id, past, days=24, a_day=90, share=(12, 20), first=1)
    insights.decide_experiment(
        taken, winner=1, reason="Far more people add it, and nobody sends more back.", actor=actor,
        at=past + 25 * DAY,
    )  # fmt: skip
    running = insights.save_experiment(button, actor=actor, at=until - 6 * DAY)
    insights.start_experiment(running, actor=actor, at=until - 6 * DAY)
    _live(running, channel.id, until - 6 * DAY, days=6, a_day=120, share=(14, 15), first=100_000)
    insights.save_experiment(order, actor=actor, at=until)


def _against(english: str, korean: str) -> tuple[tuple[str, int, dict[str, str]], ...]:
    """Return today's words and others, half and half."""
    return (("A", 50, {"en": "", "ko": ""}), ("B", 50, {"en": english, "ko": korean}))


def _live(
    experiment_id: int, channel_id: int, start: dt.datetime, *, days: int, a_day: int, share: tuple[int, int],
    first: int,
) -> None:  # fmt: skip
    """Let so many browsers a day see their variant; ``share`` in a hundred of them add to the cart."""
    chance = random.Random(f"experiment-{experiment_id}")  # noqa: S311 - the same history everywhere
    slugs = sorted(catalog.product_slugs(catalog.listed_products(channel_id)).values())
    where = random.Random(f"pages-{experiment_id}")  # noqa: S311
    one = next(each for each in insights.experiments_in_use() if each.id == experiment_id)
    notes = []
    for number in range(days * a_day):
        visitor = 1 << 40 | first + number
        at = start + number * DAY / a_day
        variant = insights.variant_of(one, visitor)
        here: dict[str, Any] = {"channel_id": channel_id, "visitor": visitor, "device": "phone"}
        slug = where.choice(slugs)
        page: dict[str, Any] = {"page": "product", "path": f"/p/{slug}/", "slug": slug, "inside": True}
        page["trials"] = ((experiment_id, variant),)
        notes.append(insights.Note(at=at, kind=kinds.VIEW, **page, **here))
        if chance.randrange(100) < share[variant]:
            notes.append(insights.Note(at=at + dt.timedelta(minutes=2), kind=kinds.ADD, **here))
    insights.take(notes, at=start + days * DAY)
