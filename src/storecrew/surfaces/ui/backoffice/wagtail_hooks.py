"""Put our menu, look and search into Wagtail's shell."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.wagtail_hooks import SiteHistoryReportMenuItem

from storecrew.contexts.people.models import User
from storecrew.surfaces.ui.backoffice import own_account as _own_account  # noqa: F401
from storecrew.surfaces.ui.backoffice import registry, sidebar
from storecrew.surfaces.ui.backoffice.access import request_actor, request_look
from storecrew.surfaces.ui.headers import nonce_of_this_answer

# What stays of Wagtail's menu, and the right that calls for it. Everything else has a place of ours.
WAGTAIL_ENTRIES = {
    "explorer": "content.write",
    "images": "catalog.write",
    "documents": "content.write",
    "snippets": "content.write",
    "forms": "content.write",
    "reports": "content.write",
    "settings": "settings.write",
}

AVATAR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50">'
    '<rect width="50" height="50" fill="#a32805"/>'
    '<text x="25" y="32" fill="#fff" font-family="sans-serif" font-size="20" font-weight="600"'
    ' text-anchor="middle">{letters}</text></svg>'
)


sidebar.install()


class _Entries(Menu):
    """The entries of one group; unlike Wagtail's menus they are made for each request."""

    def __init__(self, items: list[MenuItem]) -> None:
        super().__init__(register_hook_name=None, items=items)


@hooks.register("insert_global_admin_css", order=1)
def look() -> SafeString:
    """Load the product's look after Wagtail's."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" media="print" href="{}">',
        static("backoffice/backoffice.css"),
        static("backoffice/print.css"),
    )


@hooks.register("insert_global_admin_js")
def keys() -> SafeString:
    """Load the command palette and the keys on every page of the shell."""
    return format_html(
        '<script src="{}" nonce="{}"></script><script src="{}" defer></script>'
        '<script src="{}" defer></script>'
        '<script src="{}" defer data-choose="{}" data-none="{}" data-many="{}"></script>',
        static("backoffice/style_nonce.js"),
        nonce_of_this_answer(),
        static("backoffice/palette.js"),
        static("backoffice/forms.js"),
        static("ui/files.js"),
        _("Choose files"),
        _("No file chosen"),
        _("%(number)s files") % {"number": "{n}"},
    )


@hooks.register("get_avatar_url")
def initials(user: User | None, size: int) -> str:
    """Draw a person's initials instead of a placeholder; a picture of one's own comes before."""
    if user is None:
        # A line of history whose person is gone, or that nobody signed.
        return ""
    words = user.get_full_name().split() or [str(user)]
    letters = words[0][:1] if len(words) == 1 else words[0][:1] + words[-1][:1]
    drawn = AVATAR.format(letters=escape(letters.upper()))
    return f"data:image/svg+xml,{quote(drawn)}"


# The site history is our audit trail. Hidden here and not in the finished menu: to decide whether to show it,
# Wagtail reads page trees, on every page.
SiteHistoryReportMenuItem.is_shown = lambda _self, _request: False


@hooks.register("register_icons")
def own_icons(icons: list[str]) -> list[str]:
    """Add what Wagtail's drawer does not have."""
    return icons + [f"backoffice/icons/{name}.svg" for name in ("cart", "gift", "parcel", "truck")]


@hooks.register("construct_main_menu", order=1000)
def main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Show home, then our groups, then what stays of Wagtail's menu, each only within one's rights."""
    actor = request_actor(request)
    kept = [item for item in items if item.name in WAGTAIL_ENTRIES and actor.can(WAGTAIL_ENTRIES[item.name])]
    places = list(WAGTAIL_ENTRIES)
    items[:] = _our_items(request) + sorted(kept, key=lambda item: places.index(item.name))
    for place, item in enumerate(items):
        item.order = place


@hooks.register("construct_settings_menu", order=1000)
def settings_menu(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out Wagtail's users and groups: people and roles have their own pages."""
    items[:] = [item for item in items if item.name not in ("users", "groups")]


def _our_items(request: HttpRequest) -> list[MenuItem]:
    look = request_look(request)
    entries = registry.menu_for(look)
    items: list[Any] = []
    for code, label, icon in [("", "", ""), *registry.GROUPS]:
        group = [
            MenuItem(e.titled(look), e.href(), name=f"sc-{e.url}", icon_name=e.icon, order=place)
            for place, e in enumerate(entries)
            if e.group == code
        ]
        if not code or len(group) == 1:
            items.extend(group)
        elif group:
            items.append(SubmenuMenuItem(str(label), _Entries(group), name=f"sc-{code}", icon_name=icon))
    return items
