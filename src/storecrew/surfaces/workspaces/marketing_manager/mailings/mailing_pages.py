"""Mailings: the list, one with its figures, its preview, and the steps of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing
from storecrew.kernel import clock, mail
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.mailings import words
from storecrew.surfaces.workspaces.marketing_manager.mailings.mailing_forms import (
    STARTERS,
    MailingForm,
    mailing_initial,
    starter,
)
from storecrew.surfaces.workspaces.marketing_manager.mailings.sender_pages import believed
from storecrew.surfaces.workspaces.marketing_manager.mailings.test_figures import subject_test

# Mail programs know inline styles only; nothing else of a mail may run in the back office.
SEEN_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


class MailingList(Listing):
    """Mailings in every state."""

    code = "marketing.mailings"
    title = gettext_lazy("Mailings")
    permission = "marketing.read"
    search_fields = ("name", "campaign__name")
    default_sort = "-changed"
    empty_title = gettext_lazy("No mailings yet")
    empty_text = gettext_lazy(
        "Choose one of eight kinds. Each person gets it once, only with consent, "
        "and only with promotions and goods that are there when it leaves."
    )
    columns = (
        Column("name", gettext_lazy("Mailing"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.status, kind="status", sort="state"),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
        Column("topic", gettext_lazy("Topic"), lambda row: words.topic_words(row.topic), sort="topic"),
        Column("campaign", gettext_lazy("Campaign"), lambda row: row.campaign.name if row.campaign else "–"),
        Column(
            "segment",
            gettext_lazy("Segment"),
            lambda row: row.segment.name if row.segment else _("everybody who agreed"),
        ),
        Column("from", gettext_lazy("From"), "send_at", kind="datetime", sort="send_at"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Mailing.State.choices),
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Mailing.Kind.choices),
    )
    views = (
        SystemView(gettext_lazy("On their way"), "f.state=scheduled&f.state=sending&f.state=paused"),
        SystemView(gettext_lazy("Drafts"), "f.state=draft"),
        SystemView(gettext_lazy("Sent"), "f.state=sent&sort=-from"),
    )

    def rows(self) -> QuerySet[Mailing]:
        """Return all mailings."""
        return Mailing.objects.select_related("campaign", "segment")

    def row_url(self, row: Mailing) -> str:
        """Return the page of the mailing."""
        return reverse("mailing", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (_("New mailing"), reverse("mailing_kinds")) if self.actor.can("marketing.write") else None


def _find(mailing_id: int) -> Mailing:
    row = Mailing.objects.select_related("campaign", "segment").filter(pk=mailing_id).first()
    if row is None:
        raise marketing.UnknownMailing(mailing=mailing_id)
    return row


@workspace_page(permission="marketing.write")
def mailing_kinds(request: HttpRequest) -> HttpResponse:
    """Let the kind be chosen; each comes with a start."""
    labels = dict(Mailing.Kind.choices)
    found = [(reverse("mailing_add", args=[kind]), labels[kind], row[1]) for kind, row in STARTERS.items()]
    context = {
        "kinds": found,
        "header_title": _("New mailing"),
        "back_url": reverse("mailings"),
        "back_label": _("Mailings"),
        "question": _("What kind of mail is it?"),
    }
    return render(request, "marketing_manager/kinds.html", context)


@workspace_page(permission="marketing.write")
def mailing_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new mailing of a kind, with words to begin with or as a copy."""
    of = copying.source(request, _find)
    if kind not in STARTERS or (of is not None and of.kind != kind):
        raise NotFound()
    initial = mailing_initial(of) | {"name": copying.named(of.name)} if of else starter(kind)
    form = MailingForm(request.POST or None, initial=initial)
    back = (reverse("mailing_kinds"), _("Kinds"))
    return _edit(request, None, form, _("New mailing"), back, of=of.name if of else "")


@workspace_page(permission="marketing.write")
def mailing_edit(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Change a draft."""
    row = _find(mailing_id)
    form = of_record(MailingForm(request.POST or None, initial=mailing_initial(row)))
    return _edit(request, row.pk, form, row.name, (reverse("mailing", args=[row.pk]), row.name))


def _edit(
    request: HttpRequest,
    mailing_id: int | None,
    form: MailingForm,
    title: str,
    back: tuple[str, str],
    *,
    of: str = "",
) -> HttpResponse:
    def save(content: marketing.MailingContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return copying.make(
            request,
            "marketing.mailing",
            of,
            lambda: marketing.save_mailing(content, mailing_id=mailing_id, **who),
        )

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("mailing", mailing_id=key)
    return form_page(request, form, title, back)


@workspace_page(permission="marketing.read")
def mailing(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Show a mailing: whom it goes to, as it looks now, and what became of it."""
    row, actor = _find(mailing_id), request_actor(request)
    step, action = _next(row, actor)
    seen, problem = None, ""
    try:
        seen = marketing.preview_mailing(row.pk, locale=get_language() or "en", at=clock.now())
    except DomainError as error:
        problem = str(error)
    record = Record(
        title=row.name,
        record="marketing.mailing",
        record_id=row.pk,
        status=[words.status(row)],
        next_step=step,
        next_action=action,
        actions=_actions(row, actor),
        groups=[_facts(row)],
        tables=[*subject_test(row), *_figures(row)] if row.is_counted else [],
        back_url=reverse("mailings"),
        back_label=_("Mailings"),
        icon="mail",
    )
    context = {
        "seen": seen,
        "comes_from": mail.senders.line(seen.sender) if seen else "",
        "problem": problem,
        "seen_url": reverse("mailing_seen", args=[row.pk]),
    }
    return render_record(request, record, template="marketing_manager/mailing.html", context=context)


@workspace_page(permission="marketing.read")
def mailing_seen(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Show the mail alone, as its page frames it: with its own styles, and nothing that could act."""
    row = _find(mailing_id)
    try:
        seen = marketing.preview_mailing(row.pk, locale=get_language() or "en", at=clock.now()).html
    except DomainError:
        seen = ""
    answer = HttpResponse(seen)
    answer["Content-Security-Policy"] = SEEN_POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _next(row: Mailing, actor: Actor) -> tuple[str, Action | None]:
    may = actor.can("marketing.send")
    if row.state == "draft":
        count = marketing.count_audience(
            row.segment.conditions if row.segment else {}, topic=row.topic, at=clock.now()
        )
        button = Action(_("Send"), reverse("mailing_send", args=[row.pk]), tone="strong")
        return _("%(count)s people would get it now.") % {"count": count}, button if may else None
    if row.state == "paused":
        button = Action(_("Continue"), reverse("mailing_resume", args=[row.pk]), post=True, tone="strong")
        return _("Nothing leaves while it is paused."), button if may else None
    if row.state in ("scheduled", "sending"):
        return _("It goes out by itself, at most %(count)s an hour.") % {"count": row.per_hour}, None
    return "", None


def _actions(row: Mailing, actor: Actor) -> list[Action]:
    found = []
    if actor.can("marketing.write") and row.state == "draft":
        found.append(Action(_("Edit"), reverse("mailing_edit", args=[row.pk])))
    if actor.can("marketing.write"):
        found.append(copying.copy_action("mailing_add", row.pk, row.kind))
    if not actor.can("marketing.send"):
        return found
    found.append(Action(_("Send to me"), reverse("mailing_test", args=[row.pk]), post=True))
    if row.state in ("scheduled", "sending"):
        found.append(Action(_("Pause"), reverse("mailing_pause", args=[row.pk]), post=True))
    if row.state in ("draft", "scheduled", "sending", "paused"):
        confirm = _("Cancel it for all who have not got it yet?")
        url = reverse("mailing_cancel", args=[row.pk])
        found.append(Action(_("Cancel the mailing"), url, post=True, tone="danger", confirm=confirm))
    return found


def _facts(row: Mailing) -> FactGroup:
    campaign = reverse("campaign", args=[row.campaign_id]) if row.campaign_id else ""
    segment = reverse("segment", args=[row.segment_id]) if row.segment_id else ""
    everybody = _("everybody who agreed")
    return FactGroup(
        _("Mailing"),
        [
            Fact(_("Kind"), row.get_kind_display()),
            Fact(_("Topic"), words.topic_words(row.topic)),
            Fact(_("Segment"), row.segment.name if row.segment else everybody, url=segment),
            Fact(_("Campaign"), row.campaign.name if row.campaign else "–", url=campaign),
            Fact(_("From"), row.send_at, "datetime"),
            Fact(_("Mails an hour at most"), row.per_hour, "number"),
            *_spread(row),
            Fact(_("Get nothing, to see what it brings"), percent(row.holdout_percent, 100, 0)),
            Fact(_("In the test of subjects"), percent(row.test_percent, 100, 0)),
            Fact(_("Believed by mail programs"), believed(), "status", url=reverse("mail_sender")),
        ],
    )


def _spread(row: Mailing) -> list[Fact]:
    """Return over how many days it leaves, and whose answer made it more than was planned."""
    if row.state in (Mailing.State.SENT, Mailing.State.CANCELED):
        return [Fact(_("Spread over days"), row.paced_days or row.days, "number")]
    found = marketing.staggered(row, at=clock.now())
    if found is None or (found.answer_days or 0) <= row.days:
        return [Fact(_("Spread over days"), row.days, "number")]
    why = _("%(days)s were planned. %(who)s: %(reason)s") % {
        "days": row.days,
        "who": actor_words(found.accepted_by),
        "reason": found.reason,
    }
    url = reverse("conflicts_record", args=[found.id])
    return [Fact(_("Spread over days"), found.answer_days, "number", why=why, url=url)]


def _figures(row: Mailing) -> list[Table]:
    found, left_out = marketing.figures(row.pk)
    sent = found.sent or 1
    rows = [
        [_("Recipients"), found.recipients, ""],
        [_("Waiting"), found.waiting, ""],
        [_("Sent"), found.sent, ""],
        [_("Opened by people"), found.opened, percent(found.opened, sent)],
        [_("Fetched by machines"), found.opened_by_machine, percent(found.opened_by_machine, sent)],
        [_("Clicked"), found.clicked, percent(found.clicked, sent)],
        [_("Came back"), found.bounced, percent(found.bounced, sent)],
        [_("Complained"), found.complained, percent(found.complained, sent)],
    ]
    reasons = [[marketing.left_out_words(reason), count] for reason, count in sorted(left_out.items())]
    kinds = ["text", "number", "text"]
    return [
        Table(_("Figures"), [_("What"), _("Number of people"), _("Of those sent")], rows, kinds=kinds),
        Table(
            _("Left out when it was sent"),
            [_("Why"), _("Number of people")],
            reasons,
            empty=_("Nobody."),
            kinds=["text", "number"],
        ),
    ]


class SendForm(forms.Form):
    """When it goes out."""

    send_at = MomentField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Empty: now. Nobody gets it between 21:00 and 8:00 of their own time."),
    )

    def content(self) -> Any:
        """Return the moment, or None for now."""
        return self.cleaned_data["send_at"]


@workspace_page(permission="marketing.send")
def mailing_send(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Let it go out from a moment on."""
    row, form = _find(mailing_id), SendForm(request.POST or None)

    def save(send_at: Any) -> int:
        at = clock.now()
        marketing.schedule_mailing(row.pk, send_at=send_at or at, actor=request_actor(request), at=at)
        return row.pk

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("It goes out."))
        return redirect("mailing", mailing_id=row.pk)
    back = (reverse("mailing", args=[row.pk]), row.name)
    return form_page(request, form, _("Send"), back, submit=_("Send"))


@workspace_page(permission="marketing.send")
def mailing_test(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Send it to the one who asks."""

    def run(key: int, **who: Any) -> None:
        address = getattr(request.user, "email", "")
        marketing.send_test(key, email=address, locale=get_language() or "en", **who)

    return _step(request, mailing_id, run, _("It is on its way to your own mailbox."))


@workspace_page(permission="marketing.send")
def mailing_pause(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Let nothing more leave."""
    return _step(request, mailing_id, marketing.pause_mailing, _("Paused."))


@workspace_page(permission="marketing.send")
def mailing_resume(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Go on."""
    return _step(request, mailing_id, marketing.resume_mailing, _("It goes on."))


@workspace_page(permission="marketing.send")
def mailing_cancel(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """End it."""
    return _step(request, mailing_id, marketing.cancel_mailing, _("Canceled."))


def _step(request: HttpRequest, mailing_id: int, run: Callable[..., Any], done: str) -> HttpResponse:
    row = _find(mailing_id)
    if request.method == "POST":
        take_step(request, run, row.pk, done=done)
    return redirect("mailing", mailing_id=row.pk)
