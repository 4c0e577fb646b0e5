"""Teams: who reports to whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Team
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.head_of_digital.forms import TeamForm


def _parent(team: Team) -> str:
    return _(team.parent.name) if team.parent else ""


class TeamList(Listing):
    """All teams."""

    code = "people.teams"
    title = gettext_lazy("Teams")
    walks = False
    permission = "people.read"
    search_fields = ("name", "code")
    default_sort = "name"
    intro = gettext_lazy("Who reports to whom is yours to arrange.")
    empty_title = gettext_lazy("No team here")
    empty_text = gettext_lazy("A team shares its views and its tasks, and is told together.")
    columns = (
        Column("name", gettext_lazy("Team"), lambda team: _(team.name), sort="name", primary=True),
        Column(
            "parent",
            gettext_lazy("Reports to"),
            _parent,
            sort="parent__name",
        ),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
        Column("members", gettext_lazy("People"), kind="number", sort="members"),
    )
    filters = (Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Team.Kind.choices),)

    def rows(self) -> QuerySet[Team]:
        """Return all teams with the number of active people in them."""
        active = Count("memberships__user", filter=Q(memberships__user__is_active=True), distinct=True)
        return Team.objects.select_related("parent").annotate(members=active)

    def row_url(self, row: Team) -> str:
        """Open the team."""
        return reverse("teams_edit", args=[row.code]) if self.actor.can("people.write") else ""

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Lead to the chats of teams."""
        return [(_("Chats"), reverse("chat_hooks"))]

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a team."""
        return (_("New team"), reverse("teams_add")) if self.actor.can("people.write") else None


@workspace_page(permission="people.write")
def edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Make a team, or change the one with this code."""
    team = next((t for t in people.all_teams() if t.code == code), None)
    if code and team is None:
        raise people.UnknownTeam(team=code)
    initial = {"name": team.name, "code": team.code, "kind": team.kind, "parent": team.parent} if team else {}
    form = of_record(TeamForm(request.POST if request.method == "POST" else None, initial=initial, team=code))
    if request.method == "POST" and form.is_valid():
        try:
            people.save_team(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            return redirect("teams_list")
    return render_form(
        request,
        form,
        title=_(team.name) if team else _("New team"),
        back_url=reverse("teams_list"),
        back_label=_("Teams"),
    )
