"""Mails of the wait list: please confirm, and: it is back."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.kernel import mail


def queue_confirmation(row: WaitListEntry, *, at: dt.datetime) -> None:
    """Queue the mail that asks whether the address really wants to wait; once a day at most."""
    channel = channels.facts_by_id(row.channel_id)
    with translation.override(row.locale):
        title = _title(row)
        subject = _("Please confirm: tell you when %(title)s is back?") % {"title": title}
        key = f"checkout.wait_confirm:{row.pk}:{at:%Y%m%d}"
        _queue(row, channel, "wait_confirm", subject, key, {"title": title}, at)


def queue_back_in_stock(row: WaitListEntry, channel: channels.ChannelFacts, *, at: dt.datetime) -> None:
    """Queue the one mail that a variant is back; asked again, when it leaves, whether that is still so."""
    with translation.override(row.locale):
        title = _title(row)
        found = catalog.variants([row.variant_id], locale=row.locale)[row.variant_id]
        product = f"{settings.STORECREW_BASE_URL}/{row.locale}/p/{found.product_slug}/?variant={found.sku}"
        subject = _("Back in stock: %(title)s") % {"title": title}
        key = f"checkout.back_in_stock:{row.pk}:{at.isoformat()}"
        context = {"title": title, "product": product}
        _queue(row, channel, "back_in_stock", subject, key, context, at, check="checkout.back_in_stock")


def _title(row: WaitListEntry) -> str:
    found = catalog.variants([row.variant_id], locale=row.locale)[row.variant_id]
    options = ", ".join(found.options.values())
    return f"{found.product_title} ({options})" if options else found.product_title


def _queue(
    row: WaitListEntry,
    channel: channels.ChannelFacts,
    name: str,
    subject: str,
    key: str,
    context: dict[str, str],
    at: dt.datetime,
    check: str = "",
) -> None:
    link = f"{settings.STORECREW_BASE_URL}/{row.locale}/waiting/{row.token}/"
    context |= {"shop": channel.name, "locale": row.locale, "link": link}
    mail.queue(
        to=row.email,
        subject=subject,
        text=render_to_string(f"checkout/mail/{name}.txt", context),
        html=render_to_string(f"checkout/mail/{name}.html", context),
        locale=row.locale,
        dedupe_key=key,
        at=at,
        # Mail programs show a button for these two (RFC 8058).
        headers={
            "List-Unsubscribe": f"<{link}stop/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        record="checkout.wait",
        record_id=row.pk,
        check=check,
    )
