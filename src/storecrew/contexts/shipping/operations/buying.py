"""Buy a label: write that we ask, ask without a lock, write what was said."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.errors import (
    AddressHeld,
    CarrierRefused,
    CarrierSilent,
    InvalidLabel,
    LabelInProgress,
    LabelKeyReused,
)
from storecrew.contexts.shipping.facts import LabelFacts, ParcelSpec
from storecrew.contexts.shipping.models import CarrierService, Label
from storecrew.contexts.shipping.operations import _labels
from storecrew.contexts.shipping.operations.healing import reconcile_label
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import LabelAnswer
from storecrew.contexts.shipping.queries import customs
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.queries.accounts import opened, service_row
from storecrew.contexts.shipping.queries.doubts import held_numbers
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.contexts.shipping.rules import labels as rules
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)


def buy_label(
    *,
    key: str,
    order_ref: str,
    service: str,
    from_address: AddressFacts,
    to_address: AddressFacts,
    parcels: Sequence[ParcelSpec],
    actor: Actor,
    at: dt.datetime,
    value: Money | None = None,
    insured: Money | None = None,
    options: Mapping[str, Any] | None = None,
    still: Callable[[], None] | None = None,
) -> LabelFacts:
    """Buy one label for parcels that travel together, and return it with its files.

    ``key`` is ours (such as ``parcel/17``): asking twice with the same content buys once and returns the same
    label; after a refusal or a void the key may be used again with other content. ``value`` is the goods'
    worth in the order's currency. ``still`` is called in the transaction that writes that we ask: it holds
    what the label is made of, and what it raises leaves no label. Call it outside transactions (R3).

    :raises Denied: the actor may not ship
    :raises AddressHeld: the order waits because of its address
    :raises InvalidLabel: an address or a parcel is not complete
    :raises CustomsIncomplete: goods cross a border and something about them or us is not known
    :raises UnknownService: no active carrier has the service
    :raises LabelKeyReused: the key has a label for other content
    :raises LabelInProgress: another process is asking for it right now
    :raises CarrierRefused: the carrier said no; ``details`` have its code and words
    :raises CarrierSilent: no answer; timed work finds out and publishes ``LabelBought`` if it was made
    :raises RuntimeError: called inside a transaction
    """
    actor.require("fulfillment.write")
    outside_transaction()
    _check(key, from_address, to_address, parcels)
    if order_ref and held_numbers([order_ref]):
        raise AddressHeld(number=order_ref)
    product = service_row(service)
    account = opened(product.account)
    filled, papers = customs.prepared(from_address, to_address, parcels, order_ref=order_ref or key)
    row = _new_row(
        key, order_ref, product, from_address, to_address, parcels, actor, at, value, insured, options
    )
    if papers:
        # What was asked for is compared as it was asked; what goes to the carrier is whole.
        row.parcels = [queries.parcel_json(parcel) for parcel in filled]
        row.options = {**row.options, "customs": papers}
    if not _written(row, still):
        known = _known(row, still, at=at, actor=actor)
        if known is not None:
            return known
        row = queries.load(Label.objects.get(key=key).pk)
    row.account = product.account
    try:
        answer = carrier(product.account.kind).buy(account, _labels.call_of(row))
    except Exception:
        # A fault of ours or of the carrier's library after the request left: the label may exist.
        log.exception("carrier %s broke while buying label %s", account.code, row.pk)
        answer = LabelAnswer("unknown", code="carrier_error")
    return _settle(row, answer, actor=actor, at=at)


def _written(row: Label, still: Callable[[], None] | None) -> bool:
    with transaction.atomic():
        if still is not None:
            still()
        return bool(rows.insert([row], once_per="key"))


def _settle(row: Label, answer: LabelAnswer, *, actor: Actor, at: dt.datetime) -> LabelFacts:
    if answer.result == "success" and answer.tracking_number:
        return _labels.settle_bought(row, answer, actor=actor, at=at)
    if answer.result == "failure":
        _labels.settle_refused(row, answer.code, answer.message)
        raise _refusal(answer.code, answer.message)
    _labels.settle_unknown(row, answer.code, at)
    raise CarrierSilent(label=row.pk)


def _known(
    wanted: Label, still: Callable[[], None] | None, *, at: dt.datetime, actor: Actor
) -> LabelFacts | None:
    """Return the label that a key already has, or take the key over when it has none; then None."""
    row = queries.load(Label.objects.get(key=wanted.key).pk)
    if row.state in rules.GONE:
        _take_over(row, wanted, still)
        return None
    if row.fingerprint != wanted.fingerprint:
        raise LabelKeyReused(key=row.key)
    if row.state == "requested" and at - row.requested_at < rules.ASKING:
        raise LabelInProgress(label=row.pk)
    if row.state in rules.OPEN:
        found = reconcile_label(row.pk, at=at)
        if found.state in rules.GONE:
            _take_over(queries.load(row.pk), wanted, still)
            return None
        if found.state in rules.OPEN:
            raise CarrierSilent(label=row.pk)
        return queries.label(row.pk, documents=True)
    return queries.label(row.pk, documents=True)


def _take_over(row: Label, wanted: Label, still: Callable[[], None] | None) -> None:
    """Start a new attempt; of two who want it one gets it."""
    names = (
        "account_id", "service_code", "service_name", "fingerprint", "order_ref", "from_address",
        "to_address", "parcels", "options", "weight_g", "value_amount", "insured_amount", "currency",
        "actor_label", "requested_at", "check_at",
    )  # fmt: skip
    values = {name: getattr(wanted, name) for name in names}
    cleared = {"tracking_number": "", "tracking_url": "", "reference": "", "code": "", "message": ""}
    with transaction.atomic():
        if still is not None:
            still()
        taken = Label.objects.filter(pk=row.pk, attempt=row.attempt, state__in=rules.GONE).update(
            **values, **cleared, state="requested", attempt=F("attempt") + 1, checks=0, status="pending",
            voided_at=None,
        )  # fmt: skip
        if not taken:
            raise LabelInProgress(label=row.pk)


def _new_row(
    key: str,
    order_ref: str,
    service: CarrierService,
    sender: AddressFacts,
    recipient: AddressFacts,
    parcels: Sequence[ParcelSpec],
    actor: Actor,
    at: dt.datetime,
    value: Money | None,
    insured: Money | None,
    options: Mapping[str, Any] | None,
) -> Label:
    currency = value.currency if value else service.account.currency
    content = {
        "order_ref": order_ref,
        "service_code": service.code,
        "from_address": sender.as_json(),
        "to_address": recipient.as_json(),
        "parcels": [queries.parcel_json(parcel) for parcel in parcels],
        "value_amount": value.amount if value else 0,
        "insured_amount": insured.amount if insured else 0,
        "currency": currency,
        "options": dict(options or {}),
    }
    return Label(
        **content,
        key=key,
        account_id=service.account_id,
        service_name=service.name,
        fingerprint=rules.fingerprint(content),
        weight_g=sum(parcel.weight_g for parcel in parcels),
        actor_label=actor.label[:200],
        requested_at=at,
        # A crash while the carrier is asked leaves a row that timed work asks about.
        check_at=at + rules.ASKING,
    )


def _check(key: str, sender: AddressFacts, recipient: AddressFacts, parcels: Sequence[ParcelSpec]) -> None:
    if not key or len(key) > 100:
        raise InvalidLabel(key=_("The key is missing, or longer than 100 characters."))
    for name, address in (("from_address", sender), ("to_address", recipient)):
        if not (address.name or address.company) or not address.street or len(address.country) != 2:
            raise InvalidLabel(**{name: _("Name, street or country is missing.")})
    if not parcels or any(parcel.weight_g < 1 for parcel in parcels):
        raise InvalidLabel(parcels=_("Each parcel needs a weight."))


def _refusal(code: str, message: str) -> CarrierRefused:
    return CarrierRefused(message or None, answer=message, carrier_code=code)
