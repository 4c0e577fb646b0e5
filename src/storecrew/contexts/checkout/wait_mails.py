"""Mails of the wait list: please confirm, and: it is back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.kernel import mail


def queue_confirmation(row: WaitListEntry, *, at: dt.datetime) -> None:
    """Queue the mail that asks whether the address really wants to wait; once a day at most."""
    channel = channels.facts_by_id(row.channel_id)
    with translation.override(row.locale):
        title = _title(row)
        key = f"checkout.wait_confirm:{row.pk}:{at:%Y%m%d}"
        _queue(row, channel, "wait_confirm", key, {"title": title}, at)


def queue_back_in_stock(row: WaitListEntry, channel: channels.ChannelFacts, *, at: dt.datetime) -> None:
    """Queue the one mail that a variant is back; asked again, when it leaves, whether that is still so."""
    with translation.override(row.locale):
        title = _title(row)
        found = catalog.variants([row.variant_id], locale=row.locale)[row.variant_id]
        product = f"{settings.STORECREW_BASE_URL}/{row.locale}/p/{found.product_slug}/?variant={found.sku}"
        key = f"checkout.back_in_stock:{row.pk}:{at.isoformat()}"
        context = {"title": title, "product": product}
        _queue(row, channel, "back_in_stock", key, context, at, check="checkout.back_in_stock")


def _title(row: WaitListEntry) -> str:
    found = catalog.variants([row.variant_id], locale=row.locale)[row.variant_id]
    options = ", ".join(found.options.values())
    return f"{found.product_title} ({options})" if options else found.product_title


def _queue(
    row: WaitListEntry,
    channel: channels.ChannelFacts,
    name: str,
    key: str,
    context: dict[str, str],
    at: dt.datetime,
    check: str = "",
) -> None:
    link = f"{settings.STORECREW_BASE_URL}/{row.locale}/waiting/{row.token}/"
    context |= {"shop": channel.name, "locale": row.locale, "link": link}
    written = mail.write(f"checkout.{name}", context, locale=row.locale, channel=channel.code)
    mail.queue(
        to=row.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        sender=written.sender,
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


def _sample(name: str) -> Callable[[str, str], mail.Written]:
    def written(locale: str, channel: str) -> mail.Written:
        shop = channels.facts(channel or None)
        with translation.override(locale):
            given = {
                "title": _("An article"), "shop": shop.name, "locale": locale,
                "product": f"{settings.STORECREW_BASE_URL}/{locale}/",
                "link": f"{settings.STORECREW_BASE_URL}/{locale}/waiting/preview/",
            }  # fmt: skip
            return mail.write(name, given, locale=locale, channel=shop.code)

    return written


mail.kinds.register(
    mail.Kind(
        "checkout.wait_confirm",
        gettext_lazy("Wait list: please confirm"),
        gettext_lazy("When somebody wants to hear that an article is back."),
        gettext_lazy("Please confirm: tell you when %(title)s is back?"),
        _sample("checkout.wait_confirm"),
    )
)
mail.kinds.register(
    mail.Kind(
        "checkout.back_in_stock",
        gettext_lazy("Wait list: back in stock"),
        gettext_lazy("When an article that somebody waits for is back."),
        gettext_lazy("Back in stock: %(title)s"),
        _sample("checkout.back_in_stock"),
    )
)
