"""Bank transfer and cash on delivery: staff confirm what came and what went back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments.errors import BadSignature
from storecrew.contexts.payments.providers.protocol import (
    AuthorizeCall,
    ChargeState,
    FollowUpCall,
    GatewayAnswer,
    WebhookNotice,
)
from storecrew.kernel.money import Money


class _ByHand:
    """No machine on the other side: every answer waits for a person."""

    needs_token = False
    by_hand = True
    test_only = False
    configured = True
    origins: tuple[str, ...] = ()

    def authorize(self, call: AuthorizeCall) -> GatewayAnswer:
        """Wait for the money."""
        return GatewayAnswer("pending", code="waiting_for_money")

    def capture(self, call: FollowUpCall) -> GatewayAnswer:
        """Refuse: money that staff confirmed is taken already."""
        return GatewayAnswer("failure", code="nothing_held")

    def void(self, call: FollowUpCall) -> GatewayAnswer:
        """Stop waiting."""
        return GatewayAnswer("success")

    def refund(self, call: FollowUpCall) -> GatewayAnswer:
        """Wait until staff have sent the money back."""
        return GatewayAnswer("pending", code="waiting_for_staff")

    def query(self, *, reference: str, key: str, amount: Money) -> ChargeState | None:
        """Say that we still wait."""
        return ChargeState("pending", currency=amount.currency)

    def parse_webhook(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> WebhookNotice:
        """Refuse: nobody sends such messages."""
        raise BadSignature()

    def read_state(self, payload: Mapping[str, Any]) -> ChargeState | None:
        """Return None: there are no messages."""
        return None


class BankTransfer(_ByHand):
    """The customer transfers the money; the order waits for it."""

    code = "bank_transfer"
    name = _("Bank transfer")
    description = _("Transfer the amount to our account. We ship as soon as it has arrived.")
    confirms_at_placing = False
    patience = dt.timedelta(days=7)


class CashOnDelivery(_ByHand):
    """The customer pays at the door; the order is delivered unpaid."""

    code = "cash_on_delivery"
    name = _("Cash on delivery")
    description = _("Pay when the parcel is handed over.")
    confirms_at_placing = True
    patience = dt.timedelta(days=60)
