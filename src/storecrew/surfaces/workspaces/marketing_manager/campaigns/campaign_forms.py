"""Forms of campaigns, of what is done for them, and of the lines of the strategy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity, Campaign, Goal, MarketingChannel, StrategyPlan
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.ui.backoffice.earlier import Sides
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.workspaces.marketing_manager.campaigns.words import IN_MONEY

_free: dict[str, Any] = {"required": False}
MOST_CHOICES = 200


def _lines(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def currencies() -> list[tuple[str, str]]:
    """Return the currencies of the shops, the first shop's first."""
    return [(code, code) for code in dict.fromkeys(each.currency for each in channels.all_channels())]


def typed(amount: int | None, currency: str) -> str:
    """Return an amount as people type it."""
    if amount is None:
        return ""
    places = exponent(currency)
    return f"{amount / 10**places:.{places}f}"


class MoneyForm(forms.Form):
    """Reads amounts in a currency that is known when the form is made or typed in it."""

    def amount(self, name: str, currency: str) -> int | None:
        """Return what was typed in minor units; None for nothing. Marks the field when it cannot be read."""
        text = str(self.cleaned_data.get(name) or "").strip()
        if not text:
            return None
        try:
            return Money.parse(text, currency).amount
        except DomainError as error:
            self.add_error(name, str(error))
            return None

    def goal_of(self, goal: str, currency: str) -> int:
        """Return the figure of a goal: money in minor units, everything else whole numbers."""
        text = str(self.cleaned_data.get("goal_value") or "").strip()
        if goal in IN_MONEY or not text:
            return self.amount("goal_value", currency) or 0
        if not text.replace(",", "").isdigit():
            self.add_error("goal_value", str(_("Write a whole number.")))
            return 0
        return int(text.replace(",", ""))


class CampaignForm(MoneyForm):
    """What a campaign is for and what it may cost."""

    name = forms.CharField(label=_("Name"), max_length=120)
    goal = forms.ChoiceField(label=_("Goal"), choices=Goal.choices)
    goal_value = forms.CharField(
        label=_("How much of it"), max_length=20, **_free, help_text=_("Such as 5000.00 or 300 orders: 300.")
    )
    audience = forms.CharField(label=_("Audience"), max_length=200, **_free)
    starts_at = MomentField(label=_("From"), **_free)
    ends_at = MomentField(label=_("Until"), **_free)
    currency = forms.ChoiceField(label=_("Currency"))
    budget = forms.CharField(label=_("Budget"), max_length=20, **_free)
    shop_channels = forms.MultipleChoiceField(
        label=_("Shops"), widget=forms.CheckboxSelectMultiple, **_free, help_text=_("None chosen: all.")
    )
    plan = forms.TypedChoiceField(label=_("Line of the strategy"), coerce=int, empty_value=None, **_free)
    utm_campaign = forms.CharField(
        label=_("Code in links"),
        max_length=60,
        **_free,
        help_text=_("utm_campaign of every link; empty: made from the name."),
    )
    brief = forms.CharField(
        label=_("Brief for the other teams"),
        max_length=5000,
        widget=_lines(5),
        **_free,
        help_text=_("What happens, when, what it brings for service and warehouse. They sign this off."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]
        self.fields["shop_channels"].choices = [(each.code, each.name) for each in channels.all_channels()]  # type: ignore[attr-defined]
        plans = [(row.pk, str(row)) for row in StrategyPlan.objects.all()[:MOST_CHOICES]]
        self.fields["plan"].choices = [("", "–"), *plans]  # type: ignore[attr-defined]

    def content(self) -> marketing.CampaignContent:
        """Return what was entered."""
        values = self.cleaned_data
        return marketing.CampaignContent(
            name=values["name"],
            goal=values["goal"],
            goal_value=self.goal_of(values["goal"], values["currency"]),
            currency=values["currency"],
            audience=values["audience"],
            brief=values["brief"],
            utm_campaign=values["utm_campaign"],
            shop_channels=tuple(values["shop_channels"]),
            budget=self.amount("budget", values["currency"]) or 0,
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            plan_id=values["plan"],
        )


def campaign_initial(row: Campaign) -> dict[str, Any]:
    """Return a campaign as its form shows it."""
    names = ("name", "goal", "audience", "starts_at", "ends_at", "currency", "shop_channels", "brief")
    found = {name: getattr(row, name) for name in (*names, "utm_campaign", "revision")}
    return found | {
        "plan": row.plan_id,
        "budget": typed(row.budget, row.currency),
        "goal_value": _goal_text(row),
    }


def campaign_sides(entry: AuditEntry) -> Sides:
    """Return what a change of a campaign found and what it left behind."""
    return _of_trail(entry.before or {}), _of_trail(entry.after or {})


def _of_trail(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the trail keeps of a campaign by field; its state follows from its steps."""
    values = {name: value for name, value in kept.items() if name not in ("state", "revision")}
    currency = kept.get("currency", "")
    for name in ("starts_at", "ends_at"):
        if values.get(name):
            values[name] = dt.datetime.fromisoformat(values[name])
    if "budget" in values:
        values["budget"] = typed(values["budget"], currency)
    goal, amount = values.get("goal_value"), values.pop("goal_amount", None)
    if goal or amount:
        values["goal_value"] = typed(amount, currency) if amount else str(goal)
    return values


def _goal_text(row: Campaign | StrategyPlan) -> str:
    if not row.goal_value:
        return ""
    return typed(row.goal_value, row.currency) if row.goal in IN_MONEY else str(row.goal_value)


class ActivityForm(MoneyForm):
    """What is done on one channel."""

    channel = forms.ChoiceField(label=_("Channel"), choices=MarketingChannel.choices)
    title = forms.CharField(label=_("What is done"), max_length=120)
    owner = forms.CharField(label=_("Who does it"), max_length=120)
    partner = forms.CharField(label=_("Partner"), max_length=120, **_free)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    cost = forms.CharField(label=_("Planned cost"), max_length=20, **_free)
    actual_cost = forms.CharField(
        label=_("What it did cost"), max_length=20, **_free, help_text=_("Empty until the bill is there.")
    )
    state = forms.ChoiceField(label=_("State"), choices=Activity.State.choices)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def content(self) -> marketing.ActivityContent:
        """Return what was entered."""
        values = self.cleaned_data
        return marketing.ActivityContent(
            channel=values["channel"],
            title=values["title"],
            owner=values["owner"],
            partner=values["partner"],
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            cost=self.amount("cost", self.currency) or 0,
            actual_cost=self.amount("actual_cost", self.currency),
            state=values["state"],
        )


def activity_initial(row: Activity, currency: str) -> dict[str, Any]:
    """Return an activity as its form shows it."""
    names = ("channel", "title", "owner", "partner", "starts_at", "ends_at", "state")
    found = {name: getattr(row, name) for name in names}
    return found | {"cost": typed(row.cost, currency), "actual_cost": typed(row.actual_cost, currency)}


class BindForm(forms.Form):
    """Which promotion a campaign tells of; with ``bound``, which of these it tells of no more."""

    promotion = forms.TypedChoiceField(label=_("Promotion"), coerce=int)

    def __init__(self, *args: Any, bound: Collection[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Promotion.objects.exclude(state=Promotion.State.ENDED)
            if bound is None
            else Promotion.objects.filter(pk__in=bound)
        )
        choices = list(rows.order_by("name", "pk").values_list("pk", "name")[:MOST_CHOICES])
        self.fields["promotion"].choices = choices  # type: ignore[attr-defined]

    def content(self) -> int:
        """Return the id of the promotion."""
        return int(self.cleaned_data["promotion"])


class PlanForm(MoneyForm):
    """A line of the strategy."""

    audience = forms.CharField(label=_("Audience"), max_length=120)
    channel = forms.ChoiceField(label=_("Channel"), choices=MarketingChannel.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[(number, f"Q{number}") for number in (1, 2, 3, 4)], coerce=int
    )
    goal = forms.ChoiceField(label=_("Goal"), choices=Goal.choices)
    goal_value = forms.CharField(label=_("How much of it"), max_length=20, **_free)
    currency = forms.ChoiceField(label=_("Currency"))
    budget = forms.CharField(label=_("Budget"), max_length=20, **_free)
    positioning = forms.CharField(
        label=_("What we offer them and why they should care"), max_length=3000, widget=_lines(3), **_free
    )
    outcome = forms.CharField(
        label=_("What we learned"),
        max_length=3000,
        widget=_lines(3),
        **_free,
        help_text=_("The money that was spent follows from the campaigns."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]

    def content(self) -> marketing.PlanContent:
        """Return what was entered."""
        values = self.cleaned_data
        names = ("audience", "channel", "year", "quarter", "goal", "currency", "positioning", "outcome")
        return marketing.PlanContent(
            **{name: values[name] for name in names},
            goal_value=self.goal_of(values["goal"], values["currency"]),
            budget=self.amount("budget", values["currency"]) or 0,
        )


def plan_initial(row: StrategyPlan) -> dict[str, Any]:
    """Return a line of the strategy as its form shows it."""
    names = ("audience", "channel", "year", "quarter", "goal", "currency", "positioning", "outcome")
    found = {name: getattr(row, name) for name in names}
    return found | {"budget": typed(row.budget, row.currency), "goal_value": _goal_text(row)}
