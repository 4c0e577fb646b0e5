"""Which way a visit came, and what of its address is kept (MKT-1); machines are left out."""

from __future__ import annotations

import pytest

from storecrew.contexts.insights.rules import machines
from storecrew.contexts.insights.rules.links import WITHHELD, Entry, clean_path, entry, host_of, word
from storecrew.contexts.insights.rules.sources import DEFAULTS, Rule, classify, fits, listed_host

OWN = "shop.example:8000"


def way(query: str = "", referrer: str = "") -> str:
    return classify(entry(query, referrer, OWN), DEFAULTS).way


@pytest.mark.parametrize(
    ("query", "referrer", "expected"),
    [
        ("", "", "direct"),
        ("q=mug", "", "direct"),
        ("", "https://shop.example/en/", "direct"),
        ("", "https://www.google.com/", "search"),
        ("", "https://www.google.co.kr/", "search"),
        ("", "https://search.naver.com/search.naver", "search"),
        ("", "https://duckduckgo.com/", "search"),
        ("", "android-app://com.google.android.googlequicksearchbox/", "search"),
        ("", "https://l.facebook.com/", "social"),
        ("", "https://www.instagram.com/", "social"),
        ("", "https://t.co/abc", "social"),
        ("", "https://chatgpt.com/", "assistant"),
        ("", "https://gemini.google.com/app", "assistant"),
        ("", "https://copilot.microsoft.com/", "assistant"),
        ("", "https://blog.example/best-mugs", "referral"),
        ("gclid=Cj0KCQ", "https://www.google.com/", "paid_search"),
        ("msclkid=1", "", "paid_search"),
        ("fbclid=IwAR", "https://l.facebook.com/", "social"),
        ("ttclid=1", "", "paid_social"),
        ("utm_source=google&utm_medium=cpc&utm_campaign=spring", "", "paid_search"),
        ("utm_source=Facebook&utm_medium=CPC", "", "paid_social"),
        ("utm_source=news&utm_medium=email", "", "email"),
        ("utm_medium=affiliate&utm_source=ann", "", "affiliate"),
        ("utm_medium=qr&utm_source=flyer", "", "print"),
        ("utm_medium=banner", "", "display"),
        ("utm_source=partner", "", "campaign"),
        ("utm_medium=Something", "", "campaign"),
    ],
)
def test_mkt_01_a_visit_is_told_apart_by_its_address_and_referrer(query, referrer, expected):
    assert way(query, referrer) == expected


def test_mkt_01_the_first_rule_that_fits_wins_and_is_named():
    mine = Rule(7, "affiliate", host="blog.example", note="our partner")
    verdict = classify(entry("", "https://www.blog.example/x", OWN), (mine, *DEFAULTS))
    assert (verdict.way, verdict.source, verdict.rule) == ("affiliate", "www.blog.example", mine)
    assert classify(entry("", "https://notblog.example/", OWN), (mine, *DEFAULTS)).way == "referral"


def test_a_rule_needs_all_its_filled_columns_and_one_that_asks_nothing_never_fits():
    rule = Rule(1, "paid_social", medium="cpc", source="facebook, instagram")
    assert fits(rule, Entry(medium="cpc", source="instagram"), None)
    assert not fits(rule, Entry(medium="cpc", source="google"), None)
    assert not fits(Rule(1, "search"), Entry(medium="cpc"), None)


def test_names_of_published_lists_are_the_sources():
    assert listed_host("www.google.de").name == "Google"
    assert listed_host("l.facebook.com").kind == "social"
    assert listed_host("example.com") is None
    assert listed_host("localhost") is None


def test_u001_click_ids_addresses_and_numbers_of_persons_are_never_kept():
    found = entry(
        "utm_source=ann%40example.com&utm_campaign=tel+0171234567&gclid=SECRET&email=a@b.c",
        "https://mail.example/inbox?user=ann",
        OWN,
    )
    assert found == Entry("mail.example", WITHHELD, "", WITHHELD, "google")
    assert "SECRET" not in str(found)


def test_bad_08_nonsense_in_addresses_is_no_source():
    assert entry("&" * 5000, "javascript:alert(1)", OWN) == Entry()
    assert host_of("http://[bad") == ""
    assert host_of("https://exa mple.com") == ""
    assert word("A" * 500) == "a" * 80
    assert word("a\x00b\n c") == "a b c"
    assert clean_path("/p/mug/?variant=1#x") == "/p/mug/"


def test_the_first_of_repeated_words_counts():
    assert entry("utm_source=one&utm_source=two", "", OWN).source == "one"


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
        "Mozilla/5.0 HeadlessChrome/130",
        "Chrome-Lighthouse",
        "curl/8.5",
        "python-requests/2",
        "",
    ],
)
def test_mkt_01_machines_are_no_visits(agent):
    assert machines.is_machine(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911N) SamsungBrowser/25.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 KAKAOTALK/10.9.5 Mobile/15E148",
        "Mozilla/5.0 (Linux; Android 14; SM-S918N) Chrome/120 Mobile NAVER(inapp; search; 1200)",
    ],
)  # fmt: skip
def test_people_are_visits(agent):
    assert not machines.is_machine(agent)
