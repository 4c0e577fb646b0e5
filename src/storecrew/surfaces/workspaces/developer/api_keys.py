"""Keys of the interface: issued, shown once, and taken away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import PERMISSIONS
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, show_refusal
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.workspaces.developer.api_key_list import state_words

MONTHS = {"1": 30, "3": 91, "6": 182, "12": 365}


class ApiKeyForm(forms.Form):
    """Name, rights and end of a key."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("The program that will use it, such as “Warehouse scanner of the outlet”."),
    )
    months = forms.ChoiceField(
        label=gettext_lazy("Valid for"),
        choices=[
            ("1", gettext_lazy("a month")),
            ("3", gettext_lazy("three months")),
            ("6", gettext_lazy("half a year")),
            ("12", gettext_lazy("a year")),
        ],
        initial="6",
    )
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick as little as the program needs. Only rights that you have are offered."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[str, str]]] = {}
        for permission in PERMISSIONS:
            if permission.key in actor.permissions and permission.key != "keys.write":
                offered.setdefault(str(permission.group), []).append((permission.key, str(permission.label)))
        self.fields["permissions"].choices = list(offered.items())  # type: ignore[attr-defined]


@workspace_page(permission="keys.write")
def add(request: HttpRequest) -> HttpResponse:
    """Issue a key and show it, this once."""
    actor, now = request_actor(request), clock.now()
    form = ApiKeyForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            facts, token = people.issue_api_key(
                name=form.cleaned_data["name"],
                permissions=form.cleaned_data["permissions"],
                expires_at=now + dt.timedelta(days=MONTHS[form.cleaned_data["months"]]),
                actor=actor,
                at=now,
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _issued(request, facts, token)
    return render_form(
        request,
        form,
        title=_("Issue a key"),
        intro=_("The key acts for you: what you may no longer do, it may not either."),
        submit=_("Issue the key"),
        back_url=reverse("api_key_list"),
        back_label=_("API keys"),
    )


@workspace_page(permission="keys.write")
def record(request: HttpRequest, key_id: int) -> HttpResponse:
    """Show a key: what it may do, for whom, until when, and when it was last used."""
    key = people.api_key(key_id)
    state = key.state_at(clock.now())
    labels = {permission.key: str(permission.label) for permission in PERMISSIONS}
    revoke_it = Action(
        _("Revoke"),
        reverse("api_key_revoke", args=[key.id]),
        post=True,
        tone="danger",
        confirm=_("The program that uses this key is refused from now on. Revoke it?"),
    )
    page = Record(
        title=key.name,
        record="people.apikey",
        record_id=key.id,
        status=[state_words(state)],
        groups=[
            FactGroup(
                _("Key"),
                [
                    Fact(_("Begins with"), f"sck_{key.prefix}_"),
                    Fact(_("Acts for"), key.owner_name),
                    Fact(_("Issued"), key.created_at, "datetime"),
                    Fact(_("Valid until"), key.expires_at, "datetime"),
                    Fact(
                        _("Last used"), key.last_used_on or _("never"), "date" if key.last_used_on else "text"
                    ),
                ],
            ),
            FactGroup(_("What it may do"), [Fact(labels.get(each, each), each) for each in key.permissions]),
        ],
        actions=[revoke_it] if state == "valid" else (),
        back_url=reverse("api_key_list"),
        back_label=_("API keys"),
        icon="key",
    )
    return render_record(request, page)


@workspace_page(permission="keys.write")
@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Take a key away."""
    people.revoke_api_key(key_id, actor=request_actor(request), at=clock.now())
    return redirect("api_key_record", key_id)


def _issued(request: HttpRequest, facts: people.ApiKeyFacts, token: str) -> HttpResponse:
    address = request.build_absolute_uri("/api/v1/staff/key")
    context = {
        "header_title": facts.name,
        "key": facts,
        "token": token,
        "example": f'curl -H "Authorization: Bearer {token}" {address}',
    }
    response = render(request, "developer/api_key_issued.html", context)
    response["Cache-Control"] = "no-store"
    return response
