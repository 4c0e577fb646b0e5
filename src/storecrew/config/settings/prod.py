"""Settings of a real installation; refuses to start with anything that belongs to the demo."""

from storecrew.config.environment import SettingsError
from storecrew.config.mailing import HOW
from storecrew.config.settings.base import *  # noqa: F403
from storecrew.config.settings.base import (
    ENV,
    SECRET_KEY,
    STORECREW_DEMO,
    STORECREW_GATEWAYS,
    STORECREW_MAIL_URL,
    STORECREW_STRIPE_API_BASE,
    STORECREW_STRIPE_SECRET_KEY,
)

if len(SECRET_KEY) < 50 or "sample" in SECRET_KEY:
    raise SettingsError(
        "STORECREW_SECRET_KEY is missing or a sample. Set it to 50 or more random characters, "
        'for example from: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if any(entry.rpartition(":")[2] == "simulator" for entry in STORECREW_GATEWAYS):
    raise SettingsError(
        "STORECREW_GATEWAYS names the simulator, which takes no real money. Name real gateways, "
        "for example stripe,bank_transfer."
    )
if STORECREW_STRIPE_SECRET_KEY.partition("_")[2].startswith("test_") or STORECREW_STRIPE_API_BASE:
    raise SettingsError(
        "STORECREW_STRIPE_SECRET_KEY is a test key, or STORECREW_STRIPE_API_BASE names another server than "
        "Stripe's: no real money would move. Use the live key and unset the base."
    )
if STORECREW_DEMO:
    raise SettingsError("STORECREW_DEMO is on: its sign-ins are public. Unset it.")
if ENV.flag("STORECREW_BUILDING"):
    raise SettingsError("STORECREW_BUILDING is on: a power cut could take orders along. Unset it.")
if not ENV.words("STORECREW_HOSTS"):
    raise SettingsError("STORECREW_HOSTS is unset. Name the hosts of the shop, for example shop.example.com.")
if not STORECREW_MAIL_URL:
    raise SettingsError(f"STORECREW_MAIL_URL is unset: no mail would reach a customer. To send, {HOW}.")
if not ENV.text("STORECREW_MAIL_FROM"):
    raise SettingsError(
        "STORECREW_MAIL_FROM is unset. Name the address that mails come from, for example shop@example.com."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
