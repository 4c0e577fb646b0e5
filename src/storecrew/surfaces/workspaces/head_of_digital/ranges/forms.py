"""Forms of range reviews and plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.head_of_digital.ranges import words


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text, required=required)


class OfAssortment(forms.Form):
    """A form that shows what the assortment refused beside the field it is about."""

    def take(self, error: DomainError) -> None:
        """Add what was refused to the fields, or to the whole form."""
        refused = dict(error.details.get("fields") or {})
        for name, text in refused.items():
            self.add_error(name if name in self.fields else None, str(text))
        if not refused:
            self.add_error(None, str(error))

    def show_channels(self, actor: Actor) -> None:
        """Offer the channels that the actor may see."""
        found = [each for each in channels.all_channels() if actor.can_see("channel", each.code)]
        self.fields["channel_code"].choices = [(each.code, each.name) for each in found]  # type: ignore[attr-defined]


class OpenForm(OfAssortment):
    """What is looked at, when, and by whom."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    channel_code = forms.ChoiceField(label=gettext_lazy("Channel"))
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    collection = forms.ChoiceField(
        label=gettext_lazy("or collection"), required=False,
        help_text=gettext_lazy("A category is looked at with those below it."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Look back, in days"), initial=90, min_value=assortment.DAYS[0],
        max_value=assortment.DAYS[1],
    )  # fmt: skip
    held_on = _day(gettext_lazy("Held on"), gettext_lazy("It stands on the shared calendar."))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who attends and signs"), choices=assortment.OWNERS,
        widget=forms.CheckboxSelectMultiple, initial=["head_of_digital", "ecommerce_sme"],
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_channels(actor)
        self.fields["category"].choices = [("", "–"), *words.categories()]  # type: ignore[attr-defined]
        self.fields["collection"].choices = [("", "–"), *words.collections()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what `open_review` takes."""
        given = dict(self.cleaned_data)
        category = given.pop("category")
        return {**given, "category_id": int(category) if category else None}


class DecideForm(OfAssortment):
    """What becomes of a product."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=assortment.DECISIONS)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner_role = forms.ChoiceField(label=gettext_lazy("Owner"), choices=assortment.OWNERS)
    ends_on = _day(
        gettext_lazy("Last day"),
        gettext_lazy("For an end or a replacement: it sells off from today until then."),
        required=False,
    )
    successor_sku = forms.CharField(
        label=gettext_lazy("SKU of its successor"), max_length=128, required=False,
        help_text=gettext_lazy("For a replacement: its address leads there then."),
    )  # fmt: skip


class CloseForm(OfAssortment):
    """When the next one is."""

    next_on = _day(gettext_lazy("Next review on"), required=False)


class PlanForm(OfAssortment):
    """How many products, at which prices and margin."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    channel_code = forms.ChoiceField(label=gettext_lazy("Channel"))
    season = forms.CharField(
        label=gettext_lazy("Season"), max_length=20, help_text=gettext_lazy("Such as 2027-Q1 or winter 2027.")
    )
    planned = forms.IntegerField(label=gettext_lazy("Planned products"), min_value=1)
    margin = forms.IntegerField(
        label=gettext_lazy("Target margin in percent"), min_value=0, max_value=100, required=False
    )
    bands = forms.CharField(
        label=gettext_lazy("Price bands"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: from - below: products. The last may be open: 80 -: 2"),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_channels(actor)
        self.fields["category"].choices = words.categories()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what `save_plan` takes; raises InvalidRangePlan for a line that is no band."""
        given = dict(self.cleaned_data)
        margin = given.pop("margin")
        currency = channels.facts(given["channel_code"]).currency
        return {
            "category_id": int(given.pop("category")),
            "target_margin_bp": None if margin is None else margin * 100,
            **given,
            "bands": read_bands(given["bands"], currency),
        }


def read_bands(text: str, currency: str) -> list[tuple[int, int | None, int]]:
    """Read lines such as "20 - 50: 8" as bands in minor units. Raises InvalidRangePlan."""
    bands = []
    for line in text.splitlines():
        if not line.strip():
            continue
        ends, _colon, number = line.replace("–", "-").partition(":")
        low, _dash, high = ends.partition("-")
        try:
            bands.append((
                Money.parse(low.strip() or "0", currency).amount,
                Money.parse(high.strip(), currency).amount if high.strip() else None,
                int(number),
            ))  # fmt: skip
        except (ValueError, ArithmeticError, DomainError):
            words_of = {"bands": _("This is no band: %(line)s") % {"line": line.strip()[:80]}}
            raise assortment.InvalidRangePlan(fields=words_of) from None
    return bands


def bands_text(found: assortment.PlanFacts) -> str:
    """Write the bands of a plan as the form reads them."""
    return "\n".join(
        f"{band.low.decimal:f} - {f'{band.high.decimal:f}' if band.high else ''}: {band.planned}"
        for band in found.bands
    )
