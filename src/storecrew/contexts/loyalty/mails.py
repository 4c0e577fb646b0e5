"""Mails of loyalty, in the reader's language. The code of a voucher is on the paper that is attached.

The paper, and with it the code, is made when the mail leaves, so no table ever holds a code that can be used.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty.facts import NewVoucher
from storecrew.contexts.loyalty.models import Voucher
from storecrew.contexts.loyalty.operations import coding
from storecrew.contexts.loyalty.queries.shops import shop_of
from storecrew.kernel import clock, mail, printing
from storecrew.kernel.mail import Attachment, attachment
from storecrew.kernel.money import Money

TEMPLATE = Path(__file__).parent / "paper" / "voucher.typ"


def queue_voucher(row: Voucher, *, at: dt.datetime) -> None:
    """Queue the mail with a voucher; its code is made when it leaves."""
    shop = shop_of(row.order_id, row.account.currency)
    with translation.override(row.locale):
        context = {
            "amount": _amount(row),
            "name": row.recipient_name,
            "sender": row.sender,
            "message": row.message,
            "until": _until(row, shop),
            "shop": shop.name,
            "url": _url(row.locale),
            "locale": row.locale,
        }
        written = mail.write("loyalty.voucher", context, locale=row.locale, channel=shop.code)
        mail.queue(
            to=row.recipient_email,
            subject=written.subject,
            text=written.text,
            html=written.html,
            sender=written.sender,
            locale=row.locale,
            dedupe_key=f"loyalty.voucher:{row.pk}:{at:%Y%m%d%H%M%S}",
            at=at,
            record="loyalty.voucher",
            record_id=row.pk,
            attach=f"loyalty.voucher:{row.pk}",
        )


@attachment("loyalty.voucher")
def voucher_pdf(voucher_id: str) -> Attachment:
    """Return the paper of a voucher with a new code, which replaces an earlier one."""
    row = Voucher.objects.select_related("account").get(pk=voucher_id)
    return Attachment(f"{_('gift-voucher')}.pdf", paper(row, coding.new_code(row)), "application/pdf")


def voucher_paper(made: NewVoucher) -> bytes:
    """Return a voucher that was just made as a page to print; its code is nowhere else."""
    return paper(Voucher.objects.select_related("account").get(pk=made.id), made.code)


def paper(row: Voucher, code: str) -> bytes:
    """Return a voucher as a page to print, in its own language."""
    shop = shop_of(row.order_id, row.account.currency)
    with translation.override(row.locale):
        data: dict[str, Any] = {
            "words": {
                "title": _("Gift voucher"), "code": _("Code"), "until": _("Good until"),
                "how": _("Enter the code in the cart or at the payment step. What is left stays on it."),
            },
            "shop": mail.looks.look_of(shop.code).brand or shop.name,
            "accent": mail.looks.look_of(shop.code).light.accent,
            "url": _url(row.locale).partition("://")[2].rstrip("/"),
            "amount": _amount(row),
            "code": code,
            "until": _until(row, shop),
            "name": row.recipient_name,
            "sender": row.sender,
            "message": row.message,
            "bars": printing.bars_svg(printing.code128(code.replace("-", ""))),
        }  # fmt: skip
        return printing.pdf(TEMPLATE, data)


def _url(locale: str) -> str:
    return f"{settings.STORECREW_BASE_URL}/{locale}/"


def _amount(row: Voucher) -> str:
    return Money(row.account.balance, row.account.currency).format(row.locale)


def _until(row: Voucher, shop: channels.ChannelFacts) -> str:
    ends = row.account.expires_at
    return date_format(clock.local_day(ends, shop.timezone)) if ends else ""


def _sample(locale: str, channel: str) -> mail.Written:
    shop = channels.facts(channel or None)
    with translation.override(locale):
        given = {
            "amount": Money(5_000, shop.currency).format(locale), "name": _("Name of the customer"),
            "sender": "", "message": "", "until": date_format(clock.now().date()), "shop": shop.name,
            "url": _url(locale), "locale": locale,
        }  # fmt: skip
        return mail.write("loyalty.voucher", given, locale=locale, channel=shop.code)


mail.kinds.register(
    mail.Kind(
        "loyalty.voucher",
        gettext_lazy("Gift voucher"),
        gettext_lazy("When a gift voucher leaves, to whom it is given."),
        gettext_lazy("Your gift voucher of %(amount)s"),
        _sample,
    )
)
