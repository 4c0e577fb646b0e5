"""What a gateway tells of disputes, and what one can do that takes answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from storecrew.contexts.payments.providers.protocol import GatewayAnswer


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute as the gateway knew it at ``at``.

    ``amount`` is in minor units of the payment's currency, ``fee`` in those of ``fee_currency``.
    ``withdrawn`` and ``returned`` say that the whole amount left our balance and came back; an inquiry
    moves no money. ``state`` and ``reason`` are words of ``states``.
    """

    reference: str
    reason: str
    amount: int
    currency: str
    state: str
    at: dt.datetime
    opened_at: dt.datetime
    due_at: dt.datetime | None = None
    inquiry: bool = False
    withdrawn: bool = False
    returned: bool = False
    fee: int = 0
    fee_returned: int = 0
    fee_currency: str = ""


class SentFile(NamedTuple):
    """A file of an answer; ``kind`` is a word of ``states.EVIDENCE_KINDS``."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DisputeAnswer:
    """Evidence by the names of ``facts.Evidence``; ``key`` makes sending it twice harmless."""

    reference: str
    key: str
    evidence: Mapping[str, str]
    files: tuple[SentFile, ...] = ()


@runtime_checkable
class TakesAnswers(Protocol):
    """A gateway at which disputes can be answered."""

    def answer_dispute(self, call: DisputeAnswer) -> GatewayAnswer:
        """Send the evidence to the bank; it cannot be changed afterwards."""

    def accept_dispute(self, *, reference: str, key: str) -> GatewayAnswer:
        """Give up: the money stays with the cardholder."""

    def read_dispute(self, *, reference: str, at: dt.datetime) -> DisputeState | None:
        """Say how a dispute stands now; None when there is no answer."""
