"""Reads of members."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.loyalty.facts import MemberFacts, ProgramOffer
from storecrew.contexts.loyalty.models import Earning, Membership, Program, Tier
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.loyalty.rules import points
from storecrew.kernel.kept import kept
from storecrew.kernel.money import Money

GROUP = "tier:"
MEMBER = "member"
PROGRAM_TAG = "loyalty.program"
"""What is bumped when the program or its tiers change."""


def rolling_spend(account_ids: Collection[int], *, since: dt.datetime) -> dict[int, dict[str, int]]:
    """Return what accounts spent since a moment and kept, by currency: only what was confirmed counts."""
    rows = (
        Earning.objects.filter(
            account_id__in=account_ids, state=Earning.State.CONFIRMED, placed_at__gte=since
        )
        .values_list("account_id", "currency")
        .annotate(total=Sum("spend"))
        .order_by()
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for account_id, currency, total in rows:
        found[account_id][currency] = total
    return found


def said(texts: Mapping[str, str], locale: str = "") -> str:
    """Return a text in the language of the page, else in English, else in any."""
    wanted = (locale or get_language() or "en").split("-")[0]
    return texts.get(wanted) or texts.get("en") or next(iter(texts.values()), "")


def member(customer_id: int, *, at: dt.datetime, currency: str = "", locale: str = "") -> MemberFacts | None:
    """Return a member with points and tier, or None for somebody who is none."""
    row = (
        Membership.objects.select_related("program", "tier", "account")
        .filter(customer_id=customer_id, left_at=None)
        .first()
    )
    if row is None:
        return None
    found = points.lots(ledger.bookings(row.account_id))
    gone = points.due(found, at)
    live = [lot for lot in found if lot not in gone]
    first = points.next_expiry(live)
    next_tier, missing = _next_tier(row, currency, at)
    return MemberFacts(
        customer_id=customer_id,
        account_id=row.account_id,
        program=row.program.name,
        tier=row.tier.code if row.tier else "",
        tier_name=said(row.tier.names, locale) if row.tier else "",
        benefits=said(row.tier.benefits, locale) if row.tier else "",
        joined_at=row.joined_at,
        balance=row.account.balance - sum(lot.left for lot in gone),
        pending=row.account.pending,
        expiring=sum(lot.left for lot in live if lot.expires_at == first) if first else 0,
        expiring_at=first,
        next_tier=said(next_tier.names, locale) if next_tier else "",
        to_next=missing,
    )


def _next_tier(row: Membership, currency: str, at: dt.datetime) -> tuple[Tier | None, Money | None]:
    if not currency:
        return None, None
    since = at - dt.timedelta(days=row.program.rolling_days)
    spend = rolling_spend([row.account_id], since=since).get(row.account_id, {}).get(currency, 0)
    for tier in Tier.objects.filter(program_id=row.program_id):
        needed = tier.thresholds.get(currency, 0)
        if needed > spend:
            return tier, Money(needed - spend, currency)
    return None, None


def program() -> Program | None:
    """Return the program, for pages that show or edit it."""
    return Program.objects.prefetch_related("tiers").first()


def offer(currency: str) -> ProgramOffer | None:
    """Return what the program offers to those who join, or None while it takes nobody."""
    row = Program.objects.filter(open=True).first()
    if row is None:
        return None
    per, worth = int(row.earn_per.get(currency, 0)), int(row.worth.get(currency, 0))
    return ProgramOffer(
        row.name, Money(per, currency) if per else None, Money(worth, currency) if worth else None
    )


def groups_of(customer_id: int) -> frozenset[str]:
    """Return the groups that a membership puts a customer into: "member" and "tier:<code>"."""
    found = (
        Membership.objects.filter(customer_id=customer_id, left_at=None, program__open=True)
        .values_list("tier__code", flat=True)
        .first()
    )
    is_member = found is not None or Membership.objects.filter(customer_id=customer_id, left_at=None).exists()
    groups = {MEMBER} if is_member else set()
    return frozenset(groups | ({f"{GROUP}{found}"} if found else set()))


@kept(PROGRAM_TAG, in_transactions=True)
def _levels(program_id: int) -> tuple[tuple[str, int, bool], ...]:
    """Return code and place of each tier, rising, and whether it asks for a spend."""
    rows = Tier.objects.filter(program_id=program_id).values_list("code", "position", "thresholds")
    return tuple((code, position, bool(asks)) for code, position, asks in rows)


@kept(PROGRAM_TAG, in_transactions=True)
def _announced() -> tuple[str, ...]:
    program_id = Program.objects.filter(open=True, shows_prices=True).values_list("pk", flat=True).first()
    if program_id is None:
        return ()
    return (MEMBER, *(f"{GROUP}{code}" for code, _place, asks in _levels(program_id) if not asks))


class TierGroups:
    """Members and their tiers as groups of customers, for promotions and price lists."""

    is_private = False

    def groups_of(self, customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
        """Return "member" and "tier:<code>" where they hold."""
        return groups_of(customer_id)

    def segments_of(self, customer_id: int) -> tuple[str, ...]:
        """Return the tier, those below it, and "member": nobody pays more for having bought more."""
        found = (
            Membership.objects.filter(customer_id=customer_id, left_at=None, program__open=True)
            .values_list("program_id", "tier__position")
            .first()
        )
        if found is None:
            return ()
        program_id, reached = found
        if reached is None:
            return (MEMBER,)
        below = [code for code, position, _asks in _levels(program_id) if position <= reached]
        return (*(f"{GROUP}{code}" for code in reversed(below)), MEMBER)

    def announced(self) -> tuple[str, ...]:
        """Return the groups of whoever joins now, where the program shows their prices to guests."""
        return _announced()

    def names(self) -> dict[str, str]:
        """Return what the groups are called in the language of the page."""
        found = {f"{GROUP}{tier.code}": said(tier.names) for tier in Tier.objects.all()}
        return {MEMBER: _("members of the loyalty program"), **found}


def would_earn(customer_id: int, goods: Money) -> int:
    """Return how many points goods of this price would earn a member; 0 for others."""
    row = (
        Membership.objects.select_related("program", "tier")
        .filter(customer_id=customer_id, left_at=None, program__open=True)
        .first()
    )
    if row is None:
        return 0
    bonus = row.tier.bonus_bp if row.tier else points.WHOLE_BP
    per = int(row.program.earn_per.get(goods.currency, 0))
    return points.earned(goods.amount, per=per, bonus_bp=bonus)
