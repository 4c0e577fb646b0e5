"""Chats of teams: where notices are posted, tried with a button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from storecrew.contexts.notices import public as notices
from storecrew.contexts.notices.models import ChatHook
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.workspaces.head_of_digital.forms import REASONS, OperationForm

REASONS |= {"not_public": gettext_lazy("Use a public address that starts with https://.")}


def _state(row: ChatHook) -> Status:
    if not row.enabled:
        return Status(pgettext("switch", "off"))
    return (
        Status(_("takes nothing"), "bad") if row.failing_since else Status(pgettext("switch", "on"), "good")
    )


def _teams() -> list[tuple[str, Text]]:
    return [(team.code, _(team.name)) for team in people.all_teams()]


class ChatHookList(Listing):
    """All chats that take notices."""

    code = "notices.chat_hooks"
    title = gettext_lazy("Chats")
    walks = False
    permission = "people.read"
    search_fields = ("name", "host")
    default_sort = "name"
    intro = gettext_lazy(
        "Where people of a team can have notices posted: Slack, Mattermost, Teams and alike."
    )
    empty_title = gettext_lazy("No chat is connected")
    empty_text = gettext_lazy("Make an incoming webhook in the chat, and enter its address here.")
    columns = (
        Column("name", gettext_lazy("Chat"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), _state, kind="status"),
        Column("team", gettext_lazy("Team"), lambda row: _(row.team.name), sort="team__name"),
        Column("host", gettext_lazy("Address"), "host", sort="host"),
        Column("error", gettext_lazy("Last error"), "error"),
    )
    filters = (
        Filter("team", gettext_lazy("Team"), "choice", "team__code", choices=_teams),
        Filter("enabled", gettext_lazy("Switched on"), "boolean", "enabled"),
    )

    def rows(self) -> QuerySet[ChatHook]:
        """Return all chats."""
        return ChatHook.objects.select_related("team")

    def row_url(self, row: ChatHook) -> str:
        """Open the chat."""
        return reverse("chat_hook", args=[row.pk]) if self.actor.can("people.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Connect a chat."""
        return (_("Connect a chat"), reverse("chat_hook_add")) if self.actor.can("people.write") else None


class ChatHookForm(OperationForm):
    """A chat, and the secret address at which it takes messages."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("Such as the name of the channel.")
    )
    team = forms.ChoiceField(
        label=gettext_lazy("Team"),
        help_text=gettext_lazy("Its people can choose this chat."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the incoming webhook"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    enabled = forms.BooleanField(label=gettext_lazy("Post notices"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, known: notices.HookFacts | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = _teams()  # type: ignore[attr-defined]
        self.fields["address"].required = known is None
        self.fields["address"].help_text = (
            _("Kept, and shown to nobody. Leave it empty to keep it.")
            if known
            else _("It starts with https://. Whoever knows it can post, so it is kept as a secret.")
        )


@workspace_page(permission="people.write")
def edit(request: HttpRequest, hook_id: int | None = None) -> HttpResponse:
    """Connect a chat, or change the one with this id."""
    known = notices.hook(hook_id) if hook_id else None
    names = ("name", "team", "locale", "enabled", "version")
    initial = {name: getattr(known, name) for name in names} if known else {"locale": settings.LANGUAGE_CODE}
    form = ChatHookForm(request.POST or None, initial=initial, known=known)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("version")
        actor, at = request_actor(request), clock.now()
        try:
            saved = notices.save_hook(hook_id=hook_id, expected_version=version, **data, actor=actor, at=at)
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved. Try it before people rely on it."))
            return redirect("chat_hook", hook_id=saved.id)
    context = {
        "form": form,
        "hook": known,
        "header_title": known.name if known else _("Connect a chat"),
        "back_url": reverse("chat_hooks"),
        "back_label": _("Chats"),
    }
    return render(request, "head_of_digital/chat_hook.html", context, status=422 if form.errors else 200)


@workspace_page(permission="people.write")
@require_POST
def attempt(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Post a greeting into a chat and say what came back."""
    wrong = notices.try_hook(hook_id, actor=request_actor(request), at=clock.now())
    if wrong:
        messages.error(request, _("The chat did not take it: %(error)s.") % {"error": wrong})
    else:
        messages.success(request, _("The chat took it: look there."))
    return redirect("chat_hook", hook_id=hook_id)


@workspace_page(permission="people.write")
@require_POST
def remove(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Take a chat away."""
    notices.remove_hook(hook_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Removed. Notices stay in the inbox."))
    return redirect("chat_hooks")
