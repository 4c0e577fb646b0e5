"""Costs from a file or a pasted table: shown before, written on confirmation, and undone by one click."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.ui.backoffice.undo import Undo, done, register_undo
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import read_amount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.cost_views import main_channel

LONGEST = 1_000_000
PROBLEMS = {
    "unknown_sku": gettext_lazy("There is no such SKU."),
    "repeated": gettext_lazy("The SKU stands in an earlier row already."),
    "no_amount": gettext_lazy("The cost is not an amount."),
    "no_day": gettext_lazy("The first day is not a date like 2026-01-31."),
    "later": gettext_lazy("The cost holds only from a later day; import it then."),
    "too_many": gettext_lazy("The table is too long; split it."),
}


class CostImportForm(TableForm):
    """Costs, a row for each variant."""

    columns = gettext_lazy(
        "One row for each variant: SKU, cost of one unit without tax, currency and first day; the last two "
        "may be missing."
    )
    sample = "SKU;12.50;EUR;2026-01-31"
    most = LONGEST


@workspace_page(permission="pricing.write")
def import_costs(request: HttpRequest) -> HttpResponse:
    """Read a table of costs, show what would change, and write it on confirmation."""
    actor = request_actor(request)
    actor.require("pricing.cost_read")
    channel = main_channel(actor)
    form = CostImportForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        preview = _preview(table, channel)
        if "confirm" in request.POST and preview["changed"]:
            _write(request, preview["changed"], actor)
            return redirect("costs_list")
        form = CostImportForm(initial={"table": table})
    context = {
        "header_title": _("Import costs"),
        "form": form,
        "preview": preview,
        "currency": channel.currency,
        "back_url": reverse("costs_list"),
        "back_label": _("Costs and margins"),
    }
    status = 422 if form.errors else 200
    return render(request, "ecommerce_sme/pricing/cost_import.html", context, status=status)


def _preview(table: str, channel: channels.ChannelFacts) -> dict[str, Any]:
    """Return what changes (old and new), how many stay, and the rows that are refused with the reason."""
    skus = {line.split("\t")[0].split(";")[0].split(",")[0].strip(' "\ufeff\r') for line in table.split("\n")}
    known = catalog.variant_ids_by_sku(sku for sku in skus if sku)
    today = clock.today(channel.timezone)
    lines = pricing.read_costs(table, known, _amount, currency=channel.currency, today=today)
    good = [line for line in lines if not line.problem]
    stored = {
        currency: pricing.costs_for(list(known.values()), currency=currency)
        for currency in {line.currency for line in good}
    }
    changed = []
    for line in good:
        old, new = stored[line.currency].get(known[line.sku]), Money(line.amount or 0, line.currency)
        if old is None or old.amount != new.amount:
            changed.append({"sku": line.sku, "variant_id": known[line.sku], "old": old, "new": new})
    refused = [{"line": line, "reason": PROBLEMS[line.problem]} for line in lines if line.problem]
    same = len(good) - len(changed)
    return {"changed": changed, "shown": changed[:200], "same": same, "refused": refused[:200]}


def _write(request: HttpRequest, changed: list[dict[str, Any]], actor: Actor) -> None:
    count, kept = 0, []
    for currency in sorted({line["new"].currency for line in changed}):
        mine = [line for line in changed if line["new"].currency == currency]
        costs = {line["variant_id"]: line["new"].amount for line in mine}
        count += pricing.set_costs(costs=costs, currency=currency, actor=actor, at=clock.now())
        rows = [[line["variant_id"], line["old"] and line["old"].amount, line["new"].amount] for line in mine]
        kept.append({"currency": currency, "rows": rows})
    text = ngettext("%(count)s cost saved.", "%(count)s costs saved.", count) % {"count": count}
    done(request, text, Undo("pricing.costs_imported", {"kept": kept}))


def _take_back(payload: dict[str, Any], actor: Actor, at: datetime) -> str:
    count = sum(_restored(one["currency"], one["rows"], actor, at) for one in payload["kept"])
    return ngettext("%(count)s cost put back.", "%(count)s costs put back.", count) % {"count": count}


def _restored(currency: str, rows: Iterable[list[Any]], actor: Actor, at: datetime) -> int:
    known = list(rows)
    return pricing.restore_costs(
        before={key: old for key, old, _new in known},
        after={key: new for key, _old, new in known},
        currency=currency,
        actor=actor,
        at=at,
    )


register_undo("pricing.costs_imported", _take_back)


def _amount(text: str, currency: str) -> int | None:
    try:
        return read_amount(text, currency)
    except DomainError as error:
        raise ValueError(text) from error
