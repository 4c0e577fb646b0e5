"""Commissions by what happens to orders: booked once, clawed back with returns, released by time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.affiliates.errors import CommissionDecided, UnknownCommission
from storecrew.contexts.affiliates.models import Commission, Entry, Partner, Referral
from storecrew.contexts.affiliates.queries.partners import by_code
from storecrew.contexts.affiliates.queries.seedings import orders_to
from storecrew.contexts.affiliates.rules import commissions as rules
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, rows
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

SYSTEM = system_actor("affiliates")
RECORD = "affiliates.commission"
State = Commission.State
GIVEN_BACK = ("asked", "pending", "partly", "done")


def refer(cart_token: str, code: str, *, clicked_at: dt.datetime, at: dt.datetime) -> bool:
    """Remember by whose link the shopper of a cart came; say whether it counts.

    A link counts for 30 days, while its partner's agreement holds. The newest click of a cart counts.
    """
    if not cart_token or at - clicked_at > dt.timedelta(days=rules.LINK_DAYS):
        return False
    partner = by_code(code, day=channels.house_day(at))
    if partner is None:
        return False
    with transaction.atomic():
        made = rows.insert(
            [Referral(cart_token=cart_token, partner_id=partner.pk, clicked_at=clicked_at)],
            once_per="cart_token",
        )
        if not made:
            Referral.objects.filter(cart_token=cart_token, clicked_at__lt=clicked_at).update(
                partner_id=partner.pk, clicked_at=clicked_at
            )
    return True


def book(order_id: int, *, at: dt.datetime) -> Commission | None:
    """Book the commission of a confirmed order, if a partner brought it: by their code, else by their link.

    Exactly one row per order, however often and by how many this is called. A partner who bought from
    themselves is flagged, and staff see on the order why (ABU-08).
    """
    order = orders.order(order_id)
    partner, via = _brought_by(order)
    if partner is None or order.canceled_at is not None:
        return None
    if not rules.in_term(channels.house_day(order.placed_at), partner.starts_on, partner.ends_on):
        return None
    base = sum(line.net.amount for line in order.lines)
    flag = rules.self_referral(_who_partner(partner), _who(order))
    row = Commission(
        partner_id=partner.pk,
        order_id=order_id,
        via=via,
        currency=order.currency,
        base=base,
        rate_bp=partner.rate_bp,
        amount=rules.earned(base, partner.rate_bp),
        clawed=0,
        state=State.FLAGGED if flag else State.PENDING,
        flag=flag,
        hold_until=at + dt.timedelta(days=partner.hold_days),
        booked_at=at,
    )
    with transaction.atomic():
        if not rows.insert([row], once_per="order_id"):
            return None
        Entry.objects.create(
            partner_id=partner.pk,
            commission_id=row.pk,
            kind=Entry.Kind.EARNED,
            currency=row.currency,
            amount=row.amount,
            at=at,
        )
        audit.record(
            actor=SYSTEM,
            action="affiliates.commission_booked",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after={"order": order.number, "amount": row.amount},
        )
        if flag:
            _tell(row, partner, order, at)
        # A refund may have been faster than this.
        claw_back(order_id, at=at)
    return row


def _brought_by(order: orders.OrderFacts) -> tuple[Partner | None, str]:
    """Return the partner whose code took something off, else the one whose link was followed last."""
    codes = {discount.code for discount in orders.discounts_of(order.id) if discount.code}
    for code in sorted(codes):
        partner = by_code(code, day=channels.house_day(order.placed_at))
        if partner is not None:
            return partner, Commission.Via.CODE
    referral = (
        Referral.objects.filter(cart_token=order.cart_token).select_related("partner").first()
        if order.cart_token
        else None
    )
    recent = referral is not None and order.placed_at - referral.clicked_at <= dt.timedelta(rules.LINK_DAYS)
    if referral is not None and recent and referral.partner.active:
        return referral.partner, Commission.Via.LINK
    return None, ""


def _who_partner(partner: Partner) -> list[dict[str, str]]:
    """Return as whom a partner is known: by the agreement, and by where products were sent to them."""
    known = [{"email": promotions.mailbox(partner.email)}]
    return known + [_who(order) for order in orders_to(partner.pk)]


def _who(order: orders.OrderFacts) -> dict[str, str]:
    return {
        "email": promotions.mailbox(order.email),
        "phone": promotions.telephone(order.phone),
        "door": promotions.door(order.shipping_address),
    }


def _tell(row: Commission, partner: Partner, order: orders.OrderFacts, at: dt.datetime) -> None:
    """Put the flag on the order's own timeline, and ask marketing to decide."""
    audit.record(
        actor=SYSTEM,
        action="affiliates.self_referral_flagged",
        record="orders.order",
        record_id=order.id,
        at=at,
        after={"partner": partner.name, "by": row.flag},
    )
    work.open_task(
        code="affiliates.self_referral",
        title=say(
            "%(partner)s may have bought through their own link: order %(number)s",
            partner=partner.name,
            number=order.number,
        ),
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        dedupe_key=_task_key(row),
        actor=SYSTEM,
        at=at,
    )


def _task_key(row: Commission) -> str:
    return f"affiliates.self_referral:{row.pk}"


def claw_back(order_id: int, *, all_of_it: bool = False, at: dt.datetime) -> int:
    """Take back of a commission what refunds take off the order's goods; return how much, in minor units.

    Compares with what was clawed back before and books only the difference, by one conditional statement, so
    it may be called twice and by several at once.
    """
    row = Commission.objects.filter(order_id=order_id).first()
    if row is None:
        return 0
    wanted = row.amount if all_of_it else _refunded(row)
    with transaction.atomic():
        while wanted > row.clawed:
            fully = {"state": State.VOID} if wanted == row.amount else {}
            changed = Commission.objects.filter(pk=row.pk, clawed=row.clawed).update(clawed=wanted, **fully)
            if changed:
                Entry.objects.create(
                    partner_id=row.partner_id,
                    commission_id=row.pk,
                    kind=Entry.Kind.CLAWED,
                    currency=row.currency,
                    amount=row.clawed - wanted,
                    at=at,
                )
                audit.record(
                    actor=SYSTEM,
                    action="affiliates.commission_clawed",
                    record=RECORD,
                    record_id=row.pk,
                    at=at,
                    before={"clawed": row.clawed},
                    after={"clawed": wanted},
                )
                return wanted - row.clawed
            row.refresh_from_db()
    return 0


def give_again(order_id: int, *, at: dt.datetime) -> int:
    """Give back of a commission what a lost charge took, since its money came back; return how much.

    What refunds took stays taken. As `claw_back` it compares and books only the difference. A commission
    that was refused as a self-referral stays refused; one of which nobody had decided waits for that again.
    """
    row = Commission.objects.filter(order_id=order_id).exclude(decision="refuse").first()
    if row is None or orders.order(order_id).status == "canceled" or charged_back(order_id):
        return 0
    wanted = _refunded(row)
    with transaction.atomic():
        while wanted < row.clawed:
            state = row.state
            if state == State.VOID:
                state = State.FLAGGED if row.flag and not row.decision else State.PENDING
            changed = Commission.objects.filter(pk=row.pk, clawed=row.clawed).update(
                clawed=wanted, state=state
            )
            if changed:
                Entry.objects.create(
                    partner_id=row.partner_id,
                    commission_id=row.pk,
                    kind=Entry.Kind.RESTORED,
                    currency=row.currency,
                    amount=row.clawed - wanted,
                    at=at,
                )
                audit.record(
                    actor=SYSTEM,
                    action="affiliates.commission_given_again",
                    record=RECORD,
                    record_id=row.pk,
                    at=at,
                    before={"clawed": row.clawed},
                    after={"clawed": wanted},
                )
                return row.clawed - wanted
            row.refresh_from_db()
    return 0


def charged_back(order_id: int) -> bool:
    """Say whether a bank holds money of an order that it took back."""
    return any(one.charged_back for one in payments.payments_of_order(order_id))


def _refunded(row: Commission) -> int:
    """Return what of a commission falls back by what was refunded, in minor units."""
    refunds = [each for each in aftersales.refunds_of_order(row.order_id) if each.status in GIVEN_BACK]
    given_back = sum(each.net_goods for each in refunds)
    return rules.to_claw_back(row.amount, row.base, given_back)


def decide(commission_id: int, *, pay: bool, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Decide on a flagged commission: it goes on hold as any other, or falls back whole.

    :raises CommissionDecided: it does not wait for a decision
    """
    actor.require("affiliates.write")
    row = Commission.objects.filter(pk=commission_id).select_related("order").first()
    if row is None:
        raise UnknownCommission()
    with transaction.atomic():
        state = State.PENDING if pay else State.VOID
        decision = "pay" if pay else "refuse"
        waiting = Commission.objects.filter(pk=row.pk, state=State.FLAGGED)
        if not waiting.update(state=state, decision=decision):
            raise CommissionDecided()
        if not pay:
            claw_back(row.order_id, all_of_it=True, at=at)
        work.withdraw_task(dedupe_key=_task_key(row), reason=reason, actor=SYSTEM, at=at)
        audit.record(
            actor=actor,
            action="affiliates.commission_decided",
            record="affiliates.partner",
            record_id=row.partner_id,
            at=at,
            after={"order": row.order.number, "state": Commission.State(state).label},
            reason=reason,
        )


def release_due(at: dt.datetime) -> int:
    """Make commissions due whose hold has ended; return how many. Flagged ones wait for a person."""
    return Commission.objects.filter(state=State.PENDING, hold_until__lte=at).update(state=State.DUE)
