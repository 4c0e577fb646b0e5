"""The sentences that customers read in the shop, each of which can be said otherwise without a release."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.content import public as content
from storecrew.kernel import clock, wording
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import export
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.shop_texts import ShopText, shop_texts
from storecrew.surfaces.workspaces.content_team.texts import parts

PLACES = {
    "errors": gettext_lazy("Errors and refusals"),
    "everywhere": gettext_lazy("Everywhere"),
    "account": gettext_lazy("Account"),
    "browse": gettext_lazy("Lists and search"),
    "cart": gettext_lazy("Cart"),
    "checkout": gettext_lazy("Checkout"),
    "delivery": gettext_lazy("Delivery"),
    "help": gettext_lazy("Help and errors"),
    "mail": gettext_lazy("Newsletter"),
    "partners": gettext_lazy("Partners"),
    "product": gettext_lazy("Product page"),
}
PAGE = 50


def place_name(code: str) -> str:
    """Return what a part of the shop is called."""
    return str(PLACES.get(code, code))


@workspace_page(permission="content.read")
def message_list(request: HttpRequest) -> HttpResponse:
    """Show all texts of the shop in one language: found by word, place and state; a file on request."""
    locale, asked = parts.locale_of(request), request.GET
    said = {each.key: each for each in content.wordings(of_mails=False) if each.locale == locale}
    rows = [_row(text, locale, said.get(content.message_key(text.key))) for text in shop_texts()]
    rows = [row for row in rows if _fits(row, asked.get("q", ""), asked.get("place", ""), asked.get("f", ""))]
    if asked.get("sort") == "-changed":
        rows.sort(key=lambda row: row["found"].changed_at.isoformat() if row["found"] else "", reverse=True)
    form = asked.get("export", "")
    if form in export.FORMATS:
        return _file(form, rows)
    page = Paginator(rows, PAGE).get_page(asked.get("page", "1"))
    query = {key: asked[key] for key in ("q", "place", "f", "locale", "sort") if asked.get(key)}
    context = {
        "header_title": _("Messages of the shop"),
        "page": page,
        "rows": page.object_list,
        "total": len(rows),
        "chosen": locale,
        "languages": parts.languages(),
        "q": asked.get("q", ""),
        "f": asked.get("f", ""),
        "place": asked.get("place", ""),
        "places": sorted(
            {place: place_name(place) for text in shop_texts() for place in text.places}.items(),
            key=lambda pair: pair[1],
        ),
        "query": urlencode(query),
    }
    return render(request, "content_team/messages.html", context)


def _row(text: ShopText, locale: str, found: content.WordingFacts | None) -> dict[str, Any]:
    own = found.texts.get(text.key) if found else None
    return {
        "text": text,
        "original": content.for_editor(wording.original(locale, text.key, text.plural)[-1]),
        "own": own[-1] if own else "",
        "draft": bool(found and found.draft is not None),
        "places": [place_name(place) for place in text.places],
        "url": f"{reverse('texts_message', args=[content.message_key(text.key)])}?locale={locale}",
        "found": found,
    }


def _fits(row: dict[str, Any], words: str, place: str, state: str) -> bool:
    text: ShopText = row["text"]
    said = f"{text.text} {row['original']} {row['own']}".casefold()
    return (
        all(word in said for word in words.casefold().split()[:6])
        and (not place or place in text.places)
        and (state != "own" or bool(row["own"]))
        and (state != "draft" or row["draft"])
        and (state != "sentences" or text.is_sentence)
    )


def _file(form: str, rows: list[dict[str, Any]]) -> HttpResponse:
    head = [_("Where"), _("Original"), _("In your words")]
    body = ([", ".join(row["places"]), row["original"], row["own"]] for row in rows)
    return export.answer(  # type: ignore[return-value]
        form, f"messages-{clock.now():%Y-%m-%d}", head, ["where", "original", "own"], body
    )


@workspace_page(permission="content.read")
def message(request: HttpRequest, key: str) -> HttpResponse:
    """Show one text of the shop in one language, to be said otherwise."""
    text = next((each for each in shop_texts() if content.message_key(each.key) == key), None)
    if text is None:
        raise content.UnknownText(message=key)
    locale = parts.locale_of(request)
    typed: dict[str, list[str]] = {}
    problem: DomainError | None = None
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
) -> HttpResponse | tuple[dict[str, list[str]], DomainError]:
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
    kept = content.draft_message(
        original=text.key, plural=text.plural, locale=locale, forms=typed.get(text.key, []),
        edits=parts.edits_of(request), actor=actor, at=at,
    )  # fmt: skip
    if action == "publish":
        content.publish_wording(wording_id=kept.id, actor=actor, at=at)
        messages.success(request, _("Published. The shop says it like that from now on."))
    else:
        messages.success(request, _("Kept as a draft. Customers read it once it is published."))
    return _back(key, locale)


def _back(key: str, locale: str) -> HttpResponse:
    return redirect(f"{reverse('texts_message', args=[key])}?locale={locale}")
