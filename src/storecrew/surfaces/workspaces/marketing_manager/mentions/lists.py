"""Lists of mentions and of pictures of customers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import CustomerPicture, Mention
from storecrew.contexts.people import public as people
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView

TONES = {
    "new": "warning",
    "assigned": "info",
    "service": "info",
    "answered": "good",
    "closed": "neutral",
    "ignored": "neutral",
}
PERMITTED = {"asked": "warning", "given": "good", "withdrawn": "neutral"}


def mention_status(row: Mention) -> Status:
    """Return where a mention is."""
    return Status(row.get_state_display(), TONES[row.state])


def permission_status(row: CustomerPicture) -> Status:
    """Return what the owner of a picture says."""
    return Status(row.get_permission_display(), PERMITTED[row.permission])


def _networks() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in marketing.networks()]


def _staff() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in people.staff_choices()]


class MentionList(Listing):
    """What people say, newest first."""

    code = "marketing.mentions"
    title = gettext_lazy("Mentions")
    permission = "mentions.read"
    search_fields = ("text", "author_name", "author_id", "order_number")
    search_hint = gettext_lazy("Words, author or order")
    default_sort = "-said"
    empty_title = gettext_lazy("Nobody has said anything yet")
    empty_text = gettext_lazy(
        "Comments below what we post, and posts that name us, come in every few minutes from the networks "
        "that are set up. They are answered here, or handed to customer service with everything known."
    )
    columns = (
        Column("author", gettext_lazy("Author"), lambda row: row.author_name or row.author_id, primary=True),
        Column("text", gettext_lazy("Text"), lambda row: row.text[:140]),
        Column("state", gettext_lazy("State"), mention_status, kind="status", sort="state"),
        Column(
            "network",
            gettext_lazy("Network"),
            lambda row: marketing.network_name(row.network),
            sort="network",
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
        Column("said", gettext_lazy("Said"), "said_at", kind="datetime", sort="said_at"),
        Column(
            "assignee",
            gettext_lazy("With"),
            lambda row: str(row.assignee or "") or "–",
            sort="assignee__name",
        ),
        Column("order", gettext_lazy("Order"), lambda row: row.order_number or "–", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Mention.State.choices),
        Filter("network", gettext_lazy("Network"), "choice", "network", choices=_networks),
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Mention.Kind.choices),
        Filter("with", gettext_lazy("With"), "choice", "assignee", choices=_staff),
        Filter("said", gettext_lazy("Said"), "date", "said_at"),
    )
    views = (
        SystemView(gettext_lazy("To look at"), "f.state=new"),
        SystemView(gettext_lazy("With customer service"), "f.state=service"),
        SystemView(gettext_lazy("Answered"), "f.state=answered"),
    )

    def rows(self) -> QuerySet[Mention]:
        """Return all of them with who has them."""
        return Mention.objects.select_related("assignee")

    def row_url(self, row: Mention) -> str:
        """Open the mention."""
        return reverse("mention", args=[row.pk])


class CustomerPictureList(Listing):
    """Pictures of customers, with what their owners say."""

    code = "marketing.customer_pictures"
    title = gettext_lazy("Pictures of customers")
    permission = "mentions.read"
    search_fields = ("alt", "credit")
    default_sort = "-made"
    empty_title = gettext_lazy("No picture yet")
    empty_text = gettext_lazy(
        "Open a mention with a picture and keep it for a product. It is shown once its owner permits it."
    )
    columns = (
        Column("alt", gettext_lazy("What it shows"), "alt", primary=True),
        Column("credit", gettext_lazy("By"), "credit", sort="credit"),
        Column("product", gettext_lazy("Product"), lambda row: str(row.product)),
        Column("permission", gettext_lazy("Permission"), permission_status, kind="status", sort="permission"),
        Column("shown", gettext_lazy("Shown"), "shown", kind="boolean", sort="shown"),
        Column("made", gettext_lazy("Kept"), "created_at", kind="datetime", sort="created_at"),
    )
    filters = (
        Filter(
            "permission",
            gettext_lazy("Permission"),
            "choice",
            "permission",
            choices=CustomerPicture.Permission.choices,
        ),
        Filter("shown", gettext_lazy("Shown"), "boolean", "shown"),
        Filter("made", gettext_lazy("Kept"), "date", "created_at"),
    )
    views = (
        SystemView(gettext_lazy("Waiting for permission"), "f.permission=asked"),
        SystemView(gettext_lazy("In the shop"), "f.shown=yes"),
    )

    def rows(self) -> QuerySet[CustomerPicture]:
        """Return all without their content."""
        return CustomerPicture.objects.select_related("product").defer("picture")

    def row_url(self, row: CustomerPicture) -> str:
        """Open the picture."""
        return reverse("customer_picture_record", args=[row.pk])


def empty(text: str) -> str:
    """Return a text, or a dash for none."""
    return text or "–"
