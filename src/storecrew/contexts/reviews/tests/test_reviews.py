"""HOD-12: reviews by people who bought, looked at by people, counted from what is published."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.discovery.models import ProductSignal
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.reviews import rules
from storecrew.contexts.reviews.models import Review, ReviewAsk
from storecrew.contexts.reviews.tests.factories import GUEST, product_of, review_of, sent_order
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox, ratelimit
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail import deliver_due
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_hod_12_a_review_waits_until_somebody_looked_and_counts_from_then():
    order = sent_order()
    product = product_of(order)
    made = review_of(order, stars=4)
    assert made.state == "waiting"
    assert reviews.ratings([product]) == {}
    assert reviews.reviews_of_product(product) == ()
    reviews.publish_review(made.id, actor=ACTOR, at=AT)
    rating = reviews.ratings([product])[product]
    assert (rating.count, rating.mean, rating.stars, rating.counts) == (1, "4.0", 4, (0, 0, 0, 1, 0))
    assert [each.words for each in reviews.reviews_of_product(product)] == ["Keeps the tea warm."]
    assert reviews.reviews_of_product(product, stars=5) == ()
    while outbox.drain():
        pass
    signal = ProductSignal.objects.get(pk=product)
    assert (signal.rating_sum, signal.rating_count) == (4, 1)
    with pytest.raises(reviews.DecidedMeanwhile):
        reviews.publish_review(made.id, actor=ACTOR, at=AT)


def test_hod_12_only_what_was_sent_can_be_reviewed_and_once():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 1})).order_id)
    with pytest.raises(reviews.NotBought):
        review_of(order)
    sent = sent_order()
    with pytest.raises(reviews.NotBought):
        reviews.write_review(sent.id, 999_999, stars=5, actor=GUEST, at=AT)
    review_of(sent)
    with pytest.raises(reviews.ReviewedAlready):
        review_of(sent, stars=1)
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"words": "see www.example.com"}, "words"),
        ({"title": "https://a.b"}, "title"),
        ({"name": "x" * 61}, "name"),
        ({"words": "x" * 4001}, "words"),
    ],
)
def test_abu_08_stars_out_of_bounds_and_advertising_are_refused_at_their_field(wrong, field):
    with pytest.raises(reviews.InvalidReview) as refusal:
        review_of(sent_order(), **wrong)
    assert list(refusal.value.details["fields"]) == [field]


def test_abu_08_one_order_is_tried_so_often_and_no_more():
    order = sent_order()
    for _ in range(20):
        with pytest.raises(reviews.InvalidReview):
            review_of(order, stars=9)
    with pytest.raises(ratelimit.Refused):
        review_of(order)


def test_hod_12_a_refusal_needs_a_reason_of_the_list_which_its_author_reads():
    order = sent_order()
    made = review_of(order, published=True)
    for reason, note in (("few_stars", "bad"), ("insult", "  ")):
        with pytest.raises(reviews.InvalidDecision):
            reviews.refuse_review(made.id, reason=reason, note=note, actor=ACTOR, at=AT)
    reviews.refuse_review(made.id, reason="insult", note="It calls our driver names.", actor=ACTOR, at=AT)
    assert reviews.ratings([product_of(order)]) == {}
    mail = Mail.objects.get(dedupe_key__startswith="reviews.refused")
    assert mail.to == order.email
    assert "It calls our driver names." in mail.text
    assert AuditEntry.objects.filter(action="reviews.refused").exists()


def test_hod_12_the_trail_names_the_product_and_not_its_number():
    order = sent_order()
    review_of(order)
    entry = AuditEntry.objects.get(action="reviews.written")
    assert entry.after["product"] == catalog.cards([product_of(order)])[product_of(order)].title


def test_hod_12_only_who_may_decide_decides():
    made = review_of(sent_order())
    for act in (
        lambda: reviews.publish_review(made.id, actor=GUEST, at=AT),
        lambda: reviews.refuse_review(made.id, reason="insult", note="x", actor=GUEST, at=AT),
        lambda: reviews.keep_review(made.id, actor=GUEST, at=AT),
        lambda: reviews.answer_review(made.id, words="Thanks", actor=GUEST, at=AT),
    ):
        with pytest.raises(Denied):
            act()


def test_hod_12_the_shop_answers_below_the_review():
    order = sent_order()
    made = review_of(order, published=True)
    with pytest.raises(reviews.EmptyReply):
        reviews.answer_review(made.id, words=" ", actor=ACTOR, at=AT)
    reviews.answer_review(made.id, words="Thank you.", actor=ACTOR, at=AT)
    [shown] = reviews.reviews_of_product(product_of(order))
    assert (shown.reply, shown.replied_at) == ("Thank you.", AT)
    reviews.answer_review(made.id, words="", actor=ACTOR, at=AT)
    assert reviews.review(made.id).reply == ""


def test_hod_12_a_reported_review_is_one_task_and_stays_until_somebody_looked():
    made = review_of(sent_order(), published=True)
    for reason in ("insult", "fake"):
        reviews.report_review(made.id, reason=reason, words="Not nice", actor=GUEST, at=AT)
    assert reviews.review(made.id).reports == 2
    [task] = work.tasks_about("reviews.review", made.id)
    assert task.owner_role == "content_team"
    assert [words for _reason, words, _at in reviews.reports_of(made.id)] == ["Not nice"] * 2
    reviews.keep_review(made.id, actor=ACTOR, at=AT)
    assert reviews.review(made.id).reports == 0
    assert reviews.review(made.id).state == "published"
    [task] = work.tasks_about("reviews.review", made.id)
    assert task.state == "withdrawn"


def test_what_is_not_in_the_shop_cannot_be_reported():
    made = review_of(sent_order())
    with pytest.raises(reviews.UnknownReview):
        reviews.report_review(made.id, reason="insult", actor=GUEST, at=AT)


def test_hod_12_an_author_takes_a_review_back_and_may_write_another():
    order = sent_order()
    review_of(order, published=True)
    reviews.take_back_review(order.id, product_of(order), actor=GUEST, at=AT)
    assert reviews.ratings([product_of(order)]) == {}
    review_of(order, stars=2)
    with pytest.raises(reviews.UnknownReview):
        reviews.take_back_review(order.id, 999_999, actor=GUEST, at=AT)


def agree(email: str) -> customers.ContactFacts:
    customers.ask_consent(
        email, ["surveys"], sentence="May we ask?", source="test", locale="en", channel_code="eu",
        proved=email, actor=GUEST, at=AT,
    )  # fmt: skip
    return customers.contact_of(email)


def test_mkt_8_people_are_asked_once_after_the_goods_came_and_only_with_consent():
    order = sent_order()
    agree(order.email)
    Shipment.objects.update(delivered_at=AT + DAY)
    assert reviews.ask_for_reviews(AT + 7 * DAY) == 0
    assert not ReviewAsk.objects.exists()
    assert reviews.ask_for_reviews(AT + 8 * DAY) == 1
    assert reviews.ask_for_reviews(AT + 9 * DAY) == 0
    deliver_due()
    mail = Mail.objects.get(dedupe_key=f"reviews.ask:{order.id}")
    assert mail.state == "sent"


def test_mkt_8_without_consent_or_with_the_money_back_nobody_is_asked():
    order = sent_order()
    assert reviews.ask_for_reviews(AT + 30 * DAY) == 0
    assert ReviewAsk.objects.get(pk=order.id).asked is False
    agree(order.email)
    assert reviews.ask_for_reviews(AT + 30 * DAY) == 0, "the answer of then stands"


def test_mkt_8_consent_that_was_withdrawn_in_between_withdraws_the_mail():
    order = sent_order()
    contact = agree(order.email)
    assert reviews.ask_for_reviews(AT + 30 * DAY) == 1
    customers.withdraw_consent(contact.token, source="test", at=AT)
    deliver_due()
    assert Mail.objects.get(dedupe_key=f"reviews.ask:{order.id}").state != "sent"


def test_prv_01_prv_02_reviews_are_handed_out_and_deleted():
    order = sent_order()
    review_of(order, published=True, name="Ann Example")
    person = customers.ensure_customer(email=order.email, name="Ann Example", actor=ACTOR, at=AT)
    found = customers.export_data(person.id, actor=ACTOR, at=AT)
    assert [row["words"] for row in found["reviews"]] == ["Keeps the tea warm."]
    customers.erase(customer_id=person.id, actor=ACTOR, at=AT, reason="asked for")
    assert not Review.objects.exists()
    assert reviews.ratings([product_of(order)]) == {}


def test_what_comes_back_can_still_be_reviewed():
    order = sent_order()
    aftersales.withdraw(order.id, lines={order.lines[0].id: 1}, name="Ann", actor=GUEST, at=AT)
    assert review_of(order, stars=1).stars == 1


def test_the_rules_without_a_database():
    assert rules.shown_name("Mina Kyung Park") == "Mina P."
    assert rules.shown_name(" Mina ") == "Mina"
    assert rules.shown_name("") == ""
    assert rules.mean_x100((0, 0, 0, 1, 2)) == 467
    assert rules.mean_x100((0, 0, 0, 0, 0)) == 0
    assert reviews.Rating(3, 467, (0, 0, 0, 1, 2)).mean == "4.7"
    assert not rules.time_to_ask(sent_at=None, arrived_at=None, at=AT)
    assert rules.time_to_ask(sent_at=AT - 14 * DAY, arrived_at=None, at=AT)
    assert not rules.time_to_ask(sent_at=AT - 30 * DAY, arrived_at=AT - DAY, at=AT)
