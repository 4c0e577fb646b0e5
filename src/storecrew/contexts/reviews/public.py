"""The doorway of the reviews context."""

from storecrew.contexts.reviews.errors import (
    DecidedMeanwhile,
    EmptyReply,
    InvalidDecision,
    InvalidReview,
    NotBought,
    ReviewedAlready,
    UnknownReview,
    UnknownReviewPhoto,
)
from storecrew.contexts.reviews.events import RatingsChanged
from storecrew.contexts.reviews.facts import Rating, Reviewable, ReviewFacts, ReviewPhotoFacts
from storecrew.contexts.reviews.operations import (
    answer_review,
    ask_for_reviews,
    drop_photo,
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
    review_photo,
    reviewable,
    reviews_of_product,
)
from storecrew.contexts.reviews.rules import (
    LARGEST_PHOTO,
    MOST_NAME,
    MOST_PHOTOS,
    MOST_REPLY,
    MOST_TITLE,
    MOST_WORDS,
    shown_name,
)
from storecrew.contexts.reviews.states import REASONS, STATES

__all__ = [
    "LARGEST_PHOTO",
    "MOST_NAME",
    "MOST_PHOTOS",
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
    "ReviewPhotoFacts",
    "Reviewable",
    "ReviewedAlready",
    "UnknownReview",
    "UnknownReviewPhoto",
    "answer_review",
    "ask_for_reviews",
    "drop_photo",
    "keep_review",
    "publish_review",
    "ratings",
    "refuse_review",
    "report_review",
    "reports_of",
    "review",
    "review_photo",
    "reviewable",
    "reviews_of_product",
    "shown_name",
    "take_back_review",
    "write_review",
]
