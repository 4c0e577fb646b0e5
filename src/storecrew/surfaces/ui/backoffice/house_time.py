"""The clock by which the back office is read: that of the person, else that of the business."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest

from storecrew.contexts.channels import public as channels


def house_zone() -> str:
    """Return the time zone of the business: that of its default channel."""
    try:
        return channels.facts().timezone
    except channels.UnknownChannel:
        return "UTC"


def zone_of(request: HttpRequest) -> ZoneInfo:
    """Return the time zone that a person chose for the own account, else that of the business."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return ZoneInfo((profile.current_time_zone if profile else "") or house_zone())
