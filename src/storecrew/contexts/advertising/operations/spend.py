"""Importing what advertising cost: twice the same file changes nothing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.advertising.errors import UnreadableSpend
from storecrew.contexts.advertising.facts import SpendPlan
from storecrew.contexts.advertising.models import Spend
from storecrew.contexts.advertising.queries.costs import plan_spend
from storecrew.contexts.advertising.rules.spend_files import NotAnExport, campaign_code
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.extensions.deprecation import deprecated

KEY = ["platform", "day", "campaign_name", "group_name", "currency"]
FIGURES = ["campaign", "amount", "clicks", "impressions", "imported_at"]


@deprecated(since="1.0", until="2.0", instead="bytes.decode()")
def decoded_export(data: bytes) -> str:
    """Return the text of a file; Google writes UTF-16 for spreadsheets."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")


def preview_spend(text: str, *, currency: str, today: dt.date, actor: Actor) -> SpendPlan:
    """Return what an export would change. Raises UnreadableSpend."""
    actor.require("advertising.write")
    try:
        return plan_spend(text, currency=currency, today=today)
    except NotAnExport as error:
        words = _("Day, campaign and cost are needed; the columns of the table are: %(columns)s.")
        said = words % {"columns": ", ".join(error.columns)} if error.columns else None
        raise UnreadableSpend(said) from error


def import_spend(text: str, *, currency: str, today: dt.date, actor: Actor, at: dt.datetime) -> SpendPlan:
    """Write an export of cost, and return what it changed. Rows with a problem are left out.

    A day of an ad group is one row: platforms correct their figures for some days, and the newest export
    counts. Raises UnreadableSpend.
    """
    plan = preview_spend(text, currency=currency, today=today, actor=actor)
    lines = [*plan.new, *(line for line, _before in plan.changed)]
    rows = [
        Spend(
            platform=plan.platform,
            day=line.day,
            campaign_name=line.campaign,
            campaign=campaign_code(line.campaign),
            group_name=line.group,
            currency=line.currency,
            amount=line.amount,
            clicks=line.clicks,
            impressions=line.impressions,
            imported_at=at,
        )
        for line in lines
        if line.day is not None
    ]
    with transaction.atomic():
        Spend.objects.bulk_create(
            rows, batch_size=1000, update_conflicts=True, unique_fields=KEY, update_fields=FIGURES
        )
        if rows:
            audit.record(
                actor=actor,
                action="advertising.spend_imported",
                record="advertising.spend",
                record_id=plan.platform,
                at=at,
                after={"new": len(plan.new), "changed": len(plan.changed)},
            )
    return plan
