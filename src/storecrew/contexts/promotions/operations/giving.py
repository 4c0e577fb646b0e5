"""One code for one person, for contexts that give them: once used, bound to a mailbox, kept as a hash."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings

from storecrew.contexts.promotions.models import Coupon
from storecrew.contexts.promotions.operations.moving import find
from storecrew.contexts.promotions.rules import buyers, codes
from storecrew.kernel.actor import Actor


def give_code(
    promotion_id: int, *, email: str, expires_at: dt.datetime, actor: Actor, at: dt.datetime
) -> str:
    """Make a code of a promotion that only this mailbox can use, once; return it, it cannot be read again.

    :raises UnknownPromotion: there is none with this id
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    code = "".join(secrets.choice(codes.ALPHABET) for _place in range(codes.SHORTEST_HIDDEN))
    mailbox = buyers.keys(email, "", {}, settings.SECRET_KEY)
    Coupon.objects.create(
        promotion=row,
        digest=codes.digest(code),
        hint=code[-4:],
        uses_cap=1,
        buyer=mailbox[0] if mailbox else "",
        expires_at=expires_at,
        created_at=at,
    )
    return code
