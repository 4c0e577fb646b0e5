"""Range reviews as they stand."""

from __future__ import annotations

from django.db.models import Count

from storecrew.contexts.assortment.errors import UnknownRangeReview
from storecrew.contexts.assortment.facts import RangeReviewFacts, SignOff
from storecrew.contexts.assortment.models import RangeReview, RangeRow


def range_review(review_id: int) -> RangeReviewFacts:
    """Return a range review with its sign-offs; three queries. Raises UnknownRangeReview."""
    row = RangeReview.objects.select_related("channel").filter(pk=review_id).first()
    if row is None:
        raise UnknownRangeReview(review=review_id)
    counts = RangeRow.objects.filter(review_id=review_id).order_by().values_list("decision")
    return RangeReviewFacts(
        id=row.pk,
        name=row.name,
        channel_code=row.channel.code,
        currency=row.currency,
        scope=row.scope,
        days=row.days,
        held_on=row.held_on,
        next_on=row.next_on,
        figures_at=row.figures_at,
        opened_by=row.opened_by,
        closed_at=row.closed_at,
        sign_offs=tuple(SignOff(one.role, one.signed_by, one.signed_at) for one in row.sign_offs.all()),
        decisions=dict(counts.annotate(number=Count("pk"))),
    )
