"""A dated end of life: a product sells off, and ends when its stock is gone or after its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import InvalidEnd, StatusNotAllowed
from storecrew.contexts.catalog.models import PlannedEnd, Product, ProductCategory, Variant
from storecrew.contexts.catalog.operations.common import claim_version, find_product, product_written, touch
from storecrew.contexts.catalog.operations.redirects import add_redirects
from storecrew.contexts.catalog.providers.readiness import units_left
from storecrew.contexts.catalog.rules.ending import is_over, problems
from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import Actor

AT_ONCE = 500


def plan_end(
    *,
    product_id: int,
    starts_on: dt.date,
    last_day: dt.date,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    successor_id: int | None = None,
) -> None:
    """Let a live product sell off from a day to its last one; a second plan takes the place of the first.

    Then its address leads on to ``successor_id``, or to its main category without one. Days are those of the
    default channel's zone. Raises InvalidEnd (names each wrong field), StatusNotAllowed, ProductNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        product = find_product(product_id)
        if product.status != Product.Status.LIVE:
            raise StatusNotAllowed(current=product.status, wanted="end_of_life")
        wrong = problems(starts_on, last_day, today=channels.house_day(at), reason=reason)
        live = Product.objects.filter(pk=successor_id or 0, status=Product.Status.LIVE).exclude(pk=product_id)
        if successor_id is not None and not live.exists():
            wrong["successor"] = _("Choose another product that is live.")
        if wrong:
            raise InvalidEnd(fields=wrong)
        PlannedEnd.objects.update_or_create(
            product_id=product_id,
            defaults={
                "starts_on": starts_on,
                "last_day": last_day,
                "successor_id": successor_id,
                "reason": reason.strip()[:400],
                "decided_by": actor.label[:200],
                "decided_at": at,
            },
        )
        touch(product_id, at)
        product_written(
            product_id, "product_end_planned", actor=actor, at=at, reason=reason.strip()[:400],
            after={"starts_on": starts_on.isoformat(), "last_day": last_day.isoformat()},
        )  # fmt: skip


def keep_product(*, product_id: int, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    """Take a planned end back; harmless when there is none. Raises ProductNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        find_product(product_id)
        gone, _rows = PlannedEnd.objects.filter(product_id=product_id).delete()
        if gone:
            touch(product_id, at)
            product_written(product_id, "product_end_taken_back", actor=actor, at=at, reason=reason)


def end_due(*, actor: Actor, at: dt.datetime) -> list[int]:
    """End what is past its last day or sold out; returns the products. Safe to run again.

    Plans of products that are no longer live, because somebody set them back by hand, are dropped.
    """
    actor.require("catalog.write")
    today = channels.house_day(at)
    PlannedEnd.objects.exclude(product__status=Product.Status.LIVE).delete()
    begun = PlannedEnd.objects.filter(starts_on__lte=today).order_by("last_day", "pk")[:AT_ONCE]
    plans = list(begun)
    left = _left([plan.product_id for plan in plans])
    over = [plan for plan in plans if is_over(plan.last_day, today, left.get(plan.product_id))]
    return [plan.product_id for plan in over if _end(plan, actor=actor, at=at)]


def _left(product_ids: Iterable[int]) -> dict[int, int]:
    """Units that can still be sold, by product; without those that are delivered as codes."""
    rows = Variant.objects.filter(product_id__in=list(product_ids), active=True)
    variants = list(rows.values_list("pk", "product_id", "digital"))
    endless = {product_id for _id, product_id, digital in variants if digital}
    units = units_left([id_ for id_, _product_id, _digital in variants])
    left: dict[int, int] = {}
    for id_, product_id, _digital in variants:
        if units is not None and product_id not in endless:
            left[product_id] = left.get(product_id, 0) + units.get(id_, 0)
    return left


def _end(plan: PlannedEnd, *, actor: Actor, at: dt.datetime) -> bool:
    """End one product; False when somebody else did, or set it back, meanwhile."""
    with transaction.atomic():
        gone, _rows = PlannedEnd.objects.filter(pk=plan.pk, product__status=Product.Status.LIVE).delete()
        if not gone:
            return False
        product = find_product(plan.product_id)
        values: dict[str, Any] = {"status": Product.Status.END_OF_LIFE.value}
        claim_version(product, None, values, updated_at=at)
        target = _target(plan)
        if target:
            add_redirects({f"p/{product.slug}": target})
        product_written(
            product.pk, "product_status_set", actor=actor, at=at, reason=plan.reason,
            before={"status": product.status}, after={**values, "leads_to": target},
        )  # fmt: skip
        return True


def _target(plan: PlannedEnd) -> str:
    """Where the address leads on: a successor that is still live, else the main category, else nowhere."""
    successor = Product.objects.filter(pk=plan.successor_id or 0, status=Product.Status.LIVE)
    if slug := successor.values_list("slug", flat=True).first():
        return f"p/{slug}"
    links = ProductCategory.objects.filter(product_id=plan.product_id, category__visible=True).order_by("pk")
    path = links.values_list("category__url_path", flat=True).first()
    return f"c/{path}" if path else ""
