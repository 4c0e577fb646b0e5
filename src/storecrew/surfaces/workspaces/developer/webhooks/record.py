"""One webhook: how it stands, what it was sent, and what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Subscription
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.workspaces.developer.webhooks.words import delivery_state, outcome, state_of

SHOWN = 10


@workspace_page(permission="webhooks.read")
def record(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook with its newest deliveries and the next step."""
    row, actor, now = webhooks.find(webhook_id), request_actor(request), clock.now()
    may = actor.can("webhooks.write")
    step, action = _next(row, now, may)
    page = Record(
        title=row.name,
        record="webhooks.subscription",
        record_id=row.pk,
        status=[state_of(row)],
        next_step=step,
        next_action=action,
        actions=_actions(row, actor) if may else (),
        groups=[_facts(row, now)],
        tables=[_deliveries(row)],
        related=[_events(row), _guide(row)],
        back_url=reverse("webhook_list"),
        back_label=_("Webhooks"),
        icon="link",
    )
    return render_record(request, page)


def _next(row: Subscription, now: dt.datetime, may: bool) -> tuple[str, Action | None]:
    if row.state == Subscription.State.PAUSED:
        resume = Action(_("Resume"), reverse("webhook_resume", args=[row.pk]), post=True)
        words = _("Nothing is sent. What happens meanwhile is kept and sent when it goes on.")
        return words, resume if may else None
    if row.failing_since is not None:
        since = _("Nothing got through for %(days)s days. Look at what came back.")
        return since % {"days": (now - row.failing_since).days}, None
    if row.succeeded_at is None:
        test = Action(_("Send a test"), reverse("webhook_test", args=[row.pk]), post=True)
        return _("Nothing was sent yet."), test if may else None
    return "", None


def _actions(row: Subscription, actor: Actor) -> list[Action]:
    def post(label: str, name: str, confirm: str = "", tone: str = "") -> Action:
        return Action(label, reverse(name, args=[row.pk]), post=True, confirm=confirm, tone=tone)

    rotate = _(
        "A new secret is shown once. For a day messages are signed with both, so that you can exchange it."
    )
    buttons = [
        post(_("Send a test"), "webhook_test"),
        Action(_("Edit"), reverse("webhook_edit", args=[row.pk])),
        post(_("New secret"), "webhook_rotate", rotate),
    ]
    if row.state == Subscription.State.ACTIVE:
        buttons.append(post(_("Pause"), "webhook_pause"))
    delete = _("The webhook and its deliveries are gone for good. Delete it?")
    return [*buttons, post(_("Delete"), "webhook_delete", delete, "danger")]


def _facts(row: Subscription, now: dt.datetime) -> FactGroup:
    facts = [
        Fact(_("Address"), row.url),
        Fact(_("Last success"), row.succeeded_at or _("never"), "datetime" if row.succeeded_at else "text"),
        Fact(_("Made"), row.created_at, "datetime"),
        Fact(_("Made by"), row.created_by),
    ]
    if row.failing_since is not None:
        facts.insert(1, Fact(_("Failing since"), row.failing_since, "datetime"))
    if row.former_until is not None and row.former_until > now:
        facts.append(Fact(_("The former secret signs until"), row.former_until, "datetime"))
    return FactGroup(_("Webhook"), facts)


def _deliveries(row: Subscription) -> Table:
    newest = list(row.deliveries.select_related("message").defer("message__body")[:SHOWN])
    cells: list[list[Any]] = [
        [
            each.message.kind,
            delivery_state(each),
            outcome(each.status, each.outcome),
            each.attempts,
            each.next_at,
            each.created_at,
        ]
        for each in newest
    ]
    return Table(
        _("Newest deliveries"),
        [_("Event"), _("State"), _("Came back"), _("Attempts"), _("Next attempt"), _("Written")],
        cells,
        empty=_("Nothing was sent yet."),
        kinds=["text", "status", "text", "number", "datetime", "datetime"],
        row_urls=[reverse("webhook_delivery", args=[each.pk]) for each in newest],
    )


def _events(row: Subscription) -> Related:
    known = webhooks.BY_NAME
    facts = [Fact(name, known[name].about if name in known else _("no longer told")) for name in row.events]
    return Related(_("Events"), facts)


def _guide(row: Subscription) -> Related:
    every = f"{reverse('webhook_deliveries')}?f.webhook={row.pk}"
    return Related(
        _("More"),
        [
            Fact(_("Deliveries"), _("All of this webhook"), url=every),
            Fact(
                _("For the other side"),
                _("How to verify a signature"),
                url=reverse("webhook_guide"),
            ),
        ],
    )


@workspace_page(permission="webhooks.write")
@require_POST
def pause(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send nothing for now."""
    return _do(request, webhook_id, webhooks.pause_subscription, _("Paused. What happens now is kept."))


@workspace_page(permission="webhooks.write")
@require_POST
def resume(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send again."""
    return _do(request, webhook_id, webhooks.resume_subscription, _("Resumed. What waited is sent now."))


@workspace_page(permission="webhooks.write")
@require_POST
def delete(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Remove it for good."""
    webhooks.delete_subscription(webhook_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Deleted."))
    return redirect("webhook_list")


@workspace_page(permission="webhooks.write")
@require_POST
def test(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send a test and say what came back."""
    tell_sent(request, webhooks.send_test(webhook_id, actor=request_actor(request), at=clock.now()))
    return redirect("webhook_record", webhook_id=webhook_id)


def tell_sent(request: HttpRequest, sent: webhooks.Sent) -> None:
    """Say how a delivery by hand went."""
    words = {"what": outcome(sent.answer.status, sent.answer.outcome), "ms": sent.answer.took_ms}
    if sent.state == "delivered":
        messages.success(request, _("Delivered: %(what)s in %(ms)s ms.") % words)
    else:
        messages.error(request, _("Not delivered: %(what)s after %(ms)s ms.") % words)


def _do(request: HttpRequest, webhook_id: int, operation: Callable[..., None], said: str) -> HttpResponse:
    take_step(request, operation, webhook_id, done=said)
    return redirect("webhook_record", webhook_id=webhook_id)
