"""Write a review and take it back, decide about it and answer it, report it, ask for it."""

from storecrew.contexts.reviews.operations.asking import ask_for_reviews
from storecrew.contexts.reviews.operations.deciding import (
    answer_review,
    keep_review,
    publish_review,
    refuse_review,
)
from storecrew.contexts.reviews.operations.photos import drop_photo
from storecrew.contexts.reviews.operations.reporting import report_review
from storecrew.contexts.reviews.operations.writing import take_back_review, write_review

__all__ = [
    "answer_review",
    "ask_for_reviews",
    "drop_photo",
    "keep_review",
    "publish_review",
    "refuse_review",
    "report_review",
    "take_back_review",
    "write_review",
]
