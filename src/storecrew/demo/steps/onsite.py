"""Banners and pop-ups in every state with what came of them, and landing pages: one live, one a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.demo.steps.mailings import articles
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
LOCAL = "%Y-%m-%dT00:00"
FREE, MORE = "Free delivery, two weeks", "The more, the cheaper"


def build(
    variant_ids: Sequence[int], promotions: Mapping[str, int], *, actor: Actor, until: dt.datetime
) -> None:
    """Write them down, let the past be counted, and make the pages."""
    campaigns = {each.name: each.id for each in marketing.campaigns()}

    def make(name: str, since: int, days: int, heading: str, heading_ko: str, **more: Any) -> int:
        values = {
            "kind": "banner", "name": name, "placement": "home", "path": "/search/",
            "headings": {"en": heading, "ko": heading_ko},
            "buttons": {"en": "Have a look", "ko": "보러 가기"},
            "starts": (until + since * DAY).strftime(LOCAL),
            "ends": (until + (since + days) * DAY).strftime(LOCAL),
        }  # fmt: skip
        message = marketing.OnsiteContent(**(values | more))
        return marketing.save_onsite(message, actor=actor, at=min(until, until + since * DAY))

    bars = [
        make(
            f"Bar: free delivery, {name}", -3, 14,
            f"Free delivery by parcel from {amount}", f"{amount} 이상 무료 배송",
            placement="all", path="/free-delivery/", campaign_id=campaigns[FREE],
            promotion_id=promotions["Free delivery weeks"], shop_channels=(code,),
        )
        for code, name, amount in (("europe", "Europe", "€50"), ("korea", "Korea", "₩35,000"))
    ]  # fmt: skip
    make(
        "Bestsellers on the home page", -2, 7, "Bestseller days", "베스트셀러 위크", priority=5,
        campaign_id=campaigns["Bestseller days"], promotion_id=promotions["Bestseller days"],
    )  # fmt: skip
    popup = make(
        "Welcome, when somebody leaves", -20, 60, "10% off your first order", "첫 주문 10% 할인",
        kind="popup", placement="all", promotion_id=promotions["Welcome"], trigger="exit", cap_days=30,
        texts={"en": "Your code is WELCOME10.", "ko": "쿠폰 코드: WELCOME10"},
    )  # fmt: skip
    make(
        "More for regulars", 7, 14, "Take three, pay less", "3개부터 더 저렴하게", placement="category",
        campaign_id=campaigns[MORE], promotion_id=promotions[MORE],
        segment_id=marketing.segment_named("Bought twice or more"),
    )  # fmt: skip
    old = make("Summer is over", -30, 10, "Last days of summer", "여름 마지막 세일")
    for key, since, days in (*((bar, -3, 3) for bar in bars), (popup, -20, 20), (old, -30, 10)):
        _seen(key, since, days, until)
    marketing.follow_onsite(until)
    _pages(articles(variant_ids), campaigns, promotions, actor, until)


def _seen(key: int, since: int, days: int, until: dt.datetime) -> None:
    """Count what was seen and followed on each day: some 40 a day, one in twelve followed."""
    notes = []
    for channel in channels.all_channels():
        for number in range(days * 20):
            at = until + since * DAY + dt.timedelta(minutes=72 * number)
            device = "phone" if number % 3 else "desktop"
            kinds = [insights.kinds.SHOWN, *([insights.kinds.CLICKED] if number % 12 == 5 else [])]
            notes += [insights.Note(at, kind, channel.id, device=device, path=str(key)) for kind in kinds]
    insights.take(notes, at=until)


def _pages(
    skus: Sequence[str],
    campaigns: Mapping[str, int],
    promotions: Mapping[str, int],
    actor: Actor,
    until: dt.datetime,
) -> None:
    words = {
        "en": ("Free delivery for two weeks", "Chosen for these days", "It ends soon"),
        "ko": ("2주간 무료 배송", "이번 기간 추천 상품", "곧 끝나요"),
    }
    for locale, (title, chosen, ends) in words.items():
        body = (
            {"type": "product_row", "value": {"heading": chosen, "skus": ", ".join(skus)}},
            {"type": "countdown", "value": {"heading": ends}},
        )
        content.save_landing(
            locale=locale, slug="free-delivery", title=title, body=body, campaign_id=campaigns[FREE],
            promotion_id=promotions["Free delivery weeks"], after_url="/search/", actor=actor, at=until,
        )  # fmt: skip
    content.save_landing(
        locale="en", slug="the-more-the-cheaper", title="The more, the cheaper", body=(),
        campaign_id=campaigns[MORE], publish=False, actor=actor, at=until,
    )  # fmt: skip
