"""The record of a person and the forms around it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    render_record,
)
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.head_of_digital import delegating
from storecrew.surfaces.workspaces.head_of_digital.forms import MembershipForm, PersonForm
from storecrew.surfaces.workspaces.head_of_digital.people_list import state_of


@workspace_page(permission="people.read")
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a person: roles, teams, what they may do, and what changed."""
    return _person_page(request, user_id, MembershipForm())


@workspace_page(permission="people.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add a person; they choose a password by mail."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = people.add_person(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            return redirect("people_record", made.id)
    return render_form(
        request,
        form,
        title=_("Add a person"),
        intro=_("They get no password from you: they choose one with “Forgot your password?”."),
        submit=_("Add"),
        back_url=reverse("people_list"),
        back_label=_("People"),
    )


@workspace_page(permission="people.write")
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change the name, address or language of a person."""
    known = people.person(user_id)
    initial = {"name": known.name, "email": known.email, "locale": known.locale}
    form = of_record(PersonForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_person(
                user_id=user_id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("people_record", user_id)
    return render_form(
        request,
        form,
        title=known.name or known.email,
        back_url=reverse("people_record", args=[user_id]),
        back_label=known.name,
    )


@workspace_page(permission="people.write")
@require_POST
def set_state(request: HttpRequest, user_id: int) -> HttpResponse:
    """Switch an account off or on."""
    change = people.enable_user if request.POST.get("state") == "on" else people.disable_user
    change(user_id=user_id, actor=request_actor(request), at=clock.now())
    return redirect("people_record", user_id)


@workspace_page(permission="people.write")
@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """End all sessions of a person, for example after a lost phone."""
    people.end_sessions(
        user_id=user_id,
        reason=say("ended by a colleague"),
        actor=request_actor(request),
        at=clock.now(),
    )
    return redirect("people_record", user_id)


@workspace_page(permission="people.write")
@require_POST
def assign(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person a role."""
    form = MembershipForm(request.POST)
    if form.is_valid():
        try:
            people.assign_role(
                user_id=user_id,
                role_code=form.cleaned_data["role"],
                team_code=form.cleaned_data["team"],
                scopes=form.scopes(),
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("people_record", user_id)
    return _person_page(request, user_id, form, status=422)


@workspace_page(permission="people.write")
@require_POST
def revoke(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take a role from a person."""
    people.revoke_role(
        membership_id=int(request.POST.get("membership", "0")),
        actor=request_actor(request),
        at=clock.now(),
    )
    return redirect("people_record", user_id)


def _person_page(request: HttpRequest, user_id: int, form: MembershipForm, status: int = 200) -> HttpResponse:
    known = people.person(user_id)
    held = people.memberships_of(user_id)
    seen = people.actor_for(User.objects.get(pk=user_id))
    may_write = request_actor(request).can("people.write")
    record = Record(
        title=known.name or known.email,
        record="people.user",
        record_id=user_id,
        status=[state_of(known)],
        next_step="" if held else _("This person has no role yet and can do nothing here."),
        groups=[
            FactGroup(
                _("Person"),
                [
                    Fact(_("E-mail"), known.email),
                    Fact(_("Language"), known.locale or _("as in the browser")),
                    Fact(_("Rights"), len(seen.permissions), "number"),
                ],
            )
        ],
        related=[
            Related(
                _("May see only"),
                [Fact(_(kind), sorted(codes)) for kind, codes in seen.scopes.items()],
                "" if seen.scopes else _("No limit to channels, locations or teams."),
            )
        ],
        actions=[*(_actions(known) if may_write else ()), *_lending(request, known)],
        tables=[delegating.table(user_id)],
        back_url=reverse("people_list"),
        back_label=_("People"),
        icon="user",
    )
    context = {"person": known, "memberships": held, "form": form, "may_write": may_write}
    return render_record(
        request, record, template="head_of_digital/person.html", context=context, status=status
    )


def _lending(request: HttpRequest, known: people.UserFacts) -> list[Action]:
    """Return what is lent to a colleague, or taken back."""
    me = request_actor(request)
    running = [
        each
        for each in people.delegations_of(known.id, at=clock.now())
        if each.state in ("coming", "runs")
        and (me.can("people.write") or str(each.giver_id) == me.id or str(each.delegate_id) == me.id)
    ]
    found = [
        Action(
            _("Take back from %(name)s") % {"name": each.delegate},
            reverse("people_take_back", args=[known.id, each.id]),
            post=True,
        )
        for each in running
    ]
    if str(known.id) != me.id and known.is_active:
        found.insert(0, Action(_("Lend rights"), reverse("people_delegate", args=[known.id])))
    return found


def _actions(known: people.UserFacts) -> list[Action]:
    state = reverse("people_state", args=[known.id])
    switch = (
        Action(
            _("Switch off"),
            state,
            post=True,
            fields={"state": "off"},
            tone="danger",
            confirm=_("Switch this account off and end all its sessions?"),
        )
        if known.is_active
        else Action(_("Switch on"), state, post=True, fields={"state": "on"})
    )
    return [
        Action(_("Edit"), reverse("people_edit", args=[known.id])),
        Action(_("End sessions"), reverse("people_end_sessions", args=[known.id]), post=True),
        switch,
    ]
