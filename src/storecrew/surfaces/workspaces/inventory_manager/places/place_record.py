"""One location and the forms that change it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Location, LocationChannel
from storecrew.contexts.purchasing import public as purchasing
from storecrew.kernel import clock, hours
from storecrew.kernel.actor import Actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.earlier import Sides, earlier, fill
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import rate

ADDRESS = ("company", "street", "street2", "postal_code", "city", "region", "country", "phone")


# The place of codes is made by its pools.
KINDS = [choice for choice in Location.Kind.choices if choice[0] != Location.Kind.DIGITAL]


def _hours(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=60, required=False)


EDITS = ("inventory.location_saved",)
"""Changes of the timeline that the form of a location can open with what was before."""
HOURS = tuple(f"hours_{day}" for day in range(1, 8))


class PlaceForm(forms.Form):
    """A location and the address that stands on its parcels."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=50)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    shops = forms.MultipleChoiceField(
        label=gettext_lazy("Shops that sell what lies here"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    company = forms.CharField(label=gettext_lazy("Company"), max_length=120, required=False)
    street = forms.CharField(label=gettext_lazy("Street"), max_length=200, required=False)
    street2 = forms.CharField(label=gettext_lazy("Address line 2"), max_length=200, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Post code"), max_length=20, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=120, required=False)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=gettext_lazy("Country"), help_text=gettext_lazy("Two letters, such as DE."),
        required=False,
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    pick_up = forms.BooleanField(
        label=gettext_lazy("Orders can be collected here"), required=False,
        help_text=gettext_lazy(
            "Shoppers see its name, address and hours, and choose it "
            "where a shipping method is collected at our location."
        ),
    )  # fmt: skip
    hours_1 = _hours(gettext_lazy("Open on Monday"), gettext_lazy("Such as 10:00-18:00; empty when closed."))
    hours_2 = _hours(gettext_lazy("Open on Tuesday"))
    hours_3 = _hours(gettext_lazy("Open on Wednesday"))
    hours_4 = _hours(gettext_lazy("Open on Thursday"))
    hours_5 = _hours(gettext_lazy("Open on Friday"))
    hours_6 = _hours(gettext_lazy("Open on Saturday"))
    hours_7 = _hours(gettext_lazy("Open on Sunday"))
    is_default = forms.BooleanField(
        label=gettext_lazy("Goods without a named location lie here"), required=False
    )
    active = forms.BooleanField(label=gettext_lazy("Active"), required=False, initial=True)

    def __init__(self, *args: Any, shops: list[channels.ChannelFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.id), each.name) for each in shops]
        self.fields["shops"].choices = choices  # type: ignore[attr-defined]


class SupplyForm(forms.Form):
    """How a location is supplied."""

    service_level = forms.DecimalField(
        label=gettext_lazy("Service level in per cent"), min_value=50, max_value=Decimal("99.99"),
        decimal_places=2,
        help_text=gettext_lazy("The chance not to run out before the next delivery."),
    )  # fmt: skip
    review_days = forms.IntegerField(
        label=gettext_lazy("Days between two orders"), min_value=1, max_value=365
    )


def _find(request: HttpRequest, code: str) -> Location:
    row = Location.objects.filter(code=code).first()
    if row is None or not request_actor(request).can_see("location", code):
        raise NotFound()
    return row


@workspace_page(permission="inventory.read")
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a location stands and by which rules it works."""
    row = _find(request, code)
    actor = request_actor(request)
    actions, edit_url = [], ""
    if actor.can("inventory.write"):
        edit_url = reverse("stock_place_edit", args=[code])
        actions.append(Action(_("Edit"), edit_url))
    if actor.can("purchasing.write"):
        actions.append(Action(_("Replenishment"), reverse("stock_place_supply", args=[code])))
    if actor.can("inventory.adjust"):
        actions.append(
            Action(_("When a count needs another person"), reverse("stock_count_policy", args=[code]))
        )
    sender = inventory.postal_address(code)
    record = Record(
        title=row.name,
        record="inventory.location",
        record_id=row.pk,
        subtitle=f"{row.code} · {row.get_kind_display()}",
        status=[Status(_("active"), "good") if row.active else Status(_("inactive"))],
        next_step=_next_step(row, bool(sender.street)),
        actions=actions,
        groups=[_address(row), _collecting(row), _supply(row), _counting(row)],
        back_url=reverse("stock_places"),
        back_label=_("Locations"),
        edit_url=edit_url,
        edit_actions=EDITS,
    )
    return render_record(request, record)


def _sold_in(row: Location) -> list[int]:
    return list(LocationChannel.objects.filter(location=row).values_list("channel_id", flat=True))


def _shops(actor: Actor) -> list[channels.ChannelFacts]:
    return [each for each in channels.all_channels() if actor.can_see("channel", each.code)]


def _out_of_sight(code: str, actor: Actor) -> set[int]:
    """Return the shops that sell what lies there and that the actor does not see: they stay."""
    seen = {each.id for each in _shops(actor)}
    held = LocationChannel.objects.filter(location__code=code).exclude(channel_id__in=seen)
    return set(held.values_list("channel_id", flat=True))


def _next_step(row: Location, has_address: bool) -> str:
    if row.active and row.kind != Location.Kind.DIGITAL and not _sold_in(row):
        return _("No shop sells what lies here: choose the shops that do.")
    return "" if has_address else _("Write down its address: it is the sender of its parcels.")


def _address(row: Location) -> FactGroup:
    labels = PlaceForm.base_fields
    facts = [Fact(labels[name].label or name, row.address.get(name) or "–") for name in ADDRESS]
    default = _("yes") if row.is_default else _("no")
    facts += [
        Fact(_("Shops that sell what lies here"), " · ".join(_turns(row)) or "–"),
        Fact(_("Goods without a named location lie here"), default),
    ]
    return FactGroup(_("Address"), facts)


def _turns(row: Location) -> list[str]:
    """Return the shops that sell what lies there, each with the priority by which it asks for stock there."""
    names = {each.id: each.name for each in channels.all_channels(include_inactive=True)}
    held = LocationChannel.objects.filter(location=row).order_by("priority", "channel")
    return [
        _("%(shop)s, priority %(number)s") % {"shop": names[one.channel_id], "number": one.priority}
        for one in held
        if one.channel_id in names
    ]


def _collecting(row: Location) -> FactGroup:
    lines = hours.lines(row.opening_hours or (), get_language() or "en")
    return FactGroup(
        _("Collecting orders"),
        [
            Fact(_("Orders can be collected here"), _("yes") if row.pick_up else _("no")),
            Fact(_("Opening hours"), " · ".join(f"{line.days} {line.times}" for line in lines) or "–"),
        ],
    )


def _supply(row: Location) -> FactGroup:
    rule = purchasing.replenishment(row.pk)
    return FactGroup(
        _("Replenishment"),
        [
            Fact(_("Service level"), rate(rule.service_level_bp),
                 why=_("The chance not to run out before the next delivery.")),
            Fact(_("Ordered every"), _("%(days)d days") % {"days": rule.review_days}),
            Fact(_("Order proposals"), _("show"),
                 url=f"{reverse('purchasing_proposals')}?f.location={row.pk}"),
        ],
    )  # fmt: skip


def _counting(row: Location) -> FactGroup:
    limits = inventory.count_limits(row.pk)
    return FactGroup(
        _("Counts"),
        [
            Fact(_("Value up to"), limits.amount, "number",
                 why=_("In the smallest unit of the currency of costs, such as cents.")),
            Fact(_("Per cent of the units up to"), limits.percent, "number"),
            Fact(_("One person runs this place and approves own counts"),
                 _("yes") if limits.single_person else _("no")),
            Fact(_("To count"), _("show"), url=f"{reverse('stock_counts')}?f.location={row.pk}"),
        ],
    )  # fmt: skip


@workspace_page(permission="inventory.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add a location."""
    shops = _shops(request_actor(request))
    form = PlaceForm(request.POST or None, shops=shops, initial={"shops": [str(each.id) for each in shops]})
    return _save(request, form, _("New location"), reverse("stock_places"), _("Locations"))


@workspace_page(permission="inventory.write")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a location's name and address."""
    row = _find(request, code)
    kept = {
        name: getattr(row, name) for name in ("name", "kind", "address", "is_default", "active", "pick_up")
    }
    initial = _by_field(kept | {"opening_hours": inventory.typed_hours(row.opening_hours or ())})
    initial["code"] = row.code
    initial["shops"] = [str(key) for key in _sold_in(row)]
    form = PlaceForm(request.POST or None, initial=initial, shops=_shops(request_actor(request)))
    form.fields["code"].disabled = True
    of_record(form)
    fill(form, earlier(request, form, ("inventory.location", row.pk), EDITS, _sides))
    return _save(request, form, _("Edit location"), reverse("stock_place", args=[code]), row.name)


def _sides(entry: AuditEntry) -> Sides:
    """Return both sides of a change; what the trail did not keep before is not taken back."""
    found, became = _by_field(entry.before), _by_field(entry.after)
    return found, {name: value for name, value in became.items() if name in found}


def _by_field(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is kept of a location by field of its form."""
    values = dict(kept or {})
    if "address" in values:
        address = values.pop("address")
        values |= {name: address.get(name, "") for name in ADDRESS}
    if "opening_hours" in values:
        values |= dict(zip(HOURS, values.pop("opening_hours"), strict=True))
    return values


def _save(request: HttpRequest, form: PlaceForm, title: str, back_url: str, back: Any) -> HttpResponse:
    actor = request_actor(request)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        address = {name: values.pop(name) for name in ADDRESS}
        address["country"] = address["country"].upper()
        code = values.pop("code")
        chosen = {int(key) for key in values.pop("shops")}
        texts = [values.pop(name) for name in HOURS]
        try:
            open_at = inventory.read_hours(texts)
            inventory.save_location(
                code,
                **values,
                address=address,
                opening_hours=open_at,
                sold_in=chosen | _out_of_sight(code, actor),
                actor=actor,
                at=clock.now(),
            )
        except inventory.InvalidHours as error:
            form.add_error(f"hours_{error.details['day']}", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("stock_place", code=code)
    return render_form(request, form, title=title, submit=_("Save"), back_url=back_url, back_label=str(back))


@workspace_page(permission="purchasing.write")
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """Say how well a location is to be supplied, and how often it orders."""
    row = _find(request, code)
    rule = purchasing.replenishment(row.pk)
    initial = {"service_level": rule.service_level_bp / 100, "review_days": rule.review_days}
    form = of_record(SupplyForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        purchasing.set_replenishment(
            code,
            service_level_bp=round(form.cleaned_data["service_level"] * 100),
            review_days=form.cleaned_data["review_days"],
            actor=request_actor(request),
            at=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("stock_place", code=code)
    return render_form(
        request, form, title=_("Replenishment"), submit=_("Save"),
        back_url=reverse("stock_place", args=[code]), back_label=row.name,
    )  # fmt: skip
