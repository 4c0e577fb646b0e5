"""The items of a launch, whose they are, and when it may go: facts that are green and a person who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.health.facts import Fact, Item

LONGEST_GRANT = dt.timedelta(days=30)
SHORTEST_REASON = 10
Seen = Mapping[str, Sequence[object]]
"""What somebody saw when signing: by code of a fact, whether it was right and its value."""


ITEMS: tuple[Item, ...] = (
    Item("content", "content_team", _("Content"), _("Pages, mails and legal texts are in our own words.")),
    Item(
        "goods", "ecommerce_sme", _("Goods and prices"), _("What is for sale, and at which price, is right.")
    ),
    Item("payment", "ecommerce_sme", _("Payment"), _("Real money arrives, and goes back.")),
    Item("mail", "developer", _("Mail"), _("Mails reach mailboxes outside the house.")),
    Item("tax", "head_of_digital", _("Tax and seller"), _("Tax and the seller's facts are checked.")),
    Item("stock", "inventory_manager", _("Stock"), _("What is on the shelves is what the books say.")),
    Item("shipping", "logistics_manager", _("Shipping"), _("Parcels leave with a label and a carrier.")),
    Item("service", "customer_service", _("Service"), _("Customers reach somebody who can answer.")),
    Item("redirects", "marketing_manager", _("Redirects"), _("Old addresses lead to the new ones.")),
    Item("data", "tester", _("Test data"), _("Samples and test orders are out of the way.")),
)


def seen_of(facts: Sequence[Fact]) -> dict[str, list[object]]:
    """Return facts as a signature keeps them."""
    return {fact.code: [fact.ok, fact.value] for fact in facts}


def changed(seen: Seen, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that are not as they were when somebody signed."""
    now = seen_of(facts)
    return [fact for fact in facts if list(seen.get(fact.code, ())) != now[fact.code]]


def is_ready(
    facts: Sequence[Fact], seen: Seen | None, granted_until: dt.datetime | None, at: dt.datetime
) -> bool:
    """Say whether an item lets the launch go: right and signed as it is now, or granted for a time."""
    if granted_until is not None and granted_until > at:
        return True
    return seen is not None and all(fact.ok for fact in facts) and not changed(seen, facts)
