"""What becomes of a product: recorded on its timeline, and turned into work."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.assortment import states
from storecrew.contexts.assortment.errors import InvalidRangeDecision, UnknownRangeReview
from storecrew.contexts.assortment.models import RangeReview, RangeRow
from storecrew.contexts.assortment.operations.reviewing import PERMISSION, opened
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

DUE = dt.timedelta(days=14)


def decide(
    review_id: int,
    product_id: int,
    *,
    decision: str,
    reason: str,
    owner_role: str,
    ends_on: dt.date | None = None,
    successor_sku: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Decide about a product of an open review; a later decision takes the place of the first.

    "end" and "replace" plan its end of life from today to ``ends_on`` (``catalog.plan_end``), "replace" with
    the product of ``successor_sku``; "reprice" and "push" are tasks of the owner's role.

    :raises Denied: the actor may not decide about the range, or, for an end, not edit products
    :raises UnknownRangeReview: no such review, or no such product in it
    :raises RangeReviewClosed: the review is closed
    :raises InvalidRangeDecision: a field is wrong, by name
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        review = opened(review_id)
        row = RangeRow.objects.filter(review=review, product_id=product_id).first()
        if row is None:
            raise UnknownRangeReview(review=review_id, product=product_id)
        successor = _checked(decision, reason, owner_role, ends_on, successor_sku, product_id)
        if decision in states.ENDING and ends_on is not None:
            _plan_end(product_id, ends_on, successor, reason, actor, at)
        ending = decision in states.ENDING
        RangeRow.objects.filter(pk=row.pk).update(
            decision=decision, reason=reason.strip()[:400], owner_role=owner_role,
            ends_on=ends_on if ending else None, successor_id=successor if decision == "replace" else None,
            decided_by=actor.label[:200], decided_at=at,
        )  # fmt: skip
        _make_work(review, product_id, decision, reason, owner_role, actor, at)
        audit.record(
            actor=actor,
            action="assortment.decided",
            record="catalog.product",
            record_id=product_id,
            at=at,
            after={"review": review.name, "decision": decision, "owner": owner_role},
            reason=reason.strip(),
        )


def _checked(
    decision: str,
    reason: str,
    owner_role: str,
    ends_on: dt.date | None,
    successor_sku: str,
    product_id: int,
) -> int | None:
    """Return the successor's product, or None without one."""
    wrong = {}
    if decision not in dict(states.DECISIONS):
        wrong["decision"] = _("Choose what becomes of it.")
    if not reason.strip():
        wrong["reason"] = _("Say why in a sentence.")
    if owner_role not in dict(states.OWNERS):
        wrong["owner_role"] = _("Choose who carries it out.")
    if decision in states.ENDING and ends_on is None:
        wrong["ends_on"] = _("Name its last day.")
    successor = None
    if decision == "replace":
        found = catalog.variant_ids_by_sku([successor_sku.strip()])
        owners = catalog.product_ids_of_variants(found.values())
        successor = next((key for key in owners.values() if key != product_id), None)
        if successor is None:
            wrong["successor_sku"] = _("Name the SKU of another product.")
    if wrong:
        raise InvalidRangeDecision(fields=wrong)
    return successor


def _plan_end(
    product_id: int, ends_on: dt.date, successor: int | None, reason: str, actor: Actor, at: dt.datetime
) -> None:
    try:
        catalog.plan_end(
            product_id=product_id, starts_on=channels.house_day(at), last_day=ends_on, reason=reason,
            successor_id=successor, actor=actor, at=at,
        )  # fmt: skip
    except catalog.InvalidEnd as error:
        names = {"last_day": "ends_on", "starts_on": "ends_on", "successor": "successor_sku"}
        fields = error.details["fields"]
        raise InvalidRangeDecision(
            fields={names.get(name, name): text for name, text in fields.items()}
        ) from None
    except catalog.StatusNotAllowed:
        words = _("Only a live product has an end; this one is not live.")
        raise InvalidRangeDecision(fields={"decision": words}) from None


def _make_work(
    review: RangeReview,
    product_id: int,
    decision: str,
    reason: str,
    owner_role: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    key = f"assortment.decision:{review.pk}:{product_id}"
    work.withdraw_task(dedupe_key=key, reason=say("Decided anew"), actor=actor, at=at)
    titles = {
        "reprice": say("Reprice %(product)s", product=_title(product_id)),
        "push": say("Push %(product)s in lists and campaigns", product=_title(product_id)),
    }
    if decision not in titles:
        return
    work.open_task(
        code=f"assortment.{decision}",
        title=titles[decision],
        detail=reason.strip(),
        owner_role=owner_role,
        record="catalog.product",
        record_id=product_id,
        url=f"/admin/products/{product_id}/",
        due_at=at + DUE,
        dedupe_key=key,
        actor=actor,
        at=at,
    )


def _title(product_id: int) -> str:
    card = catalog.cards([product_id]).get(product_id)
    return card.title if card else f"#{product_id}"
