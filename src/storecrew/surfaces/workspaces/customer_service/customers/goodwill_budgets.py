"""Which budget pays what an agent gives: a field of its own where there is more than one to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

FIELD = "budget"


def add_choice(form: forms.Form, actor: Actor, currencies: Iterable[str], *, before: str) -> None:
    """Let the form ask which budget pays, in front of another field, where there is something to choose."""
    now = clock.now()
    usable = [
        row for currency in currencies for row in loyalty.usable_budgets(actor, currency=currency, at=now)
    ]
    if len(usable) < 2:
        return
    choices = [("", _("The first that has enough left")), *((str(row.pk), _words(row)) for row in usable)]
    form.fields[FIELD] = forms.ChoiceField(label=gettext_lazy("Paid by"), choices=choices, required=False)
    names = list(form.fields)
    names.insert(names.index(before), names.pop())
    form.order_fields(names)


def chosen(values: Mapping[str, Any]) -> int | None:
    """Return the id of the budget that was chosen; None for the first that has enough left."""
    return int(values[FIELD]) if values.get(FIELD) else None


def _words(row: Any) -> str:
    left = Money(row.cap - row.spent, row.currency).format()
    return _("%(name)s (%(left)s left)") % {"name": row.name, "left": left}
