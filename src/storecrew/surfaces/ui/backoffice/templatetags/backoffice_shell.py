"""What the frame of every back-office page shows."""

from __future__ import annotations

from typing import Any

from django import template

from storecrew.surfaces.ui.backoffice import keys
from storecrew.surfaces.ui.backoffice.access import request_look
from storecrew.surfaces.ui.headers import nonce_of_this_answer

register = template.Library()


@register.simple_tag(takes_context=True)
def go_keys(context: dict[str, Any]) -> list[keys.Place]:
    """Return the "g then letter" places that this person may go to."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    return keys.places(request_look(request))


@register.simple_tag(takes_context=True)
def go_key_addresses(context: dict[str, Any]) -> dict[str, str]:
    """Return {letter: address} for the script."""
    return {place.key: place.url for place in go_keys(context)}


@register.simple_tag
def csp_nonce() -> str:
    """Return the nonce that lets an inline script of this answer run."""
    return nonce_of_this_answer()


@register.simple_tag(takes_context=True)
def density(context: dict[str, Any]) -> bool:
    """Say whether the person wants compact rows."""
    profile = getattr(context["request"].user, "wagtail_userprofile", None)
    return profile is not None and profile.density == "snug"
