"""Experiments of a campaign with their results, hidden as long as they mean nothing (MKT-4)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.contexts.marketing.models import Campaign
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.workspaces.marketing_manager.experiments import words


def trials(row: Campaign, actor: Actor) -> list[Table]:
    """Return a table of the experiments that belong to a campaign, for those who may see them."""
    found = insights.experiments_of(row.pk) if actor.can("reports.read") else []
    if not found:
        return []
    rows = [
        (one.name, words.where(one), one.get_metric_display(), words.status(one), *_result(one))
        for one in found
    ]
    return [
        Table(
            _("Experiments of it"),
            (_("Experiment"), _("Pages"), _("What decides"), _("State"), _("Difference"), _("What it says")),
            rows,
            kinds=("text", "text", "text", "status", "text", "status"),
            row_urls=[reverse("experiment", args=[one.pk]) for one in found],
        )
    ]


def _result(row: Experiment) -> tuple[str, Status]:
    """Return the difference of the best variant and what it says; nothing before it means something."""
    if row.state == "draft":
        return "–", Status(_("not begun"), "neutral")
    found = insights.experiment_reading(row)
    best = max(found.findings, key=lambda one: one.difference, default=None)
    if best is None:
        return "–", Status(_("too early to say"), "neutral")
    return f"{words.LETTERS[best.variant]}: {words.value(row, best.difference, signed=True)}", words.verdict(
        row, best
    )
