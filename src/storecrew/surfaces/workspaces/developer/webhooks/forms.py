"""The form of a webhook; its secret is shown this once."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Subscription
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, show_refusal
from storecrew.surfaces.ui.backoffice.three_way import of_record


def event_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the catalog by its groups, each event with what it means."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for event in webhooks.PUBLIC:
        label = format_html('<span>{} <small class="sc-quiet">{}</small></span>', event.about, event.name)
        groups.setdefault(str(event.group), []).append((event.name, label))
    return list(groups.items())


class WebhookForm(forms.Form):
    """Name, address and events."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("The program that is told, such as “ERP of the warehouse”."),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://erp.example.com/webhooks"}),
        help_text=gettext_lazy("Begins with https:// and can be reached from outside. No redirects."),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=event_choices, widget=forms.CheckboxSelectMultiple
    )

    def wanted(self) -> webhooks.Wanted:
        """Return what the operation takes."""
        values = self.cleaned_data
        return webhooks.Wanted(values["name"], values["url"], tuple(values["events"]))


@workspace_page(permission="webhooks.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a webhook and show its secret, this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row, secret = webhooks.add_subscription(
                form.wanted(), actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _secret(request, row, secret)
    intro = _("What happens here is sent to this address as JSON, signed with a secret of its own.")
    return _form(request, form, _("Add a webhook"), reverse("webhook_list"), intro)


@workspace_page(permission="webhooks.write")
def edit(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Change name, address or events."""
    row = webhooks.find(webhook_id)
    initial = {"version": row.version, "name": row.name, "url": row.url, "events": row.events}
    form = of_record(WebhookForm(request.POST or None, initial=initial))
    back = reverse("webhook_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            webhooks.change_subscription(
                row.pk,
                form.wanted(),
                version=form.cleaned_data["version"] or 0,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _form(request, form, row.name, back)


@workspace_page(permission="webhooks.write")
@require_POST
def rotate(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Make a new secret and show it, this once."""
    row, secret = webhooks.rotate_secret(webhook_id, actor=request_actor(request), at=clock.now())
    return _secret(request, row, secret)


def _secret(request: HttpRequest, row: Subscription, secret: str) -> HttpResponse:
    context = {
        "header_title": row.name,
        "webhook": row,
        "secret": secret,
        "back_url": reverse("webhook_record", args=[row.pk]),
    }
    response = render(request, "developer/webhook_secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _form(request: HttpRequest, form: forms.Form, title: str, back: str, intro: str = "") -> HttpResponse:
    return render_form(request, form, title=title, intro=intro, back_url=back, back_label=_("Back"))
