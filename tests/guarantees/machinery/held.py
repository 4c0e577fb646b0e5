"""What the demo store holds: records in the states that people work with."""

from __future__ import annotations

from collections.abc import Iterator

HELD = (
    ("inventory.ArticleCode", "state", {"unused", "given", "burned"}),
    ("shipping.DamageClaim", "state", {"filed", "accepted", "refused", "withdrawn"}),
    ("shipping.AddressHold", "state", {"open", "asked"}),
    ("purchasing.Proposal", "state", {"open"}),
    ("purchasing.QuotationRequest", "state", {"draft", "sent", "ordered"}),
    ("fulfillment.PackagingChange", "state", {"open", "accepted", "done"}),
    ("fulfillment.Substitution", "state", {"asked"}),
    ("imports.SheetRun", "kind", {"stock", "counts", "purchase_orders"}),
    ("catalog.PlannedEnd", "product__status", {"live"}),
)


def not_held() -> Iterator[str]:
    """Yield what is missing, a line each."""
    from django.apps import apps

    from storecrew.contexts.customers.models import Customer
    from storecrew.contexts.shipping.models import ServiceRule
    from storecrew.demo.steps import trade

    for label, field, states in HELD:
        there = set(apps.get_model(label)._default_manager.values_list(field, flat=True))
        if states - there:
            yield f"no {label} is {', '.join(sorted(states - there))}"
    if (rules := ServiceRule.objects.count()) != 5:
        yield f"{rules} rules of services instead of 5"
    if not Customer.objects.filter(user__email=trade.REGULAR, user__is_staff=False).exclude(name="").exists():
        yield "the regular customer has no name"
