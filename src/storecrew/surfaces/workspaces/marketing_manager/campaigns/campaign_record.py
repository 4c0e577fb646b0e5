"""One campaign: what it is for, what it costs, what stands in its way, and its next step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.copying import copy_action
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.task_pages import role_name
from storecrew.surfaces.ui.backoffice.words import actor_words, shop_names
from storecrew.surfaces.workspaces.marketing_manager.campaigns import words
from storecrew.surfaces.workspaces.marketing_manager.campaigns.people import people_of
from storecrew.surfaces.workspaces.marketing_manager.campaigns.pieces import pieces
from storecrew.surfaces.workspaces.marketing_manager.campaigns.results import result
from storecrew.surfaces.workspaces.marketing_manager.campaigns.trials import trials
from storecrew.surfaces.workspaces.marketing_manager.promotions import words as promotion_words

PROMOTION_TONES = {"live": "good", "scheduled": "info", "paused": "warning", "stopped": "bad"}


EDITS = ("marketing.changed",)
"""Changes of the timeline that the form of a campaign can open with what was before."""
EDITABLE = ("draft", "scheduled", "paused", "stopped")


def find(campaign_id: int) -> Campaign:
    """Return a campaign with its line of the strategy; raises UnknownCampaign."""
    row = Campaign.objects.select_related("plan").filter(pk=campaign_id).first()
    if row is None:
        raise marketing.UnknownCampaign(campaign=campaign_id)
    return row


@workspace_page(permission="marketing.read")
def campaign_record(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show a campaign with its next step."""
    row, actor = find(campaign_id), request_actor(request)
    known = marketing.campaign(row.pk)
    signs = marketing.sign_offs(row.pk)
    reasons = _reasons(row, known)
    forecasts, people = people_of(row)
    step, action = _next(row, reasons, signs, actor)
    record = Record(
        title=row.name,
        record="marketing.campaign",
        record_id=row.pk,
        subtitle=words.goal(row),
        status=[words.status(row)],
        next_step=step,
        next_action=action,
        actions=_actions(row, known, actor),
        groups=[
            _facts(row),
            _money(known),
            *result(known, actor),
            FactGroup(_("Brief"), [Fact(_("For the teams"), row.brief or "–")]),
            *forecasts,
        ],
        tables=[
            *_in_the_way(reasons, actor),
            _activities(row, actor),
            pieces(row),
            *trials(row, actor),
            _promotions(known, actor),
            *people,
            _signs(signs),
        ],
        back_url=reverse("campaigns"),
        back_label=_("Campaigns"),
        icon="calendar-alt",
        edit_url=_url(row, "edit") if actor.can("marketing.write") and row.state in EDITABLE else "",
        edit_actions=EDITS,
    )
    return render_record(request, record)


def _reasons(row: Campaign, known: marketing.CampaignFacts) -> list[marketing.Reason]:
    """Return what stands in the way: asked anew, or as found when it was stopped."""
    if row.state == "stopped" and row.stopped_because:
        return [marketing.Reason.of(each) for each in row.stopped_because]
    if row.state in ("draft", "scheduled", "paused"):
        return list(marketing.reasons_against(known, at=clock.now()))
    return []


def _url(row: Campaign, step: str) -> str:
    return reverse(f"campaign_{step}", args=[row.pk])


def _next(
    row: Campaign, reasons: list[marketing.Reason], signs: list[work.TaskFacts], actor: Actor
) -> tuple[str, Action | None]:
    """Return the next step in words, and its button for those who may."""
    may = actor.can("marketing.write")
    if row.state in ("draft", "stopped"):
        button = Action(_("Schedule"), _url(row, "schedule"), post=True, tone="strong")
        text = (
            _("Remove what stands in its way, then schedule it.")
            if reasons
            else _("Schedule it: the gates are asked, and the other teams are asked to sign it off.")
        )
        return text, button if may else None
    if row.state == "scheduled":
        waiting = [role_name(task.owner_role) for task in signs if task.is_open]
        if waiting:
            return _("Waits for the sign-off of %(who)s, a day at most.") % {"who": ", ".join(waiting)}, None
        return _("Starts by itself at its time; the gates are asked again then."), None
    if row.state == "paused":
        button = Action(_("Continue"), _url(row, "resume"), post=True, tone="strong")
        return _("Nothing of it is sent or shown while it is paused."), button if may else None
    return "", None


def _actions(row: Campaign, known: marketing.CampaignFacts, actor: Actor) -> list[Action]:
    if not actor.can("marketing.write"):
        return []
    found = []
    if row.state in EDITABLE:
        found.append(Action(_("Edit"), _url(row, "edit")))
    found.append(copy_action("campaign_add", row.pk))
    if row.state != "ended":
        found.append(Action(_("Add an activity"), _url(row, "activity_add")))
        found.append(Action(_("Bind a promotion"), _url(row, "bind")))
        if known.promotion_ids:
            found.append(Action(_("Unbind a promotion"), _url(row, "unbind")))
    if row.state == "live":
        confirm = _("Send and show nothing more of it?")
        found.append(Action(_("Pause"), _url(row, "pause"), post=True, confirm=confirm))
    if row.state in ("live", "paused", "scheduled", "stopped"):
        confirm = _("End it for good?")
        found.append(Action(_("End"), _url(row, "end"), post=True, tone="danger", confirm=confirm))
    return found


def _facts(row: Campaign) -> FactGroup:
    plan = reverse("strategy_plan", args=[row.plan_id]) if row.plan_id else ""
    return FactGroup(
        _("Campaign"),
        [
            Fact(_("Goal"), words.goal(row)),
            Fact(_("Audience"), row.audience or _("everybody")),
            Fact(_("When"), words.window(row)),
            Fact(_("Shops"), shop_names(row.shop_channels) or _("all")),
            Fact(_("Code in links"), f"utm_campaign={row.utm_campaign}"),
            Fact(_("Line of the strategy"), str(row.plan) if row.plan else "–", url=plan),
        ],
    )


def _money(known: marketing.CampaignFacts) -> FactGroup:
    def of(amount: int) -> Money:
        return Money(amount, known.currency)

    found = [
        Fact(_("Planned"), of(known.budget.planned), "money"),
        Fact(_("Committed"), of(known.budget.committed), "money"),
        Fact(_("Spent"), of(known.budget.actual), "money"),
        Fact(_("Left to commit"), of(known.budget.left), "money"),
    ]
    if known.budget.intended:
        found.append(Fact(_("Activities not ordered yet"), of(known.budget.intended), "money"))
    if beyond := known.budget.beyond:
        words = _("%(amount)s more than the budget") % {"amount": of(beyond).format()}
        found.append(Fact(_("If all is ordered"), Status(words, "warning"), "status"))
    return FactGroup(_("Budget"), found)


def _in_the_way(reasons: list[marketing.Reason], actor: Actor) -> list[Table]:
    if not reasons:
        return []
    may = actor.can("marketing.write")
    return [
        Table(
            _("What stands in its way"),
            [_("Reason"), _("Whose job it is")],
            [[each.sentence, role_name(each.owner_role)] for each in reasons],
            row_urls=["" if each.url.endswith("/edit/") and not may else each.url for each in reasons],
        )
    ]


def _activities(row: Campaign, actor: Actor) -> Table:
    rows = list(row.activities.all())
    may = actor.can("marketing.write")
    return Table(
        _("Activities"),
        [_("What"), _("Channel"), _("Who"), _("From"), _("Until"), _("Cost"), _("Did cost"), _("State")],
        [
            [
                each.title,
                each.get_channel_display(),
                f"{each.owner} · {each.partner}" if each.partner else each.owner,
                each.starts_at,
                each.ends_at,
                words.money(each.cost, row.currency),
                words.money(each.actual_cost, row.currency),
                words.activity_status(each),
            ]
            for each in rows
        ],
        empty=_("Nothing is planned on any channel yet."),
        kinds=["text", "text", "text", "datetime", "datetime", "money", "money", "status"],
        row_urls=[reverse("campaign_activity", args=[row.pk, each.pk]) if may else "" for each in rows],
    )


def _promotions(known: marketing.CampaignFacts, actor: Actor) -> Table:
    found = promotions.standing(known.promotion_ids)
    labels = {
        "draft": _("draft"),
        "scheduled": _("scheduled"),
        "live": _("live"),
        "paused": _("paused"),
        "stopped": _("stopped"),
        "ended": _("ended"),
    }
    may = actor.can("promotions.read")
    return Table(
        _("Promotions it tells of"),
        [_("Promotion"), _("State"), _("From"), _("Until")],
        [
            [
                each.name,
                Status(labels[each.state], PROMOTION_TONES.get(each.state, "neutral")),
                promotion_words.starts(each),
                promotion_words.ends(each),
            ]
            for each in found.values()
        ],
        empty=_("None. What is sent and shown with a promotion obeys its state at that moment."),
        kinds=["text", "status", "datetime", "datetime"],
        row_urls=[reverse("promotion", args=[each.id]) if may else "" for each in found.values()],
    )


def _signs(signs: list[work.TaskFacts]) -> Table:
    def state(task: work.TaskFacts) -> Status:
        if task.is_open:
            return Status(_("waiting"), "warning")
        if task.state == "withdrawn":
            return Status(_("withdrawn"), "neutral")
        return Status(_("signed off"), "good")

    return Table(
        _("Sign-offs"),
        [_("Team"), _("State"), _("Who"), _("When"), _("Note")],
        [
            [role_name(t.owner_role), state(t), actor_words(t.closed_by) or "–", t.closed_at, t.answer or "–"]
            for t in signs
        ],
        empty=_("The teams are asked when it is scheduled."),
        kinds=["text", "status", "text", "datetime", "text"],
        row_urls=[reverse("tasks_record", args=[task.id]) for task in signs],
    )
