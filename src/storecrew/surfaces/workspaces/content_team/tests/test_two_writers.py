"""Two people write the same mail: the second keeps what they wrote, and sees what the first wrote."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.contexts.content import public as content
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db
MAIL = "/admin/texts/mails/fulfillment.back_order/?locale=en"


def opened(client: Client) -> dict[str, str]:
    page = client.get(MAIL)
    found = {"edits": re.search(r'name="edits" value="(\d+)"', page.content.decode())[1]}  # type: ignore[index]
    for box in page.context["boxes"]:
        found |= {box.name: box.value, f"was-{box.name}": box.stored}
    return found


def test_u071_two_writers_of_a_mail_lose_nothing() -> None:
    client = Client()
    client.force_login(make_staff("content_team"), backend="django.contrib.auth.backends.ModelBackend")
    ann, ben = opened(client), opened(client)
    first, second, third = [name for name in ann if name.startswith("t-")][:3]
    typed = {who: {name: f"{ann[name]} ({who})" for name in (first, second, third)} for who in ("Ann", "Ben")}
    ann |= {name: typed["Ann"][name] for name in (first, second)}
    assert client.post(MAIL, ann | {"action": "draft"}).status_code == 302
    page = client.post(MAIL, ben | {n: typed["Ben"][n] for n in (first, third)} | {"action": "draft"})
    assert page.status_code == 422
    assert "Nothing of yours is lost" in page.content.decode()
    boxes = {box.name: box for box in page.context["boxes"]}
    assert boxes[first].value == typed["Ben"][first]
    assert "(Ann)" in boxes[first].problem
    assert (boxes[second].value, boxes[second].problem) == (typed["Ann"][second], "")
    assert (boxes[third].value, boxes[third].problem) == (typed["Ben"][third], "")
    again = {"edits": str(page.context["found"].edits)} | {box.name: box.value for box in boxes.values()}
    assert client.post(MAIL, again | {"action": "draft"}).status_code == 302
    kept = content.wording("fulfillment.back_order", "en")
    assert kept is not None
    words = [text[0] for text in kept.shown.values()]
    assert {typed["Ben"][first], typed["Ann"][second], typed["Ben"][third]} <= set(words)
