"""The list of campaigns: for marketing to steer, for the other teams to know what comes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, Goal, MarketingChannel
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.marketing_manager.campaigns import words
from storecrew.surfaces.workspaces.marketing_manager.promotions.people_needed import off_by


def _by_channel(rows: QuerySet[Campaign], op: str, values: list[str]) -> QuerySet[Campaign]:
    del op
    return rows.filter(activities__channel__in=values).distinct()


class CampaignList(Listing):
    """Campaigns in every state, with their money."""

    code = "marketing.campaigns"
    title = _("Campaigns")
    permission = "marketing.read"
    search_fields = ("name", "audience", "utm_campaign", "activities__title")
    search_hint = _("Name, audience, tracking name or activity")
    default_sort = "-from"
    empty_title = _("No campaigns yet")
    empty_text = _(
        "Say what a campaign is for, what it may cost and what happens on which channel. "
        "The other teams sign it off before it starts."
    )
    columns = (
        Column("name", _("Campaign"), sort="name", primary=True),
        Column("state", _("State"), words.status, kind="status", sort="state"),
        Column("goal", _("Goal"), words.goal, sort="goal"),
        Column("audience", _("Audience"), "audience"),
        Column("from", _("From"), "starts_at", kind="datetime", sort="starts_at"),
        Column("until", _("Until"), "ends_at", kind="datetime", sort="ends_at"),
        Column(
            "budget", _("Planned"), lambda row: Money(row.budget, row.currency), kind="money", sort="budget"
        ),
        Column("committed", _("Committed"), "committed", kind="money"),
        Column("actual", _("Spent"), "actual", kind="money", default=False),
        Column("off", _("Forecast off by"), "off", kind="status", default=False),
        Column("code", _("Code in links"), "utm_campaign", default=False),
        Column("by", _("Made by"), "created_by", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=Campaign.State.choices),
        Filter("goal", _("Goal"), "choice", "goal", choices=Goal.choices),
        Filter("channel", _("Channel"), "choice", choices=MarketingChannel.choices, apply=_by_channel),
        Filter("from", _("From"), "date", "starts_at"),
        Filter("until", _("Until"), "date", "ends_at"),
    )
    views = (
        SystemView(_("Live"), "f.state=live"),
        SystemView(_("Coming"), "f.state=scheduled&sort=from"),
        SystemView(_("Needs a look"), "f.state=paused&f.state=stopped"),
        SystemView(_("Drafts"), "f.state=draft"),
        SystemView(
            _("Over"), "f.state=ended&sort=-until&columns=name,state,goal,from,until,budget,actual,off"
        ),
    )

    def rows(self) -> QuerySet[Campaign]:
        """Return all campaigns."""
        return Campaign.objects.all()

    def load(self, rows: list[Any]) -> list[Any]:
        """Add the money of a page of campaigns, and how right their forecasts were; three queries."""
        found = marketing.budgets([row.pk for row in rows])
        kept = {
            each.campaign_id: off_by(each.weeks, each.actual)
            for each in marketing.compared_forecasts().filter(campaign__in=rows).order_by("pk")
        }
        for row in rows:
            row.off = kept.get(row.pk)
            row.committed = Money(found[row.pk].committed, row.currency)
            row.actual = Money(found[row.pk].actual, row.currency)
        return rows

    def row_url(self, row: Campaign) -> str:
        """Return the page of the campaign."""
        return reverse("campaign", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (_("New campaign"), reverse("campaign_add")) if self.actor.can("marketing.write") else None
