"""The list of feeds, and everything that is held out of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.advertising.models import Feed, FeedEntry
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.marketing_manager.advertising import words


class FeedList(Listing):
    """Feeds with how much of the shop each one shows."""

    code = "advertising.feeds"
    title = _("Feeds")
    permission = "advertising.read"
    search_fields = ("code", "campaign")
    default_sort = "code"
    empty_title = _("No feeds yet")
    empty_text = _(
        "A feed tells Google, Meta, TikTok or Pinterest what the shop sells, with the price and the stock of "
        "the product page. What runs low is left out by itself."
    )
    columns = (
        Column("code", _("Feed"), sort="code", primary=True),
        Column("state", _("State"), words.feed_status, kind="status", sort="state"),
        Column("kind", _("Network"), lambda row: row.get_kind_display(), sort="kind"),
        Column("channel", _("Channel"), "channel.name"),
        Column("locale", _("Language"), "locale"),
        Column("listed", _("Listed"), "listed", kind="number", sort="listed"),
        Column("held", _("Held out"), "held", kind="number", sort="held"),
        Column("checked", _("Checked"), "checked_at", kind="datetime", sort="checked_at"),
        Column("refreshed", _("Looked through"), "refreshed_at", kind="datetime", default=False),
        Column("campaign", _("Campaign code"), "campaign", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=Feed.State.choices),
        Filter("kind", _("Network"), "choice", "kind", choices=Feed.Kind.choices),
        Filter("locale", _("Language"), "text", "locale"),
    )
    views = (
        SystemView(_("Released"), "f.state=released"),
        SystemView(_("Held back"), "f.state=withheld"),
        SystemView(_("Drafts"), "f.state=draft"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return all feeds with their numbers."""
        return Feed.objects.select_related("channel").annotate(
            listed=Count("entries", filter=Q(entries__state="listed")),
            held=Count("entries", filter=Q(entries__state="held")),
        )

    def row_url(self, row: Any) -> str:
        """Return the page of the feed."""
        return reverse("feed", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may release it."""
        return (_("New feed"), reverse("feed_add")) if self.actor.can("advertising.write") else None


class HeldList(Listing):
    """Articles that are not advertised, with the reason."""

    code = "advertising.held"
    title = _("Held out of feeds")
    permission = "advertising.read"
    search_fields = ("variant__sku", "variant__product__title")
    default_sort = "-since"
    empty_title = _("Nothing is held out")
    empty_text = _("Every article that is for sale is advertised in every feed.")
    columns = (
        Column("sku", _("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("product", _("Product"), "variant.product.title"),
        Column("reason", _("Reason"), words.entry_status, kind="status", sort="reason"),
        Column("why", _("Why"), words.why),
        Column("feed", _("Feed"), "feed.code", sort="feed__code"),
        Column("since", _("Since"), "since", kind="datetime", sort="since"),
    )
    filters = (
        Filter("reason", _("Reason"), "choice", "reason", choices=list(words.REASONS.items())),
        Filter(
            "feed",
            _("Feed"),
            "choice",
            "feed__code",
            choices=lambda: list(Feed.objects.values_list("code", "code")),
        ),
        Filter("since", _("Since"), "date", "since"),
    )
    views = (
        SystemView(_("Ran low"), "f.reason=low_stock&f.reason=sold_out"),
        SystemView(_("Money and returns"), "f.reason=loses_money&f.reason=return_rate"),
        SystemView(
            _("To complete"),
            "f.reason=no_image&f.reason=no_text&f.reason=no_identifier&f.reason=bad_gtin",
        ),
        SystemView(_("Page differs"), "f.reason=page_differs"),
    )

    def rows(self) -> QuerySet[FeedEntry]:
        """Return what is held out."""
        return FeedEntry.objects.filter(state="held").select_related("feed", "variant", "variant__product")

    def row_url(self, row: FeedEntry) -> str:
        """Return the page of the product, where most reasons are cured."""
        return reverse("products_record", args=[row.variant.product_id])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer to hold one out by hand."""
        return (_("Hold out by hand"), reverse("feed_hold")) if self.actor.can("advertising.write") else None
