"""What the content team's workspace adds to the menu and the homes."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.reviews.models import Review
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_record,
)
from storecrew.surfaces.workspaces.content_team import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.content_team import menus as _menus  # noqa: F401

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
    gettext_lazy("Reviews"),
    "reviews_list",
    "pick",
    "reviews.read",
    "texts",
    order=5,
    keywords=gettext_lazy("stars rating moderation buyers opinions report"),
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


def _review_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of reviews by the ids that the audit trail has."""
    if not look.actor.can("reviews.read"):
        return {}
    rows = Review.objects.filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(
            row.title or _("Review without a title"), reverse("reviews_record", args=[row.pk]), _("Review")
        )
        for row in within(rows, look.actor, channel="channel__code")
    }


register_record("reviews.review", _review_places)
