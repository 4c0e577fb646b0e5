"""Channels and markets: where we sell, in which currency and language."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.models import Channel, Market
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockPolicy
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    render_record,
)
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.channel_forms import (
    LEGAL_LABELS,
    ChannelForm,
    GiftWrapForm,
    MarketForm,
    ReturnRulesForm,
    SourcingForm,
)


def _state(row: Channel | channels.ChannelFacts) -> Status:
    if row.is_default:
        return Status(gettext_lazy("default"), "good")
    return Status(gettext_lazy("active"), "good") if row.active else Status(gettext_lazy("closed"))


class ChannelList(Listing):
    """All channels."""

    code = "channels.channels"
    title = gettext_lazy("Channels")
    permission = "channels.read"
    search_fields = ("name", "code", "host")
    default_sort = "name"
    empty_title = gettext_lazy("No channel yet")
    empty_text = gettext_lazy(
        "A channel is one shop: its languages, its currency, its prices and its host name."
    )
    columns = (
        Column("name", gettext_lazy("Channel"), sort="name", primary=True),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
        Column("market", gettext_lazy("Market"), "default_market.name", sort="default_market__name"),
        Column("currency", gettext_lazy("Currency"), "default_market.currency"),
        Column("locales", gettext_lazy("Languages"), kind="tags"),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="active"),
        Column("host", gettext_lazy("Host name"), default=False),
        Column("timezone", gettext_lazy("Time zone"), default=False),
    )
    filters = (
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Channel.Kind.choices),
        Filter("active", gettext_lazy("Active"), "boolean", "active"),
    )

    def rows(self) -> QuerySet[Channel]:
        """Return the channels within the actor's scope."""
        rows = Channel.objects.select_related("default_market")
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(code__in=allowed)

    def row_url(self, row: Channel) -> str:
        """Open the channel."""
        return reverse("channels_record", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Open a new channel."""
        return (_("New channel"), reverse("channels_add")) if self.actor.can("channels.write") else None


class MarketList(Listing):
    """All markets."""

    code = "channels.markets"
    title = gettext_lazy("Markets")
    walks = False
    permission = "channels.read"
    search_fields = ("name", "code", "currency")
    default_sort = "name"
    empty_title = gettext_lazy("No market yet")
    empty_text = gettext_lazy("A market is a group of countries with one currency and one way to show tax.")
    columns = (
        Column("name", gettext_lazy("Market"), sort="name", primary=True),
        Column("currency", gettext_lazy("Currency"), sort="currency"),
        Column("countries", gettext_lazy("Countries"), kind="tags"),
        Column("tax", gettext_lazy("Tax display"), "get_tax_display_display", sort="tax_display"),
        Column("channels", gettext_lazy("Channels"), "channel_count", kind="number", sort="channel_count"),
    )

    filters = (
        Filter("currency", gettext_lazy("Currency"), "text", "currency"),
        Filter(
            "tax", gettext_lazy("Tax display"), "choice", "tax_display", choices=Market.TaxDisplay.choices
        ),
    )

    def rows(self) -> QuerySet[Market]:
        """Return all markets with the number of their channels."""
        return Market.objects.annotate(channel_count=Count("channels"))

    def row_url(self, row: Market) -> str:
        """Open the market."""
        return reverse("markets_edit", args=[row.code]) if self.actor.can("channels.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a market."""
        return (_("New market"), reverse("markets_add")) if self.actor.can("channels.write") else None


def _return_words(channel_id: int) -> str:
    known = aftersales.return_rules(channel_id)
    if not known.is_open:
        return _("only by customer service")
    return _("%(days)d days") % {"days": known.days}


@workspace_page(permission="channels.read")
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """Show a channel and what changed."""
    known = _known(request, code)
    may_write = request_actor(request).can("channels.write")
    actions = [Action(_("Edit"), reverse("channels_edit", args=[code]))] if may_write else []
    if may_write:
        actions.append(Action(_("Returns"), reverse("channels_return_rules", args=[code])))
    if request_actor(request).can("pricing.write"):
        actions.append(Action(_("Gift wrap"), reverse("channels_gift_wrap", args=[code])))
    if request_actor(request).can("inventory.write"):
        actions.append(Action(_("Where orders leave from"), reverse("channels_sourcing", args=[code])))
    leaves = inventory.sourcing(known.id)
    record = Record(
        title=known.name,
        record="channels.channel",
        record_id=known.id,
        status=[_state(known)],
        groups=[
            FactGroup(
                _("Selling"),
                [
                    Fact(_("Code"), known.code),
                    Fact(_("Kind"), known.kind.upper()),
                    Fact(_("Currency"), known.currency),
                    Fact(_("Tax display"), Market.TaxDisplay(known.tax_display).label),
                    Fact(_("Countries"), list(known.countries), "tags"),
                    Fact(_("Languages"), list(known.locales), "tags"),
                    Fact(_("Time zone"), known.timezone),
                    Fact(_("Host name"), known.host),
                    Fact(_("Gift wrap"), checkout.gift_wrap(known.id), "money"),
                    Fact(_("Returns by customers"), _return_words(known.id)),
                    Fact(_("How far an order may be spread"), StockPolicy.Split(leaves.split).label),
                    Fact(
                        _("Locations, the first is asked first"),
                        ", ".join(f"{each.name} ({each.priority})" for each in leaves.places) or "–",
                    ),
                ],
            )
        ],
        related=[
            Related(
                _("Facts in the footer"),
                [
                    Fact(LEGAL_LABELS[key], known.legal[key])
                    for key in channels.LEGAL_KEYS
                    if key in known.legal
                ],
                "" if known.legal else _("None yet. Many countries ask for them on the first page."),
            )
        ],
        actions=actions,
        back_url=reverse("channels_list"),
        back_label=_("Channels"),
    )
    return render_record(request, record)


@workspace_page(permission="channels.write")
def edit_channel(request: HttpRequest, code: str = "") -> HttpResponse:
    """Open a channel, or change the one with this code."""
    known = _known(request, code) if code else None
    form = of_record(ChannelForm(request.POST or None, initial=_initial(known)))
    version = request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        try:
            saved = channels.save_channel(
                **form.values(),
                channel_id=known.id if known else None,
                expected_version=int(version) if version.isdigit() else None,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("channels_record", saved.code)
    context = {
        "form": form,
        "version": Channel.objects.get(pk=known.id).version if known else "",
        "timezones": form.timezones(),
        "header_title": known.name if known else _("New channel"),
        "back_url": reverse("channels_record", args=[code]) if known else reverse("channels_list"),
        "back_label": known.name if known else _("Channels"),
    }
    return render(request, "ecommerce_sme/channel_form.html", context, status=422 if form.errors else 200)


@workspace_page(permission="pricing.write")
def gift_wrap(request: HttpRequest, code: str) -> HttpResponse:
    """Set what wrapping an order as a gift costs, or offer it no longer."""
    known = _known(request, code)
    now = checkout.gift_wrap(known.id)
    initial = {"active": now is not None, "price": str(now.decimal) if now is not None else ""}
    form = of_record(GiftWrapForm(request.POST or None, initial=initial))
    form.fields["price"].help_text = _("In %(currency)s, as prices are shown here; 0 where it is free.") % {
        "currency": known.currency
    }
    if request.method == "POST" and form.is_valid():
        try:
            price = Money.parse(form.cleaned_data["price"] or "0", known.currency)
            checkout.save_gift_wrap(
                code,
                amount=price.amount,
                active=form.cleaned_data["active"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error("price", str(error))
        else:
            return redirect("channels_record", code)
    return render_form(
        request,
        form,
        title=_("Gift wrap"),
        back_url=reverse("channels_record", args=[code]),
        back_label=known.name,
    )


@workspace_page(permission="inventory.write")
def sourcing(request: HttpRequest, code: str) -> HttpResponse:
    """Say from which location orders of the channel leave first, and how far one may be spread."""
    known, actor = _known(request, code), request_actor(request)
    now = inventory.sourcing(known.id)
    places = [each for each in now.places if actor.can_see("location", each.code)]
    initial = {"split": now.split} | {f"at-{each.code}": each.priority for each in places}
    form = of_record(SourcingForm(request.POST or None, initial=initial, places=places))
    if request.method == "POST" and form.is_valid():
        inventory.save_sourcing(
            known.id,
            split=form.cleaned_data["split"],
            priorities=form.priorities(),
            actor=actor,
            at=clock.now(),
        )
        return redirect("channels_record", code)
    return render_form(
        request,
        form,
        title=_("Where orders leave from"),
        back_url=reverse("channels_record", args=[code]),
        back_label=known.name,
    )


@workspace_page(permission="channels.write")
def return_rules(request: HttpRequest, code: str) -> HttpResponse:
    """Set what customers may announce back by themselves, and until when."""
    known = _known(request, code)
    form = of_record(ReturnRulesForm(request.POST or None, initial=asdict(aftersales.return_rules(known.id))))
    if request.method == "POST" and form.is_valid():
        aftersales.save_return_rules(code, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        return redirect("channels_record", code)
    return render_form(
        request,
        form,
        title=_("Returns by customers"),
        back_url=reverse("channels_record", args=[code]),
        back_label=known.name,
    )


@workspace_page(permission="channels.write")
def edit_market(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add a market, or change the one with this code."""
    known = next((m for m in channels.all_markets() if m.code == code), None)
    if code and known is None:
        raise channels.UnknownMarket(market=code)
    initial: dict[str, Any] = {"tax_display": "gross"}
    if known:
        initial = {
            "name": known.name,
            "code": known.code,
            "currency": known.currency,
            "countries": ", ".join(known.countries),
            "default_country": known.country,
            "tax_display": known.tax_display,
        }
    form = of_record(MarketForm(request.POST or None, initial=initial, market=code))
    if request.method == "POST" and form.is_valid():
        try:
            channels.save_market(**form.values(), actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            return redirect("markets_list")
    return render_form(
        request,
        form,
        title=known.name if known else _("New market"),
        back_url=reverse("markets_list"),
        back_label=_("Markets"),
    )


def _known(request: HttpRequest, code: str) -> channels.ChannelFacts:
    everything = channels.all_channels(include_inactive=True)
    found = next((c for c in everything if c.code == code), None)
    if found is None or not request_actor(request).can_see("channel", code):
        raise channels.UnknownChannel(channel=code)
    return found


def _initial(known: channels.ChannelFacts | None) -> dict[str, Any]:
    if known is None:
        return {"kind": "b2c", "locales": ["en"], "default_locale": "en", "timezone": "UTC", "active": True}
    return {
        "name": known.name,
        "code": known.code,
        "kind": known.kind,
        "market_code": known.market_code,
        "locales": list(known.locales),
        "default_locale": known.locale,
        "timezone": known.timezone,
        "host": known.host,
        "is_default": known.is_default,
        "active": known.active,
        **{f"legal_{key}": value for key, value in known.legal.items()},
    }
