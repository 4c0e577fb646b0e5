"""The door for gateways: no session, no CSRF token, nothing believed without a signature (BAD-07)."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.rest.v1 import problems

LARGEST = 1024 * 1024


@csrf_exempt
@require_POST
def payment_webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """Hand a gateway's message to the ledger.

    200 when it is kept, also when it was kept before or does not concern us; 202 when its payment is not
    known yet and it waits; 401 for a wrong signature; 400 for a body that cannot be read.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        body = b"x" * (LARGEST + 1)
    if len(body) > LARGEST:
        return problems.respond(
            request, problems.body_of(request, 413, "too_large", "The message is too large.")
        )
    try:
        receipt = payments.handle_webhook(gateway, headers=request.headers, body=body, at=clock.now())
    except payments.GatewayNotAvailable:
        return problems.unknown_address(request)
    except DomainError as error:
        return problems.respond(request, problems.body_of_error(request, error))
    return JsonResponse({"state": receipt.state}, status=202 if receipt.state == "parked" else 200)
