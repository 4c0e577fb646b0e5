"""Telling every process that what is active has changed."""

from __future__ import annotations

import secrets

from storecrew.contexts.promotions.models import ActiveSet
from storecrew.kernel import revisions


def renew_active() -> None:
    """Change the token of what is active, in the transaction of the change."""
    ActiveSet.objects.update_or_create(pk=1, defaults={"token": secrets.token_urlsafe(16)})
    revisions.bump_on_commit("promotions")
