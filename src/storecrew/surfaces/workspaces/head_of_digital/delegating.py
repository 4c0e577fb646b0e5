"""Rights lent to a colleague until a day: the form, and taking them back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Table

STATES = {
    "coming": (gettext_lazy("not yet"), "info"),
    "runs": (gettext_lazy("now"), "good"),
    "over": (gettext_lazy("over"), "neutral"),
    "ended": (gettext_lazy("taken back"), "neutral"),
}


class DelegationForm(forms.Form):
    """Which of one's own rights, until when, and why."""

    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do for you"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only rights that you hold by a role of your own are offered."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until and with"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("At most 90 days from now."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = people.own_permissions(int(actor.id)) - people.KEPT if actor.id.isdigit() else frozenset()
        offered: dict[str, list[tuple[str, str]]] = {}
        for each in PERMISSIONS:
            if each.key in held:
                offered.setdefault(str(each.group), []).append((each.key, str(each.label)))
        self.fields["permissions"].choices = list(offered.items())  # type: ignore[attr-defined]

    def take(self, error: DomainError) -> None:
        """Show what was refused beside the field it is about."""
        for name, words in (error.details.get("fields") or {"": str(error)}).items():
            field = {"ends_at": "ends_on"}.get(name, name)
            self.add_error(field if field in self.fields else None, str(words))


@workspace_page(permission="people.read")
def delegate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lend rights of one's own to a colleague."""
    actor, known = request_actor(request), people.person(user_id)
    form = DelegationForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["ends_on"] + dt.timedelta(days=1)
        try:
            people.delegate_rights(
                delegate_id=user_id,
                permissions=form.cleaned_data["permissions"],
                ends_at=dt.datetime.combine(until, dt.time(), dt.UTC),
                reason=form.cleaned_data["reason"],
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Lent. It ends by itself."))
            return redirect("people_record", user_id)
    return render_form(
        request,
        form,
        title=_("Lend rights to %(name)s") % {"name": known.name or known.email},
        intro=_("They keep what they may do already. What you may no longer do, they may not either."),
        submit=_("Lend"),
        back_url=reverse("people_record", args=[user_id]),
        back_label=known.name or known.email,
    )


@workspace_page(permission="people.read")
@require_POST
def take_back(request: HttpRequest, user_id: int, delegation_id: int) -> HttpResponse:
    """Take lent rights back before their end."""
    take_step(request, people.end_delegation, delegation_id, done=_("Taken back."))
    return redirect("people_record", user_id)


def table(user_id: int) -> Table:
    """Return what a person was lent and lends, for their record."""
    labels = {each.key: str(each.label) for each in PERMISSIONS}
    found = people.delegations_of(user_id, at=clock.now())
    return Table(
        _("Rights lent"),
        [_("By"), _("To"), _("What"), _("Until"), _("State"), _("Reason")],
        [
            [
                each.giver,
                each.delegate,
                ", ".join(labels.get(key, key) for key in each.permissions),
                each.ends_at,
                Status(*STATES[each.state]),
                each.reason,
            ]
            for each in found
        ],
        kinds=["text", "text", "text", "datetime", "status", "text"],
        empty=_("No rights are lent."),
    )
