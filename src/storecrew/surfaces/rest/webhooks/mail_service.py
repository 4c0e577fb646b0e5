"""What the mail service reports, in one form for all services: django-anymail reads each one's own."""

from __future__ import annotations

import hmac
from importlib import import_module

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.http import HttpRequest

from storecrew.contexts.marketing import public as marketing
from storecrew.kernel.mail import KEY

# What ends writing to an address; a refusal for another reason, such as a full mailbox, does not.
LASTING = {"invalid", "bounced", "spam", "unsubscribed"}


def reports(service: str, request: HttpRequest) -> list[marketing.MailReport] | None:
    """Return what the service of this installation reports; None when it is another one's address.

    :raises UnsignedReport: the password or signature does not fit, none is set, or it cannot be read
    """
    if not service or not hmac.compare_digest(service, settings.STORECREW_MAIL_SERVICE):
        return None
    if not settings.STORECREW_MAIL_REPORTS_SECRET:
        raise marketing.UnsignedReport
    try:
        view = _reader(service)
        view.run_validators(request)
        events = view.parse_events(request)
    except (AnymailWebhookValidationFailure, AnymailError, ValueError, LookupError, TypeError) as error:
        raise marketing.UnsignedReport from error
    return [found for event in events if (found := _report(event)) is not None]


def _reader(service: str) -> AnymailBaseWebhookView:
    module = import_module(f"anymail.webhooks.{service}")
    [kind] = [
        found
        for name, found in vars(module).items()
        if name.endswith("TrackingWebhookView") and found.__module__ == module.__name__
    ]
    return kind()


def _report(event: AnymailTrackingEvent) -> marketing.MailReport | None:
    key = str((event.metadata or {}).get(KEY, ""))
    if event.event_type == EventType.COMPLAINED:
        return marketing.MailReport("complaint", event.recipient, key)
    if event.event_type in {EventType.BOUNCED, EventType.REJECTED}:
        lasting = event.reject_reason in LASTING and not _for_now(event)
        return marketing.MailReport("bounce", event.recipient, key, lasting)
    return None


def _for_now(event: AnymailTrackingEvent) -> bool:
    """Tell whether a mailbox is only full or away, as Postmark and Mailjet say in words of their own."""
    said = event.esp_event if isinstance(event.esp_event, dict) else {}
    return said.get("Type") == "SoftBounce" or said.get("hard_bounce") is False
