"""What ``docs/how-to/sell-over-rest.md`` shows is what happens, call by call."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client

from storecrew.surfaces.storefront.tests.factories import make_shop

PAGE = Path(__file__).parents[6] / "docs/how-to/sell-over-rest.md"
CALL = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<path>\S+)\n(?P<headers>(?:[\w-]+: .*\n)*)"
    r"(?:\n(?P<body>\{[\s\S]*?\})\n)?→ (?P<status>\d+) (?P<names>.*)\n```",
)


@pytest.mark.django_db
def test_u105_every_call_of_the_page_answers_as_it_says():
    make_shop()
    page = PAGE.read_text(encoding="utf-8")
    calls = list(CALL.finditer(page))
    assert len(calls) == page.count("```http")
    known: dict[str, str] = {}
    for call in calls:
        headers = dict(line.split(": ", 1) for line in call["headers"].splitlines())
        path, query = (call["path"].format(**known) + "?").split("?")[:2]
        answer = Client().generic(
            call["method"], path, call["body"] or "", headers=headers, query_params=QueryDict(query),
            content_type="application/json" if call["body"] else "",
        )  # fmt: skip
        said = answer.json()
        assert answer.status_code == int(call["status"]), (call[0], said)
        assert set(call["names"].split()) <= set(said), (call[0], said)
        known |= {"cart": said["id"]} if call["path"] == "/api/v1/carts" else {}
        known |= {"order": said["token"]} if "token" in said else {}
    assert said["number"]
