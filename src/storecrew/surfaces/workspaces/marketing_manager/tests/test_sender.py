"""The page of the sender's domain (MKT-8)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import Mailing
from storecrew.contexts.marketing.rules.sender import CODES
from storecrew.contexts.marketing.tests.factories import AT
from storecrew.contexts.marketing.tests.name_server import name_server
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_shop
from storecrew.surfaces.workspaces.marketing_manager.mailings.sender_pages import ADVICE, NAMES
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(settings):
    make_shop()
    settings.DEFAULT_FROM_EMAIL = "shop@shop.example"
    with clock.frozen(AT), name_server({"shop.example": ["v=spf1 -all"]}) as server:
        settings.STORECREW_NAME_SERVERS = [server.address]
        yield


def test_mkt_8_the_page_says_what_to_publish():
    manager = signed_in("marketing_manager")
    assert "Nobody has looked at the domain yet." in text(manager, "mail_sender")
    answer = manager.post(reverse("mail_sender_check"), follow=True).content.decode()
    for words in ("The domain was checked.", "v=spf1 -all", "_dmarc.shop.example", "Publish “v=DMARC1;"):
        assert words in answer


def test_mkt_8_the_page_says_under_whose_name_each_shop_writes(settings):
    settings.DEFAULT_FROM_EMAIL = "Head Office <shop@shop.example>"
    manager = signed_in("marketing_manager")
    assert "&quot;Head Office&quot; &lt;shop@shop.example&gt;" in text(manager, "mail_sender")
    settings.DEFAULT_FROM_EMAIL = "shop@shop.example"
    name = channels.facts("eu").name
    assert f"&quot;{name}&quot; &lt;shop@shop.example&gt;" in text(manager, "mail_sender")


def test_mkt_8_a_mailing_says_whether_it_will_be_believed():
    manager = signed_in("marketing_manager")
    fields = {
        "name": "May", "kind": "survey", "topic": "surveys", "subject_en": "How was it?",
        "text_en": "Tell us.", "per_hour": 100, "days": 1,
    }  # fmt: skip
    manager.post(reverse("mailing_add", args=["survey"]), fields)
    page = Mailing.objects.get().pk
    assert "not checked yet" in text(manager, "mailing", page)
    assert "&lt;shop@shop.example&gt;" in text(manager, "mailing", page)
    manager.post(reverse("mail_sender_check"))
    assert "mails may not arrive" in text(manager, "mailing", page)


def test_mkt_8_what_cannot_be_checked_is_said(settings):
    settings.DEFAULT_FROM_EMAIL = "shop"
    answer = signed_in("marketing_manager").post(reverse("mail_sender_check"), follow=True).content.decode()
    assert "Set STORECREW_MAIL_FROM" in answer


def test_every_verdict_has_its_advice():
    assert set(ADVICE) == {(kind, code) for kind, codes in CODES.items() for code in codes}
    assert set(NAMES) == set(CODES)
