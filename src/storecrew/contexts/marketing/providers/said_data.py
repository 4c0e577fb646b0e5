"""What a customer said on social networks, for its owner: handed out on request, gone when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.marketing.models import CustomerPicture, Mention
from storecrew.kernel import revisions
from storecrew.kernel.actor import Actor


class SaidData:
    """Mentions of which somebody here found out whose they are, with their pictures."""

    name = "social_mentions"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return each with its answers and what was permitted."""
        rows = Mention.objects.filter(customer_id=customer_id).prefetch_related("replies", "pictures")
        return [
            {
                "network": row.network,
                "author": row.author_name or row.author_id,
                "text": row.text,
                "said_at": row.said_at.isoformat(),
                "url": row.url,
                "answers": [reply.text for reply in row.replies.all()],
                "pictures": [
                    {"shows": each.alt, "permission": each.permission, "words": each.permission_words}
                    for each in row.pictures.all()
                ],
            }
            for row in rows
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete them; pictures go with them and leave their products at once."""
        shown = CustomerPicture.objects.filter(mention__customer_id=customer_id, shown=True)
        revisions.bump_on_commit(*{f"product:{key}" for key in shown.values_list("product_id", flat=True)})
        Mention.objects.filter(customer_id=customer_id).delete()
