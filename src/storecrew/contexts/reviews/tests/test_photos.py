"""HOD-12: photos with reviews, drawn anew and shown only with what somebody looked at."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.reviews import public as reviews
from storecrew.contexts.reviews.models import ReviewPhoto
from storecrew.contexts.reviews.tests.factories import GUEST, product_of, review_of, sent_order
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db


def picture(color: str = "teal", size: tuple[int, int] = (1200, 900)) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Camera of Ann"
    Image.new("RGB", size, color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_hod_12_a_photo_is_drawn_anew_in_two_sizes_and_kept_once():
    made = review_of(sent_order(), photos=[picture(), picture(), picture("red"), b""])
    assert len(made.photos) == 2
    first = made.photos[0]
    assert (first.width, first.height) == (960, 720)
    large, kind = reviews.review_photo(made.id, first.id)
    small, _kind = reviews.review_photo(made.id, first.id, small=True)
    assert kind == "image/webp" and b"Camera of Ann" not in large
    assert Image.open(io.BytesIO(small)).width == 320
    assert reviews.review_photo(made.id + 1, first.id)[0] == b""


@pytest.mark.parametrize("photos", [[b"no picture"], [b"<svg/>"], [picture()] * 5])
def test_hod_12_what_is_no_picture_is_refused_with_its_field(photos):
    with pytest.raises(reviews.InvalidReview) as refused:
        review_of(sent_order(), photos=photos)
    assert set(refused.value.details["fields"]) == {"photos"}
    assert not ReviewPhoto.objects.exists()


def test_hod_12_a_photo_is_in_the_shop_only_with_its_review():
    order = sent_order()
    made = review_of(order, photos=[picture()])
    url, guest = f"/en/reviews/{made.id}/photos/{made.photos[0].id}/", Client()
    own = f"/en/order/{order.token}/reviews/{product_of(order)}/photos/{made.photos[0].id}/"
    assert guest.get(url).status_code == 404
    assert guest.get(own).status_code == 200
    assert own in guest.get(f"/en/order/{order.token}/reviews/").content.decode()
    assert guest.get(f"/en/order/unknown/reviews/1/photos/{made.photos[0].id}/").status_code == 404
    reviews.publish_review(made.id, actor=ACTOR, at=AT)
    assert guest.get(url)["Content-Type"] == "image/webp"
    slug = catalog.product_slugs([product_of(order)])[product_of(order)]
    for path in (f"/en/p/{slug}/", f"/en/p/{slug}/reviews/"):
        assert f"{url}?small" in guest.get(path).content.decode(), path
    reviews.refuse_review(made.id, reason="insult", note="A face", actor=ACTOR, at=AT)
    assert guest.get(url).status_code == 404


def test_hod_12_staff_take_one_photo_out_and_the_words_stay():
    made = review_of(sent_order(), photos=[picture(), picture("red")], published=True)
    gone, stays = (each.id for each in made.photos)
    with pytest.raises(Denied):
        reviews.drop_photo(made.id, gone, reason="A face", actor=GUEST, at=AT)
    reviews.drop_photo(made.id, gone, reason="A face", actor=ACTOR, at=AT)
    with pytest.raises(reviews.UnknownReviewPhoto):
        reviews.drop_photo(made.id, gone, reason="A face", actor=ACTOR, at=AT)
    assert [each.id for each in reviews.review(made.id).photos] == [stays]
    assert AuditEntry.objects.filter(action="reviews.photo_dropped").count() == 1
    reviews.take_back_review(made.order_id, made.product_id, actor=GUEST, at=AT)
    assert not ReviewPhoto.objects.exists()


def test_hod_12_a_buyer_sends_photos_with_the_form():
    order = sent_order()
    url = reverse("storefront:order_review", args=[order.token, product_of(order)])
    files = [SimpleUploadedFile("a.jpg", picture(), "image/jpeg")]
    typed = {"stars": "5", "title": "Fine", "words": "", "name": "Ann"}
    bad = Client().post(url, {**typed, "photos": SimpleUploadedFile("a.jpg", b"none", "image/jpeg")})
    assert bad.status_code == 422 and "each below 12 MB" in bad.content.decode()
    assert Client().post(url, {**typed, "photos": files}).status_code == 302
    assert len(reviews.reviewable(order.id)[0].review.photos) == 1


def test_hod_12_programs_read_the_reviews_of_a_product():
    order = sent_order()
    product = product_of(order)
    slug = catalog.product_slugs([product])[product]
    url, guest = f"/api/v1/products/{slug}/reviews", Client()
    assert guest.get(url).json() == {"rating": None, "items": [], "next": None}
    made = review_of(order, stars=4, photos=[picture()], published=True)
    found = guest.get(url, {"page_size": 1}).json()
    assert found["rating"] == {"count": 1, "mean": "4.0", "stars": [0, 0, 0, 1, 0]}
    (item,) = found["items"]
    assert (item["id"], item["stars"], item["words"], item["name"]) == (made.id, 4, made.words, "Ann E.")
    assert guest.get(item["photos"][0]["small_url"]).status_code == 200
    assert guest.get(url, {"stars": 5}).json()["items"] == []
    assert guest.get("/api/v1/products/none/reviews").status_code == 404
    assert guest.get(url, {"stars": 9}).status_code == 422
