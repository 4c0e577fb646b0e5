"""What shows deliveries, for records: of a label, of a whole trip."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.ui.backoffice.record import Record, render_record
from storecrew.surfaces.ui.backoffice.words import far_words
from storecrew.surfaces.workspaces.logistics_manager.fleet import words


def render_with_proofs(
    request: HttpRequest, record: Record, proofs: dict[int, tuple[shipping.ProofFacts, ...]]
) -> HttpResponse:
    """Return a record's page with the pictures of its deliveries."""
    shown = [_proof(each) for found in proofs.values() for each in found]
    template = "logistics_manager/fleet/proofs.html"
    return render_record(request, record, template=template, context={"proofs": shown})


def _proof(facts: shipping.ProofFacts) -> dict[str, Any]:
    place = str(words.PLACES[facts.place])
    spot = facts.spot
    return {
        "facts": facts,
        "who": f"{place}: {facts.received_by}" if facts.received_by else place,
        "far": far_words(spot.away_m) if spot and spot.is_far else "",
        "where": words.degrees(spot) if spot else "",
    }
