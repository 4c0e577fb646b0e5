"""Paste a code and an order or a cart: whether it counts, condition by condition, with the values (CS-9)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.verdicts import verdict, verdict_table


class WhyForm(forms.Form):
    """What the customer typed, and where."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=80)
    where = forms.CharField(
        label=gettext_lazy("Order number or cart"),
        max_length=300,
        help_text=gettext_lazy(
            "SC-1042, or the reference of a cart. An order is judged as of its placement."
        ),
    )

    def clean_where(self) -> promotions.Request:
        """Return what that order or cart asks."""
        text = self.cleaned_data["where"].strip()
        try:
            if re.fullmatch(r"[A-Za-z]{2}-\d+", text):
                order = orders.order_by_number(text.upper())
                if not self.actor.can("orders.read"):
                    raise orders.OrderNotFound()
                return promotions.request_of_order(order.id)
            found = checkout.promotion_request(text.rstrip("/").rsplit("/", 1)[-1], at=clock.now())
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None
        if found is None:
            raise forms.ValidationError(_("This cart is empty."))
        return found

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        """Know who asks."""
        super().__init__(*args, **kwargs)
        self.actor = actor


@workspace_page(permission="promotions.read")
def why(request: HttpRequest) -> HttpResponse:
    """Answer why a code counts or not."""
    form = WhyForm(request.GET or None, actor=request_actor(request))
    context: dict[str, Any] = {
        "form": form,
        "header_title": _("Why does a code not work?"),
        "intro": _("Every condition with what was needed and what there was."),
        "back_url": reverse("promotions"),
        "back_label": _("Promotions"),
        "submit_label": _("Show why"),
        "tables": [],
    }
    if request.GET and form.is_valid():
        asked = form.cleaned_data["where"]
        found = promotions.explain(asked, code=promotions.normalize_code(form.cleaned_data["code"]))
        status = verdict(found, asked.currency)
        context |= {
            "words": f"{found.name}: {status.label}" if found.name else status.label,
            "tone": status.tone,
            "sentence": found.sentence,
            "tables": [verdict_table(found, asked.currency)],
        }
    return render(request, "backoffice/trial.html", context, status=422 if form.errors else 200)
