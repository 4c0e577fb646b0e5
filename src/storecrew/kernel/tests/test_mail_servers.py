"""Mails over real connections: a mail server that speaks SMTP, a service that speaks HTTP (FLT-04)."""

import datetime as dt
import json
import re
import socket
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from aiosmtpd.controller import Controller

from storecrew.config.mailing import mailing
from storecrew.kernel import clock, mail
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


class Postbox:
    """Takes mails as a mail server does: knows nobody called nobody, and is busy for who is busy."""

    def __init__(self):
        self.mails = []
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such user"
        if address.startswith("busy@"):
            return "450 4.2.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def postbox(settings, tmp_path):
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in mailing(f"smtp://127.0.0.1:{port}?tls=off", tmp_path).items():
        setattr(settings, name, value)
    yield box
    controller.stop()


def queue(*names):
    for name in names:
        mail.queue(
            to=f"{name}@example.com", subject=f"For {name}", text="Thanks", html="<p>감사합니다</p>",
            locale="en", dedupe_key=name, at=NOON,
        )  # fmt: skip


def test_flt_04_a_round_of_mails_shares_one_connection(postbox):
    with clock.frozen(NOON):
        queue("ann", "bob", "cid")
        assert mail.deliver_due() == 3
    assert [to for to, _text in postbox.mails] == [[f"{name}@example.com"] for name in ("ann", "bob", "cid")]
    assert "Subject: For ann" in postbox.mails[0][1]
    assert "Auto-Submitted: auto-generated" in postbox.mails[0][1]
    assert postbox.connections == 1


def test_flt_04_an_address_that_does_not_exist_is_given_up_at_once_and_the_others_still_leave(postbox):
    with clock.frozen(NOON):
        queue("ann", "nobody", "busy", "cid")
        assert mail.deliver_due() == 2
    states = dict(Mail.objects.values_list("dedupe_key", "state"))
    assert states == {"ann": "sent", "nobody": "given_up", "busy": "waiting", "cid": "sent"}
    [told] = OutboxEvent.objects.filter(name__endswith="MailRefused")
    assert told.payload["mail_id"] == Mail.objects.get(dedupe_key="nobody").pk


def test_flt_04_a_mail_that_is_sent_again_is_the_same_mail_of_the_shops_own_domain(postbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Shop <shop@shop.example>"
    with clock.frozen(NOON):
        queue("ann")
        assert mail.deliver_due() == 1
        Mail.objects.update(state=Mail.State.WAITING, next_at=NOON)
        assert mail.deliver_due() == 1
    names = [re.search(r"Message-ID:\s*(<\S+>)", text)[1] for _to, text in postbox.mails]
    assert names[0] == names[1]
    assert names[0].endswith("@shop.example>")


def comes_from(text: str) -> tuple[str, str]:
    """Return name and address as a mail program shows them."""
    head = message_from_string(text, policy=policy.default)["From"]
    [one] = head.addresses
    return one.display_name, one.addr_spec


def test_mkt_8_a_mail_comes_under_the_name_of_its_shop_and_from_the_one_address(postbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Head Office <shop@shop.example>"
    names = ["", "Müller, Söhne & Co", 'The "Red" Mug', "살림", "Lamp\r\nBcc: all@example.com"]
    with clock.frozen(NOON):
        for number, name in enumerate(names):
            mail.queue(
                to="ann@example.com", subject="Hello", text="Thanks", locale="en", dedupe_key=f"m{number}",
                at=NOON, sender=name,
            )  # fmt: skip
        assert mail.deliver_due() == len(names)
    assert [comes_from(text) for _to, text in postbox.mails] == [
        ("Head Office", "shop@shop.example"),
        ("Müller, Söhne & Co", "shop@shop.example"),
        ('The "Red" Mug', "shop@shop.example"),
        ("살림", "shop@shop.example"),
        ("Lamp Bcc: all@example.com", "shop@shop.example"),
    ]
    assert [to for to, _text in postbox.mails] == [["ann@example.com"]] * len(names)


def test_mkt_8_the_name_is_that_of_the_look_else_of_the_installation_else_of_the_channel(
    settings, monkeypatch
):
    settings.DEFAULT_FROM_EMAIL = "shop@shop.example"
    monkeypatch.setattr(mail.looks, "_lender", [{"kr": mail.looks.MailLook(brand="살림")}.get])
    assert [mail.senders.sender_of(code, "Shop of Europe") for code in ("kr", "eu", "")] == [
        "살림",
        "Shop of Europe",
        "Shop of Europe",
    ]
    settings.DEFAULT_FROM_EMAIL = "Head Office <shop@shop.example>"
    assert mail.senders.sender_of("eu", "Shop of Europe") == "Head Office"
    assert mail.senders.line("") == "Head Office <shop@shop.example>"


def test_flt_04_a_server_that_is_gone_loses_nothing(postbox, settings):
    settings.EMAIL_PORT = 1
    with clock.frozen(NOON):
        queue("ann", "bob")
        assert mail.deliver_due() == 0
        assert set(Mail.objects.values_list("state", "attempts")) == {("waiting", 1)}


def test_a_mail_that_has_to_wait_is_asked_again_then_and_loses_no_attempt(postbox):
    asked = []

    def compose(argument):
        asked.append(clock.now())
        if clock.now() < NOON + dt.timedelta(hours=1):
            raise mail.Later(NOON + dt.timedelta(hours=1))
        return mail.Composed("Hello", "Text", "", {})

    mail.composer("tests.waiting", compose)
    with clock.frozen(NOON):
        mail.queue_letters([mail.Letter("ann@example.com", "en", "letter-2", "tests.waiting:1")], at=NOON)
        assert (mail.deliver_due(), mail.deliver_due()) == (0, 0)
    row = Mail.objects.get()
    assert (row.state, row.attempts, row.error, len(asked)) == ("waiting", 0, "", 1)
    with clock.frozen(NOON + dt.timedelta(hours=1)):
        assert mail.deliver_due() == 1
    assert len(postbox.mails) == 1


class Service(BaseHTTPRequestHandler):
    """Takes mails as Postmark does."""

    taken: list[dict] = []
    answer = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "a@b.c"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).taken.append({"path": self.path, "token": self.headers["X-Postmark-Server-Token"]} | body)
        status, answer = type(self).answer
        said = json.dumps(answer | {"To": body["To"]}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *words):
        pass


@pytest.fixture
def service(settings, tmp_path, monkeypatch):
    kind = type("Service", (Service,), {"taken": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"postmark://token@api?api_url=http://127.0.0.1:{server.server_port}/"
    for name, value in mailing(url, tmp_path).items():
        setattr(settings, name, value)
    yield kind
    server.shutdown()
    server.server_close()


def test_a_service_gets_the_mail_with_our_key_for_what_it_reports(service):
    mail.composer("tests.letter", lambda key: mail.Composed("Hello", "Text", "", {}, key, "살림"))
    with clock.frozen(NOON):
        mail.queue_letters([mail.Letter("ann@example.com", "en", "letter-1", "tests.letter:k7")], at=NOON)
        assert mail.deliver_due() == 1
    [taken] = service.taken
    assert (taken["token"], taken["To"], taken["Subject"]) == ("token", "ann@example.com", "Hello")
    assert taken["Metadata"] == {"key": "k7"}
    assert taken["From"] == "살림 <shop@storecrew.example>"


@pytest.mark.parametrize(
    ("status", "code", "state"), [(500, 0, "waiting"), (401, 10, "waiting"), (422, 406, "given_up")]
)
def test_flt_04_a_service_that_fails_is_asked_again_and_one_that_refuses_the_address_is_not(
    service, status, code, state
):
    words = (
        "You tried to send to a recipient that has been marked as inactive.\n Found inactive addresses: "
        "ann@example.com.\n Inactive recipients are ones that have generated a hard bounce."
    )
    service.answer = (status, {"ErrorCode": code, "Message": words})
    with clock.frozen(NOON):
        queue("ann")
        assert mail.deliver_due() == 0
    row = Mail.objects.get()
    assert (row.state, bool(row.error)) == (state, True)
