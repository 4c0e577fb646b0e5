"""Making and changing partners, and the link to their page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum import iban as ibans

from storecrew.contexts.affiliates.errors import InvalidPartner, PartnerChanged
from storecrew.contexts.affiliates.facts import Terms
from storecrew.contexts.affiliates.models import Partner
from storecrew.contexts.affiliates.queries.partners import find, normal_code
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "affiliates.partner"
HIGHEST_BP = 5000
LONGEST_HOLD = 365


def save_partner(
    terms: Terms, *, partner_id: int | None = None, version: int = 0, actor: Actor, at: dt.datetime
) -> Partner:
    """Make a partner, or change what was agreed; with a promotion their code becomes one of its codes.

    The code stays what it is once the partner exists. Earlier commissions keep their rate.

    :raises InvalidPartner: `details` maps fields to sentences
    :raises PartnerChanged: somebody else saved it since ``version``
    """
    actor.require("affiliates.write")
    values = _checked(terms)
    with transaction.atomic():
        if partner_id is None:
            row = _insert(values, terms, actor, at)
        else:
            row = find(partner_id)
            if not Partner.objects.filter(pk=partner_id, version=version).update(
                version=version + 1, **values
            ):
                raise PartnerChanged(version=find(partner_id).version)
            row.refresh_from_db()
        audit.record(
            actor=actor,
            action="affiliates.partner_saved",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after={"rate": f"{row.rate_bp // 100}.{row.rate_bp % 100:02}%", "active": row.active},
        )
    return row


def _insert(values: dict[str, Any], terms: Terms, actor: Actor, at: dt.datetime) -> Partner:
    try:
        with transaction.atomic():
            row = Partner.objects.create(
                code=normal_code(terms.code),
                promotion_id=terms.promotion_id,
                created_at=at,
                **values,
            )
    except IntegrityError as error:
        raise InvalidPartner(code=_("Another partner has this code.")) from error
    if terms.promotion_id is not None:
        promotions.add_code(terms.promotion_id, row.code, actor=actor, at=at)
    return row


def look_at_disclosure(partner_id: int, *, note: str, actor: Actor, at: dt.datetime) -> None:
    """Write down how the partner marks paid posts, as somebody saw it today."""
    actor.require("affiliates.write")
    row = find(partner_id)
    with transaction.atomic():
        Partner.objects.filter(pk=row.pk).update(disclosure=note.strip()[:300], disclosure_at=at)
        audit.record(
            actor=actor,
            action="affiliates.disclosure_checked",
            record=RECORD,
            record_id=row.pk,
            at=at,
            reason=note.strip()[:300],
        )


def renew_link(partner_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End every link to the partner's page; the next one is new."""
    actor.require("affiliates.write")
    row = find(partner_id)
    with transaction.atomic():
        Partner.objects.filter(pk=row.pk).update(link_number=row.link_number + 1)
        audit.record(actor=actor, action="affiliates.link_renewed", record=RECORD, record_id=row.pk, at=at)


def _checked(terms: Terms) -> dict[str, Any]:
    problems = {}
    if not terms.name.strip():
        problems["name"] = _("A name is needed.")
    if "@" not in terms.email:
        problems["email"] = _("This is no e-mail address.")
    if terms.kind not in Partner.Kind.values:
        problems["kind"] = _("Choose one of the list.")
    if not len(normal_code(terms.code)) >= 3:
        problems["code"] = _("At least three letters or digits.")
    if not 0 <= terms.rate_bp <= HIGHEST_BP:
        problems["rate"] = _("A commission lies between 0 and 50 percent.")
    if not 0 <= terms.hold_days <= LONGEST_HOLD:
        problems["hold_days"] = _("The hold lies between 0 and 365 days.")
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        problems["ends_on"] = _("The end lies before the beginning.")
    iban = ibans.compact(terms.iban) if terms.iban else ""
    if iban and not ibans.is_valid(iban):
        problems["iban"] = _("This is not an IBAN: a digit may be wrong.")
    if problems:
        raise InvalidPartner(**problems)
    return {
        "name": terms.name.strip()[:120],
        "email": terms.email.strip()[:254],
        "kind": terms.kind,
        "rate_bp": terms.rate_bp,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "hold_days": terms.hold_days,
        "active": terms.active,
        "page_url": terms.page_url[:300],
        "agreement": terms.agreement,
        "iban": iban,
        "signature_needed": terms.signature_needed,
        "signed_on": terms.signed_on,
        "contract": terms.contract.strip()[:300],
    }
