"""The invoice as a gateway of the payment ledger: staff say when the money came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments import public as payments
from storecrew.kernel.money import Money

CODE = "invoice"


class Invoice:
    """The order is delivered at once and paid by its due day; ``operations/claiming`` says who may."""

    code = CODE
    name = _("Invoice")
    description = _("We deliver now, and you pay by the day on the invoice.")
    needs_token = False
    confirms_at_placing = True
    by_hand = True
    on_account = True
    test_only = False
    configured = True
    origins: tuple[str, ...] = ()
    # Reminders end the wait, not a clock.
    patience = dt.timedelta(days=36_500)

    def authorize(self, call: payments.AuthorizeCall) -> payments.GatewayAnswer:
        """Wait for the money."""
        return payments.GatewayAnswer("pending", code="on_account")

    def capture(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Refuse: money that staff recorded is taken already."""
        return payments.GatewayAnswer("failure", code="nothing_held")

    def void(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Stop waiting."""
        return payments.GatewayAnswer("success")

    def refund(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Wait until staff have sent the money back."""
        return payments.GatewayAnswer("pending", code="waiting_for_staff")

    def query(self, *, reference: str, key: str, amount: Money) -> payments.ChargeState | None:
        """Say that we still wait."""
        return payments.ChargeState("pending", currency=amount.currency)

    def parse_webhook(
        self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> payments.WebhookNotice:
        """Refuse: nobody sends such messages."""
        raise payments.BadSignature()

    def read_state(self, payload: Mapping[str, Any]) -> payments.ChargeState | None:
        """Return None: there are no messages."""
        return None
