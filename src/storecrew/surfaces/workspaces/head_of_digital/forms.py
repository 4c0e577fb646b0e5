"""Forms about people, teams and roles. They shape input; the operations decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Team
from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import PERMISSIONS

REASONS = {
    "required": gettext_lazy("Please fill this in."),
    "invalid_email": gettext_lazy("Please write an e-mail address like ann@example.com."),
    "invalid_code": gettext_lazy("Use lower-case letters, digits and dashes, starting with a letter."),
    "unknown_choice": gettext_lazy("Choose one of the options."),
    "unknown_permission": gettext_lazy("This right does not exist."),
    "taken": gettext_lazy("This is already in use."),
}


class OperationForm(forms.Form):
    """A form whose errors may come from an operation."""

    required_css_class = "required"

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        fields: dict[str, str] = error.details.get("fields", {})
        for name, reason in fields.items():
            words = REASONS.get(reason, error.message)
            self.add_error(name if name in self.fields else None, str(words))
        if not fields:
            self.add_error(None, str(error))


class PersonForm(OperationForm):
    """Name, address and language of a person."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"].choices = [("", _("as in the browser")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class MembershipForm(OperationForm):
    """Give a role in a team, limited to channels."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Only these channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means all of them."),
    )
    locations = forms.CharField(
        label=gettext_lazy("Only these locations"),
        required=False,
        help_text=gettext_lazy("Codes of locations with commas between them; empty means all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.code, _(role.name)) for role in people.all_roles()]
        teams = [(team.code, _(team.name)) for team in people.all_teams()]
        sold = [(c.code, c.name) for c in channels.all_channels(include_inactive=True)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", _("no team")), *teams]  # type: ignore[attr-defined]
        self.fields["channels"].choices = sold  # type: ignore[attr-defined]

    def scopes(self) -> dict[str, list[str]]:
        """Return the limits that were chosen."""
        return {
            "channel": self.cleaned_data["channels"],
            "location": self.cleaned_data["locations"].replace(";", ",").split(","),
        }


class TeamForm(OperationForm):
    """A team and the one it reports to."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Stays the same when the name changes, for example customer-service."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Team.Kind.choices)
    parent = forms.ChoiceField(label=gettext_lazy("Reports to"), required=False)

    def __init__(self, *args: Any, team: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(t.code, _(t.name)) for t in people.all_teams() if t.code != team]
        self.fields["parent"].choices = [("", _("nobody")), *others]  # type: ignore[attr-defined]
        if team:
            self.fields["code"].disabled = True


class RoleForm(OperationForm):
    """A role: its name, what it is for, its workspace, and its rights as a grid."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    description = forms.CharField(
        label=gettext_lazy("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    workspace = forms.ChoiceField(label=gettext_lazy("Workspace"), required=False)
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"),
        required=False,
        choices=[(p.key, p.label) for p in PERMISSIONS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, role: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = [(seed.code, _(seed.name)) for seed in people.ROLES if seed.code != people.OWNER]
        self.fields["workspace"].choices = [("", _("none")), *spaces]  # type: ignore[attr-defined]
        if role:
            self.fields["code"].disabled = True
