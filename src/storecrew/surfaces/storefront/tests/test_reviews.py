"""HOD-12: reviews on the product's page, written behind the order's link, reported by readers."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders.tests.factories import ACTOR
from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.reviews.tests.factories import product_of, review_of, sent_order
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.buying import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return sent_order(at=clock.now())


def page_of(order) -> str:
    return f"/en/order/{order.token}/reviews/"


def product_page(order) -> str:
    return f"/en/p/{catalog.product_slugs([product_of(order)])[product_of(order)]}/"


def test_hod_12_a_buyer_writes_and_takes_back_behind_the_link_of_the_order(client, order):
    assert page_of(order) in text(client.get(f"/en/order/{order.token}/"))
    form = f"{page_of(order)}{product_of(order)}/"
    assert form in text(client.get(page_of(order)))
    bare = client.post(form, {"stars": "", "words": "see www.example.com"})
    assert bare.status_code == 422
    assert "Choose one to five stars" in text(bare)
    photo = SimpleUploadedFile("mug.jpg", b"whatever it is", "image/jpeg")
    forgotten = client.post(form, {"stars": "", "photos": photo})
    assert "Please choose your photos once more" in text(forgotten), "a browser does not send them again"
    answer = client.post(form, {"stars": "5", "title": "Warm", "words": "Good.", "name": "Ann"})
    assert answer.headers["Location"] == f"{page_of(order)}?written=1"
    assert client.post(form, {"stars": "1"}).headers["Location"] == page_of(order)
    assert "We look at it" in text(client.get(page_of(order)))
    assert client.post(f"{form}back/").headers["Location"] == f"{page_of(order)}?gone=1"
    assert client.post(f"{form}back/").status_code == 404


def test_aut_03_only_goods_of_the_order_and_only_by_its_link(client, order):
    assert client.get(f"{page_of(order)}999999/").status_code == 404
    assert client.get(f"/en/order/{order.number}/reviews/").status_code == 404


def test_hod_12_the_page_shows_what_is_published_and_machines_read_the_same(client, order):
    url = product_page(order)
    made = review_of(order, stars=4, title="Warm <b>tea</b>")
    before = text(client.get(url))
    assert "aggregateRating" not in before
    assert "Warm" not in before.partition("<main")[2]
    reviews.publish_review(made.id, actor=ACTOR, at=clock.now())
    reviews.answer_review(made.id, words="Thank you.", actor=ACTOR, at=clock.now())
    shown = text(client.get(url))
    assert "Rated 4.0 of 5" in shown
    assert "Thank you." in shown
    assert "<b>tea</b>" not in shown
    found = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
    ]
    [product] = [each for each in found if each.get("@type") == "Product"]
    assert product["aggregateRating"]["ratingValue"] == "4.0"
    assert product["aggregateRating"]["reviewCount"] == 1
    assert product["review"][0]["author"]["name"] == "Ann E."


def test_hod_12_all_reviews_are_paged_and_narrowed_by_stars(client, order):
    review_of(order, stars=4, published=True)
    url = f"{product_page(order)}reviews/"
    assert "Keeps the tea warm" in text(client.get(url))
    assert "Keeps the tea warm" in text(client.get(f"{url}?stars=4"))
    assert "There are none" in text(client.get(f"{url}?stars=2"))
    assert "There are none" in text(client.get(f"{url}?page=9"))
    assert client.get(f"{url}?stars=x&page=-1").status_code == 200
    assert client.get("/en/p/nowhere/reviews/").status_code == 404


def test_hod_12_a_reader_reports_a_review(client, order):
    made = review_of(order, published=True)
    url = f"/en/reviews/{made.id}/report/"
    assert url in text(client.get(product_page(order)))
    assert client.post(url, {"reason": "few stars"}).status_code == 422
    assert client.post(url, {"reason": "insult"}).headers["Location"] == f"{url}?sent=1"
    assert "Somebody looks at it" in text(client.get(f"{url}?sent=1"))
    assert reviews.review(made.id).reports == 1
    assert client.get("/en/reviews/999999/report/").status_code == 404
