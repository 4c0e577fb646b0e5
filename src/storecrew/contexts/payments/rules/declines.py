"""What a shopper is told of a refused payment: our sentence by the gateway's code, never its own words.

Those come in one language and speak to merchants; the ledger keeps them for the back office. Codes that hint
at theft or fraud are not passed on: who tries out foreign cards learns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OTHER = _("Use another card or another way to pay.")
_EXPIRED = (_("Your card has expired. Nothing was charged."), _OTHER)
_FUNDS = (_("There is not enough money on the card or account. Nothing was charged."), _OTHER)
_TYPED = (
    _("The number or security code of the card is not right. Nothing was charged."),
    _("Correct it, or choose another way to pay."),
)
_PROOF = (
    _("Your bank could not confirm the payment with you. Nothing was charged."),
    _("Try again and confirm it with your bank, or choose another way to pay."),
)
_KIND = (_("Your bank does not take this payment in this way. Nothing was charged."), _OTHER)
_LATER = _("Try again in a moment, or choose another way to pay.")
_SILENT = (_("Your bank did not answer in time. Nothing was charged."), _LATER)
_LATE = (_("The time to pay ran out. Nothing was charged."), _LATER)
_LEFT = (_("You did not finish the payment. Nothing was charged."), _LATER)

_SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    "expired_card": _EXPIRED,
    "invalid_expiry_month": _EXPIRED,
    "invalid_expiry_year": _EXPIRED,
    "insufficient_funds": _FUNDS,
    "card_velocity_exceeded": _FUNDS,
    "withdrawal_count_limit_exceeded": _FUNDS,
    "incorrect_number": _TYPED,
    "invalid_number": _TYPED,
    "incorrect_cvc": _TYPED,
    "invalid_cvc": _TYPED,
    "authentication_failed": _PROOF,
    "authentication_required": _PROOF,
    "payment_intent_authentication_failure": _PROOF,
    "card_not_supported": _KIND,
    "currency_not_supported": _KIND,
    "processing_error": _SILENT,
    "issuer_not_available": _SILENT,
    "try_again_later": _SILENT,
    "expired": _LATE,
    "canceled": _LEFT,
}


# Who holds such a card is told what everybody is told whose bank gives no reason.
_HIDDEN = frozenset({
    "fraudulent", "highest_risk_level", "lost_card", "merchant_blacklist", "pickup_card", "restricted_card",
    "security_violation", "stolen_card",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decline:
    """A refusal as a shopper hears of it; without sentences the general words are best."""

    code: str
    message: str | Promise | None = None
    next_step: str | Promise | None = None


def decline_for_shopper(code: str) -> Decline:
    """Return what a shopper is told of a refusal with this code of a gateway."""
    if code in _HIDDEN:
        return Decline("card_declined")
    return Decline(code, *_SENTENCES.get(code, (None, None)))
