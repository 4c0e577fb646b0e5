"""The sentences that customers read in the shop, each of which can be said otherwise without a release."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.shop_texts import ShopText, shop_texts
from storecrew.surfaces.workspaces.content_team.texts import parts
from storecrew.surfaces.workspaces.content_team.texts.lists import place_name


@workspace_page(permission="content.read")
def message(request: HttpRequest, key: str) -> HttpResponse:
    """Show one text of the shop in one language, to be said otherwise."""
    text = next((each for each in shop_texts() if content.message_key(each.key) == key), None)
    if text is None:
        raise content.UnknownText(message=key)
    locale = parts.locale_of(request)
    typed: dict[str, list[str]] = {}
    problem: DomainError | str | None = None
    if request.method == "POST":
        done = _do(request, text, locale)
        if isinstance(done, HttpResponse):
            return done
        typed, problem = done
    found = content.wording("", locale, key=key)
    context = {
        "header_title": content.for_editor(text.text),
        "text": text,
        "places": [place_name(place) for place in text.places],
        "boxes": parts.boxes(
            text.key, text.plural, locale, _("Text"), found.shown if found else {}, typed, problem
        ),
        "found": found,
        "chosen": locale,
        "languages": parts.languages(),
        "history": parts.history(found, locale),
        "editable": content.is_editable(text.text),
        "may_write": request_actor(request).can("content.write"),
    }
    return render(request, "content_team/message.html", context, status=422 if problem else 200)


def _do(
    request: HttpRequest, text: ShopText, locale: str
) -> HttpResponse | tuple[dict[str, list[str]], DomainError | str]:
    actor, at, action = request_actor(request), clock.now(), request.POST.get("action", "draft")
    key = content.message_key(text.key)
    found = content.wording("", locale, key=key)
    if action == "discard" and found:
        content.discard_draft(wording_id=found.id, actor=actor, at=at)
        messages.success(request, _("The draft is gone."))
        return _back(key, locale)
    if action == "restore" and found:
        number = int(request.POST.get("number", "0") or 0)
        content.restore_wording(wording_id=found.id, number=number, actor=actor, at=at)
        messages.success(request, _("Restored. The shop says it again like that."))
        return _back(key, locale)
    typed = parts.typed_texts(request, [(text.key, text.plural)], locale)
    problems = content.problems_of(typed, {text.key: text.plural}, locale)
    if problems:
        return typed, problems[text.key]
    try:
        kept = content.draft_message(
            original=text.key, plural=text.plural, locale=locale, forms=typed.get(text.key, []),
            edits=parts.edits_of(request), actor=actor, at=at,
        )  # fmt: skip
    except content.StaleText as error:
        messages.error(request, f"{error.message} {_('Nothing of yours is lost: look again, then save.')}")
        said = found.shown if found else {}
        typed, theirs = parts.met(request, typed, said, {text.key: text.plural}, locale)
        return typed, theirs.get(text.key, "")
    if action == "publish":
        content.publish_wording(wording_id=kept.id, actor=actor, at=at)
        messages.success(request, _("Published. The shop says it like that from now on."))
    else:
        messages.success(request, _("Kept as a draft. Customers read it once it is published."))
    return _back(key, locale)


def _back(key: str, locale: str) -> HttpResponse:
    return redirect(f"{reverse('texts_message', args=[key])}?locale={locale}")
