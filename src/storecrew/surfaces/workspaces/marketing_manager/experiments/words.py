"""Experiments in plain words: what is known, what is not, and why it is hidden."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.ui.numbers import signed as signed_number
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import locale, number

TONES = {"draft": "neutral", "running": "info", "paused": "warning", "done": "good", "decided": "neutral"}
LETTERS = "ABCD"
SORTS: dict[str, Text] = {
    "merchandised": gettext_lazy("Recommended"),
    "best_sellers": gettext_lazy("Best sellers"),
    "rating": gettext_lazy("Best rated"),
    "newest": gettext_lazy("Newest"),
    "price_asc": gettext_lazy("Lowest price first"),
    "price_desc": gettext_lazy("Highest price first"),
}
RAILS: dict[str, Text] = {
    "returned": gettext_lazy("Buyers who send something back"),
    "contacted": gettext_lazy("Buyers who ask about their order"),
}
PAGES: dict[str, Text] = {
    "button": gettext_lazy("All product pages"), "block": gettext_lazy("All product pages"),
}  # fmt: skip


def status(row: Experiment) -> Status:
    """Return the state as the lists show it."""
    if row.in_effect:
        return Status(_("Taken: %(letter)s for everybody") % {"letter": LETTERS[row.winner or 0]}, "good")
    return Status(row.get_state_display(), TONES[row.state])


def where(row: Experiment) -> str:
    """Return which pages it is on."""
    return f"/c/{row.path}/" if row.path else str(PAGES.get(row.kind, ""))


def content(row: Experiment, place: int) -> str:
    """Return what a variant shows."""
    what = row.variants[place]["content"]
    if "sort" in what:
        return str(SORTS.get(what["sort"], what["sort"]))
    words = [f"{code}: {text}" for code, text in sorted(what.items()) if text]
    return " · ".join(words) or _("as it is today")


def value(row: Experiment, amount: float, metric: str = "", *, signed: bool = False) -> str:  # not money: any
    """Write a value of a metric: a share in percent, or money per visitor."""
    if (metric or row.metric) == "revenue":
        text = Money(round(amount), currency(row)).format(locale())
        return f"+{text}" if signed and amount > 0 else text
    if not signed:
        return percent(amount, 1, 2)
    return _("%(points)s points") % {"points": signed_number(round(amount * 100, 2), "#,##0.00")}


def currency(row: Experiment) -> str:
    """Return the currency of the experiment's shop."""
    every = channels.all_channels(include_inactive=True)
    return next(one.currency for one in every if one.id == row.channel_id)


def metric_words(metric: str) -> str:
    """Return the name of a metric."""
    return str(dict(Experiment.Metric.choices)[metric])


def verdict(row: Experiment, found: insights.Finding) -> Status:
    """Return what a comparison says, in words."""
    if not found.clear:
        return Status(_("No difference that is more than chance"), "neutral")
    if found.difference > 0:
        return Status(_("Better than A"), "good")
    return Status(_("Worse than A"), "bad")


def next_step(row: Experiment, found: insights.ExperimentReading) -> str:
    """Return what is to be done or waited for."""
    if row.state == "draft":
        return _("Look at the size and the duration, then start it.")
    if row.state == "paused":
        return _("Everybody sees A. Let it go on, or keep A.")
    if row.state == "decided":
        return _("Nothing: it is decided.")
    if found.hidden == "ratio":
        return _("Find out why visitors are lost in one variant, keep A, and plan it anew.")
    if row.state == "running" and any(rail.broken for rail in found.rails):
        return _("It goes on although it does harm. It is paused again when the harm grows by a tenth.")
    if row.state == "done":
        return _("Decide: keep A or take a variant.")
    return _("Wait. Looking earlier would call chance a result.")


def hidden(row: Experiment, found: insights.ExperimentReading) -> str:
    """Say why there are no results yet."""
    if found.hidden == "ratio":
        return _(
            "The visitors were not handed out in the planned shares; chance does so less than once in a "
            "thousand times. Something loses visitors in one variant, so the results are not shown: they "
            "would be wrong."
        )
    if found.hidden == "few":
        return _("There are too few visitors or too few who act for any result.")
    left = sum(max(0, needed - one.visitors) for needed, one in zip(row.required, found.sums, strict=True))
    text = _(
        "Results are hidden until every variant has its planned visitors. Who looks every day and stops when "
        "it looks good finds differences where there are none, several times as often as agreed."
    )
    if not left:
        return f"{text} {_('The size is reached; a whole week is waited for.')}"
    togo = ngettext("%(count)s visitor is missing.", "%(count)s visitors are missing.", left) % {
        "count": number(left)
    }
    return f"{text} {togo}"


def paused(row: Experiment) -> str:
    """Say why it is paused: by a person's words, or by the guard-rails that broke."""
    parts = [one.split(":") for one in row.paused_why.split(";")]
    if any(len(one) not in (3, 4) or one[0] not in RAILS for one in parts):
        return row.paused_why
    return "; ".join(_broken(*one) for one in parts)


def _broken(name: str, now: str, then: str, variant: str = "") -> str:
    said = _("%(what)s: %(value)s instead of %(control)s") % {
        "what": RAILS[name],
        "value": percent(float(now), 1),
        "control": percent(float(then), 1),
    }
    return f"{LETTERS[int(variant)]}: {said}" if variant else said


def duration(row: Experiment) -> str:
    """Say how long it takes with the visitors of now."""
    found = insights.days_for(row.required, row.per_day)
    if found is None:
        return _("Not known: no recognized visitors were counted on these pages.")
    weeks = ngettext("%(count)s week", "%(count)s weeks", found // 7) % {"count": number(found // 7)}
    if found > insights.LONGEST_DAYS:
        return _("%(weeks)s: too long. Look for a larger effect, or on pages with more visitors.") % {
            "weeks": weeks
        }
    return weeks
