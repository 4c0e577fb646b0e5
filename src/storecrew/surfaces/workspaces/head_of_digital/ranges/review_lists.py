"""The list of range reviews, and the products of one with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.assortment.models import RangeReview, RangeRow
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.ui.numbers import share
from storecrew.surfaces.workspaces.head_of_digital.ranges import words

COSTS = "pricing.cost_read"


class ReviewList(Listing):
    """Range reviews, the newest first."""

    code = "assortment.reviews"
    title = gettext_lazy("Range reviews")
    permission = "assortment.read"
    search_fields = ("name", "scope")
    default_sort = "-held"
    empty_title = gettext_lazy("No range review yet")
    empty_text = gettext_lazy(
        "Open one for a category or a collection: its products come with their figures."
    )
    columns = (
        Column("name", gettext_lazy("Range review"), sort="name", primary=True),
        Column("scope", gettext_lazy("Products of"), sort="scope"),
        Column("products", gettext_lazy("Products"), "products", kind="number", sort="products"),
        Column("open", gettext_lazy("Undecided"), "undecided", kind="number", sort="undecided"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: Status(_("Closed"), "neutral") if row.closed_at else Status(_("Open"), "warning"),
            kind="status",
        ),
        Column("held", gettext_lazy("Held on"), "held_on", kind="date", sort="held_on"),
        Column("next", gettext_lazy("Next one on"), "next_on", kind="date", sort="next_on"),
    )
    filters = (Filter("held", gettext_lazy("Held on"), "date", "figures_at"),)

    def rows(self) -> QuerySet[Any]:
        """Return the reviews of the reader's channels with their numbers."""
        rows = within(RangeReview.objects.all(), self.actor, channel="channel__code")
        undecided = Count("rows", filter=Q(rows__decision=""))
        return rows.annotate(products=Count("rows"), undecided=undecided)

    def row_url(self, row: RangeReview) -> str:
        """Open the review."""
        return reverse("range_reviews_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Open a new one."""
        return (
            (_("Open a review"), reverse("range_reviews_add")) if self.actor.can("assortment.write") else None
        )


class RowList(Listing):
    """The products of a review: what sells, what earns, what comes back, and what was decided."""

    code = "assortment.rows"
    title = gettext_lazy("Products of the review")
    permission = "assortment.read"
    export_permission = "assortment.read"
    search_fields = ("product__title", "product__brand", "reason")
    default_sort = "-revenue"
    empty_title = gettext_lazy("No product here")
    empty_text = gettext_lazy("Its category or collection has no product that is live or approved.")
    columns = (
        Column("product", gettext_lazy("Product"), "product.title", sort="product__title", primary=True),
        Column(
            "decision",
            gettext_lazy("Decision"),
            lambda row: Status(words.DECISIONS.get(row.decision, _("Undecided")), words.TONES[row.decision]),
            kind="status",
            sort="decision",
        ),
        Column("units", gettext_lazy("Sold"), "units", kind="number", sort="units"),
        Column("revenue", gettext_lazy("Revenue"), "money", kind="money", sort="revenue"),
        Column(
            "margin",
            gettext_lazy("Margin"),
            lambda row: share(row.margin_bp, 10_000),
            kind="number",
            sort="margin_bp",
            permission=COSTS,
        ),
        Column(
            "returns",
            gettext_lazy("Came back"),
            lambda row: share(row.return_bp, 10_000),
            kind="number",
            sort="return_bp",
        ),
        Column("cover", gettext_lazy("Cover in days"), "cover_days", kind="number", sort="cover_days"),
        Column("prices", gettext_lazy("Prices"), "price_line"),
        Column(
            "through",
            gettext_lazy("Sell-through"),
            lambda row: share(row.sell_through_bp, 10_000),
            kind="number",
            sort="sell_through_bp",
        ),
        Column("stock", gettext_lazy("Stock"), "stock", kind="number", sort="stock", default=False),
        Column("complete", gettext_lazy("Completeness"), "completeness", kind="number", sort="completeness"),
        Column(
            "rating", gettext_lazy("Rating"), lambda row: words.stars(row.rating_x100), sort="rating_x100"
        ),
        Column("age", gettext_lazy("Days in the shop"), "age_days", kind="number", sort="age_days"),
        Column("costs", gettext_lazy("Costs"), "cost_line", default=False, permission=COSTS),
        Column(
            "owner", gettext_lazy("Owner"), lambda row: words.OWNERS.get(row.owner_role, ""), default=False
        ),
        Column("reason", gettext_lazy("Reason"), "reason", default=False),
    )
    filters = (
        Filter(
            "decision", gettext_lazy("Decision"), "choice", "decision", choices=tuple(assortment.DECISIONS)
        ),
        Filter(
            "undecided",
            gettext_lazy("Undecided"),
            "boolean",
            apply=lambda rows, _op, values: (
                rows.filter(decision="") if values[0] == "1" else rows.exclude(decision="")
            ),
        ),
        Filter("units", gettext_lazy("Sold"), "number", "units"),
        Filter(
            "margin",
            gettext_lazy("Margin in percent"),
            "money",
            "margin_bp",
            permission=COSTS,
        ),
        Filter("returns", gettext_lazy("Came back, in percent"), "money", "return_bp"),
        Filter("cover", gettext_lazy("Cover in days"), "number", "cover_days"),
        Filter("complete", gettext_lazy("Completeness"), "number", "completeness"),
    )
    views = (
        SystemView(gettext_lazy("Undecided"), "f.undecided=1&sort=-revenue"),
        SystemView(gettext_lazy("Sells nothing"), "f.units.op=max&f.units=0&sort=-stock"),
        SystemView(gettext_lazy("Comes back often"), "f.returns.op=min&f.returns=1500&sort=-returns"),
        SystemView(gettext_lazy("Little margin"), "f.margin.op=max&f.margin=2500&sort=margin"),
    )

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.review = _seen(self.actor, kwargs["review_id"])
        self.title = self.review.name  # type: ignore[misc,assignment]

    def rows(self) -> QuerySet[Any]:
        """Return the products of the review."""
        return RangeRow.objects.filter(review_id=self.review.id).select_related("product", "review")

    def row_url(self, row: RangeRow) -> str:
        """Decide about the product."""
        return reverse("range_reviews_decide", args=[row.review_id, row.product_id])

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Go to the review itself: its sign-offs and its end."""
        return [(_("Sign-offs and next date"), reverse("range_reviews_record", args=[self.review.id]))]


def _seen(actor: Any, review_id: int) -> assortment.RangeReviewFacts:
    found = assortment.range_review(review_id)
    if not actor.can_see("channel", found.channel_code):
        raise assortment.UnknownRangeReview(review=review_id)
    return found
