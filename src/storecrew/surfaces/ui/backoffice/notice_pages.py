"""What reaches me, and how: a person's own page of mail, chat and quiet hours for each kind of notice."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.notices import public as notices
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.registry import Text

WORDS: dict[str, tuple[Text, Text]] = {
    "mention": (
        gettext_lazy("You are called"),
        gettext_lazy("Somebody writes @ and your name or role."),
    ),
    "question": (gettext_lazy("A question"), gettext_lazy("A colleague waits for an answer of your role.")),
    "approval": (gettext_lazy("Your approval"), gettext_lazy("Something waits until you have looked at it.")),
    "task": (gettext_lazy("A task"), gettext_lazy("Your role has something new to do.")),
    "alert": (gettext_lazy("An alert"), gettext_lazy("The shop noticed something in your field.")),
    "critical": (gettext_lazy("A critical alert"), gettext_lazy("Something is broken and costs now.")),
}
REASONS: dict[str, Text] = {
    "half": gettext_lazy("Quiet hours need both times, or neither."),
    "unknown_zone": gettext_lazy("Choose a time zone of the list."),
    "unknown_chat": gettext_lazy("This chat is not one of your teams any more. Choose another one."),
}


class WaysForm(forms.Form):
    """A line for each kind, then the quiet hours."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    serious_passes = forms.BooleanField(
        label=gettext_lazy("Critical alerts reach me all the same"), required=False
    )

    def __init__(self, data: Any, *, ways: notices.Ways, chats: list[notices.HookFacts]) -> None:
        quiet = ways.quiet
        start = {
            "quiet_from": quiet.starts,
            "quiet_until": quiet.ends,
            "timezone": quiet.timezone,
            "serious_passes": quiet.serious_passes,
        }
        super().__init__(data, initial=start)
        self.fields["timezone"].choices = [(name, name) for name in sorted(available_timezones())]  # type: ignore[attr-defined]
        rooms = [("", _("no chat")), *((str(chat.id), chat.name) for chat in chats)]
        for kind in notices.KINDS:
            self.fields[f"mail_{kind}"] = forms.BooleanField(
                label=_("By mail"), required=False, initial=kind in ways.mail
            )
            if chats:
                self.fields[f"chat_{kind}"] = forms.ChoiceField(
                    label=_("In a chat"),
                    required=False,
                    choices=rooms,
                    initial=str(ways.chat.get(kind, "")),
                )

    def lines(self) -> list[tuple[Text, Text, BoundField, BoundField | None]]:
        """Return (name, when it comes, mail, chat or None) of each kind."""
        chats = {kind: self[f"chat_{kind}"] for kind in notices.KINDS if f"chat_{kind}" in self.fields}
        return [(*WORDS[kind], self[f"mail_{kind}"], chats.get(kind)) for kind in notices.KINDS]

    def answers(self) -> dict[str, Any]:
        """Return what was chosen, as the operation takes it."""
        data = self.cleaned_data
        chosen = {kind: data.get(f"chat_{kind}") for kind in notices.KINDS}
        return {
            "mail": frozenset(kind for kind in notices.KINDS if data[f"mail_{kind}"]),
            "chat": {kind: int(hook) for kind, hook in chosen.items() if hook},
            "quiet": notices.Quiet(
                data["quiet_from"], data["quiet_until"], data["timezone"], data["serious_passes"]
            ),
        }

    def take(self, error: DomainError) -> None:
        """Show what was refused beside the field it is about."""
        for name, reason in (error.details.get("fields") or {"": ""}).items():
            self.add_error(name if name in self.fields else None, str(REASONS.get(reason, error)))


@workspace_page(permission="work.read")
def ways(request: HttpRequest) -> HttpResponse:
    """Show what reaches the person who looks, and keep what they choose."""
    actor = request_actor(request)
    user_id = int(actor.id)
    chats = notices.hooks_for(user_id)
    form = WaysForm(request.POST or None, ways=notices.ways_of(user_id), chats=chats)
    if request.method == "POST" and form.is_valid():
        try:
            notices.save_ways(**form.answers(), actor=actor, at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("notice_ways")
    context = {
        "header_title": _("What reaches me, and how"),
        "form": form,
        "chats": chats,
        "may_add_chat": actor.can("people.write"),
        "back_url": f"{reverse('inbox')}?f.state=open",
        "back_label": _("Inbox"),
    }
    return render(request, "backoffice/notice_ways.html", context, status=422 if form.errors else 200)
