"""What orders earn: pending until the return window is over, taken back with returns, each cause once."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max

from storecrew.contexts.loyalty.models import Earning, Entry, Membership, Program, VoucherProduct
from storecrew.contexts.loyalty.operations import booking, tiers
from storecrew.contexts.loyalty.providers.return_windows import return_window_ends
from storecrew.contexts.loyalty.rules import points
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import system_actor

State = Earning.State
ACTOR = "loyalty.earning"
SOURCE = "order"
# Points that come again are good for at least this long.
GRACE = dt.timedelta(days=30)


def earn(order_id: int, *, at: dt.datetime) -> bool:
    """Write down what a confirmed order earns its customer, once; False when it earns nothing (CON-21).

    Points wait until the return window is over. What was paid in points and what bought gift vouchers earns
    nothing.
    """
    order = orders.order(order_id)
    member = (
        Membership.objects.select_related("program", "tier")
        .filter(customer_id=order.customer_id, left_at=None, program__open=True)
        .first()
        if order.customer_id
        else None
    )
    per = int(member.program.earn_per.get(order.currency, 0)) if member else 0
    if member is None or not per or order.status != "confirmed":
        return False
    base = _base(order)
    bonus = member.tier.bonus_bp if member.tier else points.WHOLE_BP
    units = points.earned(base, per=per, bonus_bp=bonus)
    try:
        with transaction.atomic():
            Earning.objects.create(
                account_id=member.account_id,
                order_id=order_id,
                currency=order.currency,
                base=base,
                per=per,
                bonus_bp=bonus,
                units=units,
                spend=base,
                due_at=at + dt.timedelta(days=member.program.return_days),
                placed_at=order.placed_at,
            )
            if units:
                booking.book(
                    member.account_id,
                    Entry.Kind.EARN,
                    pending=units,
                    source=SOURCE,
                    source_id=str(order_id),
                    order_id=order_id,
                    actor=system_actor(ACTOR),
                    at=at,
                )
    except IntegrityError:
        return False
    return True


def _base(order: orders.OrderFacts) -> int:
    sold = set(
        VoucherProduct.objects.filter(variant_id__in=[line.variant_id for line in order.lines]).values_list(
            "variant_id", flat=True
        )
    )
    in_vouchers = sum(line.total.amount for line in order.lines if line.variant_id in sold)
    _money, in_points = _paid(order.id)
    return points.earning_base(
        order.subtotal.amount - order.discount.amount,
        total=order.total.amount,
        in_points=in_points,
        in_vouchers=in_vouchers,
    )


def _paid(order_id: int) -> tuple[int, int]:
    """Return what an order was paid with in money, and in points (minor units)."""
    found = [one for one in payments.payments_of_order(order_id) if one.status not in ("failed", "voided")]
    in_points = sum(one.amount.amount for one in found if one.gateway == "points")
    return sum(one.amount.amount for one in found) - in_points, in_points


def confirm_due(at: dt.datetime, *, limit: int = 500) -> int:
    """Let points count whose return window is over; return how many earnings were decided.

    Goods that have not left or money that was not taken keep them waiting: the window begins anew. So does a
    parcel that arrived late: they wait until its goods can no longer come back.
    """
    due = Earning.objects.filter(state=State.PENDING, due_at__lte=at).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    return sum(_confirm(earning_id, at) for earning_id in ids)


def _confirm(earning_id: int, at: dt.datetime) -> bool:
    row = Earning.objects.get(pk=earning_id)
    member = Membership.objects.select_related("program").filter(account_id=row.account_id).first()
    # A person who was forgotten leaves points of nobody, which follow the rules of the program all the same.
    program = member.program if member else Program.objects.earliest("pk")
    order = orders.order(row.order_id)
    paid = order.payment_status in ("paid", "partially_refunded")
    if order.status != "canceled" and not (paid and order.fulfillment_status == "fulfilled"):
        if order.payment_status != "refunded":
            wait = dt.timedelta(days=max(program.return_days, 1))
            return _wait(row, until=at + wait)
        return take_back(row.order_id, cause="refunded", at=at)
    if order.status == "canceled":
        return take_back(row.order_id, cause="canceled", everything=True, at=at)
    ends = return_window_ends(row.order_id)
    if ends is not None and ends > at:
        return _wait(row, until=ends)
    with transaction.atomic():
        if not Earning.objects.filter(pk=row.pk, state=State.PENDING).update(state=State.CONFIRMED):
            return False
        row.refresh_from_db()
        units = row.units - row.taken_back
        if units:
            booking.book(
                row.account_id,
                Entry.Kind.CONFIRM,
                units,
                pending=-units,
                source=SOURCE,
                source_id=str(row.order_id),
                expires_at=at + dt.timedelta(days=program.expiry_days),
                order_id=row.order_id,
                actor=system_actor(ACTOR),
                at=at,
            )
            booking.note_expiry(row.account_id)
        tiers.review_account(row.account_id, at=at)
    return True


def _wait(row: Earning, *, until: dt.datetime) -> bool:
    Earning.objects.filter(pk=row.pk, state=State.PENDING).update(due_at=until)
    return False


def take_back(order_id: int, *, cause: str, at: dt.datetime, everything: bool = False) -> bool:
    """Take back the points of what was returned so far; harmless when repeated, in whatever order.

    Points that were spent already are owed: the balance goes below zero and the next earnings pay it.
    """
    if not Earning.objects.filter(order_id=order_id).exclude(state=State.CANCELED).exists():
        return False
    with transaction.atomic():
        # The row is the queue: of two returns that arrive together the second sees what the first took.
        row = Earning.objects.select_for_update().select_related("account").get(order_id=order_id)
        left = 0 if everything else _left(row)
        kept = points.earned(left, per=row.per, bonus_bp=row.bonus_bp)
        more = row.units - kept - row.taken_back
        if row.state == State.CANCELED or (more <= 0 and left == row.spend):
            return False
        pending = row.state == State.PENDING
        ended = left == 0
        row.taken_back += max(more, 0)
        row.spend = left
        if ended:
            row.state = State.CANCELED
        row.save(update_fields=["taken_back", "spend", "state"])
        if more > 0:
            _book_reverse(row, more, pending, cause, at)
        if not pending:
            tiers.review_account(row.account_id, at=at)
    return True


def give_again(order_id: int, *, cause: str, at: dt.datetime) -> bool:
    """Give back the points of money that came back, as of a dispute that was won; harmless when repeated.

    What is right now is computed from the payments, so this and `take_back` may come in whatever order.
    """
    if not Earning.objects.filter(order_id=order_id).exists() or orders.order(order_id).status == "canceled":
        return False
    with transaction.atomic():
        row = Earning.objects.select_for_update().select_related("account").get(order_id=order_id)
        left = _left(row)
        if left <= row.spend:
            return False
        more = row.taken_back - (row.units - points.earned(left, per=row.per, bonus_bp=row.bonus_bp))
        booked = Entry.objects.filter(source=SOURCE, source_id=str(order_id), kind=Entry.Kind.CONFIRM)
        lot = booked.first()
        confirmed = row.state == State.CONFIRMED or (row.state == State.CANCELED and lot is not None)
        row.taken_back -= max(more, 0)
        row.spend = left
        row.state = State.CONFIRMED if confirmed else State.PENDING
        row.save(update_fields=["taken_back", "spend", "state"])
        if more > 0:
            until = max(lot.expires_at, at + GRACE) if lot is not None and lot.expires_at else None
            booking.book(
                row.account_id,
                Entry.Kind.REFUND,
                more if confirmed else 0,
                pending=0 if confirmed else more,
                source=SOURCE,
                source_id=f"{order_id}/{row.taken_back}/{_returns(order_id)}",
                expires_at=until if confirmed else None,
                order_id=order_id,
                reason=cause,
                actor=system_actor(ACTOR),
                at=at,
            )
            if confirmed:
                booking.note_expiry(row.account_id)
        if confirmed:
            tiers.review_account(row.account_id, at=at)
    return True


def _returns(order_id: int) -> int:
    """Return how often points of an order were given again; each time its steps begin anew."""
    rows = Entry.objects.filter(source=SOURCE, source_id__startswith=f"{order_id}/", kind=Entry.Kind.REFUND)
    return rows.count()


def _left(row: Earning) -> int:
    """Return what of an order's base was not returned, by the money that went back."""
    found = payments.payments_of_order(row.order_id)
    money, _points = _paid(row.order_id)
    lost = [(one.refunded + one.charged_back).amount for one in found if one.gateway != "points"]
    return points.after_return(row.base, paid=money, returned=sum(lost))


def _book_reverse(row: Earning, units: int, pending: bool, cause: str, at: dt.datetime) -> None:
    lot = Entry.objects.filter(source=SOURCE, source_id=str(row.order_id), kind=Entry.Kind.CONFIRM).aggregate(
        id=Max("id")
    )["id"]
    again = _returns(row.order_id)
    booking.book(
        row.account_id,
        Entry.Kind.REVERSE,
        0 if pending else -units,
        pending=-units if pending else 0,
        source=SOURCE,
        # How many were taken back in all names this step, whoever tells of it and how often.
        source_id=f"{row.order_id}/{row.taken_back}" + (f"/{again}" if again else ""),
        lot_id=None if pending else lot,
        order_id=row.order_id,
        reason=cause,
        actor=system_actor(ACTOR),
        at=at,
    )
    if not pending:
        booking.note_expiry(row.account_id)
