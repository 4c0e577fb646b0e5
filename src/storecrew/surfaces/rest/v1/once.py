"""Requests that are repeated with a key are carried out once (CON-24)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from storecrew.kernel import idempotency
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.rest.v1 import problems
from storecrew.surfaces.rest.v1.asking import address_of

Answer = tuple[int, Schema]


def once(
    request: HttpRequest,
    scope: str,
    key: str | None,
    run: Callable[[], Answer],
    *,
    asks_others: bool = False,
) -> HttpResponse:
    """Answer with ``run``; with a key, a second request gets the first one's answer again.

    Refusals are kept too, faults are not. ``scope`` names the operation and its cart, so that keys of
    different shoppers never meet. ``asks_others`` is for what asks a gateway: it runs outside a transaction.
    """

    def attempt() -> tuple[int, dict[str, Any]]:
        try:
            status, answer = run()
        except DomainError as error:
            status = problems.status_of(error)
            if status >= 500 or status == 429:
                raise
            return status, problems.body_of_error(request, error)
        return status, json.loads(answer.model_dump_json())

    if not key:
        status, body = attempt()
        return _respond(request, status, body, replayed=False)
    fingerprint = hashlib.sha256(request.body).hexdigest()
    keep = idempotency.once if asks_others else idempotency.once_with
    replay = keep(scope=scope[:120], key=key, fingerprint=fingerprint, run=attempt)
    return _respond(request, replay.status, replay.body, replayed=replay.replayed)


def own_scope(request: HttpRequest, operation: str) -> str:
    """Return a scope for an operation that has no cart yet: the caller's address and software."""
    caller = f"{address_of(request)}|{request.headers.get('User-Agent', '')}"
    return f"rest.{operation}:{hashlib.sha256(caller.encode()).hexdigest()[:32]}"


def _respond(request: HttpRequest, status: int, body: dict[str, Any], *, replayed: bool) -> HttpResponse:
    if status >= 400:
        response = problems.respond(request, body)
    else:
        response = HttpResponse(json.dumps(body), status=status, content_type="application/json")
        response["X-Request-ID"] = problems.request_id(request)
        response["Cache-Control"] = "no-store"
    if replayed:
        response["Idempotency-Replayed"] = "true"
    return response
