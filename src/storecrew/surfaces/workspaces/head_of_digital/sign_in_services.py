"""Sign-in services of shoppers: what each needs, where the service leads back to, on or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import outside_signin
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, show_refusal
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text

FIELD_WORDS: dict[str, Text] = {
    "key_id": gettext_lazy("Key ID"),
    "team_id": gettext_lazy("Team ID"),
    "server_url": gettext_lazy("Address of the service"),
    "client_secret": gettext_lazy("Client secret"),
    "private_key": gettext_lazy("Private key"),
}
WHERE: dict[str, Text] = {
    "google": gettext_lazy("Google Cloud console, Credentials: an OAuth client of a web application."),
    "apple": gettext_lazy("Apple Developer, Identifiers: a Services ID, and a key with Sign in with Apple."),
    "facebook": gettext_lazy("Meta for Developers, your app, Facebook Login: app ID and app secret."),
    "naver": gettext_lazy("Naver Developers, your application, Naver Login: client ID and client secret."),
    "kakao": gettext_lazy(
        "Kakao Developers, your application: REST API key and client secret of Kakao Login."
    ),
    "oidc": gettext_lazy("Register a web application at the service: it names a client id and a secret."),
    "simulator": gettext_lazy("Pretends to be a service, to try the way without one. In the demo only."),
}


@dataclass(frozen=True)
class Line:
    """A service as the list shows it."""

    code: str
    name: str
    status: Status
    url: str


def callback_of(code: str) -> str:
    """Return the address that has to be entered at the service."""
    path = outside_signin.callback_of(code)
    return path and settings.STORECREW_BASE_URL.rstrip("/") + path


class ServiceForm(forms.Form):
    """What a service needs; secrets are typed anew or left as they are."""

    enabled = forms.BooleanField(label=gettext_lazy("Offer it to shoppers"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name on the button"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Shown as “Continue with …”."),
    )

    def __init__(self, data: Any, *, kind: people.SignInKind, facts: people.SignInServiceFacts) -> None:
        start = {"enabled": facts.enabled, "name": facts.name, "client_id": facts.client_id, **facts.settings}
        super().__init__(data, initial={**start, "version": facts.version})
        self.kind = kind
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        if kind.test_only:
            return
        self.fields["client_id"] = forms.CharField(label=_("Client id"), max_length=191, required=False)
        for name in kind.settings:
            self.fields[name] = forms.CharField(label=str(FIELD_WORDS[name]), max_length=200, required=False)
        for name in kind.secrets:
            kept = name in facts.secrets
            self.fields[name] = forms.CharField(
                label=str(FIELD_WORDS[name]),
                required=False,
                help_text=_("Kept, and shown to nobody. Leave it empty to keep it.") if kept else "",
                widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
                if name == "private_key"
                else forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            )


@workspace_page(permission="settings.write")
def services(request: HttpRequest) -> HttpResponse:
    """Show every service that this installation can offer, and which it does."""
    offered = dict(people.offered_sign_ins())
    lines = [
        Line(
            code,
            people.sign_in_service(code).name,
            _on_or_off(code in offered),
            reverse("sign_in_service", args=[code]),
        )
        for code in people.sign_in_codes()
    ]
    context = {"header_title": _("Sign-in services"), "lines": lines}
    return render(request, "head_of_digital/sign_in_services.html", context)


@workspace_page(permission="settings.write")
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Set a service up and switch it on or off."""
    facts = people.sign_in_service(code)
    kind = people.SIGN_IN_KINDS[facts.kind]
    form = ServiceForm(request.POST if request.method == "POST" else None, kind=kind, facts=facts)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            people.save_sign_in_service(
                code=code,
                name=data["name"],
                client_id=data.get("client_id", ""),
                enabled=data["enabled"],
                settings={name: data[name] for name in kind.settings},
                secret_values={name: data[name] for name in kind.secrets},
                expected_version=data["version"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("sign_in_services")
    back = callback_of(code)
    intro = str(WHERE[kind.code])
    if back:
        intro += " " + _("Enter there as the address to lead back to: %(address)s") % {"address": back}
    return render_form(
        request,
        form,
        title=facts.name,
        intro=intro,
        back_url=reverse("sign_in_services"),
        back_label=_("Sign-in services"),
    )


def _on_or_off(is_on: bool) -> Status:
    return Status(pgettext("switch", "on"), "good") if is_on else Status(pgettext("switch", "off"))
