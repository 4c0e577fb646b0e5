"""Products for partners: sending them, what was sent, and what a partner is worth after everything."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Partner, Seeding
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.workspaces.marketing_manager.advertising.feed_forms import refuse

ADDRESS = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")
STATES = {
    "waiting": (gettext_lazy("In the warehouse"), "warning"),
    "on_its_way": (gettext_lazy("Sent"), "good"),
    "canceled": (gettext_lazy("Canceled"), "neutral"),
}
SHOWN = 50


def seeding_status(found: affiliates.SeedingFacts) -> Status:
    """Return where the products are."""
    words, tone = STATES[found.state]
    return Status(str(words), tone)


def _campaigns() -> list[tuple[str, str]]:
    known = marketing.campaigns(states=("draft", "scheduled", "live", "paused"))
    return [("", _("none")), *((one.utm_campaign, one.name) for one in known if one.utm_campaign)]


class SendForm(forms.Form):
    """Which products go where, and for what."""

    units = forms.CharField(
        label=gettext_lazy("Products"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One article a line: the SKU and how many, such as MUG-RED 2."),
    )
    note = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=300,
        help_text=gettext_lazy("What the partner does with them, such as one film in March."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        help_text=gettext_lazy("From its stock they are taken; in its currency they are booked."),
    )
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), choices=_campaigns, required=False)
    cost_center = forms.CharField(label=gettext_lazy("Cost center"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    company = forms.CharField(label=gettext_lazy("Company"), max_length=200, required=False)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=200)
    street2 = forms.CharField(label=gettext_lazy("Address line 2"), max_length=200, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=40, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=200, required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=200, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    ask = forms.BooleanField(
        label=gettext_lazy("If it is above my limit, send it to a second person"), required=False
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = channels.all_channels()
        codes = sorted({country for one in every for country in one.countries})
        self.fields["channel"].choices = [(one.code, one.name) for one in every]  # type: ignore[attr-defined]
        self.fields["country"].choices = shipping.country_choices(codes, locale)  # type: ignore[attr-defined]

    def clean_units(self) -> dict[str, int]:
        """Return units by SKU."""
        units, wrong = affiliates.read_units(self.cleaned_data["units"])
        if wrong:
            raise forms.ValidationError(
                _("This is no article with a number: %(line)s") % {"line": ", ".join(wrong)}
            )
        return units

    def wish(self, partner_id: int, locale: str) -> affiliates.SeedingWish:
        """Return what the operation takes."""
        values = self.cleaned_data
        return affiliates.SeedingWish(
            partner_id=partner_id,
            channel_code=values["channel"],
            units=values["units"],
            address={part: values[part] for part in ADDRESS},
            note=values["note"],
            key=values["key"],
            campaign=values["campaign"],
            cost_center=values["cost_center"],
            locale=locale,
        )


@workspace_page(permission="affiliates.write")
def send(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Send products to a partner, or let them wait for a second person."""
    row = affiliates.find(partner_id)
    channel = channels.facts()
    initial = {
        "name": row.name, "country": channel.country, "channel": channel.code, "key": secrets.token_hex(12),
        "cost_center": settings.STORECREW_SEEDING_COST_CENTER, **affiliates.last_address(row.pk),
    }  # fmt: skip
    locale = get_language() or "en"
    form = SendForm(request.POST or None, initial=initial, locale=locale)
    if request.method == "POST" and form.is_valid():
        try:
            words = _send(form, row.pk, request_actor(request), locale)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, words)
            return redirect("partner", partner_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Send products"),
        intro=_intro(row, request_actor(request), channel),
        submit=_("Send them"),
        back_url=reverse("partner", args=[row.pk]),
        back_label=row.name,
    )


def _send(form: SendForm, partner_id: int, actor: Actor, locale: str) -> str:
    wish, at = form.wish(partner_id, locale), clock.now()
    try:
        affiliates.send_products(wish, actor=actor, at=at)
    except affiliates.SeedingAboveLimit:
        if not form.cleaned_data["ask"]:
            raise
        affiliates.ask_to_send(wish, actor=actor, at=at)
        return _("Sent to a second person. The products leave when they agree.")
    return _("The warehouse has it now. The partner gets a mail.")


def _intro(row: Partner, actor: Actor, channel: channels.ChannelFacts) -> str:
    """Say for whom, what one may send alone, and whether the contract allows it."""
    limit = affiliates.seeding_limit(actor, channel)
    alone = _("no limit") if limit is None else Money(limit, channel.currency).format(get_language() or "en")
    said = [row.name, _("you alone: goods of %(limit)s at cost") % {"limit": alone}]
    if row.signature_needed and row.signed_on is None:
        said.append(_("the contract is not signed yet: nothing can be sent"))
    return " · ".join(said)


def sent_table(partner_id: int, actor: Actor) -> Table:
    """Return what a partner got, with its cost for those who may see costs."""
    found = affiliates.seedings(partner_id=partner_id, limit=SHOWN)
    costs = actor.can("pricing.cost_read")
    headers = [_("Order"), _("State"), _("Units"), _("What for"), _("Campaign"), _("When")]
    kinds = ["text", "status", "number", "text", "text", "datetime"]
    if costs:
        headers += [_("Goods at cost"), _("Label")]
        kinds += ["money", "money"]
    return Table(
        _("Products sent"),
        headers,
        [
            [
                each.order_number, seeding_status(each), each.units, each.note, each.campaign or "–",
                each.made_at, *((_known(each.goods), _known(each.shipping)) if costs else ()),
            ]
            for each in found
        ],
        empty=_("Nothing was sent to this partner yet."),
        kinds=kinds,
        row_urls=[reverse("orders_record", args=[each.order_number]) for each in found]
        if actor.can("orders.read")
        else (),
    )  # fmt: skip


def _known(amount: Money | None) -> Money | str:
    return _("not known") if amount is None else amount


class SeedingList(Listing):
    """Products that were sent to partners, for bookkeeping: what they cost and on which cost center."""

    code = "affiliates.seedings"
    title = gettext_lazy("Products for partners")
    permission = "pricing.cost_read"
    search_fields = ("order__number", "partner__name", "note")
    default_sort = "-made"
    empty_title = gettext_lazy("No products were sent yet")
    empty_text = gettext_lazy(
        "They are sent from the page of a partner, by an order that costs nothing and is no sale."
    )
    columns = (
        Column("order", gettext_lazy("Order"), "order_number", sort="order__number", primary=True),
        Column("state", gettext_lazy("State"), seeding_status, kind="status"),
        Column("partner", gettext_lazy("Partner"), "partner", sort="partner__name"),
        Column("units", gettext_lazy("Units"), "units", kind="number"),
        Column("goods", gettext_lazy("Goods at cost"), lambda row: _known(row.goods), kind="money"),
        Column("shipping", gettext_lazy("Label"), lambda row: _known(row.shipping), kind="money"),
        Column("cost_center", gettext_lazy("Cost center"), "cost_center", sort="cost_center"),
        Column("campaign", gettext_lazy("Campaign"), "campaign", sort="campaign"),
        Column("note", gettext_lazy("What for"), "note", default=False),
        Column("made", gettext_lazy("When"), "made_at", kind="datetime", sort="made_at"),
    )
    filters = (
        Filter(
            "partner",
            gettext_lazy("Partner"),
            "choice",
            "partner__code",
            choices=lambda: list(Partner.objects.values_list("code", "name")),
        ),
        Filter(
            "center",
            gettext_lazy("Cost center"),
            "choice",
            "cost_center",
            choices=lambda: [
                (code, code)
                for code in Seeding.objects.order_by("cost_center")
                .values_list("cost_center", flat=True)
                .distinct()
            ],
        ),
        Filter("made", gettext_lazy("When"), "date", "made_at"),
    )

    def rows(self) -> QuerySet[Seeding]:
        """Return all of them."""
        return Seeding.objects.all()

    def load(self, rows: list[Any]) -> list[Any]:
        """Fetch orders and labels of a page together."""
        known = {
            each.id: each
            for each in affiliates.seeding_facts(Seeding.objects.filter(pk__in=[row.pk for row in rows]))
        }
        return [known[row.pk] for row in rows]

    def row_id(self, row: Any) -> Any:
        """Return the id of what stands for a row."""
        return row.id

    def row_url(self, row: Any) -> str:
        """Return the page of the partner."""
        return reverse("partner", args=[row.partner_id])
