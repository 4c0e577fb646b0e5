"""One page from which everything of marketing is opened and read, with what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising.models import AdGroup
from storecrew.contexts.affiliates.models import Commission, Partner
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import (
    Agency,
    Campaign,
    CustomerPicture,
    Flow,
    Mailing,
    Mention,
    OnsiteMessage,
    PrintPiece,
    Segment,
    SocialPost,
    StrategyPlan,
)
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.registry import Text


@dataclass(frozen=True)
class Kind:
    """A kind of object: where its list is, its rows, and which of them need somebody."""

    label: Text
    url: str
    model: type[Model]
    needs: Q | None = None


KINDS: tuple[Kind, ...] = (
    Kind(gettext_lazy("Campaigns"), "campaigns", Campaign, Q(state="stopped")),
    Kind(gettext_lazy("Strategy"), "strategy", StrategyPlan),
    Kind(gettext_lazy("Promotions"), "promotions", Promotion),
    Kind(gettext_lazy("Mailings"), "mailings", Mailing),
    Kind(gettext_lazy("Flows"), "flows", Flow),
    Kind(gettext_lazy("Segments"), "segments", Segment),
    Kind(gettext_lazy("On-site messages"), "onsite_messages", OnsiteMessage),
    Kind(gettext_lazy("Print"), "prints", PrintPiece),
    Kind(gettext_lazy("Posts"), "posts", SocialPost, Q(state="stopped")),
    Kind(gettext_lazy("Mentions"), "mentions", Mention, Q(state="new")),
    Kind(gettext_lazy("Pictures of customers"), "customer_pictures", CustomerPicture, Q(permission="asked")),
    Kind(gettext_lazy("Ad groups"), "ad_groups", AdGroup),
    Kind(gettext_lazy("Partners"), "partners", Partner),
    Kind(gettext_lazy("Commissions"), "commissions", Commission, Q(state="flagged")),
    Kind(gettext_lazy("Agencies"), "agencies", Agency),
)


@workspace_page(permission="marketing.oversee")
def oversight(request: HttpRequest) -> HttpResponse:
    """Show every kind of object of marketing with how many there are, and what waits."""
    actor, today = request_actor(request), channels.house_day(clock.now())
    lines: list[dict[str, Any]] = []
    for kind in KINDS:
        rows = kind.model._default_manager.all()
        lines.append(
            {
                "label": kind.label,
                "url": reverse(kind.url),
                "count": rows.count(),
                "needs": rows.filter(kind.needs).count() if kind.needs is not None else 0,
            }
        )
    plan = budgets.plan_that_holds(today)
    standings = budgets.standing_of(plan.pk, today=today)[0] if plan else []
    bad = sum(each.state in ("over", "committed", "will") for each in standings)
    lines.append({"label": _("Budgets"), "url": reverse("budgets"), "count": len(standings), "needs": bad})
    context = {
        "header_title": _("Marketing at a glance"),
        "lines": lines,
        "waiting": approvals.waiting_for(actor).count(),
    }
    return render(request, "head_of_digital/oversight.html", context)
