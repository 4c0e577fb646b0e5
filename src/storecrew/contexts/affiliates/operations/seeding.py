"""Products that are sent to partners for nothing: by an order of their own, through the real warehouse.

The order is no sale: nobody counts it as one. What it costs is frozen with it and booked to a cost center.
Stock is asked for as a promotion asks for it, and no contract that wants a signature is passed over.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.affiliates import mails
from storecrew.contexts.affiliates.errors import (
    ContractNotSigned,
    InvalidSeeding,
    SeedingAboveLimit,
    SeedingStockLow,
)
from storecrew.contexts.affiliates.facts import SeedingWish
from storecrew.contexts.affiliates.models import Partner, Seeding, SeedingLine
from storecrew.contexts.affiliates.queries.partners import find
from storecrew.contexts.affiliates.rules import seeding as rules
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money

KIND = LIMIT = "affiliates.seeding"
SYSTEM = "affiliates.seeding"
# What goods one person sends alone may cost where nobody set a limit, in minor units by currency.
DEFAULT_LIMITS = {"EUR": 20_000, "USD": 20_000, "GBP": 18_000, "KRW": 300_000}


class _Checked(NamedTuple):
    """A wish that may be carried out."""

    partner: Partner
    channel: channels.ChannelFacts
    units: dict[int, int]
    articles: Mapping[int, catalog.VariantFacts]
    costs: dict[int, int]
    address: dict[str, str]
    method: shipping.ShippingOption

    @property
    def goods(self) -> int | None:
        """What the goods cost, in minor units; None where the cost of one is not known."""
        return rules.cost_of(self.units, self.costs)


def register() -> None:
    """Tell the approvals what such a request is, who decides about it and where its limit is."""
    approvals.register(
        approvals.Kind(
            KIND, gettext_lazy("Products for a partner"), "affiliates.pay", title=title, apply=apply
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            LIMIT,
            gettext_lazy("What products cost that one person may send to a partner at once"),
            gettext_lazy(
                "Counted at what the goods cost us; where that is not known, a second person agrees."
            ),
            "money",
            DEFAULT_LIMITS,
        )
    )


def send_products(wish: SeedingWish, *, actor: Actor, at: dt.datetime) -> Seeding:
    """Send products to a partner by an order that costs nothing and is no sale; once per key.

    This function will claim the stock, hand the order over to the warehouse, write down what the goods cost
    us today and tell the partner by mail, all or nothing.

    :raises Denied: the actor may not write partners
    :raises UnknownPartner: there is no such partner
    :raises InvalidSeeding: `details` maps fields to sentences
    :raises ContractNotSigned: the contract asks for a signature and has none yet
    :raises SeedingStockLow: too little is left for sales and promotions
    :raises SeedingAboveLimit: dearer than the actor may send alone; ``ask_to_send`` lets it wait
    """
    actor.require("affiliates.write")
    if known := Seeding.objects.filter(key=wish.key).first():
        return known
    checked = _check(wish, at)
    limit = limit_of(actor, checked.channel)
    if rules.needs_second_person(checked.goods, limit):
        raise SeedingAboveLimit(limit=limit, requested=checked.goods, currency=checked.channel.currency)
    return _send(wish, checked, actor=actor, at=at)


def ask_to_send(wish: SeedingWish, *, actor: Actor, at: dt.datetime) -> approvals.ApprovalFacts:
    """Let products above the actor's limit wait for a second person; once per key. Raises as sending does."""
    actor.require("affiliates.write")
    checked = _check(wish, at)
    return approvals.ask(
        kind=KIND,
        key=wish.key[:120],
        payload=wish.as_json(),
        facts={
            "partner": checked.partner.name,
            "units": dict(wish.units),
            "amount": checked.goods,
            "currency": checked.channel.currency,
            "campaign": wish.campaign,
        },
        reason=wish.note,
        record="affiliates.partner",
        record_id=checked.partner.pk,
        channel=checked.channel.code,
        actor=actor,
        at=at,
    )


def title(facts: Mapping[str, Any]) -> str:
    """Say in a line what would be sent."""
    if facts["amount"] is None:
        return _("Products of unknown cost for %(name)s") % {"name": facts["partner"]}
    money = Money(facts["amount"], facts["currency"]).format((get_language() or "en").split("-")[0])
    return _("Products for %(amount)s at cost for %(name)s") % {"amount": money, "name": facts["partner"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Send what was asked for, if stock and contract still allow it; the limit of one does not bind two."""
    wish = SeedingWish(**approval.payload)
    both = dataclasses.replace(
        actor, permissions=actor.permissions | {"affiliates.write"}, on_behalf_of=approval.requester
    )
    row = Seeding.objects.filter(key=wish.key).first()
    row = row or _send(wish, _check(wish, at), actor=both, agreed_by=actor.label, at=at)
    return {"seeding": row.pk, "order": row.order_id}


def limit_of(actor: Actor, channel: channels.ChannelFacts) -> int | None:
    """Return what goods an actor sends alone may cost, in minor units; None for no limit."""
    if actor.kind in ("system", "job"):
        return None
    known = actor.kind == "staff" and actor.id.isdigit()
    roles = [role.code for role in people.roles_of(int(actor.id))] if known else []
    return approvals.widest_limit(LIMIT, roles=roles, channel=channel.code, currency=channel.currency)


def _check(wish: SeedingWish, at: dt.datetime) -> _Checked:
    partner = find(wish.partner_id)
    if not rules.is_signed(
        needed=partner.signature_needed, signed_on=partner.signed_on, day=channels.house_day(at)
    ):
        raise ContractNotSigned(partner=partner.pk)
    channel = channels.facts(wish.channel_code)
    problems = {} if wish.note.strip() else {"note": _("Say what the partner does with them.")}
    if not partner.active:
        problems["partner"] = _("The agreement with this partner has ended.")
    units, articles, wrong = _articles(wish.units)
    if wrong:
        problems["units"] = wrong
    address: dict[str, str] = {}
    try:
        address = shipping.clean_address(wish.address, wish.locale).as_json()
    except shipping.InvalidAddress as error:
        problems |= {name: str(words) for name, words in error.details.items()}
    method = _method(channel, address, units, articles, at) if address and not wrong else None
    if address and not wrong and method is None:
        problems["country"] = _("This channel delivers nothing like this there.")
    if problems or method is None:
        raise InvalidSeeding(**problems)
    _ask_for_stock(units, channel)
    costs = pricing.costs_for(units, currency=channel.currency)
    known = {key: cost.amount for key, cost in costs.items()}
    return _Checked(partner, channel, units, articles, known, address, method)


def _articles(
    wanted: Mapping[str, int],
) -> tuple[dict[int, int], Mapping[int, catalog.VariantFacts], str]:
    """Return units and facts by article, and what is wrong with them in a sentence."""
    ids = catalog.variant_ids_by_sku(wanted)
    unknown = sorted(set(wanted) - set(ids))
    if not wanted or len(wanted) > rules.MOST_ARTICLES or sum(wanted.values()) > rules.MOST_UNITS:
        words = _("Name 1 to %(articles)s articles, %(units)s units together at most.")
        return {}, {}, words % {"articles": rules.MOST_ARTICLES, "units": rules.MOST_UNITS}
    if unknown:
        return {}, {}, _("There is no article %(skus)s.") % {"skus": ", ".join(unknown)}
    units = {ids[sku]: count for sku, count in wanted.items()}
    articles = catalog.variants(units)
    digital = sorted(each.sku for each in articles.values() if each.digital)
    wrong = _("%(skus)s cannot be put into a parcel.") % {"skus": ", ".join(digital)} if digital else ""
    return units, articles, wrong


def _method(
    channel: channels.ChannelFacts,
    address: Mapping[str, str],
    units: Mapping[int, int],
    articles: Mapping[int, catalog.VariantFacts],
    at: dt.datetime,
) -> shipping.ShippingOption | None:
    """Return the cheapest way to send it; the first of the shop's order among equals."""
    offered = shipping.options(
        channel,
        country=address["country"],
        region=address["region"],
        postal_code=address["postal_code"],
        weight_g=sum((articles[key].weight_g or 0) * count for key, count in units.items()),
        value=Money.zero(channel.currency),
        items=sum(units.values()),
        at=at,
    )
    return min(offered, key=lambda each: each.price.amount, default=None)


def _ask_for_stock(units: Mapping[int, int], channel: channels.ChannelFacts) -> None:
    thresholds: dict[int, dict[str, int]] = {}
    for level in inventory.levels(units):
        thresholds.setdefault(level.variant_id, {})[level.location_code] = level.low_threshold
    short = [
        each
        for each in promotions.units_checks(units, channel_code=channel.code)
        if rules.leaves_too_little(
            each.planned,
            promised=each.promised,
            by_location=each.by_location,
            thresholds=thresholds.get(each.variant_id, {}),
        )
    ]
    if short:
        words = _("There is too little of %(skus)s to give away.")
        raise SeedingStockLow(
            words % {"skus": ", ".join(each.sku for each in short)},
            next_step=SeedingStockLow.next_step,
            items=[each.as_json() for each in short],
        )


def _send(
    wish: SeedingWish, checked: _Checked, *, actor: Actor, agreed_by: str = "", at: dt.datetime
) -> Seeding:
    try:
        with transaction.atomic():
            order = orders.draft(_draft(checked), actor=actor, at=at)
            row = Seeding.objects.create(
                partner=checked.partner,
                order_id=order.id,
                key=wish.key,
                campaign=wish.campaign,
                cost_center=(wish.cost_center.strip() or settings.STORECREW_SEEDING_COST_CENTER)[:40],
                currency=order.currency,
                note=wish.note.strip()[:300],
                sent_by=actor.label[:200],
                agreed_by=agreed_by[:200],
                made_at=at,
            )
            SeedingLine.objects.bulk_create(
                SeedingLine(
                    seeding=row,
                    order_line_id=line.id,
                    variant_id=line.variant_id,
                    quantity=line.quantity,
                    unit_cost=checked.costs.get(line.variant_id),
                )
                for line in order.lines
            )
            _claim(order, at)
            orders.confirm(order.id, actor=actor, at=at)
            mails.queue_products(order, checked.partner, at=at)
            _note(row, order, wish, checked, actor, at)
    except IntegrityError:
        # The other click was faster; what it sent is what was asked for.
        return Seeding.objects.get(key=wish.key)
    return row


def _claim(order: orders.OrderFacts, at: dt.datetime) -> None:
    try:
        inventory.allocate(
            order.id,
            [(line.id, line.variant_id, line.quantity) for line in order.lines],
            channel_id=order.channel_id,
            document=order.number,
            actor=system_actor(SYSTEM),
            at=at,
        )
    except inventory.InsufficientStock:
        raise SeedingStockLow(items=[line.sku for line in order.lines]) from None


def _draft(checked: _Checked) -> orders.OrderDraft:
    channel = checked.channel
    return orders.OrderDraft(
        channel_id=channel.id,
        currency=channel.currency,
        locale=channel.locale,
        tax_display=channel.tax_display,
        email=checked.partner.email,
        phone=checked.address.get("phone", ""),
        shipping_address=checked.address,
        billing_address=checked.address,
        shipping_method_code=checked.method.code,
        shipping_method_name=checked.method.name,
        lines=tuple(
            _line(checked.articles[key], count, channel.locale) for key, count in checked.units.items()
        ),
        subtotal_amount=0,
        total_amount=0,
        purpose="seeding",
    )


def _line(article: catalog.VariantFacts, count: int, locale: str) -> orders.DraftLine:
    return orders.DraftLine(
        variant_id=article.id,
        sku=article.sku,
        title=article.product_title,
        quantity=count,
        unit_price_amount=0,
        total_amount=0,
        net_amount=0,
        tax_amount=0,
        options=dict(article.options),
        image_url=article.image.url if article.image else "",
        product_url=f"/{locale}/p/{article.product_slug}/",
        weight_g=article.weight_g or 0,
        tax_class=article.tax_class,
    )


def _note(
    row: Seeding,
    order: orders.OrderFacts,
    wish: SeedingWish,
    checked: _Checked,
    actor: Actor,
    at: dt.datetime,
) -> None:
    after = {
        "order": order.number,
        "units": dict(wish.units),
        "cost": checked.goods,
        "currency": row.currency,
        "cost_center": row.cost_center,
        "campaign": row.campaign,
    }
    for record, record_id in (("affiliates.partner", row.partner_id), ("orders.order", order.id)):
        audit.record(
            actor=actor,
            action="affiliates.products_sent",
            record=record,
            record_id=record_id,
            at=at,
            after=after,
            reason=row.note,
        )
