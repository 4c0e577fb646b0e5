"""What people say on networks: heard and answered once, handed on, pictures with permission (MKT-11)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from PIL import Image

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.errors import InvalidMention, MentionState, PictureState
from storecrew.contexts.marketing.models import CustomerPicture, Mention, Placement, Reply, SocialPost
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.facebook import FacebookPage
from storecrew.contexts.marketing.providers.social.instagram import Instagram
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.meta_server import graph
from storecrew.contexts.marketing.tests.network_server import call
from storecrew.contexts.marketing.tests.test_posts import content, picture
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work.models import Task
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
KEYS = {
    "STORECREW_SOCIAL": ["instagram", "facebook"],
    "STORECREW_INSTAGRAM_ACCOUNT": "17",
    "STORECREW_INSTAGRAM_TOKEN": "secret",
    "STORECREW_FACEBOOK_PAGE": "9",
    "STORECREW_FACEBOOK_TOKEN": "secret",
    "STORECREW_META_SECRET": "app-secret",
    "STORECREW_META_VERIFY": "word",
}


@pytest.fixture
def meta():
    """A shop, and Meta's interface on this machine."""
    make_shop({"A-1": 10})
    with graph() as (kept, address):
        for network in (Instagram(call=call), FacebookPage(call=call)):
            social.register_network(network)
        with override_settings(**KEYS, STORECREW_FACEBOOK_API=address):
            yield kept
        for network in (Instagram(), FacebookPage()):
            social.register_network(network)


def said(number: int = 1, **more) -> dict:
    at = (AT - dt.timedelta(hours=number)).isoformat().replace("+00:00", "+0000")
    return {"id": f"c{number}", "text": f"words {number}", "timestamp": at, "username": "mina"} | more


def heard(**more) -> Mention:
    values = {
        "network": "instagram", "external_id": "c1", "kind": "comment", "author_id": "mina",
        "author_name": "mina", "text": "Where is it?", "said_at": AT, "heard_at": AT,
    } | more  # fmt: skip
    return Mention.objects.create(**values)


class TestHearing:
    def test_mkt_11_each_word_is_heard_once_with_the_post_it_stands_below(self, meta):
        post = SocialPost.objects.create(
            name="Mugs", text="x", shop_channel="eu", locale="en", due_at=AT, created_at=AT, updated_at=AT
        )
        Placement.objects.create(post=post, network="instagram", key="k", state="posted", external_id="m1")
        meta.media = [{"id": "m1", "permalink": "https://i.example/1"}]
        meta.comments = {"m1": [said(1), said(2, timestamp="2020-01-01T00:00:00+0000")]}
        meta.tags = [said(3, id="t3", media_type="IMAGE", media_url="https://cdn.example/1.jpg", text="Us")]
        # One server answers for both networks, each by its own addresses.
        with override_settings(STORECREW_SOCIAL=["instagram"]):
            assert marketing.listen(AT) == 2
            assert marketing.listen(AT + MINUTE) == 0
        comment, tag = Mention.objects.get(external_id="c1"), Mention.objects.get(external_id="t3")
        assert (comment.post, comment.kind, comment.author_id, comment.text) == (
            post,
            "comment",
            "mina",
            "words 1",
        )
        assert (tag.kind, tag.text, tag.picture_url) == ("mention", "Us", "https://cdn.example/1.jpg")

    def test_a_page_hears_others_and_not_itself(self, meta):
        meta.media = [{"id": "9_1"}]
        us, them = {"id": "9", "name": "We"}, {"id": "77", "name": "Jo"}
        rows = [
            {**said(1), "message": "hi", "created_time": said(1)["timestamp"], "from": who}
            for who in (us, them)
        ]
        rows[1]["id"] = "c2"
        meta.comments = {"9_1": rows}
        with override_settings(STORECREW_SOCIAL=["facebook"]):
            assert marketing.listen(AT) == 1
        assert Mention.objects.get().author_name == "Jo"

    def test_a_network_that_does_not_answer_is_asked_the_next_time(self, meta):
        meta.fault = "silent"
        assert marketing.listen(AT) == 0
        meta.fault, meta.tags = "", [said(1)]
        with override_settings(STORECREW_SOCIAL=["instagram"]):
            assert marketing.listen(AT) == 1

    def test_whoever_was_known_is_known_again(self, meta):
        customer = customers.ensure_customer(email="mina@x.example", actor=ACTOR, at=AT)
        row = heard(external_id="old")
        marketing.link_mention(row.pk, email="mina@x.example", actor=ACTOR, at=AT)
        meta.tags = [said(1)]
        with override_settings(STORECREW_SOCIAL=["instagram"]):
            marketing.listen(AT)
        assert Mention.objects.get(external_id="c1").customer_id == customer.id


class TestNews:
    def news(self, value, *, kind="comments", what="instagram", secret="app-secret"):
        body = json.dumps(
            {"object": what, "entry": [{"changes": [{"field": kind, "value": value}]}]}
        ).encode()
        signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return marketing.handle_social_news("meta", headers={"X-Hub-Signature-256": signed}, body=body, at=AT)

    def test_mkt_11_a_signed_message_is_kept_once(self, meta):
        value = {"id": "c9", "text": "Lovely", "from": {"id": "5", "username": "jo"}, "media": {"id": "m1"}}
        assert (self.news(value), self.news(value)) == (1, 0)
        assert Mention.objects.get().author_name == "jo"

    def test_a_comment_of_a_page(self, meta):
        value = {"item": "comment", "verb": "add", "comment_id": "9_2", "post_id": "9_1", "message": "Hm",
                 "from": {"id": "5", "name": "Jo"}, "created_time": int(AT.timestamp())}  # fmt: skip
        assert self.news(value, kind="feed", what="page") == 1
        assert Mention.objects.get().said_at == AT

    def test_a_mention_comes_as_an_id_and_is_asked_for(self, meta):
        meta.tags = [said(1)]
        assert self.news({"media_id": "m7"}, kind="mentions") == 1

    def test_bad_07_another_signature_and_nonsense_are_not_believed(self, meta):
        with pytest.raises(marketing.UnsignedReport):
            self.news({"id": "c9"}, secret="guess")
        with pytest.raises(marketing.UnsignedReport):
            self.news({"id": "c9"}, what="elsewhere")
        with override_settings(STORECREW_META_SECRET=""), pytest.raises(marketing.UnsignedReport):
            self.news({"id": "c9"}, secret="")
        assert not Mention.objects.exists()

    def test_the_address_is_proved_by_the_word(self, meta):
        asked = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "42"}
        assert marketing.proves(asked) == "42"
        assert marketing.proves({**asked, "hub.verify_token": "guess"}) == ""
        with override_settings(STORECREW_META_VERIFY=""):
            assert marketing.proves({**asked, "hub.verify_token": ""}) == ""


class TestAnswering:
    def test_mkt_11_an_answer_leaves_once(self, meta):
        row = heard()
        marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
        assert marketing.send_answers(AT) == 1 and marketing.send_answers(AT) == 0
        assert [each["text"] for each in meta.answers["c1"]] == ["Tomorrow."]
        row.refresh_from_db()
        assert row.state == "answered" and Reply.objects.get().external_id == "a1"

    def test_one_that_nobody_answered_for_is_looked_for_before_it_is_sent_again(self, meta):
        row = heard()
        marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
        meta.fault = "lost"
        assert marketing.send_answers(AT) == 0 and Reply.objects.get().state == "unknown"
        meta.fault = ""
        assert marketing.send_answers(AT + 11 * MINUTE) == 1
        assert len(meta.answers["c1"]) == 1

    def test_a_refused_one_comes_back_and_can_be_sent_again(self, meta):
        row = heard()
        reply = marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
        meta.fault = "400"
        marketing.send_answers(AT)
        row.refresh_from_db()
        assert row.state == "new" and Reply.objects.get().state == "refused"
        meta.fault = ""
        marketing.try_answer_again(reply, actor=ACTOR, at=AT)
        assert marketing.send_answers(AT) == 1
        with pytest.raises(MentionState):
            marketing.try_answer_again(reply, actor=ACTOR, at=AT)

    def test_too_much_and_nothing_are_refused(self, meta):
        row = heard()
        for text in (" ", "x" * 2_201):
            with pytest.raises(InvalidMention):
                marketing.answer_mention(row.pk, text, actor=ACTOR, at=AT)


class TestHandling:
    def test_mkt_11_customer_service_gets_one_task_with_its_hours(self, meta):
        row = heard()
        first = marketing.hand_to_service(row.pk, note_text="Angry", actor=ACTOR, at=AT)
        assert marketing.hand_to_service(row.pk, actor=ACTOR, at=AT) == first
        task = Task.objects.get()
        assert (task.owner_role, task.due_at) == ("customer_service", AT + dt.timedelta(hours=4))
        assert "Where is it?" in task.detail and "Angry" in task.detail
        marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
        task.refresh_from_db()
        assert task.state not in ("open", "taken")

    def test_given_closed_left_alone_and_looked_at_again(self, meta):
        row, person = heard(), make_staff("marketing_manager")
        marketing.assign_mention(row.pk, user_id=person.pk, actor=ACTOR, at=AT)
        row.refresh_from_db()
        assert (row.state, row.assignee) == ("assigned", person)
        marketing.close_mention(row.pk, ignore=True, actor=ACTOR, at=AT)
        with pytest.raises(MentionState):
            marketing.hand_to_service(row.pk, actor=ACTOR, at=AT)
        marketing.reopen_mention(row.pk, actor=ACTOR, at=AT)
        row.refresh_from_db()
        assert row.state == "new"

    def test_aut_01_without_the_right_nothing_happens(self, meta):
        nobody = system_actor("nobody")
        nobody = type(nobody)(kind="staff", id="1", label="x", permissions=frozenset({"mentions.read"}))
        with pytest.raises(Denied):
            marketing.close_mention(heard().pk, actor=nobody, at=AT)

    def test_what_a_customer_said_is_exported_and_erased(self, meta, monkeypatch):
        customer = customers.ensure_customer(email="mina@x.example", actor=ACTOR, at=AT)
        row = heard(customer_id=customer.id)
        data = customers.export_data(customer.id, actor=ACTOR, at=AT)
        assert data["social_mentions"][0]["text"] == row.text
        customers.erase(customer_id=customer.id, actor=ACTOR, at=AT)
        assert not Mention.objects.exists()


class TestPictures:
    @pytest.fixture
    def kept(self, meta, monkeypatch) -> CustomerPicture:
        made = BytesIO()
        Image.new("RGB", (400, 300), "green").save(made, "PNG")
        monkeypatch.setattr(Instagram, "picture", lambda _self, url: made.getvalue())
        row = heard(picture_url="https://cdn.example/1.jpg")
        key = marketing.keep_picture(row.pk, sku="A-1", alt="A mug at home", actor=ACTOR, at=AT)
        return CustomerPicture.objects.get(pk=key)

    def test_mkt_11_nothing_is_shown_without_permission(self, kept):
        product = Variant.objects.get(sku="A-1").product_id
        with pytest.raises(PictureState):
            marketing.show_picture(kept.pk, shown=True, actor=ACTOR, at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            CustomerPicture.objects.filter(pk=kept.pk).update(shown=True)
        assert marketing.pictures_of(product) == () and marketing.shown_picture(kept.pk) == b""
        marketing.permit_picture(kept.pk, words="Yes, please! (answer of 3 May)", actor=ACTOR, at=AT)
        marketing.show_picture(kept.pk, shown=True, actor=ACTOR, at=AT)
        (shown,) = marketing.pictures_of(product)
        assert (shown.alt, shown.credit, shown.width) == ("A mug at home", "mina", 400)
        marketing.withdraw_picture(kept.pk, actor=ACTOR, at=AT)
        kept.refresh_from_db()
        assert bytes(kept.picture) == b"" and marketing.pictures_of(product) == ()

    def test_it_goes_with_its_owner(self, kept):
        customer = customers.ensure_customer(email="mina@x.example", actor=ACTOR, at=AT)
        marketing.link_mention(kept.mention_id, email="mina@x.example", actor=ACTOR, at=AT)
        customers.erase(customer_id=customer.id, actor=ACTOR, at=AT)
        assert not CustomerPicture.objects.exists()

    def test_a_mention_without_one_has_none_to_keep(self, meta):
        with pytest.raises(InvalidMention) as refused:
            marketing.keep_picture(heard().pk, sku="NO", alt="", actor=ACTOR, at=AT)
        assert set(refused.value.details) == {"alt", "sku", "picture"}


def test_mkt_11_instagram_posts_a_picture_by_its_address_once(meta):
    values = {"networks": ("instagram",), "picture": picture(1000, 1000), "picture_alt": "A mug"}
    key = marketing.save_post(content(**values), actor=ACTOR, at=AT)
    marketing.schedule_post(key, actor=ACTOR, at=AT)
    meta.fault = "lost"
    assert marketing.publish_due(AT) == 0
    meta.fault = ""
    assert marketing.publish_due(AT + 11 * MINUTE) == 0, "the container was made, and nothing published"
    assert marketing.publish_due(AT + 12 * MINUTE) == 1
    place = Placement.objects.get()
    (made,) = {row["image_url"] for row in meta.containers.values()}
    assert made.endswith(f"/social/{place.key}.jpg") and marketing.picture_of_post(place.key)
    assert len(meta.media) == 1 and place.external_id == "m1"


def test_instagram_takes_no_post_without_a_picture(meta):
    key = marketing.save_post(content(networks=("instagram",)), actor=ACTOR, at=AT)
    marketing.schedule_post(key, actor=ACTOR, at=AT)
    marketing.publish_due(AT)
    post = SocialPost.objects.get(pk=key)
    assert post.state == "stopped" and "pictures only" in post.stopped_because
