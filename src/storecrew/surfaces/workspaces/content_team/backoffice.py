"""What the content team's workspace adds to the menu and the homes."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_group, register_menu
from storecrew.surfaces.workspaces.content_team import home as _home  # noqa: F401

register_group("texts", gettext_lazy("Texts"), "openquote")
register_menu(
    gettext_lazy("Texts of mails"),
    "texts_mails",
    "mail",
    "content.read",
    "texts",
    order=10,
    keywords=gettext_lazy("confirmation shipped refund wording template"),
)
register_menu(
    gettext_lazy("Messages of the shop"),
    "texts_messages",
    "comment",
    "content.read",
    "texts",
    order=20,
    keywords=gettext_lazy("errors sentences wording translation"),
)
