"""The classifier against what others know of referrers and machines (MKT-1).

A few cases of each kind are here; the whole public files are read where they are at hand.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from storecrew.contexts.insights.rules.links import entry
from storecrew.contexts.insights.rules.machines import is_machine
from storecrew.contexts.insights.rules.sources import DEFAULTS, classify

SHARED = Path(__file__).parents[6] / "shared" / "data" / "web-traffic-reference"
WAYS = {
    "search": {"search"}, "social": {"social"}, "email": {"email"}, "internal": {"direct"},
    "unknown": {"referral"}, "paid": {"paid_search", "display"}, "chatbot": {"assistant"},
}  # fmt: skip
# A site that compares prices sends people who looked there, not at a search engine.
OTHERWISE = {"www.pricerunner.co.uk": "referral"}


def way(referrer: str) -> str:
    return classify(entry("", referrer, "www.snowplowanalytics.com"), DEFAULTS).way


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("https://mail.google.com/mail/u/0/", "email"),
        ("https://mail.naver.com/", "email"),
        ("http://webmail1m.orange.fr/webmail/fr_FR/read.html?IDMSG=8594", "email"),
        ("https://deref-gmx.at", "email"),
        ("https://deref-web.de/mail/client/a/dereferrer/", "email"),
        ("https://outlook.live.com/mail/0/", "email"),
        ("android-app://com.google.android.gm/", "email"),
        ("https://www.dailymail.co.uk/news", "referral"),
        ("https://mail-order.example/", "referral"),
        ("http://www.aolsearch.com/search?query=x", "search"),
        ("https://syndicatedsearch.goog", "paid_search"),
        ("https://tdsf.doubleclick.net", "display"),
        ("https://lnk.bio", "social"),
        ("https://character.ai", "assistant"),
    ],
)
def test_mkt_01_webmail_ad_networks_and_newcomers_are_known(referrer: str, expected: str) -> None:
    assert way(referrer) == expected


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "Mozilla/5.0 (Linux; Android 14; SM-S918N) Chrome/131.0 Mobile Safari/537.36 NAVER(inapp; search)",
    ],
)
def test_mkt_01_people_with_unusual_phones_are_no_machines(agent: str) -> None:
    assert not is_machine(agent)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public reference files are not here")
def test_mkt_01_every_case_of_the_public_referrer_file_is_told_apart() -> None:
    cases = json.loads((SHARED / "referer-tests.json").read_text(encoding="utf-8"))
    wrong = [
        (one["spec"], one["uri"], found)
        for one in cases
        if (found := way(one["uri"])) not in WAYS[one["medium"]]
        and OTHERWISE.get(one["uri"].split("/")[2]) != found
    ]
    assert (len(cases) > 50, wrong) == (True, [])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public reference files are not here")
def test_mkt_01_every_example_of_the_public_crawler_file_is_a_machine() -> None:
    with gzip.open(SHARED / "crawler-user-agents.json.gz") as file:
        agents = [agent for one in json.load(file) for agent in one.get("instances", ())]
    missed = [agent for agent in agents if not is_machine(agent)]
    assert (len(agents) > 1000, missed) == (True, [])
