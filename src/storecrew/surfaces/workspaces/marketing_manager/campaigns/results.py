"""What a campaign has brought so far: how far its goal is reached, what is left after all costs (MKT-13)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.campaigns.words import IN_MONEY

RAN = ("live", "paused", "ended")


def result(known: marketing.CampaignFacts, actor: Actor) -> list[FactGroup]:
    """Return the result of a campaign that has run; costs only for those who may know them."""
    if known.state not in RAN:
        return []
    found = insights.campaign_return(known)
    reached = insights.goal_reached(known, found, at=clock.now())
    facts = [Fact(_("Reached of the goal"), reached_words(known, reached))]
    if known.goal != "orders":
        facts.append(Fact(_("Orders"), len(found.orders), "number"))
    if actor.can("pricing.cost_read"):
        left = Money(found.result, found.currency)
        where = reverse("campaign_return", args=[known.id])
        facts.append(Fact(_("Left after all costs"), left, "money", why_url=where, why=_("How it adds up")))
    return [FactGroup(_("Result") if known.state == "ended" else _("Result so far"), facts)]


def reached_words(known: marketing.CampaignFacts, reached: int) -> str:
    """Return a figure with its share of what was aimed at, such as "€1,200.00 (24 %)"."""
    words = Money(reached, known.currency).format() if known.goal in IN_MONEY else f"{reached:,}"
    return f"{words} ({percent(reached, known.goal_value, 0)})" if known.goal_value else words
