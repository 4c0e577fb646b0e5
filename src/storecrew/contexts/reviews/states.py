"""The words of reviews, for tables and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WAITING, PUBLISHED, REFUSED = "waiting", "published", "refused"
STATES = (
    (WAITING, _("Waits for a look")),
    (PUBLISHED, _("In the shop")),
    (REFUSED, _("Not published")),
)
REASONS = (
    ("insult", _("Insults or threatens somebody")),
    ("personal", _("Names private details of somebody")),
    ("other_topic", _("Is not about the product")),
    ("advertising", _("Advertises something")),
    ("unlawful", _("Breaks the law")),
    ("fake", _("Was not written by a buyer, or for a reward")),
)
"""Why a review is not published or is reported. Few stars are no reason."""
