"""One transfer: planned, sent, received through its receipt, closed with a reason for what is missing."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Transfer
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.inventory_manager.phone.shared import own_places

STATES = dict(Transfer.State.choices)
TONES = {"draft": "neutral", "in_transit": "info", "received": "good", "canceled": "neutral"}
REASONS = (
    ("", gettext_lazy("Choose a reason")),
    ("lost", gettext_lazy("Lost on the way")),
    ("broken", gettext_lazy("Broken on the way")),
    ("not_sent", gettext_lazy("Never sent")),
)
STEPS = {
    "draft": gettext_lazy("Load the goods, then mark the transfer as sent."),
    "in_transit": gettext_lazy("Receive it at the target; then close it."),
}


class TransferForm(forms.Form):
    """Where from, where to, and which articles."""

    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("To"))
    due = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    lines = forms.CharField(
        label=gettext_lazy("Articles"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line: SKU, a space, and the units. For example MUG-RED 12"),
    )

    def __init__(self, places: list[inventory.LocationFacts], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        mine = [(place.code, place.name) for place in places]
        everywhere = [
            (place.code, place.name) for place in inventory.locations() if place.active and place.is_walked
        ]
        self.fields["source"].choices = mine  # type: ignore[attr-defined]
        self.fields["target"].choices = everywhere  # type: ignore[attr-defined]
        first = mine[0][0] if mine else ""
        self.fields["target"].initial = next((code for code, _name in everywhere if code != first), None)

    def clean_lines(self) -> list[tuple[int, int]]:
        """Return (variant id, quantity) pairs; each line that cannot be read is named."""
        pairs, bad = [], []
        for text in self.cleaned_data["lines"].splitlines():
            sku, _space, units = text.strip().rpartition(" ")
            if sku and units.isascii() and units.isdigit() and 0 < int(units[:9]) <= 100_000:
                pairs.append((sku.strip(), int(units)))
            elif text.strip():
                bad.append(text.strip()[:60])
        known = catalog.variant_ids_by_sku([sku for sku, _units in pairs])
        bad += [sku for sku, _units in pairs if sku not in known]
        if bad or not pairs:
            raise forms.ValidationError(_("Not understood: %(lines)s") % {"lines": ", ".join(bad[:5]) or "–"})
        return [(known[sku], units) for sku, units in pairs]


def own_transfer(request: HttpRequest, transfer_id: int) -> inventory.TransferFacts:
    """Return a transfer that touches one of the person's locations; NotFound for another's."""
    found = inventory.transfer(transfer_id)
    actor = request_actor(request)
    if not any(actor.can_see("location", code) for code in (found.source_code, found.target_code)):
        raise NotFound()
    return found


@workspace_page(permission="inventory.read")
def transfer_record(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Show a transfer with its lines and what can be done next."""
    found = own_transfer(request, transfer_id)
    may = request_actor(request).can("inventory.write")
    record = Record(
        title=found.code,
        record="inventory.transfer",
        record_id=found.id,
        subtitle=f"{found.source_name} → {found.target_name}",
        status=[Status(STATES[found.state], TONES[found.state])],
        next_step=STEPS.get(found.state, ""),
        actions=_actions(found) if may else [],
        groups=[
            FactGroup(
                _("Transfer"),
                [
                    Fact(_("Due"), found.due_at, "datetime"),
                    Fact(_("Planned by"), actor_words(found.opened_by)),
                    Fact(_("Planned"), found.opened_at, "datetime"),
                    Fact(_("Sent"), found.sent_at, "datetime"),
                    Fact(_("Closed"), found.closed_at, "datetime"),
                ],
            )
        ],
        tables=[_lines(found)],
        related=[_receipt(found)] if found.receipt_id else [],
        back_url=reverse("stock_transfers"),
        back_label=_("Transfers"),
    )
    return render_record(request, record)


def _actions(found: inventory.TransferFacts) -> list[Action]:
    if found.state == "draft":
        return [
            Action(
                _("Mark as sent"), reverse("stock_transfer_send", args=[found.id]), post=True, tone="strong"
            ),
            Action(
                _("Cancel the transfer"),
                reverse("stock_transfer_cancel", args=[found.id]),
                post=True,
                confirm=_("Nothing has moved yet. Cancel this transfer?"),
            ),
        ]
    if found.state == "in_transit":
        return [Action(_("Close the transfer"), reverse("stock_transfer_close", args=[found.id]))]
    return []


def _lines(found: inventory.TransferFacts) -> Table:
    variants = variants_of(line.variant_id for line in found.lines)
    reasons = dict(REASONS)
    rows = [
        (
            variants[line.variant_id].sku if line.variant_id in variants else "",
            name_of(variants.get(line.variant_id)),
            line.planned,
            line.sent,
            line.in_transit,
            line.arrived,
            line.written_off,
            reasons.get(line.reason, "") if line.reason else "",
        )
        for line in found.lines
    ]
    headers = (
        _("SKU"), _("Article"), _("Planned"), _("Sent"), _("In transit"), _("Arrived"), _("Written off"),
        _("Reason"),
    )  # fmt: skip
    return Table(_("Lines"), headers, rows, kinds=("text", "text", *["number"] * 5, "text"))


def _receipt(found: inventory.TransferFacts) -> Related:
    url = reverse("stock_receipt", args=[found.receipt_id])
    return Related(_("Receiving"), [Fact(_("Receipt"), found.code, url=url)])


@workspace_page(permission="inventory.write")
def add(request: HttpRequest) -> HttpResponse:
    """Plan a transfer."""
    form = TransferForm(own_places(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        due = values["due"]
        try:
            made = inventory.open_transfer(
                source=values["source"],
                target=values["target"],
                lines=values["lines"],
                due_at=dt.datetime.combine(due, dt.time(16), tzinfo=timezone.get_current_timezone())
                if due
                else None,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The transfer is planned."))
            return redirect("stock_transfer", transfer_id=made.id)
    return render_form(
        request,
        form,
        title=_("New transfer"),
        submit=_("Plan the transfer"),
        back_url=reverse("stock_transfers"),
        back_label=_("Transfers"),
    )


@workspace_page(permission="inventory.write")
@require_POST
def send(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Take the goods off the source's count; they are in transit from now on."""
    found = own_transfer(request, transfer_id)
    inventory.send_transfer(found.id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Sent. The target expects it now."))
    return redirect("stock_transfer", transfer_id=found.id)


@workspace_page(permission="inventory.write")
@require_POST
def cancel(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Give up a transfer that was not sent."""
    found = own_transfer(request, transfer_id)
    inventory.cancel_transfer(found.id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Canceled."))
    return redirect("stock_transfer", transfer_id=found.id)


@workspace_page(permission="inventory.write")
def close(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Close a transfer, with a reason for each article that did not arrive whole."""
    found = own_transfer(request, transfer_id)
    variants = variants_of(line.variant_id for line in found.lines)
    form = forms.Form(request.POST or None)
    for line in found.lines:
        if line.in_transit:
            sku = variants[line.variant_id].sku if line.variant_id in variants else str(line.variant_id)
            label = _("%(units)s × %(sku)s did not arrive") % {"units": line.in_transit, "sku": sku}
            form.fields[f"reason_{line.variant_id}"] = forms.ChoiceField(label=label, choices=REASONS)
    if request.method == "POST" and form.is_valid():
        reasons = {
            int(name.removeprefix("reason_")): value
            for name, value in form.cleaned_data.items()
            if name.startswith("reason_")
        }
        try:
            inventory.close_transfer(found.id, reasons=reasons, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The transfer is closed."))
            return redirect("stock_transfer", transfer_id=found.id)
    return render_form(
        request,
        form,
        title=_("Close the transfer"),
        intro=_("What never left the source goes back into its count; the rest is written off."),
        submit=_("Close"),
        back_url=reverse("stock_transfer", args=[found.id]),
        back_label=found.code,
    )
