"""A link with an outside service that waits in the session for the proof that the account is theirs."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest

from storecrew.kernel import clock

KEY = "outside_link"
SECONDS = 15 * 60
MOST_TRIES = 5
# Letters and digits that nobody takes for another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def remember(request: HttpRequest, sociallogin: SocialLogin, email: str) -> None:
    """Keep a link until the proof; the token of the service is not kept."""
    sociallogin.token = None
    request.session[KEY] = {
        "login": sociallogin.serialize(),
        "service": sociallogin.provider.name,
        "email": email.lower(),
        "until": clock.now().timestamp() + SECONDS,
    }


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """Return the link that waits, or None when there is none or it waited too long."""
    found = request.session.get(KEY)
    if not isinstance(found, dict) or found.get("until", 0) < clock.now().timestamp():
        request.session.pop(KEY, None)
        return None
    return found


def new_code(request: HttpRequest) -> str:
    """Return a code that proves the address of the link that waits, once, within its time."""
    code = "".join(secrets.choice(_LETTERS) for _each in range(8))
    request.session[KEY] = {**request.session[KEY], "code": code, "tries": 0}
    return code


def fits(request: HttpRequest, typed: str) -> bool:
    """Whether a typed code is the one that was mailed; after five wrong ones none is."""
    found = waiting(request) or {}
    tries = int(found.get("tries", 0)) + 1
    if not found.get("code") or tries > MOST_TRIES:
        return False
    request.session[KEY] = {**found, "tries": tries}
    plain = "".join(char for char in typed.upper() if char.isalnum())
    return hmac.compare_digest(plain.encode(), str(found["code"]).encode())


def take(request: HttpRequest, user: Any) -> SocialAccount | None:
    """Hand out the link that waits, once, when it is of the address of the account that was just opened."""
    found = waiting(request)
    if found is None or user.is_staff or found["email"] != user.email.lower():
        return None
    del request.session[KEY]
    return SocialLogin.deserialize(found["login"]).account
