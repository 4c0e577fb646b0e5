"""Work items as their owner has them: the list, the record, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Agency, MarketingChannel, WorkItem
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.agencies import words
from storecrew.surfaces.workspaces.marketing_manager.agencies.assignment_pages import booked_table, delivered
from storecrew.surfaces.workspaces.marketing_manager.agencies.forms import (
    BackForm,
    GiveForm,
    ItemForm,
    item_initial,
)
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved


def _agencies() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in Agency.objects.values_list("pk", "name")[:200]]


class ItemList(Listing):
    """All work items."""

    code = "marketing.items"
    title = gettext_lazy("Marketing work")
    permission = "agencies.read"
    search_fields = ("title", "campaign__name")
    default_sort = "due"
    empty_title = gettext_lazy("No work is written down yet")
    empty_text = gettext_lazy(
        "A work item has a brief, a due time and what it may cost. Give it to an agency or to somebody of "
        "the house; accept what comes back, or send it back with what is missing."
    )
    columns = (
        Column("title", gettext_lazy("Work"), "title", sort="title", primary=True),
        Column("state", gettext_lazy("State"), words.status, kind="status", sort="state"),
        Column("holder", gettext_lazy("Who has it"), words.holder),
        Column("campaign", gettext_lazy("Campaign"), "campaign.name", sort="campaign__name"),
        Column("channel", gettext_lazy("Channel"), "get_channel_display", sort="channel"),
        Column("due", gettext_lazy("Due"), "due_at", kind="datetime", sort="due_at"),
        Column(
            "cost",
            gettext_lazy("Agreed cost"),
            lambda row: words.money(row.cost, row.campaign.currency),
            sort="cost",
        ),
        Column("back", gettext_lazy("Sent back"), "sent_back", kind="number", sort="sent_back"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=WorkItem.State.choices),
        Filter("agency", gettext_lazy("Agency"), "choice", "agency", choices=_agencies),
        Filter("channel", gettext_lazy("Channel"), "choice", "channel", choices=MarketingChannel.choices),
        Filter("due", gettext_lazy("Due"), "date", "due_at"),
    )
    views = (
        SystemView(gettext_lazy("To accept"), "f.state=delivered"),
        SystemView(gettext_lazy("Nobody has it"), "f.state=draft"),
    )

    def rows(self) -> QuerySet[WorkItem]:
        """Return all work items."""
        return WorkItem.objects.select_related("campaign", "agency", "person")

    def row_url(self, row: WorkItem) -> str:
        """Return the page of the work item."""
        return reverse("item", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may."""
        return (_("New work"), reverse("item_add")) if self.actor.can("agencies.write") else None


def _find(item_id: int) -> WorkItem:
    row = WorkItem.objects.select_related("campaign", "agency", "person").filter(pk=item_id).first()
    if row is None:
        raise marketing.UnknownItem(item=item_id)
    return row


@workspace_page(permission="agencies.write")
def item_add(request: HttpRequest) -> HttpResponse:
    """Write new work down."""
    return _edit(request, None, ItemForm(request.POST or None), _("New work"))


@workspace_page(permission="agencies.write")
def item_edit(request: HttpRequest, item_id: int) -> HttpResponse:
    """Change work that nobody has."""
    row = _find(item_id)
    return _edit(
        request, row.pk, of_record(ItemForm(request.POST or None, initial=item_initial(row))), row.title
    )


def _edit(request: HttpRequest, item_id: int | None, form: ItemForm, title: str) -> HttpResponse:
    def save(content: marketing.ItemContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_item(content, item_id=item_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("item", item_id=key)
    return form_page(request, form, title, (reverse("items"), _("Marketing work")))


@workspace_page(permission="agencies.write")
def item_give(request: HttpRequest, item_id: int) -> HttpResponse:
    """Give it to an agency or to somebody of the house."""
    row, form = _find(item_id), GiveForm(request.POST or None)

    def save(to: dict[str, int]) -> int:
        marketing.give_item(row.pk, **to, actor=request_actor(request), at=clock.now())
        return row.pk

    return _ask(request, row, form, save, _("Give the work"), _("Given; they were told by e-mail."))


@workspace_page(permission="agencies.write")
def item_send_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Send it back with what is missing."""
    row, form = _find(item_id), BackForm(request.POST or None)

    def save(reason: str) -> int:
        marketing.send_back(row.pk, reason=reason, actor=request_actor(request), at=clock.now())
        return row.pk

    return _ask(request, row, form, save, _("Send back"), _("Sent back; they were told by e-mail."))


def _ask(
    request: HttpRequest, row: WorkItem, form: Any, save: Callable[[Any], int], title: str, done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, done)
        return redirect("item", item_id=row.pk)
    return form_page(request, form, title, (reverse("item", args=[row.pk]), row.title))


@workspace_page(permission="agencies.write")
def item_accept(request: HttpRequest, item_id: int) -> HttpResponse:
    """Accept what was delivered."""
    return _step(request, item_id, marketing.accept_item, _("Accepted."))


@workspace_page(permission="agencies.write")
def item_drop(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say that nobody has to do it."""
    return _step(request, item_id, marketing.drop_item, _("Not needed any more."))


@workspace_page(permission="agencies.write")
def item_take_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take it from whoever has it."""

    def run(key: int, **who: Any) -> None:
        marketing.take_back(key, reason=say("Taken back by hand."), **who)

    return _step(request, item_id, run, _("Taken back."))


def _step(request: HttpRequest, item_id: int, run: Callable[..., Any], done: str) -> HttpResponse:
    row = _find(item_id)
    if request.method == "POST":
        take_step(request, run, row.pk, done=done)
    return redirect("item", item_id=row.pk)


@workspace_page(permission="agencies.read")
def item_record(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show a work item with its next step."""
    row, actor = _find(item_id), request_actor(request)
    minutes, cost = marketing.booked(row.pk)
    currency = row.campaign.currency
    step, action = _next(row, actor)
    late = [Status(_("Late"), "bad")] if words.late(row, clock.now()) else []
    agency = reverse("agency", args=[row.agency_id]) if row.agency_id else ""
    is_accepted = row.state == WorkItem.State.ACCEPTED
    record = Record(
        title=row.title,
        record="marketing.work_item",
        record_id=row.pk,
        subtitle=row.get_channel_display(),
        status=[words.status(row), *late],
        next_step=step,
        next_action=action,
        actions=_actions(row, actor),
        groups=[
            FactGroup(
                _("Work"),
                [
                    Fact(_("Campaign"), row.campaign.name, url=reverse("campaign", args=[row.campaign_id])),
                    Fact(_("Who has it"), words.holder(row), url=agency),
                    Fact(_("Due"), row.due_at, "datetime"),
                    Fact(_("Brief"), row.brief),
                    *([Fact(_reason_label(row), row.reason)] if row.reason and not is_accepted else []),
                ],
            ),
            FactGroup(
                _("Hours and cost"),
                [
                    Fact(_("Estimated hours"), words.hours(row.estimate_minutes)),
                    Fact(_("Booked hours"), words.hours(minutes)),
                    Fact(_("Agreed cost"), words.money(row.cost, currency)),
                    Fact(_("Booked cost"), words.money(cost, currency)),
                ],
            ),
        ],
        tables=[delivered(row), booked_table(row)],
        back_url=reverse("items"),
        back_label=_("Marketing work"),
        icon="tasks",
    )
    return render_record(request, record)


def _next(row: WorkItem, actor: Actor) -> tuple[str, Action | None]:
    may = actor.can("agencies.write")

    def button(label: str, step: str, *, post: bool = False) -> Action | None:
        return (
            Action(label, reverse(f"item_{step}", args=[row.pk]), post=post, tone="strong") if may else None
        )

    if row.state == "draft":
        return _("Give it to an agency or to somebody of the house."), button(_("Give the work"), "give")
    if row.state == "delivered":
        accept = pgettext("work item", "Accept")
        return _("Look at what was delivered, then accept it or send it back."), button(
            accept, "accept", post=True
        )
    if row.state in ("given", "started"):
        return _("%(who)s has it; you are told when it is delivered or late.") % {
            "who": words.holder(row)
        }, None
    return "", None


def _actions(row: WorkItem, actor: Actor) -> list[Action]:
    if not actor.can("agencies.write"):
        return []

    def to(step: str) -> str:
        return reverse(f"item_{step}", args=[row.pk])

    if row.state == "draft":
        confirm = _("Does nobody have to do it any more?")
        return [
            Action(_("Edit"), to("edit")),
            Action(_("Not needed"), to("drop"), post=True, confirm=confirm),
        ]
    found = []
    if row.state == "delivered":
        found.append(Action(_("Send back"), to("send_back")))
    if row.state in ("given", "started", "delivered"):
        confirm = _("They lose it at once; what they booked stays.")
        found.append(Action(_("Take back"), to("take_back"), post=True, tone="danger", confirm=confirm))
    return found


def _reason_label(row: WorkItem) -> str:
    """Say what the reason is for: work that nobody has came back, other work was sent back."""
    return _("Why it came back") if row.state == WorkItem.State.DRAFT else _("What is missing")
