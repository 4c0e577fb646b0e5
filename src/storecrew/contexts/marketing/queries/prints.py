"""Short addresses and codes of what is printed, and whom they bring."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.marketing.models import Activity, PrintPiece
from storecrew.kernel.money import Money


def short_address(word: str) -> str:
    """Return the whole address that stands on a piece."""
    return f"{settings.STORECREW_BASE_URL}/go/{word}/"


def follow_word(word: str) -> tuple[str, str, str] | None:
    """Return (path of the shop, language, name of the campaign in addresses) behind a short address."""
    row = PrintPiece.objects.select_related("campaign").filter(word=word.lower()).first()
    return (row.path, row.locale, row.campaign.utm_campaign) if row is not None else None


def codes_of_campaign(campaign_id: int) -> set[str]:
    """Return the codes that stand on what was printed for a campaign."""
    rows = PrintPiece.objects.filter(campaign_id=campaign_id).exclude(code="")
    return {code.upper() for code in rows.values_list("code", flat=True)}


def insert_key(print_id: int) -> str:
    """Return the name under which the warehouse knows an insert."""
    return f"marketing.print:{print_id}"


def insert_counts(print_id: int) -> fulfillment.InsertCounts | None:
    """Return what became of an insert at the benches; None for what never went there."""
    return fulfillment.insert_counts([insert_key(print_id)]).get(insert_key(print_id))


def print_costs(print_ids: Iterable[int]) -> dict[int, Money]:
    """Return what pieces cost, or will cost until the bill is there; those that cost nothing are left out."""
    rows = PrintPiece.objects.filter(pk__in=set(print_ids), activity__isnull=False)
    found = {}
    for row in rows.exclude(activity__state=Activity.State.DROPPED).select_related("activity", "campaign"):
        ordered = row.activity
        amount = (ordered.cost if ordered.actual_cost is None else ordered.actual_cost) if ordered else 0
        if amount:
            found[row.pk] = Money(amount, row.campaign.currency)
    return found
