"""What landing pages tell of: the campaigns and promotions behind them, asked as a page is made."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.content import public as content
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.promotions import public as promotions

OPEN = ("draft", "scheduled", "stopped", "live", "paused")
MOST = 200


class Offers:
    """Campaigns and promotions for the pages of ``content`` (``content.OfferSource``)."""

    def campaigns(self) -> list[tuple[int, str]]:
        """Return (number, name) of the campaigns that are not over."""
        rows = Campaign.objects.exclude(state=Campaign.State.ENDED).order_by("name")
        return list(rows.values_list("pk", "name")[:MOST])

    def promotions(self) -> list[tuple[int, str]]:
        """Return (number, name) of the promotions that are not over."""
        return promotions.open_promotions(most=MOST)

    def offer(
        self, campaign_id: int | None, promotion_id: int | None, *, channel: str, at: dt.datetime
    ) -> content.Offer:
        """Return how a page stands in a shop: it holds while both hold, and is over when one is."""
        ends: list[dt.datetime] = []
        holds, over, begins = True, False, None
        if campaign_id:
            row = Campaign.objects.filter(pk=campaign_id).first()
            over = row is None or row.state == Campaign.State.ENDED
            holds = row is not None and row.state == Campaign.State.LIVE
            ends += [row.ends_at] if row and row.ends_at else []
        if promotion_id:
            found = promotions.standing([promotion_id]).get(promotion_id)
            if found is None:
                return content.Offer(holds=False, is_over=True)
            mine = found.windows.get(channel, (None, None))
            begins, until = mine if channel else (found.active_from, None)
            until = until or found.active_until
            over = over or found.state == "ended" or (until is not None and until <= at)
            holds = holds and (found.holds_in(channel, at) if channel else found.holds(at))
            ends += [until] if until else []
        return content.Offer(min(ends, default=None), holds, over, begins)
