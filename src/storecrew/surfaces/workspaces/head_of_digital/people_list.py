"""The list of people who work here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Membership, User
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text


def state_of(person: User | people.UserFacts) -> Status:
    """Return whether a person may sign in, in a word."""
    if person.is_active:
        return Status(gettext_lazy("active"), "good")
    return Status(gettext_lazy("switched off"), "neutral")


def _roles(person: User) -> list[str]:
    return list(dict.fromkeys(_(m.role.name) for m in person.memberships.all()))


def _teams(person: User) -> list[str]:
    return list(dict.fromkeys(_(m.team.name) for m in person.memberships.all() if m.team))


def _role_choices() -> list[tuple[str, Text]]:
    return [(role.code, _(role.name)) for role in people.all_roles()]


def _team_choices() -> list[tuple[str, Text]]:
    return [(team.code, _(team.name)) for team in people.all_teams()]


def _by_role(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    holders = Membership.objects.filter(role__code__in=values).values("user_id")
    return rows.exclude(pk__in=holders) if op == "not" else rows.filter(pk__in=holders)


def _by_team(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    members = Membership.objects.filter(team__code__in=values).values("user_id")
    return rows.exclude(pk__in=members) if op == "not" else rows.filter(pk__in=members)


def _preview_disable(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return [
        Effect(
            title=str(row),
            before=state_of(row).label,
            after=_("switched off, all sessions end"),
            refused=_("this is you") if ask.actor.id == str(row.pk) else "",
        )
        for row in rows
    ]


def _disable(ask: BulkRequest) -> Text:
    done, refused = 0, []
    for user_id in ask.rows.values_list("pk", flat=True):
        try:
            people.disable_user(user_id=user_id, actor=ask.actor, at=ask.at)
            done += 1
        except DomainError as error:
            refused.append(str(error.message))
    words = ngettext("%(n)s account switched off.", "%(n)s accounts switched off.", done) % {"n": done}
    return " ".join([words, *dict.fromkeys(refused)])


class PeopleList(Listing):
    """Everybody with a staff account."""

    code = "people.people"
    title = gettext_lazy("People")
    permission = "people.read"
    search_fields = ("name", "email")
    search_hint = gettext_lazy("Name or e-mail address")
    default_sort = "name"
    empty_title = gettext_lazy("Nobody here")
    empty_text = gettext_lazy("Add the people who work here, and give each the roles whose work they do.")
    columns = (
        Column("name", gettext_lazy("Name"), str, sort="name", primary=True),
        Column("email", gettext_lazy("E-mail"), sort="email"),
        Column("roles", gettext_lazy("Roles"), _roles, kind="tags"),
        Column("teams", gettext_lazy("Teams"), _teams, kind="tags"),
        Column("state", gettext_lazy("State"), state_of, kind="status", sort="is_active"),
        Column("last_login", gettext_lazy("Last sign-in"), kind="datetime", sort="last_login"),
        Column(
            "joined", gettext_lazy("Joined"), "date_joined", kind="date", sort="date_joined", default=False
        ),
        Column("locale", gettext_lazy("Language"), default=False),
    )
    filters = (
        Filter("role", gettext_lazy("Role"), "choice", choices=_role_choices, apply=_by_role),
        Filter("team", gettext_lazy("Team"), "choice", choices=_team_choices, apply=_by_team),
        Filter("active", gettext_lazy("Active"), "boolean", "is_active"),
        Filter("email", gettext_lazy("E-mail"), "text", "email"),
        Filter("joined", gettext_lazy("Joined"), "date", "date_joined"),
    )
    views = (
        SystemView(gettext_lazy("Active"), "f.active=1"),
        SystemView(gettext_lazy("Switched off"), "f.active=0"),
    )
    bulk_actions = (
        BulkAction(
            "disable",
            gettext_lazy("Switch off"),
            run=_disable,
            preview=_preview_disable,
            permission="people.write",
            destructive=True,
            explanation=gettext_lazy("They can no longer sign in, and every session of theirs ends at once."),
        ),
    )

    def rows(self) -> QuerySet[User]:
        """Return staff, and people who once were."""
        held = Prefetch("memberships", Membership.objects.select_related("role", "team"))
        return User.objects.filter(is_staff=True).prefetch_related(held)

    def row_url(self, row: User) -> str:
        """Open the person."""
        return reverse("people_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add somebody."""
        return (_("Add a person"), reverse("people_add")) if self.actor.can("people.write") else None
