"""Reads of offers to send something else."""

from __future__ import annotations

import hashlib

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment.errors import NoSuchOffer
from storecrew.contexts.fulfillment.facts import OfferFacts
from storecrew.contexts.fulfillment.models import FulfillmentLine, Substitution
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def hashed(token: str) -> str:
    """Return how a link's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def offer_by_token(token: str) -> OfferFacts:
    """Return the offer behind a link. Raises NoSuchOffer."""
    return _one(Substitution.objects.filter(token_hash=hashed(token[:100])).first())


def offer(offer_id: int) -> OfferFacts:
    """Return an offer. Raises NoSuchOffer."""
    return _one(Substitution.objects.filter(pk=offer_id).first())


def offers_of_order(order_id: int) -> tuple[OfferFacts, ...]:
    """Return the offers of an order, newest first."""
    rows = Substitution.objects.filter(order_id=order_id).select_related("order_line")
    return tuple(offer_facts(row) for row in rows)


def replacements_for(order_line_id: int, order_id: int) -> tuple[catalog.VariantFacts, ...]:
    """Return what may be offered instead of a line, as the catalog's relations say."""
    order = orders.order(order_id)
    line = next((row for row in order.lines if row.id == order_line_id), None)
    if line is None:
        return ()
    return catalog.substitutes_of(line.variant_id, channel_id=order.channel_id, locale=order.locale)


def missing_units(order_line_id: int) -> int:
    """Return how many units of a line wait for goods."""
    rows = FulfillmentLine.objects.filter(order_line_id=order_line_id, fulfillment_order__state=states.SHORT)
    return sum(quantity - shipped for quantity, shipped in rows.values_list("quantity", "shipped"))


def may_answer(actor: Actor) -> bool:
    """Say whether somebody may write down what a customer said by phone."""
    return actor.can("orders.write")


def _one(row: Substitution | None) -> OfferFacts:
    if row is None:
        raise NoSuchOffer()
    return offer_facts(row)


def offer_facts(row: Substitution) -> OfferFacts:
    """Build the facts of an offer."""
    shown = catalog.variants([row.variant_id]).get(row.variant_id)
    return OfferFacts(
        id=row.pk,
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        missing=row.order_line.title,
        units=row.units,
        sku=row.sku,
        title=row.title,
        image_url=shown.image.url if shown and shown.image else "",
        refund=Money(row.refund_amount, row.currency),
        state=row.state,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        answered_by=row.answered_by,
        way=row.answered_by_way,
        note=row.note,
        answered_at=row.answered_at,
    )
