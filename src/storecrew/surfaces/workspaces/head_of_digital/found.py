"""What the palette finds of the head of digital, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.assortment.models import RangeReview
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.health.models import Launch
from storecrew.contexts.people.models import User
from storecrew.surfaces.ui.backoffice.kinds import Kind, every, register_action, register_kind
from storecrew.surfaces.ui.backoffice.parts import within

register_kind(
    Kind(
        "people.user",
        _("Person"),
        "people_record",
        "people.read",
        lambda actor: User.objects.filter(is_staff=True),
        by=(),
    )
)
register_kind(
    Kind(
        "budgets.budgetline",
        _("Budget line"),
        "budget_line",
        "budgets.read",
        lambda actor: BudgetLine.objects.filter(plan__state=BudgetPlan.State.HOLDS),
    )
)
register_kind(
    Kind(
        "assortment.review",
        _("Range review"),
        "range_reviews_record",
        "assortment.read",
        lambda actor: within(RangeReview.objects.all(), actor, channel="channel__code"),
    )
)
register_kind(Kind("health.launch", _("Launch"), "launches_record", "work.read", every(Launch)))

for _label, _page in (
    (_("Add a person"), "people_add"),
    (_("New role"), "roles_add"),
    (_("New team"), "teams_add"),
):
    register_action(_label, _page)
