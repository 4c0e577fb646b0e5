"""What the Head of Digital's workspace adds to the menu, the home and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    Tile,
    register_menu,
    register_palette_source,
    register_tile,
)

register_menu(gettext_lazy("Live operations"), "live", "history", "orders.read", "orders", order=5)
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


def _uncovered(look: Look) -> Tile:
    rows = people.responsibilities()
    missing = sum(not row.has_owner for row in rows)
    return Tile(
        _("Without an owner"),
        str(missing),
        _("of %(n)s responsibilities") % {"n": len(rows)},
        f"{reverse('who_does_what')}?show=without",
        "warning" if missing else "good",
    )


def _people(text: str, look: Look) -> Iterable[PaletteItem]:
    if len(text) < 2:
        return []
    found = User.objects.filter(Q(name__icontains=text) | Q(email__startswith=text.lower()), is_staff=True)
    return [
        PaletteItem(name or email, reverse("people_record", args=[pk]), _("Person"), email)
        for pk, name, email in found.values_list("pk", "name", "email")[:5]
    ]


register_tile("head_of_digital", _uncovered, permission="people.read", order=900)
register_palette_source(_people, permission="people.read", order=500)
