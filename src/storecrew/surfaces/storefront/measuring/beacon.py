"""Pages report that they were seen: pages kept for everybody are answered before the shop hears of them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import clock, ratelimit
from storecrew.surfaces.storefront.measuring import agreement, trials
from storecrew.surfaces.storefront.partners import referral
from storecrew.surfaces.storefront.shop import channel_of
from storecrew.surfaces.storefront.visitor import cart_token
from storecrew.surfaces.ui.origin import vouched

LIMIT = "storefront.seen"
MOST_BYTES = 2048
DEVICES = ("phone", "tablet", "desktop")
# Pages whose address says nothing about the visitor; of all others only the kind is kept.
PLAIN = frozenset("home categories category collection search product cart help accessibility page".split())
KINDS = PLAIN | {"checkout_step", "order", "account"}
STEPS = {"details": "details", "delivery": "delivery", "payment": "payment"}
ratelimit.define(LIMIT, ip="600/10m")


@csrf_exempt
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Count a page that was seen. The answer is empty whatever happens: nobody waits for it.

    Without the visitor's agreement no cookie is read but the cart's at the checkout, and none is set. Reports
    from elsewhere, from machines, of staff, malformed or too many are dropped.
    """
    response = HttpResponse(status=204)
    agent = request.headers.get("User-Agent", "")
    if not settings.STORECREW_TRAFFIC or not vouched(request) or insights.is_machine(agent):
        return response
    body = _read(request)
    if body.get("forget") is True:
        agreement.forget(request, response)
        referral.forget(request, response)
        trials.forget(request, response)
    elif body and not getattr(request.user, "is_staff", False):
        with suppress(ratelimit.Refused):
            ratelimit.hit(LIMIT, f"ip:{request.META.get('REMOTE_ADDR', '')}")
            if "m" in body:
                _count_message(request, body)
            else:
                _count(request, response, body)
    return response


def _count_message(request: HttpRequest, body: dict[str, Any]) -> None:
    """Count a banner or pop-up that was seen or followed: how often, and never by whom."""
    kind, message = body.get("e"), body["m"]
    if kind not in (insights.kinds.SHOWN, insights.kinds.CLICKED) or type(message) is not int:
        return
    if not marketing.is_onsite(message):
        return
    insights.note(
        insights.Note(
            at=clock.now(),
            kind=kind,
            channel_id=channel_of(request).id,
            device=body["d"] if body.get("d") in DEVICES else "",
            page=_resolved(_text(body, "u"))[0][:20],
            path=str(message),
        )
    )


def _count(request: HttpRequest, response: HttpResponse, body: dict[str, Any]) -> None:
    url, referrer = _text(body, "u"), _text(body, "r")
    path, _mark, query = url.partition("?")
    kind, arguments = _resolved(path)
    if kind not in KINDS:
        return
    host = request.get_host()
    came = insights.entry(query, referrer, host)
    channel_id, path_kept = channel_of(request).id, _kept_path(path, kind)
    sold_out = body.get("s") is True
    shared: dict[str, Any] = {
        "at": clock.now(),
        "channel_id": channel_id,
        "device": body["d"] if body.get("d") in DEVICES else "",
        "visitor": agreement.recognize(request, response),
    }
    if body.get("a") is True:
        referral.seen(request, response, query)
    tried = trials.seen(
        request, response, shared["visitor"], channel_id=channel_id, page=kind, path=path_kept,
        sold_out=sold_out,
    )  # fmt: skip
    insights.note(
        insights.Note(
            kind=insights.kinds.VIEW,
            page=kind,
            path=path_kept,
            slug=str(arguments.get("slug", ""))[:200] if kind == "product" else "",
            inside=bool(referrer) and _own(referrer, host),
            term=insights.search_term(_sought(query)) if kind == "search" else "",
            found=0 if body.get("n") == 0 else None,
            sold_out=sold_out,
            trials=tried,
            again=body.get("a") is True and shared["visitor"] is not None,
            **came._asdict(),
            **shared,
        )
    )
    step = STEPS.get(str(arguments.get("name", ""))) if kind == "checkout_step" else None
    token = cart_token(request) if step else ""
    if step and token:
        insights.note(insights.Note(kind=step, cart=insights.cart_number(token), **shared))


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        found = json.loads(request.read(MOST_BYTES)) if 0 < length <= MOST_BYTES else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name, "")
    return found.replace("\x00", "") if isinstance(found, str) else ""


def _resolved(path: str) -> tuple[str, dict[str, Any]]:
    """Return the name of a page of the shop and what its address says."""
    plain = unquote(path)
    try:
        with translation.override(translation.get_language_from_path(plain) or settings.LANGUAGE_CODE):
            match = resolve(plain)
    except (Resolver404, UnicodeDecodeError):
        return "", {}
    if match.namespaces != ["storefront"]:
        return "", {}
    return match.url_name or "", match.kwargs


def _kept_path(path: str, kind: str) -> str:
    """Return what is kept of an address: without the language in front, nothing of personal pages."""
    if kind not in PLAIN:
        return ""
    plain = insights.clean_path(unquote(path))
    return "/" + plain.lstrip("/").partition("/")[2]


def _own(referrer: str, host: str) -> bool:
    with suppress(ValueError):
        return urlsplit(referrer).netloc.lower() == host.lower()
    return False


def _sought(query: str) -> str:
    with suppress(ValueError):
        return parse_qs(query, max_num_fields=40).get("q", [""])[0]
    return ""
