"""The door for gateways and carriers: no session, no CSRF token, nothing believed unsigned (BAD-07)."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.payments import public as payments
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.rest.v1 import problems
from storecrew.surfaces.rest.webhooks import mail_service

LARGEST = 1024 * 1024


@csrf_exempt
@require_POST
def payment_webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """Hand a gateway's message to the ledger.

    200 when it is kept, also when it was kept before or does not concern us; 202 when its payment is not
    known yet and it waits; 401 for a wrong signature; 400 for a body that cannot be read.
    """
    body = _body(request)
    if body is None:
        return _too_large(request)
    try:
        receipt = payments.handle_webhook(gateway, headers=request.headers, body=body, at=clock.now())
    except payments.GatewayNotAvailable:
        return problems.unknown_address(request)
    except DomainError as error:
        return problems.respond(request, problems.body_of_error(request, error))
    return JsonResponse({"state": receipt.state}, status=202 if receipt.state == "parked" else 200)


@csrf_exempt
@require_POST
def carrier_webhook(request: HttpRequest, account: str) -> HttpResponse:
    """Hand a carrier's message about parcels to shipping.

    200 when all of it is kept, also when it was kept before; 202 when a parcel is not known yet and its part
    waits; 401 for a wrong signature; 400 for a body that cannot be read.
    """
    body = _body(request)
    if body is None:
        return _too_large(request)
    try:
        receipt = shipping.handle_carrier_message(account, headers=request.headers, body=body, at=clock.now())
    except shipping.UnknownAccount:
        return problems.unknown_address(request)
    except DomainError as error:
        return problems.respond(request, problems.body_of_error(request, error))
    return JsonResponse(asdict(receipt), status=202 if receipt.parked else 200)


@csrf_exempt
@require_POST
def mail_webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a mail provider's reports to marketing: bounces and complaints end writing to an address."""
    body = _body(request)
    if body is None:
        return _too_large(request)
    try:
        found = mail_service.reports(provider, request)
        if found is None:
            new = marketing.handle_mail_reports(provider, headers=request.headers, body=body, at=clock.now())
        else:
            new = marketing.take_mail_reports(found, at=clock.now())
    except marketing.UnknownMailReports:
        return problems.unknown_address(request)
    except DomainError as error:
        return problems.respond(request, problems.body_of_error(request, error))
    return JsonResponse({"new": new})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def social_webhook(request: HttpRequest, network: str) -> HttpResponse:
    """Hand to marketing what a social network sends; prove the address when it asks."""
    if request.method == "GET":
        challenge = marketing.proves(request.GET.dict())
        if network != "meta" or not challenge:
            return problems.unknown_address(request)
        return HttpResponse(challenge, content_type="text/plain")
    body = _body(request)
    if body is None:
        return _too_large(request)
    try:
        new = marketing.handle_social_news(network, headers=request.headers, body=body, at=clock.now())
    except marketing.UnknownNetwork:
        return problems.unknown_address(request)
    except DomainError as error:
        return problems.respond(request, problems.body_of_error(request, error))
    return JsonResponse({"new": new})


def _body(request: HttpRequest) -> bytes | None:
    """Return the bytes as they came; None when there are too many."""
    try:
        body = request.body
    except RequestDataTooBig:
        return None
    return body if len(body) <= LARGEST else None


def _too_large(request: HttpRequest) -> HttpResponse:
    return problems.respond(
        request, problems.body_of(request, 413, "too_large", _("The message is too large."))
    )
