"""System checks: which gateways are switched on, and whether they can work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from storecrew.contexts.payments.providers.registry import known_codes


@register()
def check_gateways(**_options: Any) -> list[CheckMessage]:
    """Name gateways that do not exist or lack their secret."""
    problems: list[CheckMessage] = []
    for entry in settings.STORECREW_GATEWAYS:
        code = entry.rpartition(":")[2]
        if code not in known_codes():
            known = ", ".join(sorted(known_codes()))
            problems.append(
                Error(f"There is no gateway {code!r}.", hint=f"Use one of {known}.", id="payments.E001")
            )
        if code == "stripe":
            problems.extend(
                Error(f"Stripe needs {name}.", hint="Set it in the environment.", id="payments.E002")
                for name in ("STORECREW_STRIPE_SECRET_KEY", "STORECREW_STRIPE_WEBHOOK_SECRET")
                if not getattr(settings, name, "")
            )
    return problems
