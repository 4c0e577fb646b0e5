"""The mails of the shop: which there are, when they leave, what they say, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.kernel import clock, mail
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.content_team.texts import parts


@workspace_page(permission="content.read")
def mail_texts(request: HttpRequest, name: str) -> HttpResponse:
    """Show the texts of a mail in one language beside how it looks; keep, publish, try and take back."""
    kind, locale, channel = _kind(name), parts.locale_of(request), _channel(request)
    typed: dict[str, list[str]] = {}
    problems: Mapping[str, DomainError | str] = {}
    stale = False
    if request.method == "POST":
        done = _do(request, kind, locale, channel)
        if isinstance(done, HttpResponse):
            return done
        typed, problems = done
        stale = not problems
    found = content.wording(name, locale, channel=channel)
    context = {
        "header_title": kind.title,
        "kind": kind,
        "boxes": [
            box
            for number, part in enumerate(kind.parts())
            for box in parts.boxes(
                part.key, part.plural, locale, _label(kind, number), found.shown if found else {}, typed,
                problems.get(part.key),
            )
        ],
        "found": found,
        "chosen": locale,
        "languages": parts.languages(),
        "channel": channel,
        "channels": channels.all_channels(),
        "history": parts.history(found, locale),
        "may_write": request_actor(request).can("content.write"),
        **_seen(request, name, locale, channel),
    }  # fmt: skip
    return render(request, "content_team/mail_texts.html", context, status=422 if problems or stale else 200)


def _label(kind: mail.Kind, number: int) -> str:
    if number == 0 and kind.subject:
        return _("Subject")
    return _("Text %(number)s") % {"number": number if kind.subject else number + 1}


def _kind(name: str) -> mail.Kind:
    kind = mail.kinds.find(name)
    if kind is None:
        raise content.UnknownText(mail=name)
    return kind


def _channel(request: HttpRequest) -> str:
    wanted = request.GET.get("channel", "")
    return wanted if wanted in {each.code for each in channels.all_channels()} else ""


def _seen(request: HttpRequest, name: str, locale: str, channel: str) -> dict[str, Any]:
    """Return the mail with its drafts as it would look, in the width that was asked for."""
    look = request.GET.get("look", "desk")
    try:
        seen = content.sample(name=name, locale=locale, channel=channel, drafts=True)
        return {
            "seen": seen,
            "comes_from": mail.senders.line(seen.sender),
            "look": look if look in ("desk", "phone", "text") else "desk",
        }
    except DomainError as error:
        return {"seen": None, "unseen": str(error), "look": look}


def _do(
    request: HttpRequest, kind: mail.Kind, locale: str, channel: str
) -> HttpResponse | tuple[dict[str, list[str]], Mapping[str, DomainError | str]]:
    """Do what a button says; what was typed and what is wrong with it, when it cannot be kept."""
    actor, at, action = request_actor(request), clock.now(), request.POST.get("action", "draft")
    found = content.wording(kind.name, locale, channel=channel)
    if action in ("discard", "restore") and found:
        if action == "discard":
            content.discard_draft(wording_id=found.id, actor=actor, at=at)
            messages.success(request, _("The draft is gone."))
        else:
            number = int(request.POST.get("number", "0") or 0)
            content.restore_wording(wording_id=found.id, number=number, actor=actor, at=at)
            messages.success(request, _("Restored. The next mail says it again like that."))
        return _back(request, kind, locale, channel)
    plurals = {part.key: part.plural for part in kind.parts()}
    typed = parts.typed_texts(request, plurals.items(), locale)
    problems = content.problems_of(typed, plurals, locale)
    if problems:
        messages.error(request, _("Nothing was kept: look at the marked texts."))
        return typed, problems
    try:
        kept = content.draft_mail(
            name=kind.name, channel=channel, locale=locale, texts=typed, edits=parts.edits_of(request),
            actor=actor, at=at,
        )  # fmt: skip
    except content.StaleText as error:
        messages.error(request, f"{error.message} {_('Nothing of yours is lost: look again, then save.')}")
        return parts.met(request, typed, found.shown if found else {}, plurals, locale)
    if action == "publish":
        content.publish_wording(wording_id=kept.id, actor=actor, at=at)
        messages.success(request, _("Published. The next mail says it like that."))
    elif action == "test":
        to = getattr(request.user, "email", "")
        content.send_sample(name=kind.name, locale=locale, channel=channel, to=to, actor=actor, at=at)
        messages.success(request, _("Kept as a draft, and sent to %(address)s.") % {"address": to})
    else:
        messages.success(request, _("Kept as a draft. Customers read it once it is published."))
    return _back(request, kind, locale, channel)


def _back(request: HttpRequest, kind: mail.Kind, locale: str, channel: str) -> HttpResponse:
    query = urlencode({"locale": locale, "channel": channel, "look": request.GET.get("look", "desk")})
    return redirect(f"{reverse('texts_mail', args=[kind.name])}?{query}")
