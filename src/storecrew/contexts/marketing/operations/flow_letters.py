"""Writing a message of a flow as it leaves: the reason, the goods and the code are those of this moment."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.models import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.operations import flow_starts as starts
from storecrew.contexts.marketing.operations.composing import wait_for_morning, written
from storecrew.contexts.marketing.operations.flow_kinds import ANSWERS, TOPICS, WITH_A_CART, WITH_WISHES
from storecrew.contexts.marketing.operations.flows import why_leave
from storecrew.contexts.marketing.operations.wish_flows import news_of
from storecrew.contexts.marketing.providers.holds import held_because
from storecrew.contexts.marketing.queries import blocks
from storecrew.contexts.marketing.rules import mailing as rules
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock, mail
from storecrew.kernel.actor import system_actor

MOST_WISHES = 12
CODE_FOR = dt.timedelta(days=14)
SYSTEM = system_actor("marketing.flows")
State = FlowMail.State


def compose_flow_mail(argument: str) -> mail.Composed | None:
    """Return a message of a flow as it is right now, or None when its reason is gone.

    :raises mail.Later: it is night where the person is
    """
    row = FlowMail.objects.select_related("run__flow").filter(pk=int(argument)).first()
    if row is None or row.state == State.SKIPPED:
        return None
    at, run = clock.now(), row.run
    contact = customers.contacts([run.contact_id]).get(run.contact_id)
    reason = why_leave(run, at=at) or ("" if contact else "consent")
    if contact is not None and not reason:
        reason = held_because(contact.id, email=contact.email, at=at)
    if reason or contact is None:
        _leave_out(row, reason, ends=True)
        return None
    if run.flow.kind not in ANSWERS:
        wait_for_morning(contact, at)
    try:
        found = _letter(row, contact, at)
    except blocks.Gone as gone:
        _leave_out(row, str(gone.args[0]), ends=False)
        return None
    FlowMail.objects.filter(pk=row.pk, sent_at=None).update(state=State.SENT, sent_at=at)
    return found


def _letter(row: FlowMail, contact: customers.ContactFacts, at: dt.datetime) -> mail.Composed:
    flow, channel = row.run.flow, channels.facts(contact.channel_code)
    what = flow.steps[row.step]
    what = what["other"] if row.is_other else what
    utm = f"flow-{flow.kind.replace('_', '-')}"
    codes = {}
    planned = [dict(block) for block in what.get("blocks", ())]
    promotion_id = what.get("promotion")
    if promotion_id:
        if not _has(promotion_id, contact, channel, at):
            # The discount is over, or not there yet; the reminder itself still helps.
            promotion_id = None
        else:
            codes[promotion_id] = _code(row, promotion_id, contact.email, at)
            planned.append({"kind": "coupon", "promotion": promotion_id})
    filled = blocks.fill(
        planned, channel=channel, locale=contact.locale, utm=utm, at=at, codes=codes, reader=contact
    )
    if flow.kind in WITH_A_CART:
        filled = (*filled, *_cart(row.run, contact, channel, utm, at))
    elif flow.kind in WITH_WISHES:
        filled = (*filled, *_wished(row.run, contact, channel, utm, at))
    elif flow.kind == Flow.Kind.REPLENISHMENT:
        filled = (*filled, *_used_up(row.run, contact, channel, utm, at))
    subject = rules.in_language(what["subjects"], contact.locale)
    return written(subject, filled, contact, channel, topic=TOPICS[flow.kind], key=row.key)


def _has(
    promotion_id: int, contact: customers.ContactFacts, channel: channels.ChannelFacts, at: dt.datetime
) -> bool:
    """Say whether somebody has a promotion as the mail leaves, early or with everybody."""
    standing = promotions.standing([promotion_id]).get(promotion_id)
    buyer = blocks.buyer_of(contact, channel, contact.locale)
    return standing is not None and promotions.told_from(standing, buyer, at) == at


def _cart(
    run: FlowRun,
    contact: customers.ContactFacts,
    channel: channels.ChannelFacts,
    utm: str,
    at: dt.datetime,
) -> tuple[blocks.Block, ...]:
    """Return what is in the cart that can be bought now, and the link that restores it on any device."""
    cart = checkout.left_cart(starts.cart_of(run.subject))
    skus = cart.skus if cart is not None else ()
    found = blocks.articles(skus, channel=channel, locale=contact.locale, utm=utm, at=at)
    if not found or (run.flow.kind == Flow.Kind.PRICE_DROP and not _one_is_cheaper(run, cart, channel, at)):
        raise blocks.Gone("stock")
    saved = checkout.cart_link(starts.cart_of(run.subject), at=at)
    link = f"{settings.STORECREW_BASE_URL}/{contact.locale}/cart/saved/{saved}/"
    with translation.override(contact.locale):
        words = _("Continue with your cart")
    return blocks.Block("products", articles=found), blocks.Block("button", words, url=link)


def _one_is_cheaper(
    run: FlowRun, cart: checkout.LeftCart | None, channel: channels.ChannelFacts, at: dt.datetime
) -> bool:
    """Say whether what became cheaper can be bought: a mail that tells of it has to show it."""
    if cart is None:
        return False
    there = blocks.buyable(cart.skus, channel=channel).values()
    return starts.still_cheaper(run, there, since=cart.updated_at, at=at)


def _wished(
    run: FlowRun,
    contact: customers.ContactFacts,
    channel: channels.ChannelFacts,
    utm: str,
    at: dt.datetime,
) -> tuple[blocks.Block, ...]:
    """Return what is news on the person's wish lists and can be bought now, and the way to the lists."""
    keys = news_of(run, contact)
    facts = catalog.variants(keys)
    skus = [facts[key].sku for key in keys if key in facts][:MOST_WISHES]
    found = blocks.articles(skus, channel=channel, locale=contact.locale, utm=utm, at=at)
    if not found:
        raise blocks.Gone("stock")
    with translation.override(contact.locale):
        words = _("See your wish list")
    link = f"{settings.STORECREW_BASE_URL}/{contact.locale}/wishes/"
    return blocks.Block("products", articles=found), blocks.Block("button", words, url=link)


def _used_up(
    run: FlowRun,
    contact: customers.ContactFacts,
    channel: channels.ChannelFacts,
    utm: str,
    at: dt.datetime,
) -> tuple[blocks.Block, ...]:
    """Return the article that is used up by now, if it can be bought."""
    key = starts.article_of(run.subject)
    facts = catalog.variants([key])
    skus = [facts[key].sku] if key in facts else []
    found = blocks.articles(skus, channel=channel, locale=contact.locale, utm=utm, at=at)
    if not found:
        raise blocks.Gone("stock")
    return (blocks.Block("products", articles=found),)


def _code(row: FlowMail, promotion_id: int, email: str, at: dt.datetime) -> str:
    """Return the person's own code, made once however often the mail is tried."""
    if row.code:
        return row.code
    with transaction.atomic():
        code = promotions.give_code(promotion_id, email=email, expires_at=at + CODE_FOR, actor=SYSTEM, at=at)
        if not FlowMail.objects.filter(pk=row.pk, code="").update(code=code):
            transaction.set_rollback(True)
    row.refresh_from_db(fields=["code"])
    return row.code


def _leave_out(row: FlowMail, reason: str, *, ends: bool) -> None:
    FlowMail.objects.filter(pk=row.pk).update(state=State.SKIPPED, reason=reason[:24], sent_at=None)
    if ends:
        FlowRun.objects.filter(pk=row.run_id).exclude(state=FlowRun.State.LEFT).update(
            state=FlowRun.State.LEFT, reason=reason[:24]
        )
