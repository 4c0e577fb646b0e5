"""What people say to us on Mastodon: heard once, handed on, answered where it was said (MKT-11)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.errors import InvalidMention
from storecrew.contexts.marketing.models import Mention, Placement, Reply, SocialPost
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.listening import Listening
from storecrew.contexts.marketing.providers.social.mastodon import LOOKED_THROUGH, Mastodon
from storecrew.contexts.marketing.providers.social.parts import plain
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.mastodon_server import OWN, instance
from storecrew.contexts.marketing.tests.network_server import call
from storecrew.contexts.work.models import Task

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
CALLED = '<span class="h-card"><a href="https://near.example/@shop">@<span>shop</span></a></span>'


@pytest.fixture
def server():
    make_shop({"A-1": 10})
    with instance() as (kept, address):
        social.register_network(Mastodon(call=call))
        with override_settings(
            STORECREW_SOCIAL=["mastodon"], STORECREW_MASTODON_URL=address, STORECREW_MASTODON_TOKEN="secret"
        ):
            yield kept
        social.register_network(Mastodon())


def before(**span) -> str:
    return (AT - dt.timedelta(**span)).isoformat().replace("+00:00", ".000Z")


def ask(kept, key="101", **more) -> Mention:
    """Let somebody ask, and hear it."""
    kept.say(key, f"<p>{CALLED} Where is my parcel?</p>", before(hours=1), **more)
    assert marketing.listen(AT) == 1
    return Mention.objects.get(external_id=key)


def test_mastodon_listens():
    assert isinstance(Mastodon(), Listening)


def test_mkt_11_a_mention_is_heard_once_as_text_with_its_picture(server):
    pictures = [
        {"type": "video", "url": "https://far.example/1.mp4"},
        {"type": "image", "url": "https://far.example/1.jpg"},
    ]
    content = f"<p>{CALLED} our corner<br>with the &quot;lamp&quot;</p><p>&lt;3</p>"
    server.say("101", content, before(hours=1), media_attachments=pictures)
    server.say("100", "<p>long ago</p>", before(days=3))
    assert marketing.listen(AT) == 1
    assert marketing.listen(AT + MINUTE) == 0
    row = Mention.objects.get()
    assert (row.kind, row.author_id, row.author_name) == ("mention", "31", "mina@far.example")
    assert row.text == '@shop our corner\nwith the "lamp"\n<3'
    assert (row.picture_url, row.url) == ("https://far.example/1.jpg", "https://far.example/@mina/101")
    assert row.said_at == AT - dt.timedelta(hours=1)


def test_mkt_11_what_stands_below_our_post_knows_it_and_what_stands_below_others_does_not(server):
    post = SocialPost.objects.create(
        name="Mugs", text="x", shop_channel="eu", locale="en", due_at=AT, created_at=AT, updated_at=AT
    )
    Placement.objects.create(post=post, network="mastodon", key="k", state="posted", external_id="55")
    server.say("101", "<p>Nice</p>", before(hours=1), in_reply_to_id="55", in_reply_to_account_id=OWN)
    server.say("102", "<p>Ask them</p>", before(hours=1), in_reply_to_id="8", in_reply_to_account_id="31")
    assert marketing.listen(AT) == 2
    ours, other = Mention.objects.get(external_id="101"), Mention.objects.get(external_id="102")
    assert (ours.kind, ours.post, other.kind, other.post) == ("comment", post, "mention", None)


def test_more_than_a_page_is_heard_and_nonsense_is_passed_over(server):
    for number in range(LOOKED_THROUGH + 5):
        server.say(f"{number}", "<p>Hm</p>", before(hours=1))
    server.told[2]["status"] = None
    assert marketing.listen(AT) == LOOKED_THROUGH + 4


@pytest.mark.parametrize("fault", ["403", "429", "503"])
def test_a_server_that_tells_nothing_is_asked_the_next_time(server, fault):
    server.say("101", "<p>Hm</p>", before(hours=1))
    server.fault = fault
    assert marketing.listen(AT) == 0
    server.fault = ""
    assert marketing.listen(AT) == 1


def test_mkt_11_a_mention_becomes_a_task_of_customer_service_which_the_answer_ends(server):
    row = ask(server)
    marketing.hand_to_service(row.pk, note_text="Please look", actor=ACTOR, at=AT)
    task = Task.objects.get(code="social_mention")
    assert task.owner_role == "customer_service"
    marketing.answer_mention(row.pk, "It comes tomorrow.", actor=ACTOR, at=AT)
    assert (marketing.send_answers(AT), marketing.send_answers(AT)) == (1, 0)
    [made] = [each for each in server.statuses.values() if each["account"]["id"] == OWN]
    assert made["status"] == "@mina@far.example It comes tomorrow."
    assert (made["in_reply_to_id"], made["visibility"]) == ("101", "public")
    reply = Reply.objects.get()
    assert (reply.state, reply.url) == ("posted", made["url"])
    task.refresh_from_db()
    assert task.state == "withdrawn"


@pytest.mark.parametrize("seen_by", ["direct", "private", "unlisted"])
def test_mkt_11_what_was_said_to_few_is_answered_to_no_more(server, seen_by):
    row = ask(server, visibility=seen_by)
    assert row.public == (seen_by == "unlisted")
    marketing.answer_mention(row.pk, "It comes tomorrow.", actor=ACTOR, at=AT)
    assert marketing.send_answers(AT) == 1
    [made] = [each for each in server.statuses.values() if each["account"]["id"] == OWN]
    assert made["visibility"] == seen_by


def test_mkt_11_an_answer_whose_arrival_nobody_told_is_found_and_not_sent_again(server):
    row = ask(server)
    marketing.answer_mention(row.pk, "Tomorrow;\n\n  it has <left>.", actor=ACTOR, at=AT)
    server.fault = "lost"
    assert marketing.send_answers(AT) == 0
    server.fault = ""
    server.made.clear()  # the server has forgotten the key of the request
    assert marketing.send_answers(AT + 11 * MINUTE) == 1
    assert len([each for each in server.statuses.values() if each["account"]["id"] == OWN]) == 1


def test_an_answer_to_what_is_gone_is_refused_and_stands_before_people_again(server):
    row = ask(server)
    marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
    del server.statuses["101"]
    assert marketing.send_answers(AT) == 0
    row.refresh_from_db()
    assert (row.state, Reply.objects.get().state) == ("new", "refused")


def test_an_answer_that_could_not_even_be_prepared_waits(server):
    row = ask(server)
    marketing.answer_mention(row.pk, "Tomorrow.", actor=ACTOR, at=AT)
    server.fault = "503"
    assert marketing.send_answers(AT) == 0
    assert Reply.objects.get().state == "waiting"


def test_bad_03_an_answer_that_is_too_long_with_its_name_is_told_before_it_is_sent(server):
    row = ask(server)
    with pytest.raises(InvalidMention):
        marketing.answer_mention(row.pk, "x" * 495, actor=ACTOR, at=AT)
    marketing.answer_mention(row.pk, "x" * 494, actor=ACTOR, at=AT)


def test_a_text_is_read_as_people_read_it():
    assert plain("<p>One<br />two</p><p>three &amp; four</p>") == "One\ntwo\nthree & four"
    assert plain("a<script>bad()</script>b <b>c") == "ab c"
