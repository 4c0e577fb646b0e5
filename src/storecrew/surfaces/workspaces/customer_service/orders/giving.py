"""What is given away: an order that is no sale, to whom its goods go; and goodwill for the guest of one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Action, Fact, Related


def marks(order: orders.OrderFacts) -> list[Status]:
    """Say what an order is that is no sale."""
    check = [Status(_("Check order"), "info")] if order.is_check else []
    return check + ([Status(_("Product seeding"), "info")] if order.purpose else [])


def goodwill_actions(order: orders.OrderFacts, actor: Actor) -> list[Action]:
    """Lead to goodwill for a guest; who has an account is given it on the customer's page."""
    if order.customer_id is not None or not order.email or order.purpose or order.is_check:
        return []
    if not actor.can("loyalty.goodwill"):
        return []
    return [Action(_("Give goodwill"), reverse("orders_goodwill", args=[order.number]))]


def why_actions(order: orders.OrderFacts, actor: Actor) -> list[Action]:
    """Lead to the conditions of promotions, as they were for this order (CS-9)."""
    if order.purpose or order.is_check or not actor.can("promotions.read"):
        return []
    asked = f"{reverse('promotions_why')}?{urlencode({'where': order.number})}"
    return [Action(_("Why did a promotion not apply?"), asked)]


def given_away(order: orders.OrderFacts, actor: Actor) -> list[Related]:
    """Lead from products that were sent to a partner to the partner; nothing for a sale."""

    def partner(key: int) -> str:
        return link("partner", key) if actor.can("affiliates.read") else ""

    found = affiliates.seedings(order_id=order.id) if order.purpose else []
    return [
        Related(
            _("Products for a partner"),
            [
                Fact(_("Partner"), each.partner, url=partner(each.partner_id)),
                Fact(_("What for"), each.note),
                Fact(_("Cost center"), each.cost_center),
                Fact(_("Campaign"), each.campaign or "–"),
            ],
            text=_("It costs the partner nothing and is no sale: no revenue, no points, no review."),
        )
        for each in found
    ]
