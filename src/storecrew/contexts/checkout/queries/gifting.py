"""What a gift costs beside its goods: read from what is kept, since every cart page asks."""

from __future__ import annotations

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import GiftWrapOffer
from storecrew.kernel.kept import kept
from storecrew.kernel.money import Money

TAG = "gift_wrap"
"""What is bumped when a price of wrapping changes."""


@kept(TAG, most=200, in_transactions=True)
def gift_wrap(channel_id: int) -> Money | None:
    """Return what wrapping costs in a channel, as displayed there, or None where it is not offered."""
    rows = GiftWrapOffer.objects.filter(channel_id=channel_id, active=True)
    amount = rows.values_list("amount", flat=True).first()
    return None if amount is None else Money(amount, channels.facts_by_id(channel_id).currency)
