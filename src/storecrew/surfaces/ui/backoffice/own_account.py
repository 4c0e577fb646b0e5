"""The page of one's own account: the name by our operation, and the ways to what guards the sign-in.

Wagtail's own fields ask for a first and a last name, which people here do not have apart, and would change
the address and the password past the proof of an address, the end of sessions and the audit trail.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, NameEmailSettingsPanel

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock

NameEmailSettingsPanel.is_active = lambda _self: False


class NameForm(forms.Form):
    """What colleagues and the audit trail call somebody."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("So colleagues see you in timelines, tasks and comments."),
    )

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = instance
        self.fields["name"].initial = instance.name

    def save(self) -> None:
        """Change the name of whom the page belongs to."""
        actor = people.actor_for(self.person)
        people.rename_oneself(name=self.cleaned_data["name"], actor=actor, at=clock.now())


class NamePanel(BaseSettingsPanel):
    """The name, first on the page."""

    name = "own_name"
    title = gettext_lazy("Name")
    order = 100
    form_class = NameForm


@hooks.register("register_account_settings_panel")
def name_panel(request: HttpRequest, user: User, profile: Any) -> NamePanel:
    """Show the name."""
    return NamePanel(request, user, profile)


def _entry(page: str, label: str, help_text: str) -> dict[str, str]:
    return {"url": reverse(page), "label": label, "help_text": help_text}


@hooks.register("register_account_menu_item")
def address_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to the address one signs in with."""
    return _entry("account_email", _("E-mail address"), _("A new one counts once you confirmed it."))


@hooks.register("register_account_menu_item")
def password_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to the password."""
    return _entry(
        "account_change_password", _("Password"), _("A new one ends your sessions on other devices.")
    )


@hooks.register("register_account_menu_item")
def ways_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to what reaches one outside the inbox."""
    return _entry(
        "notice_ways", _("What reaches me, and how"), _("Mail, chat and quiet hours for each kind of notice.")
    )


@hooks.register("register_account_menu_item")
def devices_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to the browsers one is signed in with."""
    return _entry(
        "account_devices", _("Signed-in devices"), _("Where you are signed in, with a sign-out for each.")
    )


@hooks.register("register_account_menu_item")
def factor_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to passkeys and the second factor."""
    return _entry(
        "mfa_index", _("Second factor and passkeys"), _("What proves that it is you, besides the password.")
    )


@hooks.register("register_account_menu_item")
def files_entry(_request: HttpRequest) -> dict[str, str]:
    """Lead to the lists that come by mail."""
    return _entry("files_list", _("My scheduled files"), _("Lists that you send or get by the clock."))
