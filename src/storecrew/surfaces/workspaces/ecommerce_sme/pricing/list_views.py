"""Price lists: the list of lists, the record, making and ending one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.models import Market
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import PriceList, PriceOperation
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.earlier import earlier, fill
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import field_text
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import local_text, tell_waiting, zone_of
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_forms import DIRECTIONS, KINDS, PriceListForm

EDITS = ("pricing.list_updated",)
"""Changes of the timeline that the form of a price list can open with what was before."""


def list_state(row: PriceList) -> Status:
    """Say whether a list is open now."""
    now = clock.now()
    if row.starts_at and now < row.starts_at:
        return Status(gettext_lazy("planned"), "info")
    if row.ends_at and now >= row.ends_at:
        return Status(gettext_lazy("ended"))
    return Status(pgettext_lazy("price list", "open"), "good")


def _place(row: PriceList) -> str:
    names = [each.name for each in (row.channel, row.market) if each is not None]
    return ", ".join(names) or _("everywhere")


class PriceListList(Listing):
    """All price lists."""

    code = "pricing.price_lists"
    title = gettext_lazy("Price lists")
    permission = "pricing.read"
    search_fields = ("name", "code", "segment", "company")
    default_sort = "name"
    empty_title = gettext_lazy("No price list here")
    empty_text = gettext_lazy(
        "A price list holds what articles cost in a currency, for everybody or for some."
    )
    columns = (
        Column("name", gettext_lazy("Price list"), sort="name", primary=True),
        Column("kind", gettext_lazy("Kind"), lambda row: dict(KINDS)[row.kind], sort="kind"),
        Column("currency", gettext_lazy("Currency"), sort="currency"),
        Column("place", gettext_lazy("Where"), _place),
        Column("state", gettext_lazy("State"), list_state, kind="status"),
        Column("prices", gettext_lazy("Prices"), "price_count", kind="number", sort="price_count"),
        Column("priority", gettext_lazy("Priority"), kind="number", sort="priority"),
        Column("starts", gettext_lazy("Starts"), "starts_at", kind="datetime", sort="starts_at"),
        Column("ends", gettext_lazy("Ends"), "ends_at", kind="datetime", sort="ends_at"),
    )
    filters = (
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=KINDS),
        Filter("currency", gettext_lazy("Currency"), "text", "currency"),
    )
    empty_text = gettext_lazy("A list is made with the first price of a channel, or by the button above.")

    def rows(self) -> QuerySet[PriceList]:
        """Return the lists within the actor's channels, with the number of their prices."""
        rows = PriceList.objects.select_related("channel", "market").annotate(price_count=Count("prices"))
        return _within(rows, self.actor)

    def row_url(self, row: PriceList) -> str:
        """Open the list."""
        return reverse("price_lists_record", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a list."""
        return (_("New price list"), reverse("price_lists_add")) if self.actor.can("pricing.write") else None


def _within(rows: QuerySet[PriceList], actor: Any) -> QuerySet[PriceList]:
    allowed = actor.scopes.get("channel")
    return rows if allowed is None else rows.filter(channel__code__in=allowed)


def known_list(request: HttpRequest, code: str) -> PriceList:
    """Return the list if the actor may see it; UnknownPriceList."""
    rows = PriceList.objects.select_related("channel", "market").filter(code=code)
    row = _within(rows, request_actor(request)).first()
    if row is None:
        raise pricing.UnknownPriceList(price_list=code)
    return row


def other_lists(request: HttpRequest, code: str) -> QuerySet[PriceList]:
    """Return the lists that the actor may see besides the one with a code."""
    return _within(PriceList.objects.exclude(code=code), request_actor(request)).order_by("name")


@workspace_page(permission="pricing.read")
def price_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show a list, its terms and its last bulk changes."""
    row = known_list(request, code)
    may_write = request_actor(request).can("pricing.write")
    operations = PriceOperation.objects.filter(price_list=row)[:5]
    actions = [Action(_("Prices"), reverse("price_grid", args=[code]), tone="strong")]
    if may_write:
        actions.append(Action(_("Change many"), reverse("price_bulk", args=[code])))
        actions.append(Action(_("Edit"), reverse("price_lists_edit", args=[code])))
        actions.append(copying.copy_action("price_lists_add", code))
        if str(list_state(row)) != _("ended"):
            actions.append(
                Action(
                    _("End now"),
                    reverse("price_lists_end", args=[code]),
                    post=True,
                    tone="danger",
                    confirm=_("End this price list now? Its prices stop counting at once."),
                )
            )
    record = Record(
        title=row.name,
        record="pricing.price_list",
        record_id=row.code,
        status=[list_state(row)],
        groups=[
            FactGroup(
                _("Terms"),
                [
                    Fact(_("Code"), row.code),
                    Fact(_("Kind"), dict(KINDS)[row.kind]),
                    Fact(_("Currency"), row.currency),
                    Fact(_("Where"), _place(row)),
                    Fact(_("For"), row.segment or row.company or _("everybody")),
                    Fact(_("Priority"), row.priority, "number"),
                    Fact(_("Starts"), row.starts_at, "datetime"),
                    Fact(_("Ends"), row.ends_at, "datetime"),
                    Fact(_("Rounding"), rounding_words(row)),
                    Fact(_("Prices"), row.prices.count(), "number"),
                ],
            )
        ],
        tables=[
            Table(
                _("Last bulk changes"),
                [_("Change"), _("When"), _("Prices"), _("State")],
                [
                    [each.title, each.created_at, each.changed_count, operation_state(each)]
                    for each in operations
                ],
                kinds=("text", "datetime", "number", "status"),
                row_urls=[reverse("price_changes_record", args=[each.pk]) for each in operations],
            )
        ],
        actions=actions,
        back_url=reverse("price_lists_list"),
        back_label=_("Price lists"),
        edit_url=reverse("price_lists_edit", args=[code]) if may_write else "",
        edit_actions=EDITS,
    )
    return render_record(request, record)


def rounding_words(row: PriceList) -> str:
    """Say how the prices of a list are rounded; "" when they are not."""
    if not row.rounding_step:
        return ""
    return _("steps of %(step)s, ending in %(ending)s · %(direction)s") % {
        "step": field_text(row.rounding_step, row.currency),
        "ending": field_text(row.rounding_ending, row.currency),
        "direction": dict(DIRECTIONS)[row.rounding_direction],
    }


def operation_state(row: PriceOperation) -> Status:
    """Say whether a bulk change holds or was undone."""
    if row.state == PriceOperation.UNDONE:
        return Status(gettext_lazy("undone"))
    return Status(gettext_lazy("applied"), "good")


@workspace_page(permission="pricing.write")
def edit_price_list(request: HttpRequest, code: str = "") -> HttpResponse:
    """Make a list, or change the one with this code."""
    row = known_list(request, code) if code else None
    copied = "" if row else request.GET.get(copying.PARAMETER, "")
    of = known_list(request, copied) if copied else None
    initial = _initial(row or of)
    if of is not None:
        initial |= {
            "name": copying.named(of.name),
            "code": "",
            "starts_at": "",
            "ends_at": "",
            "prices": True,
        }
    form = PriceListForm(
        request.POST or None, initial=initial, existing=row is not None, copied=of is not None
    )
    of_record(form)
    if row is not None:
        name = ("pricing.price_list", row.code)
        fill(form, earlier(request, form, name, EDITS, lambda e: (_of_trail(e.before), _of_trail(e.after))))
    version = request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        try:
            done = _save(request, form.cleaned_data, int(version) if row and version.isdigit() else None, of)
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The price list is saved."))
            if done is not None:
                count = done.created
                words = ngettext("%(count)s price taken over.", "%(count)s prices taken over.", count)
                messages.success(request, words % {"count": count})
                tell_waiting(request, len(done.waiting))
            return redirect("price_lists_record", form.cleaned_data["code"])
    context = {
        "form": form,
        "version": row.version if row else "",
        "header_title": row.name if row else _("New price list"),
        "back_url": reverse("price_lists_record", args=[code]) if row else reverse("price_lists_list"),
        "back_label": row.name if row else _("Price lists"),
    }
    status = 422 if form.errors else 200
    return render(request, "ecommerce_sme/pricing/versioned_form.html", context, status=status)


def _save(
    request: HttpRequest, terms: dict[str, Any], version: int | None, of: PriceList | None
) -> pricing.PricesSet | None:
    """Save a list; returns what was done with the prices that a copy takes over."""
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    code, with_prices = str(terms["code"]), terms.pop("prices", False)
    done: pricing.PricesSet | None = None

    def save() -> str:
        nonlocal done
        pricing.save_price_list(**terms, expected_version=version, **who)
        if of is not None and with_prices:
            done = pricing.copy_prices(of=of.code, into=code, reason=copying.named(of.name), **who)
        return code

    copying.make(request, "pricing.price_list", of.name if of else "", save)
    return done


@workspace_page(permission="pricing.write")
@require_POST
def end_price_list(request: HttpRequest, code: str) -> HttpResponse:
    """End a list now."""
    known_list(request, code)
    pricing.end_price_list(code=code, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The price list has ended."))
    return redirect("price_lists_record", code)


def _of_trail(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the trail keeps of a price list, by field."""
    values = dict(kept or {})
    if not values:
        return {}
    codes = {each.id: each.code for each in channels.all_channels()}
    channel = codes.get(values.pop("channel_id"), "")
    market = Market.objects.filter(pk=values.pop("market_id")).first()
    for name in ("starts_at", "ends_at"):
        moment = dt.datetime.fromisoformat(values[name]) if values[name] else None
        values[name] = local_text(moment, zone_of(channel))
    for name in ("rounding_step", "rounding_ending"):
        values[name] = field_text(values[name] or None, values["currency"])
    return values | {"channel_code": channel, "market_code": market.code if market else ""}


def _initial(row: PriceList | None) -> dict[str, Any]:
    if row is None:
        return {"kind": "sale", "priority": 0}
    zone = zone_of(row.channel.code if row.channel else "")
    return {
        "name": row.name,
        "code": row.code,
        "kind": row.kind,
        "currency": row.currency,
        "channel_code": row.channel.code if row.channel else "",
        "market_code": row.market.code if row.market else "",
        "segment": row.segment,
        "company": row.company,
        "priority": row.priority,
        "starts_at": local_text(row.starts_at, zone),
        "ends_at": local_text(row.ends_at, zone),
        "rounding_step": field_text(row.rounding_step or None, row.currency),
        "rounding_ending": field_text(row.rounding_ending or None, row.currency),
        "rounding_direction": row.rounding_direction,
    }
