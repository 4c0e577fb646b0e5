"""The mails to a customer, which the kernel keeps for the viewer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.kernel import mail
from storecrew.kernel.actor import Actor


class MailData:
    """Every mail that was sent to the customer's address."""

    name = "mails"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the mails as they were written."""
        return [
            {"subject": row.subject, "text": row.text, "at": row.queued_at.isoformat(), "state": row.state}
            for row in mail.sent_to(email)
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Empty the mails; what has not left yet never does."""
        mail.forget(email)
