"""Promotions: written, checked and scheduled by the same commands and gates as on screen (5.1)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.rest.staff import definitions, schemas, views_of
from storecrew.surfaces.rest.staff.keys import KeyWith, actor_of
from storecrew.surfaces.rest.staff.routers import PROBLEMS
from storecrew.surfaces.rest.v1.asking import IdempotencyKey, OptionalKey
from storecrew.surfaces.rest.v1.once import Answer, once

router = Router(tags=["promotions"])
READ, WRITE = KeyWith("promotions.read"), KeyWith("promotions.write")
PromotionId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get(
    "", auth=READ, response={200: schemas.PromotionList, **PROBLEMS}, operation_id="staff_list_promotions"
)
def list_promotions(
    request: HttpRequest,
    state: Annotated[schemas.State | None, Query()] = None,
    page_size: Annotated[int, Query(ge=1, le=100)] = 24,
    before: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="The `next` of the page before.")
    ] = None,
) -> schemas.PromotionList:
    """List promotions, the newest first."""
    rows = Promotion.objects.order_by("-pk")
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: page_size + 1])
    return schemas.PromotionList(
        items=[views_of.promotion(row) for row in found[:page_size]],
        next=str(found[page_size - 1].pk) if len(found) > page_size else "",
    )


@router.post(
    "", auth=WRITE, response={201: schemas.PromotionOut, **PROBLEMS}, operation_id="staff_create_promotion"
)
def create_promotion(
    request: HttpRequest, payload: schemas.PromotionIn, key: OptionalKey = None
) -> HttpResponse:
    """Write a new promotion as a draft."""
    actor = actor_of(request)

    def run() -> Answer:
        row = promotions.create_promotion(definitions.content(payload), actor=actor, at=clock.now())
        return 201, views_of.promotion(row)

    return once(request, f"staff.create_promotion:{actor.id}", key, run)


@router.get(
    "/{promotion_id}",
    auth=READ,
    response={200: schemas.PromotionOut, **PROBLEMS},
    operation_id="staff_get_promotion",
)
def get_promotion(request: HttpRequest, promotion_id: PromotionId) -> schemas.PromotionOut:
    """Return a promotion and where it is in its life."""
    return views_of.promotion(_find(promotion_id))


@router.put(
    "/{promotion_id}",
    auth=WRITE,
    response={200: schemas.PromotionOut, **PROBLEMS},
    operation_id="staff_change_promotion",
)
def change_promotion(
    request: HttpRequest, promotion_id: PromotionId, payload: schemas.PromotionChange
) -> schemas.PromotionOut:
    """Save the whole promotion anew; it becomes a draft and has to pass its gates again."""
    row = promotions.change_promotion(
        promotion_id,
        definitions.content(payload),
        revision=payload.revision,
        actor=actor_of(request),
        at=clock.now(),
    )
    return views_of.promotion(row)


@router.get(
    "/{promotion_id}/stock",
    auth=READ,
    response={200: schemas.GateList, **PROBLEMS},
    operation_id="staff_promotion_stock",
)
def promotion_stock(request: HttpRequest, promotion_id: PromotionId) -> schemas.GateList:
    """Say what the stock gate would say now, article by article."""
    row = _find(promotion_id)
    checks = promotions.stock_checks(row)
    missing = any(check.missing for check in checks)
    overridden = missing and not promotions.unmet_stock(row.pk, at=clock.now())
    return schemas.GateList(
        passes=not missing or overridden,
        overridden=overridden,
        items=[schemas.GateOut.model_validate(check.as_json()) for check in checks],
    )


@router.post(
    "/{promotion_id}/override",
    auth=KeyWith("inventory.override"),
    response={201: schemas.OverrideOut, **PROBLEMS},
    operation_id="staff_override_promotion",
)
def override_promotion(
    request: HttpRequest, promotion_id: PromotionId, payload: schemas.OverrideIn, key: IdempotencyKey
) -> HttpResponse:
    """Let it pass although there is too little stock, for a reason and until a moment.

    It needs the right of those who answer for stock, whatever else the key may do. It starts nothing:
    schedule it afterwards.
    """
    actor = actor_of(request)

    def run() -> Answer:
        row = promotions.override_stock(
            promotion_id,
            reason=payload.reason,
            expires_at=payload.expires_at,
            actor=actor,
            at=clock.now(),
        )
        return 201, views_of.override(row)

    return once(request, f"staff.override_promotion:{promotion_id}:{actor.id}", key, run)


@router.post(
    "/{promotion_id}/schedule",
    auth=WRITE,
    response={200: schemas.PromotionOut, **PROBLEMS},
    operation_id="staff_schedule_promotion",
)
def schedule_promotion(request: HttpRequest, promotion_id: PromotionId) -> schemas.PromotionOut:
    """Let a draft start at its time; too little stock is refused with article, location and shortfall."""
    row = promotions.schedule_promotion(promotion_id, actor=actor_of(request), at=clock.now())
    return views_of.promotion(row)


@router.post(
    "/{promotion_id}/end",
    auth=WRITE,
    response={200: schemas.PromotionOut, **PROBLEMS},
    operation_id="staff_end_promotion",
)
def end_promotion(request: HttpRequest, promotion_id: PromotionId) -> schemas.PromotionOut:
    """End a promotion for good, whatever its dates say."""
    promotions.end_promotion(promotion_id, actor=actor_of(request), at=clock.now())
    return views_of.promotion(_find(promotion_id))


def _find(promotion_id: int) -> Promotion:
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None:
        raise promotions.UnknownPromotion(promotion=promotion_id)
    return row
