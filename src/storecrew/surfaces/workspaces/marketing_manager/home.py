"""The marketing manager's home: what cannot be promised, what was sought in vain, which prices change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.advertising.models import FeedEntry
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.discovery.models import DailySale, MissedSearch
from storecrew.contexts.inventory.models import StockLevel
from storecrew.surfaces.ui.backoffice.parts import link, queue, within
from storecrew.surfaces.ui.backoffice.registry import Look, Queue, QueueItem, register_queue
from storecrew.surfaces.workspaces.marketing_manager.advertising.words import REASONS

SOLD_DAYS = 28
SOUGHT_DAYS = 14
COMMITTED = F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("quarantine") + F("damaged")


def _since(look: Look, days: int) -> dt.date:
    return look.at.date() - dt.timedelta(days=days)


def _sold_out(look: Look) -> Queue:
    """List what sold well and is gone, best seller first: do not advertise it (MKT-18)."""
    titles = dict[int, str]()

    def item(row: tuple[int, int]) -> QueueItem:
        product_id, units = row
        detail = _("%(n)s sold in four weeks") % {"n": units}
        return QueueItem(titles.get(product_id, ""), link("products_record", product_id), detail, tone="bad")

    free = StockLevel.objects.filter(
        variant__product_id=OuterRef("product_id"), variant__active=True, location__active=True
    ).filter(on_hand__gt=COMMITTED)
    live = Product.objects.filter(pk=OuterRef("product_id"), status="live")
    rows = (
        DailySale.objects.filter(day__gt=_since(look, SOLD_DAYS))
        .order_by()
        .values_list("product_id")
        .annotate(units=Sum("units"))
        .filter(Exists(live), ~Exists(free))
        .order_by("-units", "product_id")
    )
    found = list(rows[:30])
    titles.update(Product.objects.filter(pk__in=[pk for pk, _n in found]).values_list("pk", "title"))
    return Queue(
        _("Sold well, now sold out"),
        [item(row) for row in found[:6]],
        len(found),
        link("products_list", query="f.status=live&f.out=1"),
        _("Everything that sold in the last four weeks can still be bought."),
    )


def _sought_in_vain(look: Look) -> Queue:
    """List what shoppers sought and did not find, most frequent first."""

    def item(row: dict[str, object]) -> QueueItem:
        times = ngettext("%(n)s time in two weeks", "%(n)s times in two weeks", int(str(row["times"]))) % {
            "n": row["times"]
        }
        return QueueItem(f"“{row['query']}”", "", f"{times} · {row['locale']}")

    rows = MissedSearch.objects.filter(day__gt=_since(look, SOUGHT_DAYS))
    rows = within(rows, look.actor, channel="channel__code").order_by()
    found = rows.values("query", "locale").annotate(times=Sum("count")).order_by("-times", "query")
    return queue(
        _("Searches without a result"),
        found,
        item,
        url=link("synonyms_list"),
        empty=_("Every search of the last two weeks found something."),
    )


def _not_advertised(look: Look) -> Queue:
    """List what feeds hold out since yesterday, newest first, by article and not by feed."""

    def item(row: dict[str, Any]) -> QueueItem:
        reason = REASONS.get(row["reason"], row["reason"])
        detail = f"{row['variant__product__title']} · {reason}"
        return QueueItem(row["variant__sku"], link("feeds_held", query=f"q={row['variant__sku']}"), detail)

    rows = FeedEntry.objects.filter(state="held", since__gte=look.at - dt.timedelta(days=7)).order_by()
    found = (
        rows.values("variant__sku", "variant__product__title", "reason")
        .annotate(newest=Max("since"))
        .order_by("-newest", "variant__sku")
    )
    return queue(
        _("Newly held out of feeds"),
        found,
        item,
        url=link("feeds_held"),
        empty=_("Nothing was held out of the feeds this week."),
    )


register_queue("marketing_manager", _not_advertised, permission="advertising.read", order=30)
register_queue("marketing_manager", _sold_out, permission="inventory.read", order=20)
register_queue(
    ("marketing_manager", "content_team", "ecommerce_sme"),
    _sought_in_vain,
    permission="discovery.write",
    order=40,
)
