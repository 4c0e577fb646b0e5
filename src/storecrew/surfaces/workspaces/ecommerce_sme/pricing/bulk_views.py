"""Bulk changes: choose, preview, apply, and undo later."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import PriceList, PriceOperation
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.undo import Undo, register_undo
from storecrew.surfaces.ui.backoffice.undo import done as tell
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.grid_views import (
    grid_query,
    margin_text,
    selected_variants,
)
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_forms import BulkChangeForm
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_views import (
    known_list,
    operation_state,
    other_lists,
)

SHOWN = 200


@workspace_page(permission="pricing.write")
def bulk_change(request: HttpRequest, code: str) -> HttpResponse:
    """Ask how to change the prices that the search selects, show old and new, and apply on confirmation."""
    target = known_list(request, code)
    query = grid_query(request) | {"show": "priced"}
    rounds = bool(target.rounding_step)
    sources = other_lists(request, code)
    form = BulkChangeForm(request.POST or None, currency=target.currency, rounds=rounds, sources=sources)
    preview = None
    if request.method == "POST" and form.is_valid():
        change = _change(target, query, form.cleaned_data)
        try:
            if "confirm" in request.POST:
                return _apply(request, change, form.cleaned_data)
            preview = pricing.preview_bulk_change(change, actor=request_actor(request), at=clock.now())
        except pricing.SecondPersonNeeded as error:
            form.ask_for_a_reason(error)
            preview = pricing.preview_bulk_change(change, actor=request_actor(request), at=clock.now())
        except pricing.PreviewOutdated as error:
            messages.error(request, str(error))
            preview = pricing.preview_bulk_change(change, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
    context = {
        "header_title": _("Change many prices: %(name)s") % {"name": target.name},
        "target": target,
        "form": form,
        "query": query,
        "count": selected_variants(target, query).count(),
        "preview": preview,
        "lines": _lines(preview) if preview else [],
        "losses": sum(row.below_cost for row in preview.rows) if preview else 0,
        "may_see_costs": request_actor(request).can("pricing.cost_read"),
        "here": f"{request.path}?{urlencode(query)}",
        "back_url": reverse("price_lists_record", args=[code]),
        "back_label": target.name,
    }
    return render(request, "ecommerce_sme/pricing/bulk.html", context, status=422 if form.errors else 200)


def _change(target: PriceList, query: dict[str, str], data: dict[str, Any]) -> pricing.BulkChange:
    return pricing.BulkChange(
        price_list_code=target.code,
        variant_ids=tuple(selected_variants(target, query).values_list("pk", flat=True)),
        mode=data["mode"],
        value=data["value"],
        rounding=data["rounding"],
        strike_old=data["strike_old"],
        source_list=data["source_list"],
    )


def _apply(request: HttpRequest, change: pricing.BulkChange, data: dict[str, Any]) -> HttpResponse:
    done = pricing.apply_bulk_change(
        change=change,
        fingerprint=request.POST.get("fingerprint", ""),
        title=data["title"],
        reason=data["reason"],
        actor=request_actor(request),
        at=clock.now(),
    )
    if done.approval_id is not None:
        messages.info(
            request, _("Nothing is changed yet: the whole change waits until a colleague approves.")
        )
        return redirect("approvals_record", done.approval_id)
    text = ngettext("%(count)s price changed.", "%(count)s prices changed.", done.changed)
    undo = Undo("pricing.bulk_change", {"operation": done.operation_id}) if done.changed else None
    tell(request, text % {"count": done.changed}, undo)
    return redirect("price_changes_record", done.operation_id)


def _take_back(payload: dict[str, Any], actor: Actor, at: datetime) -> Text:
    done = pricing.undo_bulk_change(operation_id=payload["operation"], actor=actor, at=at)
    text = ngettext("%(count)s price put back.", "%(count)s prices put back.", done.changed)
    return text % {"count": done.changed}


register_undo("pricing.bulk_change", _take_back)


def _lines(preview: pricing.BulkPreview) -> list[dict[str, Any]]:
    """Return the first lines of the preview with their names, what loses money on top."""
    rows = sorted(preview.rows, key=lambda row: not row.below_cost)[:SHOWN]
    variants = Variant.objects.select_related("product").in_bulk([row.variant_id for row in rows])
    return [
        {
            "row": row,
            "variant": variants[row.variant_id],
            "margin_old": margin_text(row.margin_old),
            "margin_new": margin_text(row.margin_new),
        }
        for row in rows
    ]


class PriceChangeList(Listing):
    """All bulk changes."""

    code = "pricing.price_changes"
    title = gettext_lazy("Bulk price changes")
    permission = "pricing.read"
    search_fields = ("title", "actor_label", "price_list__name")
    default_sort = "-when"
    empty_title = gettext_lazy("No bulk change yet")
    empty_text = gettext_lazy("Open a price list and choose Change many; every change can be undone here.")
    columns = (
        Column("title", gettext_lazy("Change"), sort="title", primary=True),
        Column("list", gettext_lazy("Price list"), "price_list.name", sort="price_list__name"),
        Column("count", gettext_lazy("Prices"), "changed_count", kind="number", sort="changed_count"),
        Column("who", gettext_lazy("Who"), lambda row: actor_words(row.actor_label), sort="actor_label"),
        Column("when", gettext_lazy("When"), "created_at", kind="datetime", sort="created_at"),
        Column("state", gettext_lazy("State"), operation_state, kind="status", sort="state"),
    )

    filters = (
        Filter(
            "state",
            gettext_lazy("State"),
            "choice",
            "state",
            choices=(
                (PriceOperation.APPLIED, gettext_lazy("applied")),
                (PriceOperation.UNDONE, gettext_lazy("undone")),
            ),
        ),
        Filter("who", gettext_lazy("Who"), "text", "actor_label"),
        Filter("when", gettext_lazy("When"), "date", "created_at"),
    )

    def rows(self) -> QuerySet[PriceOperation]:
        """Return the changes of lists within the actor's channels."""
        rows = PriceOperation.objects.select_related("price_list")
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(price_list__channel__code__in=allowed)

    def row_url(self, row: PriceOperation) -> str:
        """Open the change."""
        return reverse("price_changes_record", args=[row.pk])


@workspace_page(permission="pricing.read")
def price_change(request: HttpRequest, operation_id: int) -> HttpResponse:
    """Show what a bulk change did, and offer to undo it."""
    row = _known_operation(request, operation_id)
    currency = row.price_list.currency
    changes = list(row.changes.order_by("pk")[:SHOWN])
    variants = Variant.objects.select_related("product").in_bulk([each.variant_id for each in changes])
    actions = []
    if row.state == PriceOperation.APPLIED and request_actor(request).can("pricing.write"):
        actions.append(
            Action(
                _("Undo"),
                reverse("price_changes_undo", args=[row.pk]),
                post=True,
                tone="danger",
                confirm=_("Put the old prices back? Prices that were changed since stay as they are."),
            )
        )
    record = Record(
        title=row.title,
        record="pricing.price_operation",
        record_id=row.pk,
        status=[operation_state(row)],
        actions=actions,
        groups=[
            FactGroup(
                _("Change"),
                [
                    Fact(
                        _("Price list"),
                        row.price_list.name,
                        url=reverse("price_lists_record", args=[row.price_list.code]),
                    ),
                    Fact(_("Prices"), row.changed_count, "number"),
                    Fact(_("Who"), actor_words(row.actor_label)),
                    Fact(_("When"), row.created_at, "datetime"),
                    Fact(_("Undone"), row.undone_at, "datetime"),
                ],
            )
        ],
        tables=[
            Table(
                _("Prices"),
                [_("Product"), "SKU", _("From quantity"), _("Old"), _("New")],
                [
                    [
                        variants[each.variant_id].product.title,
                        variants[each.variant_id].sku,
                        each.min_quantity,
                        _money(each.old_amount, currency),
                        _money(each.new_amount, currency),
                    ]
                    for each in changes
                ],
                kinds=("text", "text", "number", "money", "money"),
                row_urls=[reverse("price_variant", args=[each.variant_id]) for each in changes],
            )
        ],
        back_url=reverse("price_changes_list"),
        back_label=_("Bulk price changes"),
    )
    return render_record(request, record)


@workspace_page(permission="pricing.write")
@require_POST
def undo_price_change(request: HttpRequest, operation_id: int) -> HttpResponse:
    """Undo a bulk change where nobody changed the price since."""
    _known_operation(request, operation_id)
    done = pricing.undo_bulk_change(operation_id=operation_id, actor=request_actor(request), at=clock.now())
    text = ngettext("%(count)s price put back.", "%(count)s prices put back.", done.changed)
    messages.success(request, text % {"count": done.changed})
    if done.skipped:
        count = len(done.skipped)
        left = ngettext(
            "%(count)s product was changed since and was left alone.",
            "%(count)s products were changed since and were left alone.",
            count,
        )
        messages.warning(request, left % {"count": count})
    return redirect("price_changes_record", operation_id)


def _known_operation(request: HttpRequest, operation_id: int) -> PriceOperation:
    row = PriceOperation.objects.select_related("price_list").filter(pk=operation_id).first()
    if row is None:
        raise pricing.UnknownOperation(operation=operation_id)
    known_list(request, row.price_list.code)
    return row


def _money(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
