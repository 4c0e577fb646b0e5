"""Which code of a promotion may stand where many read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q

from storecrew.contexts.promotions.counting import codes_of_partners
from storecrew.contexts.promotions.models import Coupon
from storecrew.contexts.promotions.rules.codes import normalize


def shown_codes(promotion_ids: Collection[int], at: dt.datetime) -> dict[int, str]:
    """Return the oldest code of each promotion that somebody typed for everybody and that counts then.

    Codes that are one person's, for one order, of a batch, or of a partner who is paid for them are none.
    """
    if not promotion_ids:
        return {}
    rows = Coupon.objects.filter(
        Q(uses_cap=0) | Q(uses_cap__gt=F("uses")),
        Q(expires_at=None) | Q(expires_at__gt=at),
        promotion_id__in=list(promotion_ids), batch=None, buyer="", blocked=False,
    ).exclude(Q(uses_cap=1) | Q(code=""))  # fmt: skip
    theirs = {normalize(code) for code in codes_of_partners(promotion_ids)}
    found: dict[int, str] = {}
    for key, code in rows.order_by("pk").values_list("promotion_id", "code"):
        if code not in theirs:
            found.setdefault(key, code)
    return found
