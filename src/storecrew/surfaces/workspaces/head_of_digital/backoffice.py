"""What the Head of Digital's workspace adds to the menu, the home and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people.models import User
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_palette_source,
)
from storecrew.surfaces.workspaces.head_of_digital import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.head_of_digital import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.head_of_digital import setup as _setup  # noqa: F401
from storecrew.surfaces.workspaces.head_of_digital.launch import facts as _launch_facts  # noqa: F401

register_menu(gettext_lazy("Live operations"), "live", "history", "orders.read", "orders", order=5)
register_menu(
    gettext_lazy("Purchasing overview"),
    "purchasing_overview",
    "history",
    "purchasing.approve",
    "purchasing",
    order=5,
)
register_menu(
    gettext_lazy("Set up the shop"),
    "setup",
    "cogs",
    "settings.read",
    "people",
    ("head_of_digital",),
    order=50,
)
register_menu(
    gettext_lazy("Marketing at a glance"),
    "oversight",
    "view",
    "marketing.oversee",
    "marketing",
    order=1,
    keywords=gettext_lazy("oversight everything of marketing head of digital"),
)
register_menu(
    gettext_lazy("Budgets"),
    "budgets",
    "tasks",
    "budgets.read",
    "marketing",
    order=31,
    keywords=gettext_lazy("plan committed actual forecast variance spend cost money"),
)
register_menu(
    gettext_lazy("Sign-in services"),
    "sign_in_services",
    "key",
    "settings.write",
    "people",
    order=52,
    keywords=gettext_lazy("social login Google Apple Facebook Naver Kakao OpenID Connect OAuth"),
)
register_menu(
    gettext_lazy("Launches"),
    "launches_list",
    "upload",
    "work.read",
    "people",
    order=55,
    keywords=gettext_lazy("go no-go sign-off rollback open shop"),
)
register_menu(
    gettext_lazy("Range reviews"),
    "range_reviews_list",
    "view",
    "assortment.read",
    "catalog",
    order=60,
    keywords=gettext_lazy("assortment margin returns sell-through keep reprice end of life decision"),
)
register_menu(
    gettext_lazy("Assortment plan"),
    "range_plans_list",
    "date",
    "assortment.read",
    "catalog",
    order=65,
    keywords=gettext_lazy("season quarter price bands target margin gap ideas"),
)
register_menu(gettext_lazy("People"), "people_list", "user", "people.read", "people", order=10)
register_menu(gettext_lazy("Roles"), "roles_list", "key", "people.read", "people", order=20)
register_menu(gettext_lazy("Teams"), "teams_list", "group", "people.read", "people", order=30)
register_menu(
    gettext_lazy("Who does what"),
    "who_does_what",
    "clipboard-list",
    group="people",
    order=40,
    keywords=gettext_lazy("responsibilities owner map"),
)


def _people(text: str, look: Look) -> Iterable[PaletteItem]:
    if len(text) < 2:
        return []
    found = User.objects.filter(Q(name__icontains=text) | Q(email__startswith=text.lower()), is_staff=True)
    return [
        PaletteItem(name or email, reverse("people_record", args=[pk]), _("Person"), email)
        for pk, name, email in found.values_list("pk", "name", "email")[:5]
    ]


register_palette_source(_people, permission="people.read", order=500)
