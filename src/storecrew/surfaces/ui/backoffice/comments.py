"""Comments on any record page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.errors import Invalid
from storecrew.surfaces.ui.backoffice.access import back_address, request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest
from storecrew.surfaces.ui.backoffice.mentions import answer_to
from storecrew.surfaces.ui.backoffice.record import read_token


class CommentForm(forms.Form):
    """What is to be remembered with each record."""

    body = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stands in the timeline of each. With @name you call a colleague."),
    )


def comment_action(record: str, url: Callable[[Any], str]) -> BulkAction:
    """Return the bulk action of a list that writes the same comment to the timeline of each record."""

    def run(ask: BulkRequest) -> str:
        rows = list(ask.rows)
        for row in rows:
            work.comment(
                record=record,
                record_id=row.pk,
                body=ask.answers["body"],
                url=url(row),
                actor=ask.actor,
                at=ask.at,
            )
        return ngettext("Written to %(n)s record.", "Written to %(n)s records.", len(rows)) % {"n": len(rows)}

    return BulkAction("comment", gettext_lazy("Comment"), run, permission="work.write", form=CommentForm)


@workspace_page(permission="work.write")
@require_POST
def comment(request: HttpRequest) -> HttpResponse:
    """Add a comment to the record that the signed token names, then go back to it."""
    try:
        record, record_id = read_token(request.POST.get("token", ""))
    except signing.BadSignature as error:
        raise Invalid(
            _("This page is too old to comment from."), next_step=_("Reload the page, then try again.")
        ) from error
    back = back_address(request) or reverse("wagtailadmin_home")
    written = work.comment(
        record=record,
        record_id=record_id,
        body=request.POST.get("body", ""),
        url=urlsplit(back).path,
        actor=request_actor(request),
        at=clock.now(),
    )
    _say_who_was_called(request, written)
    return redirect(f"{back.split('#')[0]}#timeline")


def _say_who_was_called(request: HttpRequest, written: work.CommentFacts) -> None:
    told, unknown = answer_to(written.mentions)
    if told:
        messages.success(request, _("In the inbox of %(names)s.") % {"names": ", ".join(told)})
    for handle in unknown:
        messages.warning(
            request, _("Nobody here is called @%(handle)s; nobody was told.") % {"handle": handle}
        )
