"""The doorway of the reviews context."""

from storecrew.contexts.reviews.errors import (
    DecidedMeanwhile,
    EmptyReply,
    InvalidDecision,
    InvalidReview,
    NotBought,
    ReviewedAlready,
    UnknownReview,
)
from storecrew.contexts.reviews.events import RatingsChanged
from storecrew.contexts.reviews.facts import Rating, Reviewable, ReviewFacts
from storecrew.contexts.reviews.operations import (
    answer_review,
    ask_for_reviews,
    keep_review,
    publish_review,
    refuse_review,
    report_review,
    take_back_review,
    write_review,
)
from storecrew.contexts.reviews.queries import (
    ratings,
    reports_of,
    review,
    reviewable,
    reviews_of_customer,
    reviews_of_product,
)
from storecrew.contexts.reviews.rules import MOST_NAME, MOST_REPLY, MOST_TITLE, MOST_WORDS, shown_name
from storecrew.contexts.reviews.states import REASONS, STATES

__all__ = [
    "MOST_NAME",
    "MOST_REPLY",
    "MOST_TITLE",
    "MOST_WORDS",
    "REASONS",
    "STATES",
    "DecidedMeanwhile",
    "EmptyReply",
    "InvalidDecision",
    "InvalidReview",
    "NotBought",
    "Rating",
    "RatingsChanged",
    "ReviewFacts",
    "Reviewable",
    "ReviewedAlready",
    "UnknownReview",
    "answer_review",
    "ask_for_reviews",
    "keep_review",
    "publish_review",
    "ratings",
    "refuse_review",
    "report_review",
    "reports_of",
    "review",
    "reviewable",
    "reviews_of_customer",
    "reviews_of_product",
    "shown_name",
    "take_back_review",
    "write_review",
]
