"""One delivery: what was sent, every attempt and what came back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.developer.webhooks.record import tell_sent
from storecrew.surfaces.workspaces.developer.webhooks.words import delivery_state, outcome


@workspace_page(permission="webhooks.read")
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show a delivery with its request, attempts and answers."""
    row = webhooks.delivery(delivery_id)
    tries = list(row.tries.all())
    again = Action(_("Send again"), reverse("webhook_redeliver", args=[row.pk]), post=True)
    active = row.subscription.state == Subscription.State.ACTIVE
    may = request_actor(request).can("webhooks.write") and active
    page = Record(
        title=row.message.kind,
        record="webhooks.delivery",
        record_id=row.pk,
        subtitle=row.subscription.name,
        status=[delivery_state(row)],
        actions=[again] if may else (),
        groups=[_facts(row)],
        tables=[_attempts(tries)],
        back_url=f"{reverse('webhook_deliveries')}?f.webhook={row.subscription_id}",
        back_label=_("Deliveries"),
        icon="link",
        timeline=False,
    )
    answers = [each for each in tries if each.answer]
    context = {
        "payload": _pretty(row.message.body),
        "headers": _headers(row),
        "answer": answers[-1].answer if answers else "",
    }
    return render_record(request, page, template="developer/webhook_delivery.html", context=context)


def _facts(row: Delivery) -> FactGroup:
    facts = [
        Fact(_("Webhook"), row.subscription.name, url=reverse("webhook_record", args=[row.subscription_id])),
        Fact(_("Message"), webhooks.message_id(row.message_id)),
        Fact(_("Happened"), row.message.occurred_at, "datetime"),
        Fact(_("Came back"), outcome(row.status, row.outcome)),
    ]
    if row.next_at is not None:
        facts.append(Fact(_("Next attempt"), row.next_at, "datetime"))
    if row.finished_at is not None:
        facts.append(Fact(_("Finished"), row.finished_at, "datetime"))
    return FactGroup(_("Delivery"), facts)


def _attempts(tries: list[Any]) -> Table:
    rows = [
        [
            each.number,
            each.at,
            outcome(each.status, each.outcome),
            _("%(n)s ms") % {"n": each.took_ms},
            _("by hand") if each.by_hand else _("by itself"),
        ]
        for each in tries
    ]
    return Table(
        _("Attempts"),
        [_("No."), _("When"), _("Came back"), _("Took"), _("Sent")],
        rows,
        empty=_("Not sent yet."),
        kinds=["number", "datetime", "text", "text", "text"],
    )


def _headers(row: Delivery) -> list[tuple[str, str]]:
    """Return the headers as they are sent; the signature is not shown."""
    return [
        ("content-type", "application/json"),
        ("webhook-id", webhooks.message_id(row.message_id)),
        ("webhook-timestamp", "…"),
        ("webhook-signature", "v1,…"),
    ]


def _pretty(body: str) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)


@workspace_page(permission="webhooks.write")
@require_POST
def redeliver(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send it once more and say what came back."""
    try:
        sent = webhooks.redeliver(delivery_id, actor=request_actor(request), at=clock.now())
    except (webhooks.SubscriptionPaused, webhooks.DeliveryUnderWay) as error:
        messages.error(request, str(error))
    else:
        tell_sent(request, sent)
    return redirect("webhook_delivery", delivery_id=delivery_id)
