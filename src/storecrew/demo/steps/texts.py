"""Words of editors in mails and in the shop, and a release that waits for its owners' signatures."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.health import public as health
from storecrew.kernel.actor import Actor

CART = "Your cart at %(shop)s"
CONFIRMED = "Your order %(number)s at %(shop)s"
NOT_HERE = "It may have moved, or the product is no longer sold. The rest of the shop is a word away:"
SIGNED = {
    "goods": "Prices of the new range compared with the list of the buyers.",
    "shipping": "Labels of both carriers printed and scanned at the bench.",
    "service": "Called the number on the order page: answered after two rings.",
}


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Publish a subject and a sentence, leave a draft, and let three owners of a launch sign."""
    at = until - dt.timedelta(days=6)
    kept = content.draft_mail(
        name="checkout.saved_cart", locale="en", texts={CART: ["Your cart waits for you at {shop}"]},
        actor=actor, at=at,
    )  # fmt: skip
    content.publish_wording(wording_id=kept.id, actor=actor, at=at)
    kept = content.draft_message(
        original=NOT_HERE, locale="en", actor=actor, at=at,
        forms=["The address is old, or the product is sold out for good. Search the rest of the shop:"],
    )  # fmt: skip
    content.publish_wording(wording_id=kept.id, actor=actor, at=at)
    content.draft_mail(
        name="checkout.confirmation", locale="en", texts={CONFIRMED: ["{shop} has your order {number}"]},
        actor=actor, at=until - dt.timedelta(days=1),
    )  # fmt: skip
    _launch(actor=actor, at=until - dt.timedelta(days=2))


def _launch(*, actor: Actor, at: dt.datetime) -> None:
    made = health.create_launch(
        name="Winter release", channel_code=channels.facts().code, close=False, actor=actor, at=at
    )
    for each in made.items:
        if each.item.code in SIGNED and all(fact.ok for fact in each.facts):
            health.sign_item(
                launch_id=made.id, item=each.item.code, evidence=SIGNED[each.item.code], actor=actor, at=at
            )
