"""HOD-7: range reviews and the assortment plan through their screens."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.assortment.models import RangePlan, RangeReview
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_staff(*roles), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer) -> str:
    return answer.content.decode()


def kitchen() -> int:
    return Category.objects.get(url_path="kitchen").pk


def opened(desk) -> RangeReview:
    form = {"name": "Kitchen", "channel_code": "eu", "category": kitchen(), "days": 30,
            "held_on": clock.now().date().isoformat(), "roles": ["head_of_digital"]}  # fmt: skip
    answer = desk.post(reverse("range_reviews_add"), form)
    assert answer.status_code == 302, text(answer)
    return RangeReview.objects.get()


def test_hod_7_a_review_is_opened_decided_signed_and_closed(shop):
    desk = signed_in("head_of_digital")
    assert "No range review yet" in text(desk.get(reverse("range_reviews_list")))
    assert desk.post(reverse("range_reviews_add"), {"name": ""}).status_code == 422
    made = opened(desk)
    rows = reverse("range_reviews_rows", args=[made.pk])
    mug = catalog.product_id_by_slug("enamel-mug")
    shown = text(desk.get(rows))
    assert "Enamel mug" in shown
    export = desk.get(f"{rows}?export=csv")
    assert export.status_code == 200
    decide = reverse("range_reviews_decide", args=[made.pk, mug])
    assert "in stock" in text(desk.get(decide))
    bare = desk.post(decide, {"decision": "end", "reason": "Old", "owner_role": "ecommerce_sme"})
    assert bare.status_code == 422
    assert "Name its last day" in text(bare)
    answer = desk.post(decide, {"decision": "reprice", "reason": "Too dear", "owner_role": "ecommerce_sme"})
    assert "Decided: Enamel mug" in text(desk.get(answer["Location"]))
    assert "Enamel mug" not in text(desk.get(f"{rows}?f.undecided=1")).partition("<table")[2]
    assert "Enamel mug" in text(desk.get(f"{rows}?f.decision=reprice")).partition("<table")[2]
    record = reverse("range_reviews_record", args=[made.pk])
    assert "Sign for" in text(desk.get(record))
    close = reverse("range_reviews_close", args=[made.pk])
    assert "has not signed" in text(desk.post(close, {"next_on": ""}))
    desk.post(reverse("range_reviews_sign", args=[made.pk]), {"role": "head_of_digital"})
    desk.post(reverse("range_reviews_refresh", args=[made.pk]))
    assert desk.post(close, {"next_on": ""})["Location"] == record
    assert assortment.range_review(made.pk).closed_at
    assert "Kitchen" in text(desk.get(reverse("range_reviews_list")))


def test_aut_05_who_sees_no_costs_sees_no_margin(shop):
    made = opened(signed_in("head_of_digital"))
    rows, mug = reverse("range_reviews_rows", args=[made.pk]), catalog.product_id_by_slug("enamel-mug")
    reader = signed_in("content_team")
    assert "Margin" not in text(reader.get(f"{rows}?columns=margin,costs&sort=margin"))
    decide = reverse("range_reviews_decide", args=[made.pk, mug])
    assert reader.get(decide).status_code == 403
    assert "margin" in text(signed_in("ecommerce_sme").get(decide))


def test_hod_7_a_plan_shows_what_is_missing(shop):
    desk = signed_in("ecommerce_sme")
    form = {"category": kitchen(), "channel_code": "eu", "season": "2027-Q1", "planned": 9, "margin": 45,
            "bands": "0 - 50: 5\n50 -: 3", "note": ""}  # fmt: skip
    bad = desk.post(reverse("range_plans_add"), {**form, "bands": "cheap: many"})
    assert bad.status_code == 422
    assert "This is no band" in text(bad)
    answer = desk.post(reverse("range_plans_add"), form)
    plan = RangePlan.objects.get()
    assert answer["Location"] == reverse("range_plans_record", args=[plan.pk])
    assert "missing" in text(desk.get(answer["Location"]))
    assert "2027-Q1" in text(desk.get(reverse("range_plans_list")))
    edit = text(desk.get(reverse("range_plans_edit", args=[plan.pk])))
    assert "0.00 - 50.00: 5" in edit
    desk.post(reverse("range_plans_delete", args=[plan.pk]))
    assert not RangePlan.objects.exists()
