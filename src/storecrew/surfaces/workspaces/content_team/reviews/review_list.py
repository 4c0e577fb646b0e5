"""The list of reviews."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.reviews.models import Review
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.parts import within

TONES = {"waiting": "warning", "published": "good", "refused": "neutral"}
STATES = dict(reviews.STATES)


def state_of(state: str) -> Status:
    """Return the state of a review as lists show it."""
    return Status(STATES[state], TONES[state])


class ReviewList(Listing):
    """Reviews of the reader's channels, what waits longest first."""

    code = "reviews.reviews"
    title = _("Reviews")
    permission = "reviews.read"
    search_fields = ("title", "words", "name", "product__title", "order__number")
    default_sort = "-written"
    empty_title = _("Nobody has written a review")
    empty_text = _("Buyers write behind the link of their order, and are asked once by mail if they agreed.")
    columns = (
        Column("title", _("Review"), lambda row: row.title or row.words[:80] or "–", primary=True),
        Column("product", _("Product"), "product.title", sort="product__title"),
        Column("stars", _("Stars"), "stars", kind="number", sort="stars"),
        Column("state", _("State"), lambda row: state_of(row.state), kind="status", sort="state"),
        Column("reports", _("Reports"), "reports", kind="number", sort="reports"),
        Column("answered", _("Answered"), "replied_at", kind="datetime", sort="replied_at", default=False),
        Column("written", _("Written"), "written_at", kind="datetime", sort="written_at"),
        Column("locale", _("Language"), "locale", sort="locale", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(reviews.STATES)),
        Filter("stars", _("Stars"), "number", "stars"),
        Filter("reports", _("Reports"), "number", "reports"),
        Filter("written", _("Written"), "date", "written_at"),
    )
    views = (
        SystemView(_("To look at"), "f.state=waiting&sort=written"),
        SystemView(_("Reported"), "f.reports.op=min&f.reports=1&sort=-reports"),
        SystemView(_("In the shop"), "f.state=published&sort=-written"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the reviews of the reader's channels."""
        rows = Review.objects.select_related("product", "order")
        return within(rows, self.actor, channel="channel__code")

    def row_url(self, row: Review) -> str:
        """Open the review."""
        return reverse("reviews_record", args=[row.pk])
