"""Stock levels, and counts that are corrected."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.surfaces.rest.staff import schemas, views_of
from storecrew.surfaces.rest.staff.keys import KeyWith, actor_of
from storecrew.surfaces.rest.staff.routers import PROBLEMS
from storecrew.surfaces.rest.v1.asking import IdempotencyKey
from storecrew.surfaces.rest.v1.once import Answer, once

router = Router(tags=["stock"])
MOST_SKUS = 200


@router.get(
    "",
    auth=KeyWith("inventory.read"),
    response={200: schemas.LevelList, **PROBLEMS},
    operation_id="staff_list_stock",
)
def list_stock(
    request: HttpRequest,
    skus: Annotated[str, Query(min_length=1, max_length=8000, description="Up to 200, as `A-1,B-1`.")],
) -> schemas.LevelList:
    """Return the counters of articles at every location the key may see; an unknown SKU is left out."""
    wanted = [part.strip() for part in skus.split(",") if part.strip()][:MOST_SKUS]
    ids = {variant_id: name for name, variant_id in catalog.variant_ids_by_sku(wanted).items()}
    actor = actor_of(request)
    return schemas.LevelList(
        items=[
            views_of.level(facts, ids[facts.variant_id])
            for facts in inventory.levels(ids)
            if actor.can_see("location", facts.location_code)
        ]
    )


@router.post(
    "/adjustments",
    auth=KeyWith("inventory.adjust"),
    response={201: schemas.LevelOut, **PROBLEMS},
    operation_id="staff_adjust_stock",
)
def adjust_stock(request: HttpRequest, payload: schemas.AdjustmentIn, key: IdempotencyKey) -> HttpResponse:
    """Correct the count of an article at a location."""
    actor = actor_of(request)

    def run() -> Answer:
        place = inventory.location(payload.location or None)
        _require_place(actor, place.code)
        variant = catalog.variant_by_sku(payload.sku)
        facts = inventory.adjust(
            variant.id,
            on_hand=payload.on_hand,
            expected_on_hand=payload.expected_on_hand,
            reason=payload.reason,
            location_code=place.code,
            actor=actor,
            at=clock.now(),
        )
        return 201, views_of.level(facts, variant.sku)

    return once(request, f"staff.adjust_stock:{actor.id}", key, run)


def _require_place(actor: Actor, code: str) -> None:
    if not actor.can_see("location", code):
        raise Denied(location=code)
