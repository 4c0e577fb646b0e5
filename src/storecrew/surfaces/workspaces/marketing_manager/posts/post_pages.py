"""Posts: the list, the record with each network, the form, and what is done with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Placement, SocialPost
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import saved
from storecrew.surfaces.workspaces.marketing_manager.posts.forms import PostForm, post_initial

TONES = {"draft": "neutral", "scheduled": "info", "stopped": "bad", "done": "good", "canceled": "neutral"}
PLACED = {"waiting": "neutral", "sending": "info", "unknown": "warning", "posted": "good", "refused": "bad"}


def _status(row: SocialPost) -> Status:
    return Status(row.get_state_display(), TONES[row.state])


def _networks(row: SocialPost) -> str:
    return ", ".join(marketing.network_name(each.network) for each in row.placements.all())


class PostList(Listing):
    """All posts."""

    code = "marketing.posts"
    title = gettext_lazy("Posts")
    permission = "marketing.read"
    search_fields = ("name", "text")
    default_sort = "-due"
    empty_title = gettext_lazy("Nothing is planned for social media yet")
    empty_text = gettext_lazy(
        "A post leaves at its time on every network you choose, with a link that names its campaign. What it "
        "promises is checked again as it leaves, and nothing is posted twice."
    )
    columns = (
        Column("name", gettext_lazy("Post"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), _status, kind="status", sort="state"),
        Column("networks", gettext_lazy("Networks"), _networks),
        Column("due", gettext_lazy("Posted at"), "due_at", kind="datetime", sort="due_at"),
        Column(
            "campaign",
            gettext_lazy("Campaign"),
            lambda row: row.campaign.name if row.campaign else "–",
            sort="campaign__name",
        ),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=SocialPost.State.choices),
        Filter("due", gettext_lazy("Posted at"), "date", "due_at"),
    )
    views = (
        SystemView(gettext_lazy("Scheduled"), "f.state=scheduled"),
        SystemView(gettext_lazy("Stopped"), "f.state=stopped"),
    )

    def rows(self) -> QuerySet[SocialPost]:
        """Return all posts without their pictures."""
        found = SocialPost.objects.select_related("campaign").prefetch_related("placements")
        return found.defer("picture")

    def row_url(self, row: SocialPost) -> str:
        """Return the page of the post."""
        return reverse("post", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New post"), reverse("post_add")) if self.actor.can("marketing.write") else None


def _find(post_id: int) -> SocialPost:
    rows = SocialPost.objects.select_related("campaign", "promotion").defer("picture")
    row = rows.filter(pk=post_id).first()
    if row is None:
        raise marketing.UnknownPost(post=post_id)
    return row


@workspace_page(permission="marketing.write")
def post_add(request: HttpRequest) -> HttpResponse:
    """Write a new post."""
    initial = {"due_at": clock.now().replace(second=0, microsecond=0)}
    return _edit(request, None, initial, _("New post"), (reverse("posts"), _("Posts")))


@workspace_page(permission="marketing.write")
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change a post that is not scheduled."""
    row = _find(post_id)
    return _edit(request, row.pk, post_initial(row), row.name, (reverse("post", args=[row.pk]), row.name))


def _edit(
    request: HttpRequest, post_id: int | None, initial: dict[str, Any], title: str, back: tuple[str, str]
) -> HttpResponse:
    form = PostForm(request.POST or None, request.FILES or None, initial=initial)
    if post_id is not None:
        of_record(form)

    def save(content: marketing.PostContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_post(content, post_id=post_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("post", post_id=key)
    return render_form(
        request,
        form,
        title=title,
        back_url=back[0],
        back_label=back[1],
        template="marketing_manager/upload_form.html",
    )


@workspace_page(permission="marketing.send")
def post_schedule(request: HttpRequest, post_id: int) -> HttpResponse:
    """Let it leave at its time."""
    return _step(request, post_id, marketing.schedule_post, _("Scheduled. It is checked again as it leaves."))


@workspace_page(permission="marketing.write")
def post_cancel(request: HttpRequest, post_id: int) -> HttpResponse:
    """Post it no more."""
    return _step(request, post_id, marketing.cancel_post, _("Canceled."))


def _step(request: HttpRequest, post_id: int, run: Callable[..., Any], done: str) -> HttpResponse:
    row = _find(post_id)
    if request.method == "POST":
        take_step(request, run, row.pk, done=done)
    return redirect("post", post_id=row.pk)


@workspace_page(permission="marketing.read")
def post_picture(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show the picture of a post."""
    content = SocialPost.objects.filter(pk=post_id).values_list("picture", flat=True).first()
    if not content:
        raise marketing.UnknownPost(post=post_id)
    answer = HttpResponse(bytes(content), content_type=marketing.picture_kind(bytes(content)))
    answer["Cache-Control"] = "private, no-store"
    return answer


@workspace_page(permission="marketing.read")
def post_record(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a post with where it stands on each network."""
    row, actor = _find(post_id), request_actor(request)
    why = marketing.reason_against(row, clock.now()) if row.state in ("draft", "scheduled", "stopped") else ""
    schedule = Action(_("Schedule"), reverse("post_schedule", args=[row.pk]), post=True, tone="strong")
    may_send = actor.can("marketing.send") and row.state in ("draft", "stopped")
    steps = {
        "draft": _("Schedule it: it leaves at its time.")
        if row.due_at > clock.now()
        else _("Its time has passed: once it is scheduled it leaves at once."),
        "stopped": _("Remove what stopped it, then schedule it again: %(why)s")
        % {"why": row.stopped_because},
        "scheduled": _("As things are it stays here when its time comes: %(why)s") % {"why": why}
        if why
        else _("It leaves by itself at its time."),
    }
    actions = []
    if actor.can("marketing.write"):
        if row.state in ("draft", "stopped"):
            actions.append(Action(_("Edit"), reverse("post_edit", args=[row.pk])))
        if row.state in ("draft", "scheduled", "stopped"):
            cancel = reverse("post_cancel", args=[row.pk])
            actions.append(Action(_("Cancel the post"), cancel, post=True, confirm=_("Post it no more?")))
    picture = f"{row.picture_width} × {row.picture_height}" if row.picture_width else "–"
    shown = reverse("post_picture", args=[row.pk]) if row.picture_width else ""
    campaign = reverse("campaign", args=[row.campaign_id]) if row.campaign_id else ""
    record = Record(
        title=row.name,
        record="marketing.post",
        record_id=row.pk,
        subtitle=_networks(row),
        status=[_status(row)],
        next_step=steps.get(row.state, ""),
        next_action=schedule if may_send else None,
        actions=actions,
        groups=[
            FactGroup(
                _("Post"),
                [
                    Fact(_("Text"), row.text),
                    Fact(_("Leads to"), row.path, url=f"{reverse('links')}?path=/{row.locale}{row.path}"),
                    Fact(_("Picture"), picture, url=shown),
                    Fact(_("What the picture shows"), row.picture_alt or "–"),
                    Fact(_("Posted at"), row.due_at, "datetime"),
                ],
            ),
            FactGroup(
                _("What it promises"),
                [
                    Fact(_("Campaign"), row.campaign.name if row.campaign else "–", url=campaign),
                    Fact(_("Promotion"), row.promotion.name if row.promotion else "–"),
                    Fact(_("Articles"), ", ".join(row.skus) or "–"),
                    Fact(_("Against it now"), why or _("nothing")),
                ],
            ),
        ],
        tables=[_placements(row)],
        back_url=reverse("posts"),
        back_label=_("Posts"),
        icon="thumbtack",
    )
    return render_record(request, record)


def _placements(row: SocialPost) -> Table:
    found: list[Placement] = list(row.placements.all())
    return Table(
        _("On the networks"),
        [_("Network"), _("State"), _("When"), _("Tries"), _("Problem")],
        [
            [
                marketing.network_name(each.network),
                Status(each.get_state_display(), PLACED[each.state]),
                each.posted_at,
                each.tries,
                each.problem or "–",
            ]
            for each in found
        ],
        kinds=["text", "status", "datetime", "number", "text"],
        row_urls=[each.url for each in found],
    )
