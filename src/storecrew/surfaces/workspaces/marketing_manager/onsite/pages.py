"""One banner or pop-up: its record with figures and preview, its form, and the steps of its life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.words import shop_names
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.onsite.forms import OnsiteForm, PreviewForm, initial_of
from storecrew.surfaces.workspaces.marketing_manager.onsite.lists import status


def find(message_id: int) -> OnsiteMessage:
    """Return a message with what it is bound to; raises UnknownOnsite."""
    rows = OnsiteMessage.objects.select_related("campaign", "promotion", "segment")
    row = rows.filter(pk=message_id).first()
    if row is None:
        raise marketing.UnknownOnsite(onsite=message_id)
    return row


@workspace_page(permission="marketing.write")
def onsite_add(request: HttpRequest) -> HttpResponse:
    """Write a new message."""
    back = (reverse("onsite_messages"), _("On-site messages"))
    return _edit(request, None, OnsiteForm(request.POST or None), _("New message"), back)


@workspace_page(permission="marketing.write")
def onsite_edit(request: HttpRequest, message_id: int) -> HttpResponse:
    """Change a message."""
    row = find(message_id)
    form = of_record(OnsiteForm(request.POST or None, initial=initial_of(row)))
    return _edit(request, row.pk, form, row.name, (reverse("onsite_message", args=[row.pk]), row.name))


def _edit(
    request: HttpRequest, message_id: int | None, form: OnsiteForm, title: str, back: tuple[str, str]
) -> HttpResponse:
    def save(content: marketing.OnsiteContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_onsite(content, message_id=message_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("onsite_message", message_id=key)
    return form_page(request, form, title, back)


@workspace_page(permission="marketing.write")
def onsite_step(request: HttpRequest, message_id: int, name: str) -> HttpResponse:
    """Hold a message, let it go on, or end it."""
    steps: dict[str, tuple[Callable[..., None], str]] = {
        "hold": (marketing.hold_onsite, _("Held. It is on no page any more.")),
        "release": (marketing.release_onsite, _("It goes on when its gates let it pass.")),
        "end": (marketing.end_onsite, _("Ended.")),
    }
    row = find(message_id)
    if request.method == "POST" and name in steps:
        run, done = steps[name]
        take_step(request, run, row.pk, done=done)
    return redirect("onsite_message", message_id=row.pk)


@workspace_page(permission="marketing.read")
def onsite_record(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show a message: how it stands and why, what it is bound to, how often it was seen, how it looks."""
    row, actor = find(message_id), request_actor(request)
    record = Record(
        title=row.name,
        record="marketing.onsite",
        record_id=row.pk,
        subtitle=f"{row.get_kind_display()} · {row.get_placement_display()}",
        status=[status(row)],
        next_step=marketing.onsite_words(row.held_because),
        actions=_actions(row) if actor.can("marketing.write") else [],
        groups=[_said(row), _bound(row)],
        tables=[_figures(row)],
        back_url=reverse("onsite_messages"),
        back_label=_("On-site messages"),
        icon="view",
    )
    return render_record(
        request, record, template="marketing_manager/onsite.html", context=_preview(request, row)
    )


def _actions(row: OnsiteMessage) -> list[Action]:
    if row.state == OnsiteMessage.State.ENDED:
        return []
    step = [reverse("onsite_step", args=[row.pk, name]) for name in ("hold", "release", "end")]
    held = row.stopped == OnsiteMessage.Stopped.HELD
    return [
        Action(_("Continue"), step[1], post=True) if held else Action(_("Hold"), step[0], post=True),
        Action(_("Edit"), reverse("onsite_edit", args=[row.pk])),
        Action(_("End"), step[2], post=True, tone="danger", confirm=_("End it for good?")),
    ]


def _said(row: OnsiteMessage) -> FactGroup:
    shown = marketing.onsite_shown(row, get_language() or "en")
    facts = [
        Fact(_("Heading"), shown.heading),
        Fact(_("Text"), shown.text or "–"),
        Fact(_("Button"), shown.button or "–"),
        Fact(_("Leads to"), row.path or "–"),
    ]
    if row.kind == OnsiteMessage.Kind.POPUP:
        after = {"delay": _("%(n)s seconds"), "scroll": _("%(n)s percent")}.get(row.trigger, "")
        often = _("at most %(times)s times in %(days)s days") % {
            "times": row.cap_times,
            "days": row.cap_days,
        }
        opens = f"{row.get_trigger_display()} {after % {'n': row.trigger_after}}".strip()
        facts += [
            Fact(_("The pop-up opens"), opens),
            Fact(_("For a visitor"), often),
        ]
    return FactGroup(_("What it says"), facts)


def _clock(row: OnsiteMessage) -> str:
    """Return from when until when, as each shop's clock says it."""
    ends = (row.starts_local, row.ends_local)
    return " – ".join(
        date_format(dt.datetime.fromisoformat(each), "SHORT_DATETIME_FORMAT") if each else "…"
        for each in ends
    )


def _bound(row: OnsiteMessage) -> FactGroup:
    campaign = reverse("campaign", args=[row.campaign_id]) if row.campaign_id else ""
    promotion = reverse("promotion", args=[row.promotion_id]) if row.promotion_id else ""
    segment = reverse("segment", args=[row.segment_id]) if row.segment_id else ""
    return FactGroup(
        _("Where, when and for whom"),
        [
            Fact(_("From"), row.starts_at, "datetime"),
            Fact(_("Until"), row.ends_at, "datetime"),
            Fact(_("By the clock of each shop"), _clock(row)),
            Fact(_("Shops"), shop_names(row.shop_channels) or _("all")),
            Fact(_("Only in this category"), row.category or "–"),
            Fact(_("Segment"), row.segment.name if row.segment else _("everybody"), url=segment),
            Fact(_("Campaign"), row.campaign.name if row.campaign else "–", url=campaign),
            Fact(_("Promotion"), row.promotion.name if row.promotion else "–", url=promotion),
            Fact(_("Articles"), ", ".join(row.skus) or "–"),
            Fact(_("Priority"), row.priority, "number"),
        ],
    )


def _figures(row: OnsiteMessage) -> Table:
    """Return how often it was seen and followed, per shop."""
    shops = channels.all_channels(include_inactive=True)
    since, until = (row.starts_at - dt.timedelta(days=1)).date(), (row.ends_at + dt.timedelta(days=2)).date()
    rows = []
    for shop in shops:
        found = insights.total(
            insights.Period(since, until), [shop], dimension="message", subject=str(row.pk)
        )
        shown, clicked = found[insights.kinds.SHOWN], found[insights.kinds.CLICKED]
        if shown or clicked:
            rows.append([shop.name, shown, clicked, percent(clicked, shown)])
    heads = [_("Shop"), _("Seen"), _("Followed"), _("Share")]
    return Table(
        _("How often it was seen"), heads, rows, kinds=["text", "number", "number", "number"],
        empty=_("Nobody has seen it yet. Counted are pages, never people."),
    )  # fmt: skip


def _preview(request: HttpRequest, row: OnsiteMessage) -> dict[str, Any]:
    """Return the form of the preview, whether it would be shown then, and where its pages are."""
    form = PreviewForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    start = row.starts_at if row.starts_at > clock.now() else clock.now()
    at: dt.datetime = chosen.get("day") or start
    segment = chosen.get("segment") if chosen else row.segment_id
    language = chosen.get("language") or get_language() or "en"
    shown, why = marketing.onsite_verdict(row, segment_id=segment, at=at)
    initial = {"day": at, "language": language, "segment": segment or ""}
    return {
        "preview_form": PreviewForm(initial=initial),
        "preview_at": at,
        "preview_shown": shown,
        "preview_why": why,
        "preview_url": f"{reverse('onsite_seen', args=[row.pk])}?language={language}",
    }
