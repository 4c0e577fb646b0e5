"""Google's words in ours, what contradicts, and reports of page indexing (MKT-14); no database."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.seo.providers.simulator import SimulatedInspector
from storecrew.contexts.seo.queries.indexed import REASON_WORDS
from storecrew.contexts.seo.rules import indexing, report_files
from storecrew.contexts.seo.rules.indexing import Standing

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LONG_AGO = AT - dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Submitted and indexed", "indexed"),
        ("Indexed, not submitted in sitemap", "indexed"),
        ("Indexed, though blocked by robots.txt", "indexed_blocked"),
        ("Crawled - currently not indexed", "crawled"),
        ("Discovered - currently not indexed", "discovered"),
        ("URL is unknown to Google", "unknown"),
        ("Duplicate without user-selected canonical", "duplicate"),
        ("Duplicate, Google chose different canonical than user", "other_canonical"),
        ("Alternate page with proper canonical tag", "alternate"),
        ("Page with redirect", "redirect"),
        ("Redirect error", "redirect_error"),
        ("Excluded by ‘noindex’ tag", "noindex"),
        ("Blocked by robots.txt", "robots"),
        ("Not found (404)", "not_found"),
        ("Soft 404", "soft_404"),
        ("Server error (5xx)", "server_error"),
        ("Blocked due to unauthorized request (401)", "unauthorized"),
        ("Blocked due to access forbidden (403)", "forbidden"),
        ("Blocked due to other 4xx issue", "refused"),
        ("Blocked by page removal tool", "removed"),
        ("크롤링됨 - 현재 색인이 생성되지 않음", "crawled"),
        ("Something new", ""),
    ],
)
def test_mkt_14_words_of_google_are_reasons(words, reason):
    assert indexing.reason_in(words) == reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"verdict": "NEUTRAL", "coverageState": "Soft 404"}, "soft_404"),
        ({"verdict": "PASS", "coverageState": "Worded anew"}, "indexed"),
        ({"verdict": "NEUTRAL", "indexingState": "BLOCKED_BY_META_TAG"}, "noindex"),
        ({"verdict": "NEUTRAL", "indexingState": "BLOCKED_BY_HTTP_HEADER"}, "noindex"),
        ({"verdict": "NEUTRAL", "robotsTxtState": "DISALLOWED"}, "robots"),
        ({"verdict": "FAIL", "pageFetchState": "SERVER_ERROR"}, "server_error"),
        ({"verdict": "NEUTRAL", "pageFetchState": "SUCCESSFUL", "lastCrawlTime": "2026-02-01"}, "crawled"),
        ({"verdict": "NEUTRAL"}, "unknown"),
    ],
)
def test_mkt_14_an_answer_is_read_by_its_words_and_else_by_its_codes(answer, reason):
    assert indexing.reason_of(answer) == reason


@pytest.mark.parametrize(
    ("index", "state", "since", "canonical", "codes"),
    [
        ("open", "indexed", LONG_AGO, "/en/a/", set()),
        ("open", "indexed", LONG_AGO, "", set()),
        ("open", "crawled", AT, "", {"engine_left_out"}),
        ("open", "error", AT, "", {"engine_left_out"}),
        ("open", "unknown", AT, "", set()),
        ("open", "discovered", LONG_AGO, "", {"engine_left_out"}),
        ("open", "elsewhere", AT, "/en/b/", {"engine_canonical"}),
        ("open", "elsewhere", AT, "https://other.example/en/a/", {"engine_canonical"}),
        ("noindex", "indexed", AT, "", {"engine_lists_noindex"}),
        ("blocked", "indexed", AT, "", {"engine_lists_noindex"}),
        ("noindex", "blocked", AT, "", set()),
        ("elsewhere", "elsewhere", AT, "/en/b/", set()),
        ("", "crawled", AT, "", set()),
    ],
)
def test_mkt_14_a_contradiction_is_what_we_do_not_want(index, state, since, canonical, codes):
    one = Standing("/en/a/", index, state, since, "Words", canonical)
    assert set(indexing.contradictions(one, AT)) == codes


def test_mkt_14_many_fall_out_at_once_by_number_and_share():
    assert not indexing.fell_out_at_once(4, 0)
    assert indexing.fell_out_at_once(5, 95)
    assert not indexing.fell_out_at_once(5, 96)


def test_mkt_14_every_reason_has_a_state_and_words():
    assert set(REASON_WORDS) == set(indexing.REASONS)
    assert {reason for _mark, reason in indexing._WORDS} <= set(indexing.REASONS)
    assert set(indexing._FETCHES.values()) <= set(indexing.REASONS)


def test_mkt_14_a_report_is_read_with_what_is_wrong_by_row():
    text = (
        "\ufeffURL,Last crawled\n"
        "https://shop.example/en/a/,2026-02-20\n"
        "https://shop.example/en/b/,N/A\n"
        "\n"
        "https://shop.example/en/a/,2026-02-20\n"
        "https://shop.example/en/c/,soon\n"
        "https://shop.example/en/d/,2027-01-01\n"
    )
    lines = report_files.read(text, reason="crawled", at=AT)
    assert [(line.line, line.problem) for line in lines] == [
        (2, ""), (3, ""), (5, "repeated"), (6, "no_day"), (7, "later"),
    ]  # fmt: skip
    assert lines[0].crawled_at == dt.datetime(2026, 2, 20, tzinfo=dt.UTC)
    assert lines[1].crawled_at is None


def test_mkt_14_a_reason_of_a_row_counts_before_the_chosen_one():
    text = "Reason;URL;Last crawled\nNot found (404);https://a/;2026-02-20\nGone fishing;https://b/;\n"
    lines = report_files.read(text, reason="crawled", at=AT)
    assert [(line.reason, line.problem) for line in lines] == [("not_found", ""), ("", "no_reason")]
    without = report_files.read("URL\nhttps://a/\n", reason="", at=AT)
    assert without[0].problem == "no_reason"
    for text in ("", "Date,Pages\n2026-01-01,7\n"):
        with pytest.raises(report_files.NotAReport):
            report_files.read(text, reason="", at=AT)


def test_mkt_14_a_report_that_is_too_long_says_so(monkeypatch):
    monkeypatch.setattr(report_files, "MOST_ROWS", 2)
    text = "URL\n" + "".join(f"https://a/{number}\n" for number in range(5))
    assert [line.problem for line in report_files.read(text, reason="crawled", at=AT)] == ["", "", "too_many"]


def test_mkt_14_the_simulated_engine_says_the_same_each_time():
    engine = SimulatedInspector()
    said = [engine.inspect(f"https://a/en/p/{number}/", at=AT) for number in range(200)]
    assert said == [engine.inspect(f"https://a/en/p/{number}/", at=AT) for number in range(200)]
    assert {one.reason for one in said} == {"indexed", "crawled", "discovered", "other_canonical", "unknown"}
    assert all(indexing.reason_in(one.said) == one.reason for one in said)
