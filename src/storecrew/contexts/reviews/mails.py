"""Mails about reviews: would you say something, and why yours is not in the shop."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import queries, states
from storecrew.contexts.reviews.facts import ReviewFacts
from storecrew.kernel import mail

TOPIC = "surveys"


def compose_ask(argument: str) -> mail.Composed | None:
    """Return the question about an order as it is right now; None when consent or goods are gone."""
    order = orders.order(int(argument))
    contact = customers.contact_of(order.email)
    goods = [each for each in queries.reviewable(order.id) if each.review is None]
    if contact is None or not goods or contact.id not in customers.agreed([contact.id], TOPIC):
        return None
    root = f"{settings.STORECREW_BASE_URL}/{order.locale}"
    stop = f"{root}/mail/{contact.token}/stop/{TOPIC}/"
    given = _context(order, [each.title for each in goods], f"{root}/mail/{contact.token}/")
    channel = channels.facts_by_id(order.channel_id)
    written = mail.write("reviews.ask", given, locale=order.locale, channel=channel.code)
    # Mail programs show a button for these two (RFC 8058).
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail.Composed(written.subject, written.text, written.html, headers, sender=written.sender)


def _context(order: orders.OrderFacts, titles: list[str], stop: str) -> dict[str, object]:
    url = f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/reviews/"
    shop = channels.facts_by_id(order.channel_id).name
    return {"order": order, "number": order.number, "shop": shop, "url": url, "titles": titles, "stop": stop}


def queue_refused(found: ReviewFacts, *, at: dt.datetime) -> None:
    """Queue the mail that says why a review is not in the shop, and what can be done."""
    order = orders.order(found.order_id)
    card = catalog.cards([found.product_id], locale=order.locale).get(found.product_id)
    reason = dict(states.REASONS)[found.reason]
    orders.queue_mail(
        order, "reviews.refused", key=f"{found.id}:{at.isoformat()}", at=at, page="reviews/",
        title=card.title if card else "", reason=reason, note=found.note,
    )  # fmt: skip


mail.composer("reviews.ask", compose_ask)
orders.order_mail(
    "reviews.ask",
    title=_("Question for a review"),
    leaves=_("A week after the parcel arrived, once, to who agreed to surveys."),
    subject=_("How do you like what you bought?"),
    sample=lambda order: orders.queue_mail(
        order, "reviews.ask", key=order.id, at=order.placed_at, page="reviews/",
        titles=[line.title for line in order.lines], stop="#",
    ),
)  # fmt: skip
orders.order_mail(
    "reviews.refused",
    title=_("Review not published"),
    leaves=_("When a review is refused, with the reason."),
    subject=_("About your review of %(title)s"),
    sample=lambda order: orders.queue_mail(
        order, "reviews.refused", key=order.id, at=order.placed_at, page="reviews/",
        title=order.lines[0].title, reason=states.REASONS[2][1], note="…",
    ),
)  # fmt: skip
