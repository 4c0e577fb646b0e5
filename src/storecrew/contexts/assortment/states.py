"""The words of range reviews, for tables and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DECISIONS = (
    ("keep", _("Keep")),
    ("push", _("Push")),
    ("reprice", _("Reprice")),
    ("end", _("End of life")),
    ("replace", _("Replace")),
)
ENDING = ("end", "replace")
OWNERS = (
    ("ecommerce_sme", _("E-commerce SME")),
    ("head_of_digital", _("Head of Digital")),
    ("marketing_manager", _("Marketing Manager")),
    ("content_team", _("Content Team")),
    ("inventory_manager", _("Inventory Manager")),
    ("customer_service", _("Customer Service")),
)
"""Roles that may attend a review, and own what it decides."""
