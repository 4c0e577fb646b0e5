"""Choose the service of a consignment by rule and keep why; keep the rules themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.errors import InvalidRule, NoServiceAllowed, RuleChanged, UnknownRule
from storecrew.contexts.shipping.facts import ChosenService, ParcelSpec, RuleRow
from storecrew.contexts.shipping.models import CarrierService, ServiceDecision, ServiceRule
from storecrew.contexts.shipping.queries.choosing import weigh_services
from storecrew.contexts.shipping.rules.services import EFFECTS, GOODS, NEVER, ONLY
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent

RECORD = "shipping.rule"
_COUNTRY = re.compile(r"[A-Z]{2}")


def choose_service(
    *,
    key: str,
    order_ref: str,
    from_address: AddressFacts,
    to_address: AddressFacts,
    parcels: Sequence[ParcelSpec],
    value: Money,
    actor: Actor,
    at: dt.datetime,
    carrier: str = "",
    only_carrier: bool = False,
    goods: Collection[str] = (),
) -> ChosenService:
    """Choose the service for the label ``key`` by the rules, prices, days and scores, and keep why.

    Call it outside transactions, then pass ``service_code`` and ``insured`` to ``buy_label`` with the same
    key. Chosen again, the newer reasons replace the older.

    :raises Denied: the actor may not ship
    :raises NoServiceAllowed: no service may or can carry it; ``details`` name why for each
    :raises RuntimeError: called inside a transaction
    """
    actor.require("fulfillment.write")
    found = weigh_services(
        from_address=from_address,
        to_address=to_address,
        parcels=parcels,
        value=value,
        at=at,
        order_ref=order_ref,
        carrier=carrier,
        only_carrier=only_carrier,
        goods=goods,
    )
    ServiceDecision.objects.update_or_create(
        key=key,
        defaults={
            "order_ref": order_ref,
            "service_code": found.service_code,
            "unit": found.unit,
            "needed_by": found.needed_by,
            "goods": list(found.goods),
            "rules": list(found.rules),
            "considered": [_stored(each) for each in found.considered],
            "fallback": found.fallback,
            "insured_amount": found.insured.amount if found.insured else 0,
            "decided_at": at,
        },
    )
    if not found.service_code:
        raise NoServiceAllowed(services={each.service_code: each.reason for each in found.considered})
    return found


def save_rule(
    row: RuleRow,
    *,
    actor: Actor,
    at: dt.datetime,
    rule_id: int | None = None,
    expected_version: int | None = None,
) -> int:
    """Make a row of the service rules or change it, and return its id.

    :raises InvalidRule: a field is wrong
    :raises UnknownRule: there is no such row
    :raises RuleChanged: somebody else saved since ``expected_version``
    """
    actor.require("carriers.write")
    _check(row)
    values = {name: list(part) if isinstance(part, tuple) else part for name, part in asdict(row).items()}
    with transaction.atomic():
        before: dict[str, Any] | None = None
        if rule_id is None:
            stored = ServiceRule.objects.create(**values)
        else:
            stored, before = _change(rule_id, values, expected_version)
        audit.record(
            actor=actor,
            action="shipping.rule_saved",
            record=RECORD,
            record_id=stored.pk,
            at=at,
            before=before,
            after=values,
        )
    return stored.pk


def delete_rule(rule_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a row out of the service rules; decisions made by it keep its name. UnknownRule."""
    actor.require("carriers.write")
    with transaction.atomic():
        stored = ServiceRule.objects.filter(pk=rule_id).first()
        if stored is None:
            raise UnknownRule(rule=rule_id)
        stored.delete()
        audit.record(
            actor=actor,
            action="shipping.rule_deleted",
            record=RECORD,
            record_id=rule_id,
            at=at,
            before={"name": stored.name, "effect": stored.effect},
        )


def _change(rule_id: int, values: dict[str, Any], expected: int | None) -> tuple[ServiceRule, dict[str, Any]]:
    stored = ServiceRule.objects.filter(pk=rule_id).first()
    if stored is None:
        raise UnknownRule(rule=rule_id)
    before = {name: getattr(stored, name) for name in values}
    version = stored.version if expected is None else expected
    changed = ServiceRule.objects.filter(pk=rule_id, version=version).update(**values, version=version + 1)
    if not changed:
        raise RuleChanged(rule=rule_id)
    return stored, before


def _check(row: RuleRow) -> None:
    problems: dict[str, str] = {}
    if not row.name.strip():
        problems["name"] = _("Give the rule a name that says what it is for.")
    if row.effect not in EFFECTS:
        problems["effect"] = _("Choose what the rule does.")
    if row.effect == ONLY and not row.services:
        problems["services"] = _("Choose the services that may be used.")
    if row.effect not in (ONLY, NEVER) and row.services:
        problems["services"] = _("Only rules that allow or forbid have services.")
    unknown = set(row.services) - set(CarrierService.objects.values_list("code", flat=True))
    if unknown:
        problems["services"] = _("There is no service %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    if row.min_weight_g is not None and row.max_weight_g is not None and row.max_weight_g <= row.min_weight_g:
        problems["max_weight_g"] = _("The upper weight must be above the lower one.")
    if any(not _COUNTRY.fullmatch(country) for country in row.countries):
        problems["countries"] = _("Use country codes of two capital letters.")
    if set(row.goods) - set(GOODS):
        problems["goods"] = _("Choose from the list.")
    if row.min_value_amount is not None:
        try:
            exponent(row.currency)
        except DomainError as error:
            problems["currency"] = str(error)
    if problems:
        raise InvalidRule(**problems)


def _stored(each: Any) -> dict[str, Any]:
    price = each.price
    return {
        "service": each.service_code,
        "name": each.service,
        "carrier": each.carrier,
        "amount": price.amount if price else None,
        "currency": price.currency if price else "",
        "arrives": each.arrives.isoformat() if each.arrives else "",
        "score": each.score,
        "fallback": each.fallback,
        "reason": each.reason,
        "detail": str(each.detail),
    }
