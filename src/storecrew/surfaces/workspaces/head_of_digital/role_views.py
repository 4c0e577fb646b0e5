"""Roles: the list, and each role's rights as a grid."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Role
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import PERMISSIONS, Permission
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.head_of_digital.forms import RoleForm


def _purpose(role: Role) -> str:
    return _(role.description) if role.description else ""


class RoleList(Listing):
    """All roles, with how many people hold each."""

    code = "people.roles"
    title = gettext_lazy("Roles")
    walks = False
    permission = "people.read"
    search_fields = ("name", "description", "code")
    intro = gettext_lazy("A role is a set of rights. One person may hold several.")
    default_sort = "name"
    empty_title = gettext_lazy("No role here")
    empty_text = gettext_lazy(
        "Make a role of the rights that a job needs, and give it to the people who do it."
    )
    columns = (
        Column("name", gettext_lazy("Role"), lambda role: _(role.name), sort="name", primary=True),
        Column("description", gettext_lazy("What it is for"), _purpose),
        Column("holders", gettext_lazy("People"), kind="number", sort="holders"),
        Column("rights", gettext_lazy("Rights"), lambda r: len(people_rights(r)), kind="number"),
        Column("code", gettext_lazy("Code"), sort="code", default=False),
    )

    filters = (
        Filter("holders", gettext_lazy("People"), "number", "holders"),
        Filter("code", gettext_lazy("Code"), "text", "code"),
    )

    def rows(self) -> QuerySet[Role]:
        """Return all roles with the number of active people who hold them."""
        active = Count("memberships__user", filter=Q(memberships__user__is_active=True), distinct=True)
        return Role.objects.annotate(holders=active)

    def row_url(self, row: Role) -> str:
        """Open the role."""
        return reverse("roles_edit", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a role of one's own."""
        return (_("New role"), reverse("roles_add")) if self.actor.can("roles.write") else None


def people_rights(row: Role) -> list[str]:
    """Return the rights of a role; the owner's are all there are."""
    return [p.key for p in PERMISSIONS] if row.code == people.OWNER else row.permissions


@dataclass(frozen=True)
class Right:
    """One line of the grid."""

    permission: Permission
    granted: bool
    allowed: bool


@workspace_page(permission="roles.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a new role."""
    return _edit(request, None)


@workspace_page(permission="people.read")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rights of a role, and change them with the right to."""
    return _edit(request, people.role(code))


@workspace_page(permission="roles.write")
@require_POST
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a role nobody holds."""
    people.delete_role(code=code, actor=request_actor(request), at=clock.now())
    return redirect("roles_list")


def _edit(request: HttpRequest, role: people.RoleFacts | None) -> HttpResponse:
    actor = request_actor(request)
    may_write = actor.can("roles.write") and (role is None or role.code != people.OWNER)
    initial = (
        {
            "name": role.name,
            "code": role.code,
            "description": role.description,
            "workspace": role.workspace,
            "permissions": sorted(role.permissions),
        }
        if role
        else {}
    )
    form = of_record(RoleForm(request.POST or None, initial=initial, role=role.code if role else ""))
    if request.method == "POST" and form.is_valid():
        actor.require("roles.write")
        version = request.POST.get("version", "")
        try:
            people.save_role(
                **form.cleaned_data,
                expected_version=int(version) if version.isdigit() else None,
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("roles_list")
    granted = set(form["permissions"].value() or ())
    context = {
        "form": form,
        "role": role,
        "header_title": _(role.name) if role else _("New role"),
        "groups": _grid(granted, actor.permissions),
        "may_write": may_write,
        "holders": people.holders([role.code]).get(role.code, ()) if role else (),
    }
    return render(request, "head_of_digital/role.html", context, status=422 if form.errors else 200)


def _grid(granted: set[str], own: frozenset[str]) -> list[tuple[Text, list[Right]]]:
    groups: dict[str, list[Right]] = {}
    for permission in PERMISSIONS:
        right = Right(permission, permission.key in granted, permission.key in own)
        groups.setdefault(str(permission.group), []).append(right)
    return list(groups.items())
