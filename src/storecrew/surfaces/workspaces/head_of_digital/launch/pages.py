"""The launch gate: a list of launches, and one launch with its items, its signatures and its go."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.health import public as health
from storecrew.contexts.health.models import Launch
from storecrew.contexts.people import public as people
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import words
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text

TONES = {"preparing": "warning", "live": "good", "rolled_back": "bad", "dropped": "neutral"}
GRANT_DAYS = (1, 3, 7, 14, 30)
SHOWN = 30


class LaunchList(Listing):
    """All launches, newest first."""

    code = "health.launches"
    title = gettext_lazy("Launches")
    permission = "work.read"
    search_fields = ("name", "channel_code")
    default_sort = "-created"
    empty_title = gettext_lazy("No launch yet")
    empty_text = gettext_lazy("Prepare one before a channel opens, and each owner signs what is theirs.")
    columns = (
        Column("name", gettext_lazy("Launch"), sort="name", primary=True),
        Column("channel", gettext_lazy("Channel"), "channel_code", sort="channel_code"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: Status(row.get_state_display(), TONES[row.state]),
            kind="status",
            sort="state",
        ),
        Column("created", gettext_lazy("Begun"), "created_at", kind="datetime", sort="created_at"),
        Column("opened", gettext_lazy("Went live"), "opened_at", kind="datetime", sort="opened_at"),
    )
    filters = (Filter("state", gettext_lazy("State"), "choice", "state", choices=Launch.State.choices),)

    def rows(self) -> QuerySet[Launch]:
        """Return all launches."""
        return Launch.objects.all()

    def row_url(self, row: Launch) -> str:
        """Open the launch."""
        return reverse("launches_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Prepare a launch."""
        if not self.actor.can("channels.write"):
            return None
        return gettext_lazy("Prepare a launch"), reverse("launches_add")


class LaunchForm(forms.Form):
    """What is launched, and whether the public waits before the door until then."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    close = forms.BooleanField(
        label=gettext_lazy("Close the channel to the public until it goes live"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Shoppers read that it opens soon; whoever has the link looks around."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (each.code, each.name) for each in channels.all_channels()
        ]


@workspace_page(permission="channels.write")
def add(request: HttpRequest) -> HttpResponse:
    """Prepare a launch."""
    form = LaunchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = health.create_launch(
                name=values["name"], channel_code=values["channel"], close=values["close"],
                actor=request_actor(request), at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Each owner has a task on their home now."))
            return redirect("launches_record", made.id)
    return render_form(
        request,
        form,
        title=_("Prepare a launch"),
        back_url=reverse("launches_list"),
        back_label=_("Launches"),
    )


@workspace_page(permission="work.read")
def record(request: HttpRequest, launch_id: int) -> HttpResponse:
    """Show a launch; a post signs, grants, opens or takes back."""
    actor = request_actor(request)
    if request.method == "POST":
        try:
            messages.success(request, _do(request, launch_id, actor))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("launches_record", launch_id)
    found = health.launch(launch_id, at=clock.now())
    held = {role.code for role in people.roles_of(int(actor.id))}
    chief = bool({people.OWNER, "head_of_digital"} & held)
    names = {role.code: _(role.name) for role in people.all_roles()}
    key, locale = found.preview_key, channels.facts(found.channel_code).locale
    context = {
        "header_title": found.name,
        "launch": found,
        "state": Status(str(Launch.State(found.state).label), TONES[found.state]),
        "items": [
            {
                "now": each,
                "owner": names.get(each.item.role, each.item.role),
                "may_sign": actor.can("work.write") and bool({people.OWNER, each.item.role} & held),
                "granted": bool(each.granted_until and each.granted_until > clock.now()),
            }
            for each in found.items
        ],
        "may_go": actor.can("channels.write"),
        "may_grant": chief and actor.can("channels.write"),
        "grant_days": GRANT_DAYS,
        "link": f"{settings.STORECREW_BASE_URL}/{locale}/look/{key}/" if key else "",
        "trail": [
            (entry, words.actor_words(entry.actor_label), words.action_words(entry.action))
            for entry in audit.entries_for("health.launch", found.id, limit=SHOWN)
        ],
    }
    return render(request, "head_of_digital/launch.html", context)


def _do(request: HttpRequest, launch_id: int, actor: Actor) -> str:
    """Do what a button says; return what to tell."""
    sent, at = request.POST, clock.now()
    action, item, why = sent.get("action", ""), sent.get("item", ""), sent.get("words", "")
    if action == "sign":
        health.sign_item(launch_id=launch_id, item=item, evidence=why, actor=actor, at=at)
        return _("Signed.")
    if action == "withdraw":
        health.withdraw_item(launch_id=launch_id, item=item, reason=why, actor=actor, at=at)
        return _("The signature is taken back.")
    if action == "grant":
        days = int(sent.get("days", "1")) if sent.get("days", "").isdigit() else 1
        until = at + dt.timedelta(days=min(days, 31))
        health.grant_item(launch_id=launch_id, item=item, reason=why, expires_at=until, actor=actor, at=at)
        return _("Granted.")
    if action == "open":
        health.open_launch(launch_id=launch_id, actor=actor, at=at)
        return _("Live. A check order walks through the shop now.")
    if action == "check":
        problem = health.place_check_order(launch_id, actor=actor, at=at)
        if problem:
            raise health.CheckOrderFailed(problem=problem)
        return _("The check order was placed and taken back. Stock and books are as before.")
    if action == "back":
        health.roll_back(launch_id=launch_id, reason=why, actor=actor, at=at)
        return _("Rolled back: the channel is closed to the public.")
    health.drop_launch(launch_id=launch_id, reason=why, actor=actor, at=at)
    return _("Dropped.")


urlpatterns = [
    path("launches/", LaunchList.as_view(), name="launches_list"),
    path("launches/add/", add, name="launches_add"),
    path("launches/<int:launch_id>/", record, name="launches_record"),
]
