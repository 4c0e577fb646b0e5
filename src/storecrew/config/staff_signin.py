"""Single sign-on of staff by OpenID Connect, as the environment says; checked at start."""

from __future__ import annotations

import re
from typing import TypedDict
from urllib.parse import urlsplit

from storecrew.config.environment import SettingsError

OWNER = "owner"
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*")
_ROLE = re.compile(r"[a-z][a-z0-9_]*")


class StaffSignIn(TypedDict):
    """The provider and what it is to us; ``domains`` and ``role`` are empty where one has to be invited."""

    url: str
    name: str
    client_id: str
    client_secret: str
    factors: list[str]
    domains: list[str]
    role: str


def staff_sign_in(found: StaffSignIn) -> StaffSignIn | None:
    """Return the provider of staff, or None where none is named. Raises SettingsError."""
    found["url"] = found["url"].rstrip("/")
    found["domains"] = [domain.lower() for domain in found["domains"]]
    if not found["url"]:
        if found["client_id"] or found["client_secret"] or found["domains"] or found["role"]:
            raise SettingsError(
                "STORECREW_STAFF_OIDC_URL is unset, other settings of single sign-on are not. "
                "Name the address of the provider, for example https://id.example.com."
            )
        return None
    parts = urlsplit(found["url"])
    if parts.scheme != "https" or not parts.hostname or parts.query or "/.well-known/" in parts.path:
        raise SettingsError(
            f"STORECREW_STAFF_OIDC_URL is {found['url']!r}; use the issuer of the provider, which starts "
            "with https:// and has /.well-known/openid-configuration below it."
        )
    if not found["client_id"] or not found["client_secret"]:
        raise SettingsError(
            "STORECREW_STAFF_OIDC_CLIENT_ID and STORECREW_STAFF_OIDC_CLIENT_SECRET go with "
            "STORECREW_STAFF_OIDC_URL. Register a web application at the provider, which names both."
        )
    if bool(found["domains"]) != bool(found["role"]):
        raise SettingsError(
            "STORECREW_STAFF_OIDC_DOMAINS and STORECREW_STAFF_OIDC_ROLE go together: whose people are let in "
            "without an invitation, and as what. Set both, or neither."
        )
    for domain in found["domains"]:
        if not _DOMAIN.fullmatch(domain):
            raise SettingsError(
                f"STORECREW_STAFF_OIDC_DOMAINS has {domain!r}; use domains of mail addresses, "
                "for example example.com."
            )
    if found["role"] and (not _ROLE.fullmatch(found["role"]) or found["role"] == OWNER):
        raise SettingsError(
            f"STORECREW_STAFF_OIDC_ROLE is {found['role']!r}; use the code of a role, which cannot be owner."
        )
    return found
