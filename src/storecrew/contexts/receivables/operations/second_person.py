"""A limit above what one person may grant waits for a second one (AUT-10)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.receivables.operations.granting import LIMIT, RECORD, Terms, check, write
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

KIND = "receivables.grant"


def register() -> None:
    """Tell the approvals what such a grant is, who decides about it and where its limit is."""
    approvals.register(
        approvals.Kind(KIND, gettext_lazy("Credit"), "receivables.grant_approve", title=title, apply=apply)
    )
    approvals.register_limit(
        approvals.LimitKind(
            LIMIT,
            gettext_lazy("How much credit one person may grant"),
            gettext_lazy("The limit of one customer or company in one currency."),
            "money",
            None,
        )
    )


def ask_grant(
    terms: Terms, *, grant_id: int | None = None, version: int = 0, key: str, actor: Actor, at: dt.datetime
) -> approvals.ApprovalFacts:
    """Let a grant wait for a second one, once per ``key``; raises what ``save_grant`` does but for limits."""
    actor.require("receivables.grant")
    check(terms)
    currency, amount = max(terms.limits.items(), key=lambda each: each[1])
    return approvals.ask(
        kind=KIND,
        key=f"{grant_id or 'new'}/{key}"[:120],
        payload={
            "grant": grant_id,
            "version": version,
            "terms": terms._asdict()
            | {
                "limits": dict(terms.limits),
                "customer_ids": list(terms.customer_ids),
                "ends_on": terms.ends_on.isoformat() if terms.ends_on else None,
            },
        },
        facts={
            "name": terms.name, "amount": amount, "currency": currency, "terms_days": terms.terms_days,
        },
        reason=terms.reason,
        record=RECORD if grant_id else "",
        record_id=grant_id or "",
        actor=actor,
        at=at,
    )  # fmt: skip


def title(facts: Mapping[str, Any]) -> str:
    """Say in a line what would be granted."""
    money = Money(facts["amount"], facts["currency"]).format((get_language() or "en").split("-")[0])
    return _("Credit of %(amount)s for %(name)s") % {"amount": money, "name": facts["name"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Grant what was asked for."""
    told = approval.payload["terms"]
    ends_on = dt.date.fromisoformat(told["ends_on"]) if told["ends_on"] else None
    terms = Terms(**{**told, "ends_on": ends_on})
    check(terms)
    both = dataclasses.replace(actor, on_behalf_of=approval.requester)
    found = write(
        terms, grant_id=approval.payload["grant"], version=approval.payload["version"], actor=both, at=at
    )
    return {"grant": found.id}
