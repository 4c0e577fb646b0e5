"""Looking up whether mails of our address are believed; what is wrong is told before a mailing suffers."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from storecrew.contexts.marketing.errors import NamesUnanswered, SenderWithoutDomain
from storecrew.contexts.marketing.models import SenderRecord
from storecrew.contexts.marketing.providers.dns import NamesUnreachable, names
from storecrew.contexts.marketing.rules import sender as rules
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

ACTOR = system_actor("marketing.sender")
ALERT = "sender_not_believed"
PAGE = "/admin/mailings/sender/"


def check_sender(*, actor: Actor, at: dt.datetime) -> tuple[rules.Verdict, ...]:
    """Read what the sender's domain publishes, keep it, and tell marketing when mails may not arrive.

    What was known stays as it is when nobody answers.

    :raises SenderWithoutDomain: the address that mails come from has no domain
    :raises NamesUnanswered: no name server answered
    """
    actor.require("marketing.write")
    domain = rules.domain_of(settings.DEFAULT_FROM_EMAIL)
    if not domain:
        raise SenderWithoutDomain(sender=settings.DEFAULT_FROM_EMAIL)
    try:
        found = _verdicts(domain)
    except NamesUnreachable as problem:
        raise NamesUnanswered(name=str(problem)) from problem
    with transaction.atomic():
        before = _states()
        SenderRecord.objects.all().delete()
        SenderRecord.objects.bulk_create(_row(domain, verdict, at) for verdict in found)
        if _states() != before:
            audit.record(
                actor=actor, action="marketing.sender_checked", record="marketing.sender", record_id=domain,
                at=at, before=before, after=_states(),
            )  # fmt: skip
        _tell(domain, found, at)
    return found


def check_sender_by_clock(at: dt.datetime) -> None:
    """Check without anybody asking; an installation without a name server or a domain is left in peace."""
    try:
        check_sender(actor=ACTOR, at=at)
    except (SenderWithoutDomain, NamesUnanswered):
        return


def _verdicts(domain: str) -> tuple[rules.Verdict, ...]:
    ask = names().texts
    keys = [rules.dkim(domain, selector, ask) for selector in settings.STORECREW_DKIM_SELECTORS]
    return (rules.spf(domain, ask), *keys, rules.dmarc(domain, ask))


def _row(domain: str, verdict: rules.Verdict, at: dt.datetime) -> SenderRecord:
    return SenderRecord(
        domain=domain,
        kind=verdict.kind,
        name=verdict.name[:320],
        state=verdict.state,
        code=verdict.code,
        record=verdict.record[:4000],
        value=verdict.value,
        checked_at=at,
    )


def _states() -> dict[str, str]:
    return dict(SenderRecord.objects.values_list("name", "state"))


def _tell(domain: str, found: tuple[rules.Verdict, ...], at: dt.datetime) -> None:
    bad = [verdict.kind.upper() for verdict in found if verdict.state == "bad"]
    if not bad:
        work.resolve_finding(dedupe_key=ALERT, actor=ACTOR, at=at)
        return
    work.raise_finding(
        code=ALERT,
        title=say("Mails from %(domain)s may not arrive", domain=domain),
        detail=say("Mail programs cannot check whether they are ours: %(what)s.", what=", ".join(bad)),
        owner_role="marketing_manager",
        severity="warning",
        dedupe_key=ALERT,
        record="marketing.sender",
        record_id=domain,
        url=PAGE,
        actor=ACTOR,
        at=at,
    )
