"""Pages report how fast they were: the shop asks its own visitors, and nobody else hears of it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.contexts.health import public as health
from storecrew.kernel import clock, ratelimit
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.origin import vouched

LIMIT = "storefront.vitals"
MOST_BYTES = 512
# Pages that may report; any other name is a forgery and would only fill the table.
KINDS = frozenset(
    "home categories category collection search product cart checkout_step order account account_addresses "
    "account_address account_address_new account_profile help accessibility voucher page".split()
)
_BOTS = re.compile(
    r"bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|curl|python|^$", re.IGNORECASE
)
ratelimit.define(LIMIT, ip="60/10m")


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Count a page view's speed. The answer is empty whatever happens: nobody waits for it.

    No cookie is read or set. What is too long, malformed, from elsewhere, from a machine or too often is
    dropped.
    """
    if vouched(request) and not _BOTS.search(request.headers.get("User-Agent", "")):
        found = _read(request)
        # A number too few harms nobody.
        with suppress(ratelimit.Refused, health.BadVitals):
            if found.get("kind") in KINDS:
                ratelimit.hit(LIMIT, f"ip:{request.META.get('REMOTE_ADDR', '')}")
                health.count_vitals(
                    page=found["kind"],
                    device=str(found.get("device", "")),
                    values=found,
                    actor=system_actor(LIMIT),
                    at=clock.now(),
                )
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        found = json.loads(request.read(MOST_BYTES)) if 0 < length <= MOST_BYTES else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("kind", ""), str) else {}
