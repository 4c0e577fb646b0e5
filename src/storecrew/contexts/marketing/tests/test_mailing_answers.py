"""What comes back of a mailing: clicks, opens, bounces and complaints."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import signing

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Recipient
from storecrew.contexts.marketing.operations.composing import CLICK, OPEN
from storecrew.contexts.marketing.providers.mail_reports.simulator import HEADER, secret
from storecrew.contexts.marketing.tests.mailing import (
    DAY,
    HOUR,
    NOON,
    agree,
    send,
    write,
)
from storecrew.kernel import signatures

pytestmark = pytest.mark.django_db


PERSON = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def test_clicks_lead_into_the_shop_only_and_machines_that_open_are_told_apart(shop):
    agree("ann")
    key = write()
    send(key)
    row = Recipient.objects.get()
    opened = signing.dumps(row.key, salt=OPEN)
    marketing.note_open(opened, at=NOON + HOUR, agent="Mozilla/5.0 (via ggpht.com GoogleImageProxy)")
    marketing.note_open(opened, at=NOON + 2 * dt.timedelta(seconds=1), agent=PERSON)
    assert marketing.figures(key)[0][4:7] == (0, 1, 0)
    marketing.note_open(opened, at=NOON + HOUR, agent=PERSON)
    click = signing.dumps([row.key, "/en/categories/"], salt=CLICK)
    assert marketing.follow_click(click, at=NOON + HOUR, agent=PERSON) == "/en/categories/"
    assert marketing.figures(key)[0][4:7] == (1, 1, 1)
    for bad in ("https://evil.example/", "//evil.example/"):
        assert marketing.follow_click(signing.dumps([row.key, bad], salt=CLICK), at=NOON) == ""
    assert marketing.follow_click(click[:-2], at=NOON) == ""
    marketing.note_open("nonsense", at=NOON)


def test_bad_07_bounces_and_complaints_are_believed_signed_and_end_the_writing(shop):
    ann, bob = agree("ann", "bob")
    key = write()
    send(key)
    row = Recipient.objects.get(contact=ann)
    body = json.dumps(
        [
            {"kind": "bounce", "email": ann.email, "key": row.key},
            {"kind": "bounce", "email": bob.email, "key": "", "lasting": False},
        ]
    ).encode()
    good = {HEADER: signatures.sign(body, secret=secret(), at=NOON)}
    with pytest.raises(marketing.UnsignedReport):
        marketing.handle_mail_reports("simulator", headers={HEADER: "t=1,v1=0"}, body=body, at=NOON)
    with pytest.raises(marketing.UnknownMailReports):
        marketing.handle_mail_reports("nobody", headers=good, body=body, at=NOON)
    assert marketing.handle_mail_reports("simulator", headers=good, body=body, at=NOON) == 1
    assert marketing.handle_mail_reports("simulator", headers=good, body=body, at=NOON) == 0
    ann.refresh_from_db()
    assert ann.suppressed_because == "bounce"
    assert send(write(name="Next"), at=NOON + DAY) == 1
