"""Forms of feeds: a new one, its limits, and holding an article out by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import Feed, Hold
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.naming import article_attrs
from storecrew.surfaces.ui.backoffice.three_way import of_record


def channel_choices() -> list[tuple[str, str]]:
    """Return the channels to choose from."""
    return [(channel.code, channel.name) for channel in channels.all_channels()]


class LimitsForm(forms.Form):
    """What a feed allows."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    low_stock = forms.IntegerField(
        label=gettext_lazy("Hold out at so many units"),
        min_value=0,
        max_value=1_000_000,
        initial=2,
        help_text=gettext_lazy("An article with so many units or fewer is not advertised."),
    )
    max_return = forms.DecimalField(
        label=gettext_lazy("Highest return rate in percent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=30,
        help_text=gettext_lazy("Of the units of 90 days, once ten were sold."),
    )
    min_earned = forms.CharField(
        label=gettext_lazy("Least earned per unit"),
        initial="0",
        max_length=20,
        help_text=gettext_lazy("Price without tax less the cost, in the channel's currency."),
    )
    campaign = forms.CharField(
        label=gettext_lazy("Campaign code"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Stands in the links, so that orders are counted for it."),
    )

    def limits(self, currency: str) -> dict[str, Any]:
        """Return what the operations take."""
        values = self.cleaned_data
        return {
            "low_stock": values["low_stock"],
            "max_return_bp": int(values["max_return"] * 100),
            "min_earned": Money.parse(values["min_earned"].strip(), currency).amount,
            "campaign": advertising.campaign_code(values["campaign"]),
        }


class FeedForm(LimitsForm):
    """A new feed."""

    kind = forms.ChoiceField(label=gettext_lazy("Network"), choices=Feed.Kind.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=channel_choices)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    field_order = ("kind", "channel", "locale")


class HoldForm(forms.Form):
    """An article that is not to be advertised, or is again."""

    sku = forms.CharField(
        label=gettext_lazy("SKU"), max_length=120, widget=forms.TextInput(attrs=article_attrs())
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty to let the article in again."),
    )


@workspace_page(permission="advertising.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a feed."""
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            channel = channels.facts(values["channel"])
            feed = advertising.create_feed(
                kind=values["kind"],
                channel_code=channel.code,
                locale=values["locale"],
                actor=request_actor(request),
                at=clock.now(),
                **form.limits(channel.currency),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("feed", feed_id=feed.pk)
    return _form(request, form, _("New feed"), reverse("feeds"), _("Feeds"))


@workspace_page(permission="advertising.write")
def edit(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Change what a feed allows."""
    feed = advertising.find(feed_id)
    currency = channels.facts_by_id(feed.channel_id).currency
    initial = {
        "version": feed.version,
        "low_stock": feed.low_stock,
        "max_return": feed.max_return_bp / 100,
        "min_earned": f"{Money(feed.min_earned, currency).decimal:f}",
        "campaign": feed.campaign,
    }
    form = of_record(LimitsForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            advertising.change_feed(
                feed_id,
                version=form.cleaned_data["version"] or 0,
                actor=request_actor(request),
                at=clock.now(),
                **form.limits(currency),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved, and all articles were looked through."))
            return redirect("feed", feed_id=feed_id)
    return _form(request, form, feed.code, reverse("feed", args=[feed_id]), feed.code)


@workspace_page(permission="advertising.write")
def hold(request: HttpRequest) -> HttpResponse:
    """Hold an article out of all feeds, or let it in again."""
    form = HoldForm(request.POST or None, initial={"sku": request.GET.get("sku", "")})
    if request.method == "POST" and form.is_valid():
        sku, reason = form.cleaned_data["sku"], form.cleaned_data["reason"].strip()
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        try:
            if reason:
                advertising.hold_article(sku, reason=reason, **who)
            else:
                advertising.let_article_in(sku, **who)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Held out of all feeds.") if reason else _("Let in again."))
            return redirect("feeds_held")
    held = ", ".join(Hold.objects.values_list("variant__sku", flat=True)[:50])
    intro = _("Held out by hand now: %(skus)s") % {"skus": held} if held else ""
    return _form(request, form, _("Hold out by hand"), reverse("feeds_held"), _("Held out of feeds"), intro)


def refuse(form: forms.Form, error: DomainError) -> None:
    """Put a refusal where its field is."""
    placed = False
    for name, text in error.details.items():
        if name in form.fields and isinstance(text, str):
            # A refusal that only names what was typed has its sentence in itself.
            form.add_error(name, str(error) if text == form.cleaned_data.get(name) else text)
            placed = True
    if not placed:
        form.add_error(None, str(error))


def _form(
    request: HttpRequest, form: forms.Form, title: str, back: str, back_label: str, intro: str = ""
) -> HttpResponse:
    return render_form(request, form, title=title, intro=intro, back_url=back, back_label=back_label)
