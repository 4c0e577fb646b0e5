"""HOD-12: reviews are looked at, published, refused for a reason, answered."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.reviews.tests.factories import GUEST, review_of, sent_order
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_staff(*roles), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(made, name="reviews_record") -> str:
    return reverse(name, args=[made.id])


def test_hod_12_a_review_goes_from_the_home_to_the_shop_and_out_again():
    made = review_of(sent_order(), stars=2, title="Lukewarm")
    desk = signed_in("content_team")
    assert "Lukewarm" in desk.get("/admin/content-team/").content.decode()
    assert "Lukewarm" in desk.get(f"{reverse('reviews_list')}?f.state=waiting").content.decode()
    shown = desk.get(page(made)).content.decode()
    assert "whatever its stars" in shown
    assert desk.post(page(made, "reviews_publish"))["Location"] == page(made)
    assert reviews.review(made.id).state == "published"
    answer = desk.post(page(made, "reviews_answer"), {"words": "Thank you."})
    assert answer["Location"] == page(made)
    assert reviews.review(made.id).reply == "Thank you."
    reviews.report_review(made.id, reason="fake", words="Hm", actor=GUEST, at=clock.now())
    assert "It may stay" in desk.get(page(made)).content.decode()
    desk.post(page(made, "reviews_keep"))
    assert reviews.review(made.id).reports == 0
    bare = desk.post(page(made, "reviews_refuse"), {"reason": "insult", "note": ""})
    assert bare.status_code == 422
    desk.post(page(made, "reviews_refuse"), {"reason": "insult", "note": "Calls people names."})
    assert reviews.review(made.id).state == "refused"
    assert "Calls people names." in desk.get(page(made)).content.decode()


def test_hod_12_customer_service_decides_too_and_who_only_reads_sees_no_buttons():
    made = review_of(sent_order())
    assert "Publish" in signed_in("customer_service").get(page(made)).content.decode()
    reader = signed_in("marketing_manager").get(page(made)).content.decode()
    assert reverse("reviews_publish", args=[made.id]) not in reader


def test_two_who_decide_at_once_are_told():
    made = review_of(sent_order(), published=True)
    desk = signed_in("content_team")
    answer = desk.post(page(made, "reviews_publish"), follow=True)
    assert "a moment ago" in answer.content.decode()
