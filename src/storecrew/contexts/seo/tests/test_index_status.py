"""Asking about pages within the budget, keeping answers, findings, alerts, reports (MKT-14)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo import tasks
from storecrew.contexts.seo.models import Finding, IndexStatus, InspectionDay, Page
from storecrew.contexts.seo.operations import indexing
from storecrew.contexts.seo.operations.looking import look
from storecrew.contexts.seo.providers.inspector import inspector
from storecrew.contexts.seo.providers.search_console import SearchConsole
from storecrew.contexts.seo.queries.indexed import due_pages
from storecrew.contexts.work.models import Finding as Alert
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ACTOR = system_actor("tests")
BASE = "https://shop.example"


class Engine:
    """Answers what it was told, "indexed" else; ``fault`` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: dict[str, seo.Inspected] = {}
        self.fault: Exception | None = None

    def inspect(self, url: str, *, at: dt.datetime) -> seo.Inspected:
        self.asked.append(url)
        if self.fault:
            raise self.fault
        return self.says.get(url, seo.Inspected("indexed", "Submitted and indexed", url, at - DAY))


@pytest.fixture
def engine(settings):
    settings.STORECREW_BASE_URL = BASE
    settings.STORECREW_SEARCH_CONSOLE_DAILY = 100
    found = Engine()
    seo.register_inspector(found)
    yield found
    seo.register_inspector(None)


def page(path: str, **values) -> Page:
    defaults = {"kind": "product", "locale": "en", "index": "open", "checked_at": AT - DAY}
    return Page.objects.create(path=path, **(defaults | values))


def ask(at: dt.datetime = AT) -> int:
    return seo.ask_next(actor=ACTOR, at=at)


def codes(path: str) -> set[str]:
    return set(Finding.objects.filter(page__path=path, fixed_at=None).values_list("code", flat=True))


def test_mkt_14_pages_are_asked_about_by_need_and_worth(engine):
    for path, days, values in (
        ("/en/old/", 20, {}),
        ("/en/fresh/", 2, {}),
        ("/en/changed/", 5, {"changed_at": AT - DAY}),
        ("/en/left-out/", 4, {}),
    ):
        row = page(path, **values)
        state = "crawled" if path == "/en/left-out/" else "indexed"
        IndexStatus.objects.create(
            path=path, page=row, state=state, reason=state, asked_at=AT - days * DAY, since=AT - 30 * DAY,
            source="asked",
        )  # fmt: skip
    page("/en/new/", views=5)
    page("/en/new-and-worth/", worth=900)
    assert [row.path for row in due_pages(AT)] == [
        "/en/new-and-worth/", "/en/new/", "/en/changed/", "/en/left-out/", "/en/old/",
    ]  # fmt: skip


def test_mkt_14_asking_goes_on_where_it_ended_and_stops_at_the_budget(engine, settings, monkeypatch):
    settings.STORECREW_SEARCH_CONSOLE_DAILY = 5
    monkeypatch.setattr(indexing, "STEP", 3)
    for number in range(8):
        page(f"/ko/p/램프-{number}/", views=100 - number)
    assert [ask(), ask(), ask()] == [3, 2, 0]
    assert len(set(engine.asked)) == len(engine.asked) == 5
    assert engine.asked[0] == f"{BASE}/ko/p/%EB%9E%A8%ED%94%84-0/"
    assert seo.asking(AT) == (5, 5, "")
    assert ask(AT + DAY) == 3, "a new day, and the others are not due"
    assert ask(AT + DAY) == 0
    assert seo.index_health(at=AT) == (8, 8, 8, 0)


def test_mkt_14_the_day_of_the_budget_ends_in_california(engine):
    page("/en/a/")
    ask(dt.datetime(2026, 3, 3, 7, 30, tzinfo=dt.UTC))
    assert InspectionDay.objects.get().day == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("fault", "trouble", "error", "rest"),
    [
        (seo.NoQuota(), "quota", seo.QuestionsSpent, dt.timedelta(hours=1)),
        (seo.Silent(), "silent", seo.EngineSilent, dt.timedelta(minutes=10)),
        (seo.NotAllowed(), "refused", seo.EngineRefused, dt.timedelta(hours=6)),
    ],
)
def test_mkt_14_a_refusal_rests_and_by_hand_says_why(engine, fault, trouble, error, rest):
    page("/en/a/")
    ask()
    page("/en/b/")
    engine.fault = fault
    assert ask() == 0
    assert seo.asking(AT)[2] == trouble
    engine.fault = None
    assert ask(AT + rest - dt.timedelta(minutes=1)) == 0
    assert ask(AT + rest) == 1
    engine.fault = fault
    with pytest.raises(error):
        seo.ask_again(IndexStatus.objects.get(path="/en/a/").pk, actor=ACTOR, at=AT)


def test_mkt_14_an_answer_is_kept_with_since_when_and_judged(engine):
    page("/en/p/lamp/")
    ask()
    row = IndexStatus.objects.get()
    assert (row.state, row.canonical, row.since, row.was) == ("indexed", "/en/p/lamp/", AT, "")
    assert codes("/en/p/lamp/") == set()
    later = AT + DAY
    engine.says[f"{BASE}/en/p/lamp/"] = seo.Inspected("crawled", "Crawled - currently not indexed")
    seo.ask_again(row.pk, actor=ACTOR, at=later)
    row.refresh_from_db()
    assert (row.state, row.was, row.since, row.asked_at) == ("crawled", "indexed", later, later)
    assert codes("/en/p/lamp/") == {"engine_left_out"}
    seo.ask_again(row.pk, actor=ACTOR, at=later + DAY)
    row.refresh_from_db()
    assert row.since == later, "it is so since then"
    engine.says[f"{BASE}/en/p/lamp/"] = seo.Inspected(
        "other_canonical", "Duplicate", f"{BASE}/en/p/desk%20lamp/"
    )
    seo.ask_again(row.pk, actor=ACTOR, at=later + DAY)
    assert codes("/en/p/lamp/") == {"engine_canonical"}
    assert Finding.objects.get(fixed_at=None).values == {"to": "/en/p/desk lamp/"}
    del engine.says[f"{BASE}/en/p/lamp/"]
    seo.ask_again(row.pk, actor=ACTOR, at=later + DAY)
    assert codes("/en/p/lamp/") == set()
    with pytest.raises(seo.UnknownIndexStatus):
        seo.ask_again(0, actor=ACTOR, at=AT)


def test_mkt_14_what_somebody_waits_for_is_asked_first_and_within_the_quota(engine, settings, monkeypatch):
    settings.STORECREW_SEARCH_CONSOLE_DAILY = 4
    monkeypatch.setattr(indexing, "STEP", 3)
    for number in range(3):
        page(f"/en/{number}/", worth=number)
    assert ask() == 3
    page("/en/new/")
    orphan = IndexStatus.objects.create(
        path="/en/orphan/", state="error", reason="not_found", asked_at=AT - DAY, since=AT, source="imported"
    )
    wanted = [*IndexStatus.objects.filter(path__in=["/en/0/", "/en/1/"]).values_list("pk", flat=True)]
    later = AT + dt.timedelta(hours=1)
    assert seo.ask_first([*wanted, orphan.pk], actor=ACTOR, at=later) == 3
    assert seo.ask_first(wanted, actor=ACTOR, at=later) == 0, "they wait already"
    engine.asked.clear()
    assert ask(later) == 1, "one question was left of this day"
    assert ask(later + DAY) == 3
    assert engine.asked[0] == f"{BASE}/en/1/"
    assert engine.asked[-3:] == [f"{BASE}/en/0/", f"{BASE}/en/orphan/", f"{BASE}/en/new/"]
    assert not IndexStatus.objects.exclude(wanted_at=None).exists()
    assert ask(later + DAY) == 0


def test_mkt_14_what_google_does_not_answer_goes_on_waiting(engine, settings):
    page("/en/a/")
    ask()
    row = IndexStatus.objects.get()
    seo.ask_first([row.pk], actor=ACTOR, at=AT)
    engine.fault = seo.Silent()
    assert ask() == 0
    engine.fault = None
    assert ask(AT + dt.timedelta(hours=1)) == 1
    settings.STORECREW_DEMO = False
    seo.register_inspector(None)
    with pytest.raises(seo.NoInspector):
        seo.ask_first([row.pk], actor=ACTOR, at=AT)


def test_mkt_14_only_marketing_asks_by_hand(engine):
    nobody = Actor(kind="staff", id="1", label="x", permissions=frozenset({"marketing.read"}))
    for call in (
        lambda: seo.ask_again(1, actor=nobody, at=AT),
        lambda: seo.ask_first([1], actor=nobody, at=AT),
        lambda: seo.preview_report("URL\n", reason="", actor=nobody, at=AT),
    ):
        with pytest.raises(Denied):
            call()


def test_mkt_14_a_page_that_says_noindex_later_contradicts_from_the_next_audit_on(engine):
    row = page("/en/p/lamp/")
    ask()
    Page.objects.filter(pk=row.pk).update(index="noindex")
    indexing.rejudge(at=AT + DAY)
    assert codes("/en/p/lamp/") == {"engine_lists_noindex"}
    IndexStatus.objects.update(page=None)
    indexing.rejudge(at=AT + DAY)
    assert IndexStatus.objects.get().page_id == row.pk, "a page that came back has its answer again"


def test_mkt_14_nobody_is_asked_where_nothing_is_set_up(settings):
    settings.STORECREW_DEMO = False
    page("/en/a/")
    assert inspector() is None
    assert not seo.can_ask()
    assert ask() == 0
    row = IndexStatus.objects.create(
        path="/en/a/", state="indexed", reason="indexed", asked_at=AT, since=AT, source="imported"
    )
    with pytest.raises(seo.NoInspector):
        seo.ask_again(row.pk, actor=ACTOR, at=AT)
    settings.STORECREW_DEMO = True
    assert ask() == 1
    settings.STORECREW_SEARCH_CONSOLE_KEY = "/etc/key.json"
    settings.STORECREW_SEARCH_CONSOLE_PROPERTY = "sc-domain:shop.example"
    assert isinstance(inspector(), SearchConsole)


def test_mkt_14_many_pages_that_fall_out_at_once_are_an_alert_with_an_owner(engine):
    for number in range(20):
        page(f"/en/p/{number}/")
    while ask():
        pass
    tasks.watch_index(AT)
    assert not Alert.objects.exists()
    for number in range(6):
        engine.says[f"{BASE}/en/p/{number}/"] = seo.Inspected("crawled", "Crawled - currently not indexed")
    later = AT + 15 * DAY
    while ask(later):
        pass
    tasks.watch_index(later)
    alert = Alert.objects.get(dedupe_key=indexing.FALLEN)
    assert (alert.state, alert.owner_role) == ("open", "marketing_manager")
    assert "6 pages" in alert.said("title")
    tasks.watch_index(later + 8 * DAY)
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_mkt_14_a_report_is_tried_kept_and_twice_changes_nothing(engine):
    page("/en/p/lamp/")
    ask()
    text = (
        "URL,Last crawled\n"
        f"{BASE}/en/p/lamp/,2026-03-02\n"
        f"{BASE}/en/old/,2026-02-01\n"
        "https://elsewhere.example/x/,2026-02-01\n"
        "not an address,2026-02-01\n"
        f"{BASE}//elsewhere.example/x/,2026-02-01\n"
    )
    who = {"reason": "crawled", "actor": ACTOR, "at": AT}
    plan = seo.preview_report(text, **who)
    assert [line.url for line in plan.new] == [f"{BASE}/en/old/"]
    assert [before for _line, before in plan.changed] == ["indexed"]
    assert [(line.line, line.problem) for line in plan.problems] == [
        (4, "not_ours"), (5, "not_ours"), (6, "not_ours"),
    ]  # fmt: skip
    assert IndexStatus.objects.count() == 1, "nothing is kept by trying"
    seo.import_report(text, **who)
    assert codes("/en/p/lamp/") == {"engine_left_out"}
    row = IndexStatus.objects.get(path="/en/old/")
    assert (row.page, row.state, row.source) == (None, "crawled", "imported")
    again = seo.import_report(text, **who)
    assert (again.new, again.changed, len(again.same)) == ([], [], 2)
    older = seo.preview_report(f"URL,Last crawled\n{BASE}/en/p/lamp/,2026-01-01\n", **who)
    assert older.problems[0].problem == "older"
    with pytest.raises(seo.InvalidReport):
        seo.preview_report("Date,Pages\n", **who)


def test_mkt_14_a_page_that_says_something_else_is_noted_as_changed(shop):
    row = page("/en/p/oak-stool/", checked_at=None)
    for at, title, changed in (
        (AT, "A stool of oak", None),
        (AT + DAY, "A stool of oak", None),
        (AT + 2 * DAY, "Another stool", AT + 2 * DAY),
    ):
        Product.objects.filter(slug="oak-stool").update(seo_title=title)
        look(row, run_id=None, closed=(), at=at)
        row.refresh_from_db()
        assert row.changed_at == changed
