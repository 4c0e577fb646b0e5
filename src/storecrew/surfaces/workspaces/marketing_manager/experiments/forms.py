"""The forms of experiments: the plan, and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.contexts.marketing.models import Campaign
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.marketing_manager.experiments import words

_free: dict[str, Any] = {"required": False}
LANGUAGES = (("en", gettext_lazy("English")), ("ko", gettext_lazy("Korean")))
LONGEST = {"button": 40, "block": 200}
HUNDRED = 100
MOST_CAMPAIGNS = 200


class ExperimentForm(forms.Form):
    """The plan: what is believed, how it is measured, and what differs."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    hypothesis = forms.CharField(
        label=gettext_lazy("Hypothesis"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Because …, we believe that …, and will see it in …"),
    )
    owner = forms.CharField(label=gettext_lazy("Who decides"), max_length=120)
    channel = forms.TypedChoiceField(label=gettext_lazy("Shop"), coerce=int)
    campaign = forms.TypedChoiceField(
        label=gettext_lazy("Campaign"),
        **_free,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Its result stands on the campaign's record."),
    )
    path = forms.ChoiceField(label=gettext_lazy("Category"))
    metric = forms.ChoiceField(
        label=gettext_lazy("What decides"),
        choices=Experiment.Metric.choices,
        help_text=gettext_lazy("One only. The others are shown beside it, corrected for their number."),
    )
    effect = forms.FloatField(
        label=gettext_lazy("Smallest change worth finding (%)"),
        initial=10,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy(
            "10 means that 5.0% would become 5.5%. Half of it needs four times the visitors."
        ),
    )
    method = forms.ChoiceField(label=gettext_lazy("When it is read"), choices=Experiment.Method.choices)
    alpha = forms.FloatField(
        label=gettext_lazy("Chance of a false alarm (%)"), initial=5, min_value=0.1, max_value=20
    )
    power = forms.FloatField(
        label=gettext_lazy("Chance to find it if it is there (%)"), initial=80, min_value=50, max_value=99
    )
    baseline = forms.FloatField(
        label=gettext_lazy("As it is today"),
        **_free,
        min_value=0,
        help_text=gettext_lazy(
            "In percent of the visitors, or money per visitor. Empty: as counted in the last four weeks."
        ),
    )
    spread = forms.FloatField(
        label=gettext_lazy("Standard deviation of the revenue per visitor"),
        **_free,
        min_value=0,
        help_text=gettext_lazy("Only with a revenue of your own above."),
    )
    harm_returns = forms.FloatField(
        label=gettext_lazy("Pause when returns rise by (points)"), initial=3, min_value=0.5, max_value=50
    )
    harm_contacts = forms.FloatField(
        label=gettext_lazy("Pause when questions rise by (points)"), initial=3, min_value=0.5, max_value=50
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["channel"].choices = [(one.id, one.name) for one in channels.all_channels()]  # type: ignore[attr-defined]
        running = Campaign.objects.exclude(state=Campaign.State.ENDED).order_by("-starts_at", "-pk")
        known = [*running.values_list("pk", "name")[:MOST_CAMPAIGNS]]
        chosen = Campaign.objects.filter(pk=self.initial.get("campaign") or 0).values_list("pk", "name")
        self.fields["campaign"].choices = [("", "–"), *dict([*chosen, *known]).items()]  # type: ignore[attr-defined]
        if kind == "sort":
            self.fields["path"].choices = list(_categories(catalog.category_tree()))  # type: ignore[attr-defined]
        else:
            del self.fields["path"]
        for place, letter in enumerate(words.LETTERS):
            for name, field in _variant_fields(kind, letter, place).items():
                self.fields[name] = field
        self.variant_field = "b_sort" if kind == "sort" else "b_en"

    def content(self) -> insights.ExperimentContent:
        """Return what was entered."""
        values = self.cleaned_data
        channel = next(one for one in channels.all_channels() if one.id == values["channel"])
        scale = Money.parse("100", channel.currency).amount / HUNDRED  # not money: minor units of one
        revenue = values["metric"] == "revenue"
        baseline = values["baseline"]
        return insights.ExperimentContent(
            name=values["name"],
            hypothesis=values["hypothesis"],
            owner=values["owner"],
            channel_id=channel.id,
            kind=self.kind,
            path=values.get("path", ""),
            variants=tuple(self._variants(values)),
            metric=values["metric"],
            method=values["method"],
            effect=values["effect"],
            baseline=None if baseline is None else baseline * scale if revenue else baseline / HUNDRED,
            spread=(values["spread"] or 0) * scale if revenue and baseline is not None else None,
            alpha=values["alpha"] / HUNDRED,
            power=values["power"] / HUNDRED,
            harm_returns=values["harm_returns"],
            harm_contacts=values["harm_contacts"],
            campaign_id=values["campaign"],
        )

    def _variants(self, values: Mapping[str, Any]) -> Iterable[tuple[str, int, Mapping[str, str]]]:
        for place, letter in enumerate(words.LETTERS):
            low = letter.lower()
            if self.kind == "sort":
                what = {"sort": values[f"{low}_sort"]}
            else:
                what = {code: values[f"{low}_{code}"].strip() for code, _name in LANGUAGES}
            weight = values[f"{low}_weight"]
            if place < 2 or weight:
                yield letter, weight or 0, what


def _variant_fields(kind: str, letter: str, place: int) -> dict[str, forms.Field]:
    low, needed = letter.lower(), place < 2
    title = _("%(letter)s, as today") if not place else _("Variant %(letter)s")
    title = title % {"letter": letter}
    found: dict[str, forms.Field] = {}
    if kind == "sort":
        choices = [*words.SORTS.items()] if needed else [("", "–"), *words.SORTS.items()]
        found[f"{low}_sort"] = forms.ChoiceField(label=title, choices=choices, required=needed)
    else:
        for code, language in LANGUAGES:
            found[f"{low}_{code}"] = forms.CharField(
                label=f"{title}: {language}",
                max_length=LONGEST[kind],
                required=False,
                help_text=_("Empty: what the shop shows today.") if not place else "",
            )
    found[f"{low}_weight"] = forms.IntegerField(
        label=_("Share of %(letter)s") % {"letter": letter},
        min_value=1,
        max_value=100,
        required=needed,
        initial=50 if needed else None,
        help_text="" if needed else _("Empty: there is no such variant."),
    )
    return found


def _categories(nodes: Iterable[Any], depth: int = 0) -> Iterable[tuple[str, str]]:
    for node in nodes:
        yield node.url_path, f"{'– ' * depth}{node.name}"
        yield from _categories(node.children, depth + 1)


def initial_of(row: Experiment) -> dict[str, Any]:
    """Return an experiment as its form shows it."""
    names = (
        "name",
        "hypothesis",
        "owner",
        "path",
        "metric",
        "method",
        "effect",
        "harm_returns",
        "harm_contacts",
    )
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    found |= {
        "channel": row.channel_id,
        "campaign": row.campaign_id,
        "alpha": row.alpha * HUNDRED,
        "power": row.power * HUNDRED,
    }
    for letter, one in zip("abcd", row.variants, strict=False):
        found |= {f"{letter}_{name}": text for name, text in one["content"].items()}
        found[f"{letter}_weight"] = one["weight"]
    return found


class DecisionForm(forms.Form):
    """Which variant, and why."""

    winner = forms.TypedChoiceField(label=gettext_lazy("Decision"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, row: Experiment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(0, _("Keep A: %(what)s") % {"what": words.content(row, 0)})]
        for place in range(1, len(row.variants)):
            what = {"letter": words.LETTERS[place], "what": words.content(row, place)}
            choices.append((place, _("Take %(letter)s for everybody: %(what)s") % what))
        self.fields["winner"].choices = choices  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return what was entered."""
        return {"winner": self.cleaned_data["winner"], "reason": self.cleaned_data["reason"]}
