"""Secrets of outside systems at rest: sealed with the installation's key, opened only to be used."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Unavailable


class SecretUnreadable(Unavailable):
    """The secret was sealed with a key that this installation no longer has (R18)."""

    code = "secret_unreadable"
    message = _("The stored secret cannot be opened with the key of this installation.")
    next_step = _("Type the secret again, or set the former STORECREW_SECRET_KEY as a fallback.")


def seal(values: Mapping[str, str], *, purpose: str) -> str:
    """Return named secrets as one sealed text; empty for no secrets. One purpose cannot open another's."""
    if not values:
        return ""
    plain = json.dumps(dict(values), sort_keys=True).encode()
    return _cipher(purpose).encrypt(plain).decode()


def unseal(sealed: str, *, purpose: str) -> dict[str, str]:
    """Open what ``seal`` closed. Raises SecretUnreadable."""
    if not sealed:
        return {}
    try:
        opened = json.loads(_cipher(purpose).decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as error:
        raise SecretUnreadable() from error
    return {str(name): str(value) for name, value in opened.items()}


def _cipher(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, key)) for key in keys])


def _key(purpose: str, secret: str | bytes) -> bytes:
    digest = hashlib.sha256(f"storecrew.{purpose}|".encode() + force_bytes(secret)).digest()
    return base64.urlsafe_b64encode(digest)
