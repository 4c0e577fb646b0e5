"""What a gateway must be able to do. Providers translate; they decide nothing.

A provider never raises for what a gateway may do: refusals, timeouts and broken answers are
answers of their own. ``unknown`` means that the gateway may or may not have acted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from django.utils.functional import Promise

from storecrew.contexts.payments.providers.disputing import DisputeState
from storecrew.kernel.money import Money

Result = Literal["success", "failure", "action_required", "pending", "unknown"]
ChargeStatus = Literal[
    "not_found", "unchanged", "action_required", "pending", "declined", "authorized", "captured", "voided"
]


@dataclass(frozen=True, slots=True)
class AuthorizeCall:
    """Ask for money. ``key`` is the idempotency key; asking twice with it charges once.

    ``remember`` stores the gateway's reference at once, for gateways that name a charge before
    they carry it out; ``describe`` gives the words for the customer's statement, ``contact`` the shopper's
    address of mail and language for a page of the gateway's own. ``token`` is "" when the shopper's browser
    brings none.
    """

    key: str
    amount: Money
    token: str
    return_url: str
    capture_now: bool
    remember: Callable[[str], None]
    describe: Callable[[], str]
    contact: Callable[[], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FollowUpCall:
    """Take, release or refund an amount of an earlier charge, under a key of its own."""

    reference: str
    payment_key: str
    key: str
    amount: Money
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """What a gateway said. ``code`` is stable, ``message`` may be shown to staff.

    ``card`` is the gateway's own name for the card that pays, the same for all its payments; "" when unknown.
    """

    result: Result
    reference: str = ""
    authorized_amount: int = 0
    captured_amount: int = 0
    # What the gateway released by itself, as some do with the rest of a partial capture.
    voided_amount: int = 0
    redirect_url: str = ""
    code: str = ""
    message: str = ""
    card: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefundState:
    """A refund as the gateway knows it. ``key`` is ours, or "" for one made at the gateway."""

    gateway_id: str
    amount: int
    result: Literal["success", "failure", "pending"]
    key: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ChargeState:
    """A charge as the gateway knows it at one moment; sums in minor units of ``currency``, ``card`` as above.

    ``unchanged`` is for messages that tell of a refund or dispute only.
    """

    status: ChargeStatus
    currency: str = ""
    reference: str = ""
    authorized_amount: int = 0
    captured_amount: int = 0
    voided_amount: int = 0
    refunds: tuple[RefundState, ...] = ()
    disputes: tuple[DisputeState, ...] = ()
    redirect_url: str = ""
    code: str = ""
    message: str = ""
    card: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """A gateway's message whose signature was right. ``state`` is None for kinds we do not use."""

    event_id: str
    kind: str
    payment_key: str
    reference: str
    state: ChargeState | None
    payload: Mapping[str, Any]


class Gateway(Protocol):
    """One way to pay."""

    code: str
    # Without a token of the shopper's browser it can do nothing.
    needs_token: bool
    confirms_at_placing: bool
    # Staff confirm that the money came or went; no gateway reports it.
    by_hand: bool
    # Never available under production settings.
    test_only: bool
    # How long an order waits for this gateway's money or the shopper's confirmation.
    patience: dt.timedelta

    @property
    def name(self) -> str | Promise:
        """What shoppers call it."""

    @property
    def description(self) -> str | Promise:
        """One sentence for the checkout."""

    @property
    def configured(self) -> bool:
        """Whether it has the keys it needs; without them it is not offered."""

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its own pages are, for the policy of the page that leads there."""

    def authorize(self, call: AuthorizeCall) -> GatewayAnswer:
        """Hold the amount, or take it when ``capture_now``."""

    def capture(self, call: FollowUpCall) -> GatewayAnswer:
        """Take a part or all of what is held."""

    def void(self, call: FollowUpCall) -> GatewayAnswer:
        """Release what is held and not taken."""

    def refund(self, call: FollowUpCall) -> GatewayAnswer:
        """Return a part or all of what was taken."""

    def query(self, *, reference: str, key: str, amount: Money) -> ChargeState | None:
        """Say how a charge stands, by reference or by our key; None when there is no answer."""

    def parse_webhook(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> WebhookNotice:
        """Check the signature and read a message. Raises BadSignature or BadWebhook."""

    def read_state(self, payload: Mapping[str, Any]) -> ChargeState | None:
        """Read the charge's state from a message that was kept."""


@runtime_checkable
class KnowsCards(Protocol):
    """A gateway that can be asked which card paid, where its messages do not say."""

    def card_of(self, reference: str) -> str:
        """Return its name for the card of a charge, or "" without an answer."""
