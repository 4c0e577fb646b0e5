"""Orders that customers collect: the queue of what waits, and the hand-over by code on a phone."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Collection
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.work.named import named

TONES = {"ready": "info", "collected": "good", "withdrawn": "neutral", "given_up": "warning"}


def _status(row: Collection) -> Status:
    return Status(row.get_state_display(), TONES[row.state])


def _proof(row: Collection) -> str:
    if row.state != "collected":
        return ""
    return _("by code") if row.by_code else row.seen


class CollectionList(Listing):
    """What waits for its customer, the longest first, and what was handed over."""

    code = "fulfillment.collections"
    title = gettext_lazy("To be collected")
    walks = False
    permission = "fulfillment.read"
    search_fields = ("number", "received_by")
    default_sort = "ready"
    empty_title = gettext_lazy("Nothing waits to be collected")
    empty_text = gettext_lazy(
        "Orders of a way that is collected at our location stand here as soon as they are packed."
    )
    columns = (
        Column("number", gettext_lazy("Order"), "number", sort="number", primary=True),
        Column("location", gettext_lazy("Location"), "location.name", sort="location__name"),
        Column("state", gettext_lazy("State"), _status, kind="status", sort="state"),
        Column("ready", gettext_lazy("Ready since"), "ready_at", kind="datetime", sort="ready_at"),
        Column("until", gettext_lazy("Kept until"), "keep_until", kind="datetime", sort="keep_until"),
        Column("closed", gettext_lazy("Handed over"), "closed_at", kind="datetime", sort="closed_at"),
        Column("proof", gettext_lazy("Proof"), _proof),
        Column("received_by", gettext_lazy("Received by"), "received_by", default=False),
        Column("closed_by", gettext_lazy("By"), lambda row: actor_words(row.closed_by), default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=fulfillment.COLLECTION_STATES),
        Filter("ready", gettext_lazy("Ready since"), "date", "ready_at"),
    )
    views = (SystemView(gettext_lazy("Waits now"), "f.state=ready"),)

    def rows(self) -> QuerySet[Collection]:
        """Return the orders of the actor's locations."""
        return fulfillment.visible_collections(self.actor).select_related("location")

    def row_url(self, row: Collection) -> str:
        """Open the hand-over."""
        return reverse("warehouse_collection", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Hand over."""
        may = self.actor.can("fulfillment.write")
        return (_("Hand over"), reverse("warehouse_collect")) if may else None


@workspace_page(permission="fulfillment.write")
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code that the customer shows, and lead to the order it is for."""
    actor = request_actor(request)
    error: DomainError | None = None
    typed = request.POST.get("code", "")[:40] if request.method == "POST" else ""
    if request.method == "POST":
        try:
            found = fulfillment.collection_by_code(typed, actor)
        except DomainError as refused:
            error = refused
        else:
            # An order's number finds it as well, but proves nothing.
            proves = found.number not in typed.upper()
            return _page(request, found, code=typed if proves else "")
    waiting = fulfillment.visible_collections(actor).filter(state="ready").select_related("location")
    context = {
        "header_title": _("Hand over to a customer"),
        "back_url": reverse("warehouse_collections"),
        "back_label": _("To be collected"),
        "typed": typed,
        "error": error,
        "waiting": list(waiting.order_by("number")[:100]),
    }
    return render(request, "logistics_manager/collect.html", context, status=error.status if error else 200)


@workspace_page(permission="fulfillment.read")
def collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Show one order that waits or waited, or hand it over."""
    actor = request_actor(request)
    found = fulfillment.collection_of(collection_id, actor)
    if request.method != "POST":
        return _page(request, found)
    code, seen = request.POST.get("code", "")[:40], request.POST.get("seen", "")[:200]
    try:
        fulfillment.hand_to_customer(
            collection_id,
            code=code,
            seen=seen,
            received_by=request.POST.get("received_by", "")[:200],
            key=request.POST.get("key", "")[:64],
            actor=actor,
            at=clock.now(),
        )
    except DomainError as error:
        found = fulfillment.collection_of(collection_id, actor)
        return _page(request, found, code=code, error=error)
    messages.success(request, _("%(number)s is handed over.") % {"number": found.number})
    return redirect("warehouse_collect")


def _page(
    request: HttpRequest,
    found: fulfillment.CollectionFacts,
    *,
    code: str = "",
    error: DomainError | None = None,
) -> HttpResponse:
    actor = request_actor(request)
    work = named(fulfillment.work_of(found.work_id, actor))
    parcels = [row.code for row in fulfillment.parcels_of_work([found.work_id])]
    context: dict[str, Any] = {
        "header_title": found.number,
        "back_url": reverse(
            "warehouse_collect" if actor.can("fulfillment.write") else "warehouse_collections"
        ),
        "back_label": _("Hand over to a customer"),
        "found": found,
        "status": dict(fulfillment.COLLECTION_STATES)[found.state],
        "work": work,
        "units": ngettext("%(n)s unit", "%(n)s units", work.units) % {"n": work.units},
        "parcels": parcels,
        "code": code,
        "typed": request.POST if error else {},
        "key": secrets.token_urlsafe(18),
        "error": error,
        "by": actor_words(found.closed_by),
        "may": actor.can("fulfillment.write"),
    }
    if error is not None:
        # The same press, sent again, stays the same press.
        context["key"] = request.POST.get("key", "")[:64] or context["key"]
    return render(
        request, "logistics_manager/collection.html", context, status=error.status if error else 200
    )
