"""The home of a person: shared facts, numbers, queues of work and alerts of all their roles (GEN-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.work import public as work
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.alerts import TONES
from storecrew.surfaces.ui.backoffice.registry import Look

# the roles that have a workspace of their own
SHOWN = 12
"""How many alerts a home shows."""
SETTINGS_FROM = 80
"""From this order on stand the places of the menu's top level that are not on every page anyway."""
WORKS_IN = {
    "head_of_digital": ("marketing", "orders", "purchasing"),
    "ecommerce_sme": ("catalog", "prices", "selling"),
    "marketing_manager": ("marketing", "messages", "insight"),
    "business_analyst": ("insight", "marketing", "people"),
    "developer": ("",),
    "tester": ("", "orders"),
    "logistics_manager": ("shipping", "warehouse", "fleet"),
    "inventory_manager": ("stock", "purchasing"),
    "customer_service": ("orders",),
    "content_team": ("texts", "catalog", "marketing"),
}
"""The groups of the menu in which a role spends its day, the nearest first."""
WORKSPACES = tuple(seed.code for seed in people.ROLES if seed.code != people.OWNER)


@dataclass(frozen=True)
class Alert:
    """An open finding as the home shows it."""

    finding: work.FindingFacts
    tone: str


@workspace_page(permission=ANY_STAFF)
def home(request: HttpRequest) -> HttpResponse:
    """Show one merged home for all roles of the person."""
    look = request_look(request)
    return _render(request, look, look.roles)


@workspace_page(permission=ANY_STAFF)
def role_home(request: HttpRequest, role: str) -> HttpResponse:
    """Show the home of one role to those who hold it (owners may look at every home)."""
    look = request_look(request)
    code = role.replace("-", "_")
    if code not in look.roles and people.OWNER not in look.roles:
        raise NotFound(
            _("This workspace belongs to another role."),
            next_step=_("Your own home shows everything that is yours to do."),
        )
    return _render(request, replace(look, roles=(code,)), (code,))


def _render(request: HttpRequest, look: Look, shown: tuple[str, ...]) -> HttpResponse:
    roles = people.all_roles()
    held = [role for role in roles if role.code in request_look(request).roles]
    names = [_(role.name) for role in roles if role.code in shown] or [_("Workspace")]
    wide = replace(look, roles=_with_owner(shown))
    menu = registry.menu_for(wide)
    queues = registry.queues_for(wide)
    tiles, more = registry.calm(registry.tiles_for(wide))
    context = {
        "header_title": _("Good to see you, %(name)s") % {"name": _name(request)},
        "role_names": names,
        "held_roles": [
            (role.name, reverse("backoffice_role_home", args=[role.code.replace("_", "-")]))
            for role in held
            if role.code in WORKSPACES
        ],
        "several": len(held) > 1,
        "shown": shown,
        "facts": registry.header_for(wide),
        "tiles": tiles,
        "more_tiles": more,
        "queues": [queue for queue in queues if queue.items],
        "clear": [queue for queue in queues if not queue.items],
        "alerts": _alerts(look, shown),
        "links": _places(menu, shown),
    }
    return render(request, "backoffice/home.html", context)


def _places(menu: list[registry.MenuEntry], roles: tuple[str, ...]) -> list[registry.MenuEntry]:
    """Return where the roles work most, and then the next places of the menu."""
    own = list(dict.fromkeys(group for role in roles for group in WORKS_IN.get(role, ())))
    at_hand = [entry for entry in menu if entry.group or entry.order >= SETTINGS_FROM]
    near = sorted(at_hand, key=lambda entry: own.index(entry.group) if entry.group in own else len(own))
    return near[:SHOWN]


def _name(request: HttpRequest) -> str:
    """Return the whole name: which part of it is the first depends on the language."""
    return request.user.get_full_name() if isinstance(request.user, User) else ""


def _alerts(look: Look, shown: tuple[str, ...]) -> list[Alert]:
    if not look.actor.can("work.read"):
        return []
    found = (
        work.open_findings(limit=4 * SHOWN)
        if people.OWNER in shown
        else work.open_findings(roles=shown, limit=4 * SHOWN)
    )
    # the same thing told to several roles is one line for whoever sees them all
    once = {(finding.title, finding.detail, finding.url): finding for finding in reversed(found)}
    return [Alert(finding, TONES[finding.severity]) for finding in reversed(once.values())][:SHOWN]


def _with_owner(shown: tuple[str, ...]) -> tuple[str, ...]:
    """An owner's home is that of the Head of Digital, since somebody must see the whole house."""
    if people.OWNER in shown and "head_of_digital" not in shown:
        return (*shown, "head_of_digital")
    return shown
