"""What whoever has work sees of it: their own list, the brief, hours, and handing it in.

These are the only pages for people of an agency. They show nothing but the work: no campaign's money, no
article, no customer, no colleague.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Deliverable, WorkItem
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.marketing_manager.agencies import words
from storecrew.surfaces.workspaces.marketing_manager.agencies.forms import BookForm, DeliverForm
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved

EITHER = ("agencies.work", "agencies.read")


class AssignmentList(Listing):
    """What was given to the one who looks."""

    code = "marketing.assignments"
    title = gettext_lazy("My assignments")
    permission = EITHER
    search_fields = ("title",)
    default_sort = "due"
    empty_title = gettext_lazy("Nothing is yours to do")
    empty_text = gettext_lazy("What is given to you stands here, with its brief and when it is due.")
    columns = (
        Column("title", gettext_lazy("Work"), "title", sort="title", primary=True),
        Column("state", gettext_lazy("State"), words.status, kind="status", sort="state"),
        Column("campaign", gettext_lazy("Campaign"), "campaign.name", sort="campaign__name"),
        Column("due", gettext_lazy("Due"), "due_at", kind="datetime", sort="due_at"),
        Column("back", gettext_lazy("Sent back"), "sent_back", kind="number", sort="sent_back"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=WorkItem.State.choices),
        Filter("due", gettext_lazy("Due"), "date", "due_at"),
    )
    views = (SystemView(gettext_lazy("To do"), "f.state=given&f.state=started"),)

    def rows(self) -> QuerySet[WorkItem]:
        """Return what is theirs now."""
        return marketing.assigned(self.actor, at=clock.now())

    def row_url(self, row: WorkItem) -> str:
        """Return the page of the assignment."""
        return reverse("assignment", args=[row.pk])


def _find(request: HttpRequest, item_id: int) -> WorkItem:
    row = marketing.assigned(request_actor(request), at=clock.now()).filter(pk=item_id).first()
    if row is None:
        raise marketing.UnknownItem(item=item_id)
    return row


@workspace_page(permission=EITHER)
def assignment(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show the brief and what comes next."""
    row = _find(request, item_id)
    minutes, _cost = marketing.booked(row.pk)
    step, action = _next(row)
    open_ = row.state in ("given", "started")
    actions = [] if row.state == "accepted" else [Action(_("Book hours"), _url(row, "book"))]
    if open_:
        actions.append(Action(_("Deliver"), _url(row, "deliver")))
    late = [Status(_("Late"), "bad")] if words.late(row, clock.now()) else []
    record = Record(
        title=row.title,
        record="marketing.work_item",
        record_id=row.pk,
        subtitle=f"{row.campaign.name} · {row.get_channel_display()}",
        status=[words.status(row), *late],
        next_step=step,
        next_action=action,
        actions=actions,
        groups=[
            FactGroup(
                _("Work"),
                [
                    *([Fact(_("What is missing"), row.reason)] if row.reason and open_ else []),
                    Fact(_("Brief"), row.brief),
                    Fact(_("Due"), row.due_at, "datetime"),
                    Fact(_("Estimated hours"), words.hours(row.estimate_minutes)),
                    Fact(_("Booked hours"), words.hours(minutes)),
                    Fact(_("Agreed cost"), words.money(row.cost, row.campaign.currency)),
                ],
            )
        ],
        tables=[delivered(row), booked_table(row)],
        back_url=reverse("assignments"),
        back_label=_("My assignments"),
        icon="tasks",
        timeline=False,
    )
    return render_record(request, record)


def _url(row: WorkItem, step: str) -> str:
    return reverse(f"assignment_{step}", args=[row.pk])


def _next(row: WorkItem) -> tuple[str, Action | None]:
    if row.state == "given":
        begin = Action(_("Begin"), _url(row, "start"), post=True, tone="strong")
        return _("Say that you begin, so that nobody asks."), begin
    if row.state == "started":
        return _("Deliver links or pictures when it is done."), Action(
            _("Deliver"), _url(row, "deliver"), tone="strong"
        )
    if row.state == "delivered":
        return _("It is being looked at; you hear of it by e-mail."), None
    return "", None


@workspace_page(permission=EITHER)
def assignment_start(request: HttpRequest, item_id: int) -> HttpResponse:
    """Begin."""
    row = _find(request, item_id)
    if request.method == "POST":
        take_step(request, marketing.start_item, row.pk, done=_("Begun."))
    return redirect("assignment", item_id=row.pk)


@workspace_page(permission=EITHER)
def assignment_book(request: HttpRequest, item_id: int) -> HttpResponse:
    """Book the hours of a day."""
    row = _find(request, item_id)
    initial = {"day": channels.house_day(clock.now())}
    form = BookForm(request.POST or None, currency=row.campaign.currency, initial=initial)

    def save(content: dict[str, Any]) -> int:
        return marketing.book_work(row.pk, **content, actor=request_actor(request), at=clock.now())

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Booked."))
        return redirect("assignment", item_id=row.pk)
    return form_page(request, form, _("Book hours"), (reverse("assignment", args=[row.pk]), row.title))


@workspace_page(permission=EITHER)
def assignment_deliver(request: HttpRequest, item_id: int) -> HttpResponse:
    """Hand in what was made."""
    row = _find(request, item_id)
    form = DeliverForm(request.POST, request.FILES) if request.method == "POST" else DeliverForm()

    def save(content: dict[str, Any]) -> int:
        marketing.deliver_item(row.pk, **content, actor=request_actor(request), at=clock.now())
        return row.pk

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Delivered."))
        return redirect("assignment", item_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Deliver"),
        submit=_("Deliver"),
        back_url=reverse("assignment", args=[row.pk]),
        back_label=row.title,
        template="marketing_manager/upload_form.html",
    )


@workspace_page(permission=EITHER)
def deliverable(request: HttpRequest, deliverable_id: int) -> HttpResponse:
    """Hand out a picture to those who may see the work it belongs to."""
    actor = request_actor(request)
    rows = Deliverable.objects.filter(pk=deliverable_id).exclude(content=b"")
    if not actor.can("agencies.read"):
        rows = rows.filter(item__in=marketing.assigned(actor, at=clock.now()).order_by().values("pk"))
    content = rows.values_list("content", flat=True).first()
    if content is None:
        raise marketing.UnknownItem(deliverable=deliverable_id)
    answer = HttpResponse(bytes(content), content_type=_kind(bytes(content[:12])))
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kind(head: bytes) -> str:
    """Return the type of a picture that was drawn anew."""
    kinds: tuple[tuple[bytes, str], ...] = ((b"\x89PNG", "image/png"), (b"RIFF", "image/webp"))
    return next((kind for start, kind in kinds if head.startswith(start)), "image/jpeg")


def delivered(row: WorkItem) -> Table:
    """Return what was delivered, the newest round first."""
    found = list(row.deliverables.defer("content").order_by("-round", "pk"))
    return Table(
        _("Delivered"),
        [_("What"), _("Round"), _("Who"), _("When")],
        [[each.name, each.round, each.by, each.at] for each in found],
        empty=_("Nothing was delivered yet."),
        kinds=["text", "number", "text", "datetime"],
        row_urls=[each.url or reverse("deliverable", args=[each.pk]) for each in found],
    )


def booked_table(row: WorkItem) -> Table:
    """Return the booked hours."""
    currency = row.campaign.currency
    return Table(
        _("Hours"),
        [_("Day"), _("Who"), _("Hours"), _("Cost"), _("What was done")],
        [
            [each.day, each.by, words.hours(each.minutes), words.money(each.cost, currency), each.note or "–"]
            for each in row.bookings.all()
        ],
        empty=_("No hours were booked yet."),
        kinds=["date"],
    )
