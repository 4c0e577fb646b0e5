"""Vouchers, members and amounts in words."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Voucher
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.words import reason_words
from storecrew.surfaces.ui.numbers import signed

TONES = {"active": "good", "used": "neutral", "expired": "warning", "blocked": "bad"}


def state_words() -> dict[str, str]:
    """Return what the states of a voucher are called."""
    return {
        "active": _("Active"),
        "used": _("Used up"),
        "expired": _("Run out"),
        "blocked": _("Blocked"),
    }


def voucher_status(row: Voucher) -> Status:
    """Return where a voucher stands, with its tone."""
    state = loyalty.voucher_state(row.account, clock.now())
    return Status(state_words()[state], TONES[state])


def face(row: Voucher) -> Money:
    """Return what a voucher was worth when it was made."""
    return Money(row.face_amount, row.account.currency)


def left(row: Voucher) -> Money:
    """Return what is left on a voucher."""
    return Money(row.account.balance, row.account.currency)


def _booked(line: loyalty.LedgerLine, currency: str) -> str:
    if currency:
        return Money(line.amount, currency).format(get_language() or "en")
    return signed(line.amount or line.pending)


def ledger_table(account_id: int, currency: str = "") -> Table:
    """Return the ledger of an account, newest line first; points where there is no currency."""
    rows = [
        (
            line.at,
            line.label,
            _booked(line, currency),
            "" if currency or line.amount else _("pending"),
            line.expires_at or "–",
            reason_words(line.reason) or "–",
            _("by itself") if line.actor_label.startswith("loyalty.") else line.actor_label,
        )
        for line in loyalty.history(account_id, limit=200)
    ]
    headers = (_("When"), _("What"), _("Amount"), _("State"), _("Good until"), _("Reason"), _("By"))
    kinds = ("datetime", "text", "text", "text", "datetime", "text", "text")
    return Table(_("Ledger"), headers, rows, empty=_("Nothing was booked yet."), kinds=kinds)
