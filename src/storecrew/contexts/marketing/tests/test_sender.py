"""Looking at the sender's domain through a real name server, and telling of it (MKT-8)."""

from __future__ import annotations

import pytest

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import SenderRecord
from storecrew.contexts.marketing.operations import sender as operation
from storecrew.contexts.marketing.providers.dns import names, servers
from storecrew.contexts.marketing.providers.dns.simulator import KEY, SimulatedNames
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY
from storecrew.contexts.marketing.tests.name_server import name_server
from storecrew.contexts.work.models import Finding
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
GOOD = {
    "shop.example": ["something else", "v=spf1 ip4:192.0.2.0/24 -all"],
    "mail._domainkey.shop.example": [f"v=DKIM1; k=rsa; p={KEY}"],
    "_dmarc.shop.example": ["v=DMARC1; p=reject"],
}


@pytest.fixture
def domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Shop <shop@shop.example>"
    settings.STORECREW_DKIM_SELECTORS = ["mail"]
    with name_server(dict(GOOD)) as server:
        settings.STORECREW_NAME_SERVERS = [server.address]
        yield server


def check(actor: Actor = ACTOR, at=AT):
    return marketing.check_sender(actor=actor, at=at)


def test_mkt_8_a_domain_that_publishes_all_is_believed(domain):
    assert marketing.sender() is None
    assert [(each.kind, each.state) for each in check()] == [
        ("spf", "good"), ("dkim", "good"), ("dmarc", "good"),
    ]  # fmt: skip
    found = marketing.sender()
    assert found is not None
    assert (found.domain, found.state, found.checked_at) == ("shop.example", "good", AT)
    assert found.verdicts[1].value == 2048, "a key longer than one piece of text is put together"
    assert set(domain.asked) == {"shop.example", "mail._domainkey.shop.example", "_dmarc.shop.example"}
    assert not Finding.objects.exists()


def test_mkt_8_what_is_missing_is_told_once_and_ends_when_it_is_published(domain):
    del domain.texts["_dmarc.shop.example"]
    check()
    check(at=AT + DAY)
    alert = Finding.objects.get()
    assert (alert.code, alert.owner_role, alert.state) == ("sender_not_believed", "marketing_manager", "open")
    assert marketing.sender().state == "bad"
    entries = AuditEntry.objects.filter(action="marketing.sender_checked")
    assert entries.count() == 1, "a check that finds the same is no news"
    domain.texts |= GOOD
    check(at=AT + 2 * DAY)
    assert Finding.objects.get().state != "open"
    assert entries.count() == 2


def test_mkt_8_a_weak_record_is_no_alert(domain):
    domain.texts["_dmarc.shop.example"] = ["v=DMARC1; p=none"]
    check()
    assert marketing.sender().state == "weak"
    assert not Finding.objects.exists()


def test_mkt_8_each_selector_is_judged(domain, settings):
    settings.STORECREW_DKIM_SELECTORS = ["mail", "other"]
    assert [(each.kind, each.code) for each in check()][1:3] == [("dkim", "good"), ("dkim", "missing")]
    assert SenderRecord.objects.count() == 4


def test_flt_a_silent_name_server_leaves_what_was_known(domain, monkeypatch):
    check()
    domain.silent = True
    monkeypatch.setattr(servers, "SECONDS", 0.2)
    with pytest.raises(marketing.NamesUnanswered):
        check(at=AT + DAY)
    operation.check_sender_by_clock(AT + DAY)
    assert marketing.sender().checked_at == AT
    assert not Finding.objects.exists()


def test_an_address_without_a_domain_is_said(domain, settings):
    settings.DEFAULT_FROM_EMAIL = "shop@localhost"
    with pytest.raises(marketing.SenderWithoutDomain):
        check()
    operation.check_sender_by_clock(AT)
    assert domain.asked == []


def test_only_marketing_asks(domain):
    with pytest.raises(Denied):
        check(actor=guest_actor("", ip="203.0.113.1"))


def test_the_demo_answers_by_itself_and_a_named_server_comes_first(settings):
    settings.STORECREW_DEMO, settings.STORECREW_NAME_SERVERS = True, []
    settings.DEFAULT_FROM_EMAIL, settings.STORECREW_DKIM_SELECTORS = "shop@storecrew.example", ["mail"]
    assert isinstance(names(), SimulatedNames)
    assert [(each.kind, each.state) for each in check()] == [
        ("spf", "good"), ("dkim", "good"), ("dmarc", "weak"),
    ]  # fmt: skip
    settings.STORECREW_NAME_SERVERS = ["127.0.0.1:5353"]
    assert isinstance(names(), servers.NameServers)
