"""Running flows: who enters, what is written when, and when somebody leaves because the reason is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import InvalidFlow, UnknownFlow
from storecrew.contexts.marketing.facts import FlowContent
from storecrew.contexts.marketing.models import Flow, FlowMail, FlowRun, Recipient, Segment
from storecrew.contexts.marketing.operations import flow_starts as starts
from storecrew.contexts.marketing.operations.flow_kinds import ANSWERS, TOPICS, WITH_A_CART, WITH_WISHES
from storecrew.contexts.marketing.operations.wish_flows import news_of
from storecrew.contexts.marketing.queries.segments import is_member
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import mailing as mailing_rules
from storecrew.contexts.marketing.rules.holdout import in_holdout, in_share
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit, mail, rows
from storecrew.kernel.actor import Actor

RECORD, COMPOSER = "marketing.flow", "marketing.flow"
IDLE = dt.timedelta(minutes=60)
COUNTS_FOR = dt.timedelta(days=14)
MOST = 500
State = FlowRun.State


def save_flow(content: FlowContent, *, flow_id: int | None = None, actor: Actor, at: dt.datetime) -> int:
    """Write a flow, new or changed; return its id.

    :raises InvalidFlow: with the fields that are wrong
    :raises UnknownFlow: there is none with this id
    """
    actor.require("marketing.send")
    wrong = [] if content.name.strip() else [("name", "missing")]
    if content.kind not in Flow.Kind.values:
        wrong.append(("kind", "unknown"))
    if not 1 <= len(content.steps) <= 3:
        wrong.append(("steps", "missing"))
    if not 0 <= content.holdout_percent <= 50:
        wrong.append(("holdout_percent", "unknown"))
    if content.kind == Flow.Kind.REPLENISHMENT:
        skus = set(content.settings.get("skus", ()))
        if not skus:
            wrong.append(("skus", "missing"))
        elif skus != set(catalog.variant_ids_by_sku(skus)):
            wrong.append(("skus", "unknown"))
    wrong += _wrong_splits(content)
    if wrong:
        raise InvalidFlow(**{name: problem_words(code) for name, code in wrong})
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {"steps": list(content.steps), "settings": dict(content.settings), "updated_at": at}
    with transaction.atomic():
        if flow_id is None:
            flow_id = Flow.objects.create(**values, created_at=at).pk
        elif not Flow.objects.filter(pk=flow_id).update(**values):
            raise UnknownFlow(flow=flow_id)
        after = {"name": content.name, "is_on": content.is_on, "holdout_percent": content.holdout_percent}
        audit.record(
            actor=actor, action="marketing.flow_saved", record=RECORD, record_id=flow_id, at=at, after=after
        )
    return flow_id


def _wrong_splits(content: FlowContent) -> list[tuple[str, str]]:
    """Return what is wrong with the ways that steps split, and with the segment that ends it all."""
    wrong = []
    named = {f"split_{n}": step["split"] for n, step in enumerate(content.steps, 1) if step.get("split")}
    exit_segment = content.settings.get("exit_segment")
    wanted = {name: split["segment"] for name, split in named.items() if "segment" in split}
    wanted |= {"exit_segment": exit_segment} if exit_segment else {}
    known = set(Segment.objects.filter(pk__in=wanted.values()).values_list("pk", flat=True))
    wrong += [(name, "unknown") for name, key in wanted.items() if key not in known]
    for name, split in named.items():
        if "segment" not in split and not 1 <= int(split.get("percent") or 0) <= 99:
            wrong.append((name.replace("split", "percent"), "share"))
    return wrong


def run_flows(at: dt.datetime) -> int:
    """Let people enter the flows that are on, and write what is due; return how many messages were queued."""
    for flow in Flow.objects.filter(is_on=True).order_by("pk"):
        enter(flow, at=at)
    due = FlowRun.objects.filter(state=State.RUNNING, next_at__lte=at).select_related("flow")
    return sum(step(run, at=at) for run in due.order_by("next_at")[:MOST])


def enter(flow: Flow, *, at: dt.datetime) -> int:
    """Let people in who meet what starts a flow; each thing lets its person in once."""
    found = []
    for contact_id, subject, since in starts.candidates(flow, at):
        held_out = in_holdout(flow.pk, contact_id, flow.holdout_percent)
        first = dt.timedelta(minutes=int(flow.steps[0]["after_minutes"])) if flow.steps else IDLE
        found.append(
            FlowRun(
                flow_id=flow.pk,
                contact_id=contact_id,
                subject=subject,
                held_out=held_out,
                state=State.DONE if held_out else State.RUNNING,
                next_at=max(since + first, at),
                entered_at=at,
            )
        )
    return rows.insert(found, once_per=("flow_id", "subject"))


def step(run: FlowRun, *, at: dt.datetime) -> bool:
    """Queue the next message of a run, or let it leave; True when this call queued one."""
    if reason := why_leave(run, at=at):
        FlowRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.LEFT, reason=reason)
        return False
    steps, number = run.flow.steps, run.step
    if number >= len(steps) or not run.flow.is_on:
        FlowRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.DONE)
        return False
    contact = customers.contacts([run.contact_id])[run.contact_id]
    if (morning := _morning(run, contact, at)) > at:
        FlowRun.objects.filter(pk=run.pk, state=State.RUNNING, step=number).update(next_at=morning)
        return False
    is_last = number + 1 >= len(steps)
    pause = dt.timedelta() if is_last else dt.timedelta(minutes=int(steps[number + 1]["after_minutes"]))
    with transaction.atomic():
        mine = FlowRun.objects.filter(pk=run.pk, state=State.RUNNING, step=number)
        if not mine.update(
            step=number + 1, next_at=at + pause, state=State.DONE if is_last else State.RUNNING
        ):
            return False
        is_other = _is_other(run, number, at)
        row = FlowMail.objects.create(run=run, step=number, is_other=is_other)
        if is_other and not steps[number].get("other"):
            FlowMail.objects.filter(pk=row.pk).update(state=FlowMail.State.SKIPPED, reason="split")
            return False
        letter = mail.Letter(
            to=contact.email,
            locale=contact.locale,
            dedupe_key=f"{COMPOSER}:{row.pk}",
            compose=f"{COMPOSER}:{row.pk}",
            record=RECORD,
            record_id=str(run.flow_id),
        )
        mail.queue_letters([letter], at=at)
    return True


def _morning(run: FlowRun, contact: customers.ContactFacts, at: dt.datetime) -> dt.datetime:
    """Return from when on somebody may be written to: at night only who has just asked for it."""
    if run.flow.kind in ANSWERS:
        return at
    return mailing_rules.allowed_from(at, channels.facts(contact.channel_code).timezone)


def _is_other(run: FlowRun, number: int, at: dt.datetime) -> bool:
    """Say whether a person goes the other way of a step that splits, by the facts of this moment."""
    split = run.flow.steps[number].get("split")
    if not split:
        return False
    if "segment" in split:
        return not is_member(run.contact_id, split["segment"], at=at)
    return not in_share(run.flow_id, number, run.contact_id, int(split["percent"]))


def why_leave(run: FlowRun, *, at: dt.datetime) -> str:
    """Return why a person should hear no more of this, or ""; asked at each step and as a mail leaves."""
    contact = customers.contacts([run.contact_id]).get(run.contact_id)
    if contact is None or not customers.agreed([run.contact_id], TOPICS[run.flow.kind]):
        return "consent"
    exit_segment = run.flow.settings.get("exit_segment")
    if exit_segment and is_member(run.contact_id, exit_segment, at=at):
        return "exit"
    if run.flow.kind == Flow.Kind.BIRTHDAY:
        return "" if starts.still_has_birthday(run) else "birthday"
    if run.flow.kind in WITH_WISHES:
        return "" if news_of(run, contact) else "wish"
    history = orders.bought_by([contact.email], customer_id=contact.customer_id).get(contact.email, ())
    if run.flow.kind in WITH_A_CART:
        return _why_leave_the_cart(run, history, at)
    later = [each for each in history if each.placed_at >= run.entered_at]
    if run.flow.kind == Flow.Kind.REPLENISHMENT:
        article = starts.article_of(run.subject)
        later = [each for each in later if any(key == article for key, _units in each.lines)]
    return "bought" if later and run.flow.kind != Flow.Kind.WELCOME else ""


def _why_leave_the_cart(run: FlowRun, history: Collection[orders.PastOrder], at: dt.datetime) -> str:
    cart = checkout.left_cart(starts.cart_of(run.subject))
    if cart is None:
        return "cart"
    # The same goods bought by any path since the cart was last touched (PRV-08).
    wanted = set(cart.variant_ids)
    later = [each for each in history if each.placed_at >= cart.updated_at]
    if any(wanted.intersection(key for key, _units in each.lines) for each in later):
        return "bought"
    if run.flow.kind != Flow.Kind.PRICE_DROP:
        return ""
    return "" if starts.still_cheaper(run, cart.variant_ids, since=cart.updated_at, at=at) else "price"


def note_purchase(order_id: int, *, at: dt.datetime) -> None:
    """Note what people bought who are in a flow or mailing, with messages or without; let them leave."""
    order = orders.order(order_id)
    contact = customers.contact_of(order.email)
    if contact is None:
        return
    bought: dict[str, Any] = {
        "bought_at": order.placed_at,
        "bought_amount": order.total.amount,
        "currency": order.currency,
    }
    written = Recipient.objects.filter(contact_id=contact.id, bought_at=None)
    written.filter(not_before__gt=order.placed_at - COUNTS_FOR, not_before__lte=order.placed_at).update(
        **bought
    )
    mine = FlowRun.objects.filter(contact_id=contact.id, bought_at=None, entered_at__gt=at - COUNTS_FOR)
    keys = list(mine.filter(entered_at__lte=order.placed_at).values_list("pk", flat=True))
    FlowRun.objects.filter(pk__in=keys, bought_at=None).update(**bought)
    for run in FlowRun.objects.filter(pk__in=keys, state=State.RUNNING).select_related("flow"):
        if reason := why_leave(run, at=at):
            FlowRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.LEFT, reason=reason)
