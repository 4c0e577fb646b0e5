"""The clock by which the back office is read: that of the person, else that of the business."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from wagtail.admin import auth

from storecrew.contexts.channels import public as channels


def zone_of(request: HttpRequest) -> ZoneInfo:
    """Return the time zone that a person chose for the own account, else that of the business."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return ZoneInfo((profile.current_time_zone if profile else "") or channels.house_zone())


def on_our_clock(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view, of Wagtail or ours, that tells and reads times by the clock of its reader."""

    def timed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        zone = zone_of(request)
        with timezone.override(zone):
            response = view(request, *args, **kwargs)
        late = getattr(response, "render", None)
        if late is not None:

            def render(_self: Any) -> Any:
                with timezone.override(zone):
                    return late()

            response.render = MethodType(render, response)
        return response

    return timed


def teach_wagtail() -> None:
    """Let every page behind Wagtail's door read the clock of the business where it would read UTC."""
    answered = auth.get_localized_response

    def timed(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return answered(on_our_clock(view), request, *args, **kwargs)

    auth.get_localized_response = timed


def _told(help_text: Any) -> str:
    named = _("By the clock of %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
    return f"{help_text} {named}".strip()


_told_later = lazy(_told, str)


class MomentField(forms.DateTimeField):
    """A date and a time by the clock of the page, which is named beside the field."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, help_text: Any = "", **more: Any) -> None:
        super().__init__(help_text=_told_later(help_text), **more)
