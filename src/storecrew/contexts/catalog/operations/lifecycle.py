"""The steps of a product's life, and the approval that a second person gives."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog.errors import (
    ApprovalNeeded,
    NotReadyForApproval,
    NotReadyForSale,
    StatusNotAllowed,
)
from storecrew.contexts.catalog.models import PathRedirect, Product
from storecrew.contexts.catalog.operations.common import claim_version, find_product, product_written
from storecrew.contexts.catalog.operations.selling import lacking_of, words_of
from storecrew.contexts.catalog.queries.products import missing_of
from storecrew.contexts.catalog.rules.completeness import blocks_sale, score
from storecrew.contexts.catalog.rules.statuses import STATUSES, lacks_for_approval, may_move, step
from storecrew.kernel.actor import Actor

KIND = "catalog.product"


def register() -> None:
    """Tell the approvals what the approval of a product is and who decides about it."""
    approvals.register(
        approvals.Kind(
            KIND, gettext_lazy("Product approval"), "catalog.approve", title=title, apply=apply,
            lifetime=dt.timedelta(days=30),
        )
    )  # fmt: skip


def set_status(
    *,
    product_id: int,
    status: str,
    actor: Actor,
    at: dt.datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> int:
    """Move a product through its life; returns the new version.

    Raises StatusNotAllowed, ApprovalNeeded, NotReadyForSale (with what is missing), EditConflict,
    ProductNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        product = find_product(product_id)
        if status not in STATUSES or not may_move(product.status, status):
            raise StatusNotAllowed(current=product.status, wanted=status)
        if status == product.status and expected_version in {None, product.version}:
            return product.version
        needs_approval = product.product_type.approve_from is not None
        taken = step(product.status, status, needs_approval=needs_approval)
        actor.require("catalog.write" if taken.needs_approval else taken.right)
        if taken.needs_approval:
            raise ApprovalNeeded(product_id=product_id)
        if status == "live":
            _require_ready(product, all_of_it=taken.all_for_sale, at=at)
        return _moved(product, status, expected_version, actor=actor, at=at, reason=reason)


def _require_ready(product: Product, *, all_of_it: bool, at: dt.datetime) -> None:
    missing = list(blocks_sale(missing_of(product)))
    if all_of_it:
        missing += lacking_for_sale(product.pk, at=at)
    if missing:
        raise NotReadyForSale(missing=missing)


def lacking_for_sale(product_id: int, *, at: dt.datetime) -> list[str]:
    """What a product still lacks to go live: "channel", and the codes of the sale checks."""
    return lacking_of([product_id], at=at).get(product_id, [])


def lacking_words(product_id: int, *, at: dt.datetime) -> list[str]:
    """What a product still lacks to go live, in the reader's language."""
    return words_of(lacking_for_sale(product_id, at=at))


def _moved(
    product: Product,
    status: str,
    expected_version: int | None,
    *,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> int:
    also: dict[str, Any] = {"updated_at": at}
    if status == "live" and product.launched_at is None:
        also["launched_at"] = at
    version = claim_version(product, expected_version, {"status": status}, **also)
    if status == "live":
        # An address that led on is the product's own again.
        PathRedirect.objects.filter(old_path=f"p/{product.slug}").delete()
    product_written(
        product.pk, "product_status_set", actor=actor, at=at, reason=reason,
        before={"status": product.status}, after={"status": status},
    )  # fmt: skip
    return version


def ask_approval(*, product_id: int, reason: str, actor: Actor, at: dt.datetime) -> approvals.ApprovalFacts:
    """Let a draft wait until a second person approves it; a second click asks once.

    Raises StatusNotAllowed, NotReadyForApproval (with what is missing), ReasonNeeded, ProductNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        product = find_product(product_id)
        _require_approvable(product)
        return approvals.ask(
            kind=KIND,
            key=str(product_id),
            payload={"product_id": product_id},
            facts={"title": product.title, "completeness": score(missing_of(product))},
            reason=reason,
            record="catalog.product",
            record_id=product_id,
            actor=actor,
            at=at,
        )


def _require_approvable(product: Product) -> None:
    if product.status != Product.Status.DRAFT:
        raise StatusNotAllowed(current=product.status, wanted="approved")
    missing = missing_of(product)
    needed = product.product_type.approve_from or 0
    if (blocking := blocks_sale(missing)) or lacks_for_approval(score(missing), needed):
        raise NotReadyForApproval(
            missing=list(blocking or missing), completeness=score(missing), needed=needed
        )


def title(facts: Mapping[str, Any]) -> str:
    """Say in a line what would be approved."""
    return _("%(title)s, %(n)s%% complete") % {"title": facts["title"], "n": facts["completeness"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Approve the draft as it is now, if it still is one and complete enough; the request stays open else."""
    product = find_product(approval.payload["product_id"])
    _require_approvable(product)
    both = dataclasses.replace(actor, on_behalf_of=approval.requester)
    return {
        "version": _moved(product, "approved", product.version, actor=both, at=at, reason=approval.reason)
    }
