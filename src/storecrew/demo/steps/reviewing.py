"""What buyers say: most of it in the shop, some to be looked at, one reported, a withdrawal."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import public as reviews
from storecrew.demo.pictures.snapshots import snapshot
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor

REVIEWS = 140
WAITING = 6
PHOTOGRAPHED = 3
"""One review in so many has photos."""
SAID = {
    "en": (
        (
            5,
            "Exactly what I hoped for",
            "Well made, well packed, and it looks even better than in the pictures.",
        ),
        (4, "Very good, a little late", "The quality is right. The parcel took a day longer than announced."),
        (5, "Bought it twice", "The second one is a present."),
        (3, "Smaller than I thought", "Read the measures before you order. Otherwise fine."),
        (5, "", ""),
        (4, "Good value", "Nothing to complain about after two weeks of daily use."),
        (2, "Not for me", "The color is darker than on my screen. Sending it back was easy."),
        (4, "Solid", "Heavier than it looks, which I like."),
    ),
    "ko": (
        (5, "기대한 그대로예요", "마감이 좋고 포장도 꼼꼼했어요. 사진보다 더 예쁩니다."),
        (4, "좋지만 조금 늦었어요", "품질은 만족합니다. 배송이 하루 더 걸렸어요."),
        (5, "두 번째 구매입니다", "이번에는 선물용으로 샀어요."),
        (3, "생각보다 작아요", "주문 전에 치수를 꼭 확인하세요. 그 외에는 괜찮아요."),
        (4, "가격 대비 좋아요", "2주 동안 매일 썼는데 문제없습니다."),
    ),
}
ANSWERS = {
    "en": "Thank you for telling us. We have added the measures to the pictures.",
    "ko": "알려 주셔서 감사합니다. 사진에 치수를 추가했습니다.",
}  # fmt: skip


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Write reviews of orders that left, decide about most of them, and withdraw from one order."""
    rows = orders.visible_orders(actor).filter(
        fulfillment_status="fulfilled", status="confirmed", placed_at__lt=until - dt.timedelta(days=9)
    )
    made = [each for place, row in enumerate(rows.order_by("-placed_at")[:REVIEWS])
            if (each := _write(row.pk, place, until)) is not None]  # fmt: skip
    for place, one in enumerate(made[WAITING:]):
        at = min(one.written_at + dt.timedelta(hours=5), until)
        with clock.frozen(at):
            reviews.publish_review(one.id, actor=actor, at=at)
            if one.stars <= 3 and place % 2:
                words = ANSWERS.get(one.locale, ANSWERS["en"])
                reviews.answer_review(one.id, words=words, actor=actor, at=at)
    _report(made[WAITING:], until)
    _withdraw(actor=actor, until=until)


def _write(order_id: int, place: int, until: dt.datetime) -> reviews.ReviewFacts | None:
    order = orders.order(order_id)
    goods = reviews.reviewable(order_id)
    if not goods:
        return None
    said = SAID.get(order.locale, SAID["en"])
    stars, title, words = said[place % len(said)]
    good = goods[place % len(goods)]
    at = min(order.placed_at + dt.timedelta(days=8, hours=place % 9), until)
    with clock.frozen(at):
        return reviews.write_review(
            order_id, good.product_id, stars=stars, title=title, words=words,
            photos=_photos(order, good.product_id, place),
            name=reviews.shown_name(str(order.shipping_address.get("name", ""))), at=at,
            actor=guest_actor(""),
        )  # fmt: skip


def _photos(order: orders.OrderFacts, product_id: int, place: int) -> tuple[bytes, ...]:
    """Return what some buyers add to their words: one photo, a few of them two."""
    wanted = 0 if place % PHOTOGRAPHED else 1 + place % 2
    found = catalog.product_ids_of_variants([line.variant_id for line in order.lines if line.variant_id])
    skus = [line.sku for line in order.lines if line.variant_id and found.get(line.variant_id) == product_id]
    made = (snapshot(sku, seed=place + number) for sku in skus[:1] for number in range(wanted))
    return tuple(photo for photo in made if photo)


def _report(shown: list[reviews.ReviewFacts], until: dt.datetime) -> None:
    for one in shown[:1]:
        words = "I do not believe that this was bought."
        at = until - dt.timedelta(hours=3)
        reviews.report_review(one.id, reason="fake", words=words, actor=guest_actor(""), at=at)


def _withdraw(*, actor: Actor, until: dt.datetime) -> None:
    """Somebody withdraws from a part of what was sent a few days ago."""
    at = until - dt.timedelta(hours=7)
    rows = orders.visible_orders(actor).filter(
        fulfillment_status="fulfilled", status="confirmed", placed_at__lt=at - dt.timedelta(days=2)
    )
    for row in rows.order_by("-placed_at")[:20]:
        offer = aftersales.withdrawal_offer(row.pk, at=at)
        if offer.sent:
            name = str(orders.order(row.pk).shipping_address.get("name", "")) or "Mina Park"
            lines = {next(iter(offer.sent)): 1}
            with clock.frozen(at):
                aftersales.withdraw(row.pk, lines=lines, name=name, actor=guest_actor(""), at=at)
            return
