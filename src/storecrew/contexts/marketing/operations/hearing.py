"""Hearing what people say on the networks: by asking them, and by what they send; each word once."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Mapping

from django.db import transaction

from storecrew.contexts.marketing.errors import UnknownNetwork, UnsignedReport
from storecrew.contexts.marketing.models import Mention, Placement
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social import listening, meta_news
from storecrew.contexts.marketing.providers.social.listening import Heard
from storecrew.contexts.orders import public as orders

logger = logging.getLogger(__name__)
BACK = dt.timedelta(days=2)
"""So far back the networks are asked: what was missed while nothing ran is heard then."""
_NUMBER = re.compile(r"\b[A-Z]{2,4}-\d{3,12}\b")


def listen(at: dt.datetime) -> int:
    """Ask every network in use; return how much is new. One that does not answer is asked the next time."""
    return sum(_ask(each, at) for each in listening.listeners())


def keep_heard(network: str, found: Iterable[Heard], *, at: dt.datetime) -> int:
    """Keep what was said, each once, with the post of ours that it stands below and who it may be.

    Whoever was known to be a customer is known again; an order is taken from its number in the text.
    """
    new = 0
    for each in found:
        known = Mention.objects.filter(network=network, author_id=each.author_id).exclude(customer=None)
        author = known.order_by("-id").first() if each.author_id else None
        ours = Placement.objects.filter(network=network, external_id=each.below or "-").first()
        with transaction.atomic():
            _row, made = Mention.objects.get_or_create(
                network=network,
                external_id=each.id,
                defaults={
                    "kind": each.kind,
                    "author_id": each.author_id,
                    "author_name": each.author_name,
                    "text": each.text,
                    "url": each.url,
                    "picture_url": each.picture_url,
                    "public": each.public,
                    "said_at": min(each.said_at, at),
                    "heard_at": at,
                    "post_id": ours.post_id if ours else None,
                    "customer_id": author.customer_id if author else None,
                    "order_number": _order_in(each.text),
                },
            )
        new += made
    return new


def handle_social_news(network: str, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> int:
    """Keep what a network sends by itself; return how much is new.

    :raises UnknownNetwork: there is no network of this name that sends
    :raises UnsignedReport: the message is not signed by it, or not readable
    """
    if network != "meta":
        raise UnknownNetwork(network=network[:20])
    if not meta_news.is_signed(body, headers):
        raise UnsignedReport()
    told = meta_news.read(body, at)
    if told is None:
        raise UnsignedReport()
    code, found, more = told
    new = keep_heard(code, found, at=at)
    listener = listening.listener(code)
    return new + (_ask(listener, at) if more and listener is not None else 0)


def _ask(network: listening.Listening, at: dt.datetime) -> int:
    try:
        found = network.hear(at - BACK)
    except (social.NotNow, social.NoAnswer, social.RefusedPost) as error:
        logger.warning("social: %s tells nothing: %s", network.code, error)
        return 0
    return keep_heard(network.code, found, at=at)


def _order_in(text: str) -> str:
    for number in _NUMBER.findall(text)[:3]:
        try:
            return orders.order_by_number(number).number
        except orders.OrderNotFound:
            continue
    return ""
