"""Who does what: every responsibility of the business, who carries it, where it is done, what is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, may_open, request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.registry import page_name


@workspace_page(permission=ANY_STAFF)
def who_does_what(request: HttpRequest) -> HttpResponse:
    """Show the map, narrowed by role, state or "without an owner"."""
    actor = request_actor(request)
    everything = people.responsibilities()
    role, show = request.GET.get("role", ""), request.GET.get("show", "")
    chosen = [item for item in everything if (not role or item.role == role) and _shown(item, show)]
    blocks: dict[str, list[people.Responsibility]] = {}
    for item in chosen:
        blocks.setdefault(item.role, []).append(item)
    names = {known.code: _(known.name) for known in people.all_roles()}
    names |= {"everyone": _("Everyone"), "it": _("IT"), "warehouse": _("Warehouse")}
    labels = {
        code: names.get(code, code.replace("_", " ").capitalize())
        for code in dict.fromkeys(item.role for item in everything)
    }
    context = {
        "header_title": _("Who does what"),
        "blocks": [
            (labels[code], [(item, *_where(item, actor)) for item in rows]) for code, rows in blocks.items()
        ],
        "roles": list(labels.items()),
        "role": role,
        "show": show,
        "total": len(everything),
        "built": sum(item.state != "planned" for item in everything),
        "without_owner": sum(not item.has_owner for item in everything),
    }
    return render(request, "head_of_digital/who_does_what.html", context)


def pages_of(item: people.Responsibility, actor: Actor) -> list[str]:
    """Return the pages of a responsibility that this person may open."""
    return [part for part in _named(item) if part.startswith("/admin/") and may_open(part, actor)]


def _where(item: people.Responsibility, actor: Actor) -> tuple[list[tuple[str, str]], str]:
    """Return the pages that this person may open with their names, and in words what is no page of staff."""
    pages = [(page, page_name(page) or pgettext("link", "Open")) for page in pages_of(item, actor)]
    return pages, ", ".join(part for part in _named(item) if not part.startswith("/"))


def _named(item: people.Responsibility) -> list[str]:
    return [part.strip() for part in item.screen.split(",") if part.strip()]


def _shown(item: people.Responsibility, show: str) -> bool:
    if show == "without":
        return not item.has_owner
    if show in ("built", "planned"):
        return (item.state == "planned") == (show == "planned")
    return True
