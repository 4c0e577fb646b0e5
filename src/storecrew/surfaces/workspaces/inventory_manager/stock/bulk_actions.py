"""What can be done to many stock levels of the list at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.undo import Done, Undo, register_undo


class ThresholdForm(forms.Form):
    """From which number on stock is low."""

    threshold = forms.IntegerField(
        label=gettext_lazy("Low from"),
        min_value=0,
        max_value=1_000_000,
        help_text=gettext_lazy("As many units or fewer are low: it warns, and promotions look at it."),
    )


def _effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    wanted = ask.answers["threshold"]
    same = _("is so already")
    return [
        Effect(
            f"{row.variant.sku} · {row.location.name}",
            str(row.low_threshold),
            str(wanted),
            same if row.low_threshold == wanted else "",
        )
        for row in rows
    ]


def _set(ask: BulkRequest) -> Done:
    wanted = ask.answers["threshold"]
    changing = ask.rows.exclude(low_threshold=wanted)
    before = [list(each) for each in changing.values_list("variant_id", "location__code", "low_threshold")]
    count = _apply(((variant, place, wanted) for variant, place, _old in before), ask.actor, ask.at)
    words = ngettext("%(n)s level changed.", "%(n)s levels changed.", count) % {"n": count}
    return Done(words, Undo("inventory.thresholds", {"before": before}) if count else None)


def _apply(wanted: Iterable[Sequence[Any]], actor: Actor, at: datetime) -> int:
    """Set thresholds, location by location."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for variant_id, place, threshold in wanted:
        groups[place, threshold].append(variant_id)
    return sum(
        inventory.set_low_threshold(ids, threshold, location_code=place, actor=actor, at=at)
        for (place, threshold), ids in sorted(groups.items())
    )


def _back(payload: dict[str, Any], actor: Actor, at: datetime) -> str:
    _apply(payload["before"], actor, at)
    return _("The levels are low from where they were before.")


register_undo("inventory.thresholds", _back)

THRESHOLD = BulkAction(
    "threshold",
    gettext_lazy("Set when it is low"),
    _set,
    _effects,
    permission="inventory.write",
    form=ThresholdForm,
)
