"""Trying a promotion before it runs: on a cart, as any customer on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.verdicts import verdict, verdict_table
from storecrew.surfaces.workspaces.marketing_manager.promotions.fields import UnitsField
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_record import find

EARLIEST, LATEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
"""Between these a cart can be tried; beyond them days cannot be counted."""


class CartForm(forms.Form):
    """A cart that somebody might have."""

    channel = forms.ChoiceField(label=gettext_lazy("Shop"))
    lines = UnitsField(label=gettext_lazy("In the cart"), help_text=gettext_lazy("One a row: SKU and units."))
    email = forms.EmailField(label=gettext_lazy("E-mail of the customer"), required=False)
    code = forms.CharField(label=gettext_lazy("Code"), required=False, max_length=40)
    at = MomentField(
        label=gettext_lazy("On"),
        required=False,
        help_text=gettext_lazy("Empty: now."),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the shops."""
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(each.code, each.name) for each in channels.all_channels()]  # type: ignore[attr-defined]

    def request(self) -> promotions.Request:
        """Return what this cart asks, priced at that moment."""
        values = self.cleaned_data
        at = values["at"] or clock.now()
        channel = channels.facts(values["channel"])
        known = customers.customer_by_email(values["email"]) if values["email"] else None
        variants = catalog.variants(values["lines"])
        prices = pricing.offers_for(
            list(variants), channel=channel, at=at, quantities=values["lines"], with_strike=False
        ).prices
        lines = tuple(
            promotions.Line(key, key, variants[key].product_id, units, prices[key].price.amount,
                            reduced=prices[key].kind == "sale")
            for key, units in values["lines"].items()
            if key in prices
        )  # fmt: skip
        return promotions.Request(
            lines=lines,
            channel=channel.code,
            currency=channel.currency,
            locale=channel.locale,
            at=at,
            country=channel.country,
            customer_id=known.id if known else None,
            email=values["email"],
            codes=(promotions.normalize_code(values["code"]),) if values["code"] else (),
        )


@workspace_page(permission="promotions.read")
def preview(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Show what the promotion would do to a cart, condition by condition."""
    row = find(promotion_id)
    form = CartForm(request.GET or None)
    tables: list[Table] = []
    words = sentence = ""
    tone = ""
    if request.GET and form.is_valid():
        asked = form.request()
        found = promotions.preview(row.pk, asked, at=asked.at)
        status = verdict(found, asked.currency)
        words, tone, sentence = str(status.label), status.tone, found.sentence
        tables = [verdict_table(found, asked.currency)]
    return _trial(
        request, row, form, _("Try it on a cart"), words=words, tone=tone, sentence=sentence, tables=tables
    )


def _trial(request: HttpRequest, row: Promotion, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "header_title": title,
        "intro": row.name,
        "back_url": reverse("promotion", args=[row.pk]),
        "back_label": row.name,
        **more,
    }
    return render(request, "backoffice/trial.html", context, status=422 if form.errors else 200)
