"""What marketing does with a campaign, from the first sketch to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.earlier import earlier, fill
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_forms import (
    ActivityForm,
    BindForm,
    CampaignForm,
    activity_initial,
    campaign_initial,
    campaign_sides,
)
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_record import EDITS, find

OF_ITS_OWN = ("starts_at", "ends_at", "utm_campaign", "revision")
"""What a copy of a campaign does not take over: when it runs, and by what code its links are known."""


@workspace_page(permission="marketing.write")
def campaign_add(request: HttpRequest) -> HttpResponse:
    """Write a new campaign, blank or as a copy that has no dates yet."""
    of = copying.source(request, find)
    initial: dict[str, Any] = {}
    if of is not None:
        initial = {key: value for key, value in campaign_initial(of).items() if key not in OF_ITS_OWN}
        initial["name"] = copying.named(of.name)
    form = CampaignForm(request.POST or None, initial=initial)

    def save(content: marketing.CampaignContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return copying.make(
            request,
            "marketing.campaign",
            of.name if of else "",
            lambda: marketing.create_campaign(content, **who).pk,
        )

    return _edit(request, form, save, _("New campaign"), (reverse("campaigns"), _("Campaigns")))


@workspace_page(permission="marketing.write")
def campaign_edit(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign that does not run."""
    row = find(campaign_id)
    form = of_record(CampaignForm(request.POST or None, initial=campaign_initial(row)))
    fill(form, earlier(request, form, ("marketing.campaign", row.pk), EDITS, campaign_sides))

    def save(content: marketing.CampaignContent) -> int:
        revision = form.cleaned_data["revision"] or 0
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.change_campaign(row.pk, content, revision=revision, **who).pk

    return _edit(request, form, save, row.name, _back(row.pk, row.name))


@workspace_page(permission="marketing.write")
def activity(request: HttpRequest, campaign_id: int, activity_id: int | None = None) -> HttpResponse:
    """Write what is done on one channel, new or changed."""
    row = find(campaign_id)
    found = Activity.objects.filter(pk=activity_id, campaign=row).first() if activity_id else None
    if activity_id and found is None:
        raise marketing.UnknownCampaign(campaign=campaign_id, activity=activity_id)
    initial = activity_initial(found, row.currency) if found else {"state": "planned"}
    if not found and row.starts_at:
        initial |= {"starts_at": row.starts_at, "ends_at": row.ends_at or row.starts_at}
    form = of_record(ActivityForm(request.POST or None, currency=row.currency, initial=initial))

    def save(content: marketing.ActivityContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        marketing.save_activity(row.pk, content, activity_id=activity_id, **who)
        return row.pk

    title = found.title if found else _("Add an activity")
    return _edit(request, form, save, title, _back(row.pk, row.name))


@workspace_page(permission="marketing.write")
def bind(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign tell of a promotion."""
    row, form = find(campaign_id), BindForm(request.POST or None)

    def save(promotion_id: int) -> int:
        marketing.bind_promotion(row.pk, promotion_id, actor=request_actor(request), at=clock.now())
        return row.pk

    return _edit(request, form, save, _("Bind a promotion"), _back(row.pk, row.name))


@workspace_page(permission="marketing.write")
def unbind(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign tell of a promotion no more."""
    row = find(campaign_id)
    form = BindForm(request.POST or None, bound=marketing.campaign(row.pk).promotion_ids)

    def save(promotion_id: int) -> int:
        marketing.unbind_promotion(row.pk, promotion_id, actor=request_actor(request), at=clock.now())
        return row.pk

    return _edit(request, form, save, _("Unbind a promotion"), _back(row.pk, row.name))


@workspace_page(permission="marketing.write")
def schedule(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let it start at its time; a refusal is shown with its reasons."""
    done = _("Scheduled. The other teams are asked to sign it off.")
    return _step(request, campaign_id, marketing.schedule_campaign, done)


@workspace_page(permission="marketing.write")
def pause(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Pause it."""

    def run(key: int, **who: Any) -> None:
        marketing.pause_campaign(key, reason=say("Paused by hand."), **who)

    return _step(request, campaign_id, run, _("Paused. Nothing more of it is sent or shown."))


@workspace_page(permission="marketing.write")
def resume(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let it go on."""
    return _step(request, campaign_id, marketing.resume_campaign, _("It runs again."))


@workspace_page(permission="marketing.write")
def end(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """End it for good."""
    return _step(request, campaign_id, marketing.end_campaign, _("Ended."))


def _back(campaign_id: int, name: str) -> tuple[str, str]:
    return reverse("campaign", args=[campaign_id]), name


def _step(request: HttpRequest, campaign_id: int, run: Callable[..., Any], done: str) -> HttpResponse:
    row = find(campaign_id)
    if request.method == "POST":
        take_step(request, run, row.pk, done=done)
    return redirect("campaign", campaign_id=row.pk)


def _edit(
    request: HttpRequest, form: Any, save: Callable[[Any], int], title: str, back: tuple[str, str]
) -> HttpResponse:
    """Show a form; save it and lead to the campaign, or mark what is wrong."""
    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("campaign", campaign_id=key)
    return form_page(request, form, title, back)


def saved(form: Any, save: Callable[[Any], int]) -> int | None:
    """Save the form's content; None when it cannot be, with the fields marked."""
    content = form.content()
    if form.errors:
        return None
    try:
        return save(content)
    except DomainError as error:
        marked = False
        for name, words in error.details.items():
            if name in form.fields and name != "revision":
                form.add_error(name, str(words))
                marked = True
        if not marked:
            form.add_error(None, str(error))
    return None


def form_page(
    request: HttpRequest, form: forms.Form, title: str, back: tuple[str, str], *, submit: str = ""
) -> HttpResponse:
    """Render a form of the back office; ``submit`` is what its button says."""
    return render_form(
        request, form, title=title, submit=submit or _("Save"), back_url=back[0], back_label=back[1]
    )
