"""What developers on the other side need: the events, their payloads, and how to verify a signature."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.webhooks import public as webhooks
from storecrew.surfaces.ui.backoffice.access import workspace_page

PYTHON = """from standardwebhooks import Webhook  # pip install standardwebhooks

event = Webhook(secret).verify(request.body, request.headers)  # raises when it does not fit
if event["type"] == "order.placed":
    ...
"""
BY_HAND = """signed = webhook-id + "." + webhook-timestamp + "." + body
expected = "v1," + base64(hmac_sha256(base64_decode(secret without "whsec_"), signed))
fits = expected is one of the values of webhook-signature, which spaces separate
"""


@workspace_page(permission="webhooks.read")
def guide(request: HttpRequest) -> HttpResponse:
    """Show the catalog of events with examples, and how to verify and answer."""
    context: dict[str, Any] = {
        "header_title": _("Events and signatures"),
        "events": [(event, _example(event)) for event in webhooks.PUBLIC],
        "python": PYTHON,
        "by_hand": BY_HAND,
        "back_url": reverse("webhook_list"),
        "hours": int(webhooks.OVERLAP.total_seconds() // 3600),
    }
    return render(request, "developer/webhook_guide.html", context)


def _example(event: webhooks.PublicEvent) -> str:
    told = {
        "type": event.name,
        "version": event.version,
        "timestamp": "2027-03-04T10:15:00+00:00",
        "data": dict(event.example),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
