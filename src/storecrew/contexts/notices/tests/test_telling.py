"""From the inbox to the mailbox and the chat: who gets what, when, once, and with which rights."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail as outgoing_mail

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.tests import conftest
from storecrew.contexts.approvals.tests.factories import ask, boss, person
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.notices import operations, rules
from storecrew.contexts.notices import public as notices
from storecrew.contexts.notices.models import ChatHook, Delivery
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Membership, Team
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.webhooks.tests.receiver import receiving
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
SOON = NOON + rules.GATHER
done = conftest.done
NIGHT = notices.Quiet(dt.time(20), dt.time(7), "UTC")


@pytest.fixture(autouse=True)
def shop():
    make_channel("eu", is_default=True)
    with clock.frozen(NOON):
        yield


@pytest.fixture
def mina():
    return make_staff("customer_service", name="Mina Park", email="mina.park@x.example")


@pytest.fixture
def receiver(monkeypatch):
    with receiving(monkeypatch) as opened:
        yield opened


def call(body="Please look, @mina.park", record_id=7, actor=ROOT):
    work.comment(record="work.note", record_id=record_id, body=body, actor=actor, at=clock.now())
    outbox.drain()


def alarm(key="k", severity="critical", **changes):
    values = {"code": "shop.down", "title": "The checkout fails", "owner_role": "customer_service"}
    work.raise_finding(dedupe_key=key, severity=severity, actor=ROOT, at=clock.now(), **(values | changes))
    outbox.drain()


def pass_to(at):
    """Run the minute's work at an instant; return the mails that left then."""
    before = len(outgoing_mail.outbox)
    with clock.frozen(at):
        operations.queue_due(at=at)
        operations.post_due(at=at)
        mail.deliver_due()
    return outgoing_mail.outbox[before:]


def choose(user, *, mail=rules.BY_MAIL, chat=None, quiet=NIGHT):
    actor = people.actor_for(user)
    return notices.save_ways(mail=frozenset(mail), chat=chat or {}, quiet=quiet, actor=actor, at=clock.now())


def connect(receiver, *members, name="#service"):
    team = Team.objects.create(code="service", name="Service")
    Membership.objects.filter(user__in=members).update(team=team)
    root = people.actor_for(make_staff("owner", email="boss@x.example"))
    return notices.save_hook(team="service", name=name, address=receiver.url, actor=root, at=NOON)


class TestMail:
    def test_u074_several_notices_are_one_mail_after_a_while(self, mina):
        call()
        call("@mina.park once more", record_id=8)
        alarm(severity="warning")
        assert pass_to(SOON - dt.timedelta(minutes=1)) == []
        [letter] = pass_to(SOON)
        assert letter.to == ["mina.park@x.example"] and letter.subject == "2 notices for you"
        assert "Please look, @mina.park" in letter.body and "/admin/notices/" in letter.body
        assert "checkout" not in letter.body
        assert pass_to(SOON + dt.timedelta(hours=1)) == []

    def test_one_notice_says_itself_and_what_burns_takes_along_what_waits(self, mina):
        call()
        [letter] = pass_to(SOON)
        assert letter.subject == "Inbox: Please look, @mina.park"
        with clock.frozen(SOON):
            call("@mina.park and this", record_id=9)
            alarm()
        [letter] = pass_to(SOON)
        assert "The checkout fails" in letter.body and "and this" in letter.body

    def test_what_was_seen_in_the_inbox_does_not_come(self, mina):
        call()
        actor = people.actor_for(mina)
        names = people.names_of(mina.pk)
        [row] = work.inbox_entries(actor, names=names, at=NOON)
        work.read_entries(ids=[row.pk], names=names, actor=actor, at=NOON)
        assert pass_to(SOON) == []
        assert Delivery.objects.get().state == "skipped"

    def test_u074_who_lost_the_right_is_not_told(self, mina):
        alarm()
        Membership.objects.all().delete()
        assert pass_to(NOON) == []
        alarm("other")
        assert Delivery.objects.count() == 1

    def test_a_record_that_may_not_be_seen_is_not_told_of(self, mina):
        alarm(url="/admin/roles/add/")
        assert pass_to(NOON) == []

    def test_people_who_left_get_nothing(self, mina):
        call()
        mina.is_active = False
        mina.save()
        assert pass_to(SOON) == []

    def test_u074_quiet_hours_hold_mails_until_their_end(self, mina):
        choose(mina)
        late = NOON.replace(hour=21)
        with clock.frozen(late):
            call()
            alarm()
        assert pass_to(late + dt.timedelta(hours=1)) == []
        [letter] = pass_to(NOON.replace(day=3, hour=7))
        assert letter.subject == "2 notices for you"

    def test_u074_critical_alerts_pass_when_the_person_says_so_and_alone(self, mina):
        choose(mina, quiet=notices.Quiet(NIGHT.starts, NIGHT.ends, "UTC", serious_passes=True))
        late = NOON.replace(hour=21)
        with clock.frozen(late):
            call()
            alarm()
        [letter] = pass_to(late)
        assert letter.subject == "Inbox: The checkout fails"
        assert len(pass_to(NOON.replace(day=3, hour=7))) == 1

    def test_hours_that_are_set_later_hold_what_is_queued_already(self, mina):
        call()
        operations.queue_due(at=SOON)
        choose(mina, quiet=notices.Quiet(dt.time(12), dt.time(14), "UTC"))
        assert pass_to(SOON) == []
        assert len(pass_to(NOON.replace(hour=14))) == 1

    def test_new_hours_move_what_waits(self, mina):
        call()
        choose(mina, quiet=notices.Quiet(dt.time(12), dt.time(14), "UTC"))
        assert Delivery.objects.get().due_at == NOON.replace(hour=14)

    def test_telling_twice_tells_once(self, mina):
        call()
        entry = Delivery.objects.get().entry
        operations.tell([entry], at=NOON)
        assert Delivery.objects.count() == 1

    def test_nobody_is_told_of_their_own_words_and_of_kinds_they_left_out(self, mina):
        call("@customer_service", actor=people.actor_for(mina))
        assert not Delivery.objects.exists()
        choose(mina, mail=())
        call()
        assert not Delivery.objects.exists()

    def test_the_owner_hears_what_is_asked_of_a_role_nobody_holds(self):
        boss = make_staff("owner", email="boss@x.example")
        alarm(owner_role="developer")
        assert Delivery.objects.get().user == boss


class TestApprovals:
    def test_u074_a_request_is_in_the_inbox_of_those_who_may_decide_until_somebody_does(self, done):
        owner = make_staff("owner", email="boss@x.example")
        make_staff("tester", email="tess@x.example")
        asked = ask(actor=person(90_001), at=NOON)
        outbox.drain()
        actor, names = people.actor_for(owner), people.names_of(owner.pk)
        [row] = work.inbox_entries(actor, names=names, at=NOON)
        assert (row.record, row.record_id, row.state) == (notices.APPROVAL, str(asked.id), "open")
        assert Delivery.objects.get().user == owner
        approvals.refuse(approval_id=asked.id, note="no", actor=boss(90_002), at=NOON)
        outbox.drain()
        [row] = work.inbox_entries(actor, names=names, at=NOON)
        assert row.state == "done"
        assert pass_to(SOON) == []


class TestChat:
    def test_u074_one_line_for_all_who_chose_the_chat(self, mina, receiver):
        joe = make_staff("customer_service", name="Joe", email="joe@x.example")
        hook = connect(receiver, mina, joe)
        for each in (mina, joe):
            choose(each, mail=(), chat={"critical": hook.id, "mention": hook.id})
        alarm()
        call()
        pass_to(NOON)
        pass_to(SOON)
        texts = [json.loads(each.body)["text"] for each in receiver.got]
        assert len(texts) == 2
        assert texts[0].startswith("• The checkout fails http") and "/admin/inbox/" in texts[0]
        assert texts[1].startswith("• Mina Park: Please look")

    def test_u074_a_chat_that_fails_is_tried_again_and_told(self, mina, receiver):
        hook = connect(receiver, mina)
        choose(mina, mail=(), chat={"critical": hook.id})
        receiver.answers = [500, 404, 503]
        alarm()
        at = NOON
        for minutes in (0, 1, 3):
            at += dt.timedelta(minutes=minutes)
            pass_to(at)
        row = ChatHook.objects.get()
        assert row.failing_since == NOON and row.error == "HTTP 503"
        told = Finding.objects.get(code="notices.chat_failing")
        assert told.owner_role == "head_of_digital" and "503" in told.said("detail")
        pass_to(at + dt.timedelta(minutes=9))
        assert len(receiver.got) == 4
        assert ChatHook.objects.get().failing_since is None
        assert Finding.objects.get(code="notices.chat_failing").state == "resolved"
        assert Delivery.objects.get(hook=hook.id).state == "sent"

    def test_a_chat_that_never_answers_is_given_up(self, mina, receiver):
        hook = connect(receiver, mina)
        choose(mina, mail=(), chat={"critical": hook.id})
        receiver.answers = [500] * 20
        alarm()
        at = NOON
        for _attempt in range(rules.MOST_ATTEMPTS):
            pass_to(at)
            at += dt.timedelta(days=2)
        assert Delivery.objects.get(hook=hook.id).state == "given_up"
        pass_to(at)
        assert len(receiver.got) == rules.MOST_ATTEMPTS

    def test_who_left_the_team_posts_nothing_there(self, mina, receiver):
        hook = connect(receiver, mina)
        choose(mina, mail=(), chat={"critical": hook.id})
        alarm()
        Membership.objects.filter(user=mina).update(team=None)
        pass_to(NOON)
        assert receiver.got == [] and Delivery.objects.get().state == "skipped"

    def test_old_deliveries_are_forgotten(self, mina):
        call()
        pass_to(SOON)
        assert operations.forget_settled(at=SOON + dt.timedelta(days=29)) == 0
        assert operations.forget_settled(at=SOON + dt.timedelta(days=31)) == 1


class TestHooks:
    def test_a_hook_is_set_up_tried_changed_and_taken_away(self, mina, receiver):
        hook = connect(receiver, mina)
        root = people.actor_for(make_staff("owner", email="second@x.example"))
        assert hook.host == "erp.example.com"
        assert receiver.url not in ChatHook.objects.get().sealed_address
        assert notices.try_hook(hook.id, actor=root, at=NOON) == ""
        receiver.answers = [410]
        assert notices.try_hook(hook.id, actor=root, at=NOON) == "HTTP 410"
        values = {"hook_id": hook.id, "team": "service", "name": "#all", "actor": root, "at": NOON}
        changed = notices.save_hook(**values, expected_version=hook.version)
        assert (changed.name, changed.error, changed.host) == ("#all", "", "erp.example.com")
        with pytest.raises(notices.HookChanged):
            notices.save_hook(**values, expected_version=hook.version)
        notices.remove_hook(hook.id, actor=root, at=NOON)
        for gone in (notices.hook, lambda key: notices.try_hook(key, actor=root, at=NOON)):
            with pytest.raises(notices.UnknownHook):
                gone(hook.id)

    def test_what_is_missing_or_inside_is_refused(self, mina):
        root = people.actor_for(make_staff("owner", email="boss@x.example"))
        with pytest.raises(notices.InvalidHook) as refused:
            notices.save_hook(team="x", name=" ", actor=root, at=NOON)
        assert set(refused.value.details["fields"]) == {"team", "name", "address"}
        Team.objects.create(code="service", name="Service")
        for inside in ("http://chat.example/x", "https://127.0.0.1/x", "https://localhost/x"):
            with pytest.raises(notices.InvalidHook) as refused:
                notices.save_hook(team="service", name="x", address=inside, actor=root, at=NOON)
            assert refused.value.details["fields"] == {"address": "not_public"}
        with pytest.raises(Denied):
            notices.save_hook(team="x", name="x", actor=people.actor_for(mina), at=NOON)

    def test_only_chats_of_ones_own_teams_can_be_chosen(self, mina, receiver):
        hook = connect(receiver)
        with pytest.raises(notices.InvalidWays) as refused:
            choose(mina, chat={"alert": hook.id})
        assert refused.value.details["fields"] == {"chat": "unknown_chat"}
