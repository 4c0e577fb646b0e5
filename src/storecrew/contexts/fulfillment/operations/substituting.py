"""Offer something else for what is missing, and do what the customer says (INV-2).

The answer is one conditional update of the offer's row, in one transaction with the order's lines, the stock
and the work of the warehouse. Money goes back after it, and not before it was taken.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.db.models import Q

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import (
    NoSuchOffer,
    NotAReplacement,
    NothingMissing,
    OfferEnded,
    ReasonMissing,
    ReplacementGone,
)
from storecrew.contexts.fulfillment.facts import OfferFacts
from storecrew.contexts.fulfillment.models import FulfillmentOrder, Substitution
from storecrew.contexts.fulfillment.operations import making, moving
from storecrew.contexts.fulfillment.rules import substitution
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

State = Substitution.State
TIME = dt.timedelta(hours=48)
"""How long a customer has for an answer; afterwards the goods are waited for, as before."""
ANSWERS = {"accept": State.ACCEPTED, "wait": State.REFUSED, "refund": State.REFUNDED}


def offer_replacement(
    order_id: int, order_line_id: int, *, sku: str, actor: Actor, at: dt.datetime
) -> OfferFacts:
    """Ask a customer by mail whether all missing units of a line may be replaced by another article.

    The goods go on waiting meanwhile. What the replacement costs less is promised with the question. A
    question whose time is over makes room for a new one.

    :raises Denied: the actor may not pick
    :raises NothingMissing: nothing of the line waits for goods
    :raises NotAReplacement: the catalog does not name it, the channel does not sell it, or not at a price
    :raises ReplacementGone: too few of it are free
    :raises OfferEnded: a question about this line waits for its answer
    """
    actor.require("fulfillment.write")
    order = orders.order(order_id)
    line = next((row for row in order.lines if row.id == order_line_id), None)
    units = queries.missing_units(order_line_id) if line is not None else 0
    if line is None or not units:
        raise NothingMissing()
    chosen = next(
        (each for each in queries.replacements_for(line.id, order.id) if each.sku == sku.strip()), None
    )
    price = _price(order, chosen, units, at) if chosen is not None else None
    if chosen is None or price is None:
        raise NotAReplacement(sku=sku[:80])
    free = inventory.available_to_promise([chosen.id], channel_id=order.channel_id)[chosen.id].available
    if free < units:
        raise ReplacementGone(sku=chosen.sku, available=free, wanted=units)
    token = secrets.token_urlsafe(16)
    title = " · ".join([chosen.product_title, *map(str, chosen.options.values())])
    with transaction.atomic():
        asked = Substitution.objects.filter(order_line_id=line.id, state=State.ASKED)
        asked.filter(expires_at__lte=at).update(state=State.EXPIRED)
        try:
            with transaction.atomic():
                row = Substitution.objects.create(
                    order_id=order.id,
                    order_line_id=line.id,
                    units=units,
                    variant_id=chosen.id,
                    sku=chosen.sku,
                    title=title[:500],
                    refund_amount=substitution.difference(
                        paid=line.paid.amount, quantity=line.quantity, units=units, price=price.amount
                    ),
                    currency=order.currency,
                    token_hash=queries.hashed(token),
                    asked_by=actor.label[:200],
                    asked_at=at,
                    expires_at=at + TIME,
                )
        except IntegrityError:
            raise OfferEnded(state=State.ASKED.value) from None
        found = queries.offer_facts(row)
        audit.record(
            actor=actor,
            action="fulfillment.replacement_offered",
            record="orders.order",
            record_id=order.id,
            at=at,
            after={"sku": chosen.sku, "units": units, "instead_of": line.sku},
        )
        mails.queue_offer(order, found, token, at=at)
    return found


def answer_by_link(token: str, answer: str, *, actor: Actor, at: dt.datetime) -> OfferFacts:
    """Do what the customer chose behind the link: "accept", "wait" or "refund".

    Call it outside transactions.

    :raises NoSuchOffer: the link is not one of ours
    :raises OfferEnded: it was answered before, or its time is over
    :raises ReplacementGone: too few of the replacement are left; the question stays open
    :raises NothingMissing: the goods are back, and on their way
    """
    found = queries.offer_by_token(token)
    return _answer(found, answer, way="link", who=actor.label or "link", note="", actor=actor, at=at)


def answer_by_phone(offer_id: int, answer: str, *, note: str, actor: Actor, at: dt.datetime) -> OfferFacts:
    """Write down what the customer said by phone, and do it; ``note`` says who said it and when.

    :raises Denied: the actor may not edit orders
    :raises ReasonMissing: without a note
    :raises NoSuchOffer, OfferEnded, ReplacementGone, NothingMissing: as by the link
    """
    actor.require("orders.write")
    if not note.strip():
        raise ReasonMissing()
    found = queries.offer(offer_id)
    return _answer(found, answer, way="phone", who=actor.label, note=note.strip(), actor=actor, at=at)


def give_back_due(*, at: dt.datetime) -> int:
    """Give back what is owed for replacements and could not be given before; return for how many."""
    due = Substitution.objects.filter(refund_due=True).order_by("pk").values_list("pk", flat=True)[:200]
    return sum(_give_back(offer_id, at=at) for offer_id in due)


def _answer(
    found: OfferFacts, answer: str, *, way: str, who: str, note: str, actor: Actor, at: dt.datetime
) -> OfferFacts:
    if answer not in ANSWERS:
        raise NoSuchOffer(answer=answer[:20])
    whole = False
    with transaction.atomic():
        orders.begin_fulfilling(found.order_id)
        # Who answers within the time and first decides; an agent may still write down a late answer.
        in_time = Q(expires_at__gt=at) if way == "link" else Q()
        claimed = Substitution.objects.filter(in_time, pk=found.id, state=State.ASKED).update(
            state=ANSWERS[answer],
            answered_by=(who or way)[:200],
            answered_by_way=way,
            note=note[:300],
            answered_at=at,
        )
        if not claimed:
            raise OfferEnded(state=queries.offer(found.id).state)
        if answer != "wait":
            whole = _carry_out(found, answer, actor, at)
        audit.record(
            actor=actor,
            action="fulfillment.replacement_answered",
            record="orders.order",
            record_id=found.order_id,
            at=at,
            after={"answer": answer, "way": way, "sku": found.sku, "units": found.units},
            reason=note,
        )
    if whole:
        orders.give_back(
            found.order_id,
            whole=True,
            reason=say("Canceled by the customer"),
            key=f"replacement/{found.id}",
            at=at,
        )
    else:
        _give_back(found.id, at=at)
    return queries.offer(found.id)


def _carry_out(found: OfferFacts, answer: str, actor: Actor, at: dt.datetime) -> bool:
    """Change lines, promises and work; say whether nothing of the order is left to send."""
    if queries.missing_units(found.order_line_id) < found.units:
        raise NothingMissing()
    order = orders.order(found.order_id)
    open_units = sum(line.open_quantity for line in order.lines)
    untouched = not any(line.fulfilled_quantity or line.canceled_quantity for line in order.lines)
    if answer == "refund" and untouched and open_units == found.units:
        return True
    instead = _replacement(found, order) if answer == "accept" else None
    new_line = orders.drop_units(
        order.id,
        found.order_line_id,
        found.units,
        instead=instead,
        reason=say("Replaced with consent") if instead else say("Not waited for"),
        actor=actor,
        at=at,
    )
    inventory.release_allocation(
        order.id,
        {found.order_line_id: found.units},
        actor=actor,
        at=at,
        reason="short",
        document=order.number,
    )
    if instead is not None and new_line is not None:
        _promise(order, new_line, instead, found.units, actor, at)
    making.prepare(order.id, actor=actor, at=at)
    row = FulfillmentOrder.objects.filter(order_id=order.id).order_by("-pk").first()
    if instead is not None and row is not None:
        moving.note(
            row,
            "substituted",
            actor=actor,
            at=at,
            line_id=found.order_line_id,
            quantity=found.units,
            text=found.title,
        )
    owes = found.refund.amount > 0 if answer == "accept" else True
    Substitution.objects.filter(pk=found.id).update(refund_due=owes)
    return False


def _promise(
    order: orders.OrderFacts,
    line_id: int,
    instead: orders.Replacement,
    units: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    try:
        inventory.allocate(
            order.id,
            [(line_id, instead.variant_id, units)],
            channel_id=order.channel_id,
            document=order.number,
            actor=actor,
            at=at,
        )
    except inventory.InsufficientStock:
        raise ReplacementGone(sku=instead.sku, wanted=units) from None


def _replacement(found: OfferFacts, order: orders.OrderFacts) -> orders.Replacement:
    variant_id = Substitution.objects.values_list("variant_id", flat=True).get(pk=found.id)
    chosen = catalog.variants([variant_id], locale=order.locale)[variant_id]
    return orders.Replacement(
        variant_id=variant_id,
        sku=chosen.sku,
        title=chosen.product_title,
        options=dict(chosen.options),
        image_url=chosen.image.url if chosen.image else "",
        product_url=f"/{order.locale}/p/{chosen.product_slug}/",
        weight_g=chosen.weight_g or 0,
    )


def _give_back(offer_id: int, *, at: dt.datetime) -> bool:
    """Give back what an answered offer owes, once its money was taken; say whether nothing is owed now."""
    row = Substitution.objects.filter(pk=offer_id, refund_due=True).first()
    if row is None:
        return False
    accepted = row.state == State.ACCEPTED
    done = orders.give_back(
        row.order_id,
        amount=Money(row.refund_amount, row.currency) if accepted else None,
        lines=None if accepted else {row.order_line_id: row.units},
        reason=say("Replaced by a cheaper article") if accepted else say("Not delivered"),
        key=f"replacement/{row.pk}",
        at=at,
    )
    if done:
        Substitution.objects.filter(pk=offer_id).update(refund_due=False)
    return done


def _price(
    order: orders.OrderFacts, chosen: catalog.VariantFacts, units: int, at: dt.datetime
) -> Money | None:
    """Return what units of an article cost now, tax included, where the order goes; None without a price."""
    channel = channels.facts_by_id(order.channel_id)
    segments = customers.segments_of(order.customer_id) if order.customer_id else ()
    prices, _on_request = pricing.offers_for(
        [chosen.id], channel=channel, at=at, quantity=units, segments=segments
    )
    if chosen.id not in prices:
        return None
    shown = prices[chosen.id].price * units
    address = order.shipping_address
    taxes = pricing.tax_for(
        [pricing.TaxableLine("it", shown, chosen.tax_class)],
        country=str(address.get("country", "")) or channel.country,
        region=str(address.get("region", "")),
        postal_code=str(address.get("postal_code", "")),
        tax_display="net" if order.tax_display == "net" else "gross",
        at=at,
        timezone=channel.timezone,
    )
    return taxes.total_gross
