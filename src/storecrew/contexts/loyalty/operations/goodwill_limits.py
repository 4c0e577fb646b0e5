"""How much goodwill one person gives alone: at once, and in a day of the shop.

What was given in a day is counted by one conditional statement, so that two gifts at the same time cannot
pass the limit together. What a second person agreed to counts for nobody's day.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.loyalty.errors import GoodwillAboveDayLimit, GoodwillAboveLimit
from storecrew.contexts.loyalty.models import GoodwillDay
from storecrew.contexts.loyalty.queries.shops import day_in
from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

AT_ONCE = "loyalty.goodwill"
PER_DAY = "loyalty.goodwill_day"
DEFAULT_AT_ONCE = {"EUR": 2_000, "USD": 2_000, "KRW": 30_000}
"""What one person gives at once where nobody set a limit, in minor units by currency."""
TIMES_A_DAY = 5
"""How often that may be given in a day where nobody set a limit for it."""


def register() -> None:
    """Tell the approvals of both limits, which are set per role on their page."""
    approvals.register_limit(
        approvals.LimitKind(
            AT_ONCE,
            gettext_lazy("How much goodwill one person may give at once"),
            gettext_lazy("Points count with what they pay."),
            "money",
            DEFAULT_AT_ONCE,
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            PER_DAY,
            gettext_lazy("How much goodwill one person may give in a day"),
            gettext_lazy(
                "All gifts of one person in one currency. What a second person agreed to is left out."
            ),
            "money",
            None,
            gettext_lazy("five times what they may give at once"),
        )
    )


def limit_of(actor: Actor, currency: str) -> int | None:
    """Return what an actor may give alone at once, in minor units; None for no limit."""
    roles = _roles(actor)
    return None if roles is None else approvals.widest_limit(AT_ONCE, roles=roles, currency=currency)


def day_limit_of(actor: Actor, currency: str) -> int | None:
    """Return what an actor may give alone in a day, in minor units; None for no limit."""
    roles = _roles(actor)
    if roles is None:
        return None
    largest = 0
    at_once = approvals.limits(AT_ONCE, roles=roles, currency=currency)
    per_day = approvals.limits(PER_DAY, roles=roles, currency=currency)
    for (_role, once, _set), (_same, day, is_set) in zip(at_once, per_day, strict=True):
        limit = day if is_set else once and once * TIMES_A_DAY
        if limit is None:
            return None
        largest = max(largest, limit)
    return largest


def left_today(actor: Actor, currency: str, *, at: dt.datetime) -> int | None:
    """Return what an actor may still give alone today, in minor units; None for no limit."""
    limit = day_limit_of(actor, currency)
    if limit is None:
        return None
    given = GoodwillDay.objects.filter(actor_id=actor.id[:64], day=day_in(currency, at), currency=currency)
    return max(limit - (given.values_list("given", flat=True).first() or 0), 0)


def require_within_limits(cost: Money, *, actor: Actor, at: dt.datetime) -> None:
    """Refuse what the actor may not give alone.

    :raises GoodwillAboveLimit: more than at once, or (GoodwillAboveDayLimit) than is left today
    """
    limit = limit_of(actor, cost.currency)
    if limit is not None and cost.amount > limit:
        raise GoodwillAboveLimit(limit=limit, requested=cost.amount, currency=cost.currency)
    left = left_today(actor, cost.currency, at=at)
    if left is not None and cost.amount > left:
        raise _above_day(left, cost)


def count(cost: Money, *, actor: Actor, at: dt.datetime) -> None:
    """Count a gift of one person alone for their day; inside a transaction.

    :raises GoodwillAboveDayLimit: less than that is left today
    """
    row, _created = GoodwillDay.objects.get_or_create(
        actor_id=actor.id[:64], day=day_in(cost.currency, at), currency=cost.currency
    )
    rows = GoodwillDay.objects.filter(pk=row.pk)
    limit = day_limit_of(actor, cost.currency)
    if limit is not None:
        rows = rows.filter(given__lte=limit - cost.amount)
    if not rows.update(given=F("given") + cost.amount):
        raise _above_day(left_today(actor, cost.currency, at=at) or 0, cost)


def _above_day(left: int, cost: Money) -> GoodwillAboveDayLimit:
    words = (
        _("You may give %(left)s more alone today.") if left else _("You gave what you may give alone today.")
    )
    return GoodwillAboveDayLimit(
        words % {"left": Money(left, cost.currency).format()},
        left=left, requested=cost.amount, currency=cost.currency,
    )  # fmt: skip


def _roles(actor: Actor) -> list[str] | None:
    """Return the roles whose limits hold for an actor; None where none does."""
    if actor.kind in ("system", "job"):
        return None
    known = actor.kind == "staff" and actor.id.isdigit()
    return [role.code for role in people.roles_of(int(actor.id))] if known else []
