"""How mails leave: one address, ``STORECREW_MAIL_URL``, names the server or the service that takes them.

Services speak their own HTTP interfaces through django-anymail, which also reads what they report back.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from storecrew.config.environment import SettingsError

SECONDS = 20
"""How long a mail server may take before the mail is tried again later."""

# What stands before and behind the colon in front of the @, by the names that django-anymail has for them.
SERVICES: dict[str, tuple[str, ...]] = {
    "brevo": ("API_KEY",),
    "mailersend": ("API_TOKEN",),
    "mailgun": ("API_KEY",),
    "mailjet": ("API_KEY", "SECRET_KEY"),
    "postmark": ("SERVER_TOKEN",),
    "resend": ("API_KEY",),
    "sparkpost": ("API_KEY",),
}
HOW = (
    "use smtp://user:password@host:587, smtps://user:password@host:465, or a service such as "
    "postmark://token@api (also " + ", ".join(sorted(SERVICES.keys() - {"postmark"})) + ")"
)


def mailing(url: str, data: Path, *, reports_secret: str = "") -> dict[str, object]:
    """Return Django's settings for sending mails; without a URL they are kept in the data folder.

    ``reports_secret`` is the password with which a service reports bounces (user ``mail``).

    Raises SettingsError for a URL that names no server and no service we know.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mails"),
            "STORECREW_MAIL_SERVICE": "",
        }
    parts = urlsplit(url)
    if parts.scheme in {"smtp", "smtps"}:
        return _smtp(url)
    if parts.scheme not in SERVICES:
        raise SettingsError(f"STORECREW_MAIL_URL starts with {parts.scheme!r}; {HOW}.")
    return _service(url, reports_secret)


def _smtp(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if not parts.hostname:
        raise SettingsError(f"STORECREW_MAIL_URL names no mail server; {HOW}.")
    query = dict(parse_qsl(parts.query))
    tls = query.pop("tls", "on")
    if tls not in {"on", "off"} or query:
        raise SettingsError(
            "STORECREW_MAIL_URL takes one word behind the question mark: ?tls=off, for a relay of the house "
            "that speaks no TLS."
        )
    hidden = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(parts.hostname),
        "EMAIL_PORT": parts.port or (465 if hidden else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": hidden,
        "EMAIL_USE_TLS": not hidden and tls == "on",
        "EMAIL_TIMEOUT": SECONDS,
        "STORECREW_MAIL_SERVICE": "",
    }


def _service(url: str, reports_secret: str) -> dict[str, object]:
    parts = urlsplit(url)
    prefix = parts.scheme.upper()
    words = [unquote(parts.username or ""), unquote(parts.password or "")]
    names = SERVICES[parts.scheme]
    missing = [name for name, word in zip(names, words, strict=False) if not word]
    if missing:
        raise SettingsError(f"STORECREW_MAIL_URL has no {' and '.join(missing)} of {parts.scheme}; {HOW}.")
    given = {f"{prefix}_{name}": word for name, word in zip(names, words, strict=False)}
    if parts.scheme == "mailgun":
        given["MAILGUN_SENDER_DOMAIN"] = parts.hostname or ""
    # What else a service has, such as ?webhook_signing_key=… or ?api_url=… for its European servers.
    given |= {f"{prefix}_{name.upper()}": word for name, word in parse_qsl(parts.query)}
    return {
        "EMAIL_BACKEND": f"anymail.backends.{parts.scheme}.EmailBackend",
        "ANYMAIL": {
            **given,
            "REQUESTS_TIMEOUT": SECONDS,
            "WEBHOOK_SECRET": f"mail:{reports_secret}" if reports_secret else "",
        },
        "STORECREW_MAIL_SERVICE": parts.scheme,
    }
