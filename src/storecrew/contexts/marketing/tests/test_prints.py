"""Paper for a campaign: made of the facts of this moment, or not at all (MKT-9)."""

from __future__ import annotations

import datetime as dt
import re
import zlib

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.fulfillment.models import Insert
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import PrintPiece
from storecrew.contexts.marketing.rules.paper import PAPERS
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, make_live
from storecrew.contexts.promotions.models import Promotion, StockOverride
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
POINTS = 72 / 25.4


@pytest.fixture
def campaign():
    make_shop({"A-1": 10, "B-1": 10})
    return make_campaign()


def content(campaign, **changes) -> marketing.PrintContent:
    values = {
        "campaign_id": campaign.pk, "kind": "flyer", "name": "Spring flyer", "shop_channel": "eu",
        "locale": "en", "skus": ("A-1", "B-1"), "word": "spring", "path": "/c/mugs/",
        "headline": "Spring", "copies": 1000,
    }  # fmt: skip
    return marketing.PrintContent(**(values | changes))


def save(campaign, **changes) -> int:
    return marketing.save_print(content(campaign, **changes), actor=ACTOR, at=AT)


def sheet(made: bytes) -> tuple[float, float]:
    found = re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", made)
    assert found is not None
    return float(found[1]) / POINTS, float(found[2]) / POINTS


@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_mkt_9_each_paper_has_its_size_with_room_for_bleed_and_marks(campaign, kind):
    made = marketing.print_pdf(save(campaign, kind=kind), actor=ACTOR, at=AT)
    assert made.startswith(b"%PDF-")
    paper, more = PAPERS[kind], 0 if kind == "labels" else 18
    assert sheet(made) == pytest.approx((paper.width + more, paper.height + more), abs=0.5)


def test_mkt_9_the_colors_are_those_of_printers(campaign):
    made = marketing.print_pdf(save(campaign), actor=ACTOR, at=AT)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    drawn = b""
    for stream in streams:
        try:
            drawn += zlib.decompress(stream)
        except zlib.error:
            continue
    assert re.search(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ (k|scn)\b", drawn)


def test_mkt_18_what_cannot_be_bought_is_not_printed(campaign):
    key = save(campaign)
    Variant.objects.filter(sku="B-1").update(active=False)
    with pytest.raises(marketing.PrintRefused, match="B-1 cannot be promised now") as refused:
        marketing.print_pdf(key, actor=ACTOR, at=AT)
    assert refused.value.details == {"skus": ["B-1"]}


@pytest.mark.parametrize("state", sorted(Promotion.State.values))
def test_mkt_18_a_promotion_is_printed_after_its_gates_and_never_without_them(campaign, state):
    promotion = make_promotion(name="Ten off")
    Promotion.objects.filter(pk=promotion.pk).update(state=state)
    key = save(campaign, promotion_id=promotion.pk, code="SPRING")
    if state in ("scheduled", "live"):
        assert marketing.print_pdf(key, actor=ACTOR, at=AT)
    else:
        with pytest.raises(marketing.PrintRefused, match="Ten off"):
            marketing.print_pdf(key, actor=ACTOR, at=AT)


def test_mkt_18_a_promotion_of_another_shop_is_not_printed(campaign):
    make_channel("kr")
    key = save(campaign, promotion_id=make_promotion(name="Seoul week", channels=["kr"]).pk)
    with pytest.raises(marketing.PrintRefused, match="Seoul week"):
        marketing.print_pdf(key, actor=ACTOR, at=AT)


def test_mkt_18_articles_of_which_its_promotion_would_pause_are_not_printed(campaign):
    promotion = make_promotion(name="Ten off", pause_below=10)
    key = save(campaign, promotion_id=promotion.pk)
    with pytest.raises(marketing.PrintRefused, match="A-1, B-1: no more than 10 left") as refused:
        marketing.print_pdf(key, actor=ACTOR, at=AT)
    assert marketing.print_refusal(key, at=AT) == str(refused.value)
    StockOverride.objects.create(
        promotion=promotion, reason="a truck is here", shortfalls=[], by="ann", at=AT, expires_at=AT + DAY
    )
    assert marketing.print_refusal(key, at=AT) == ""
    Promotion.objects.filter(pk=promotion.pk).update(pause_below=9)
    assert marketing.print_refusal(key, at=AT + 2 * DAY) == ""


def test_mkt_9_the_deadline_is_on_the_calendar_of_all_teams_and_goes_with_it(campaign):
    key = save(campaign, due_at=AT + 5 * DAY)
    entries = [each for each in work.calendar(since=AT, until=AT + 9 * DAY) if each.kind == "print"]
    assert [(each.title, each.starts_at) for each in entries] == [("Spring flyer", AT + 5 * DAY)]
    marketing.save_print(content(campaign), print_id=key, actor=ACTOR, at=AT)
    assert not [each for each in work.calendar(since=AT, until=AT + 9 * DAY) if each.kind == "print"]


def test_mkt_9_the_calendar_has_the_lead_time_of_the_printer_and_what_it_costs(campaign):
    def order(**changes) -> int:
        values = {
            "channel": "print", "title": "Flyers", "owner": "Ann", "partner": "Printworks",
            "starts_at": AT + 12 * DAY, "ends_at": AT + 20 * DAY, "cost": 32_000, "state": "ordered",
        }  # fmt: skip
        found = marketing.ActivityContent(**(values | changes))
        return marketing.save_activity(campaign.pk, found, activity_id=ordered, actor=ACTOR, at=AT)

    def shown() -> list[tuple[str, dt.datetime, dt.datetime]]:
        found = work.calendar(since=AT, until=AT + 30 * DAY)
        return [(each.title, each.starts_at, each.ends_at) for each in found if each.kind == "print"]

    ordered: int | None = None
    ordered = order()
    save(campaign, due_at=AT + 5 * DAY, activity_id=ordered)
    key = PrintPiece.objects.get().pk
    assert shown() == [("Spring flyer", AT + 5 * DAY, AT + 12 * DAY)]
    assert marketing.print_costs([key]) == {key: Money(32_000, campaign.currency)}
    order(starts_at=AT + 14 * DAY, actual_cost=35_050, state="done")
    assert shown() == [("Spring flyer", AT + 5 * DAY, AT + 14 * DAY)]
    assert marketing.print_costs([key]) == {key: Money(35_050, campaign.currency)}
    order(state="dropped", cost=0)
    assert shown() == [("Spring flyer", AT + 5 * DAY, AT + 5 * DAY)]


def test_mkt_9_a_short_address_belongs_to_one_piece_and_names_its_campaign(campaign):
    save(campaign)
    assert marketing.follow_word("Spring") == ("/c/mugs/", "en", campaign.utm_campaign)
    assert marketing.follow_word("summer") is None
    with pytest.raises(marketing.InvalidPrint) as wrong:
        save(campaign)
    assert set(wrong.value.details) == {"word"}
    assert PrintPiece.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "poster"}, "kind"),
        ({"skus": ()}, "skus"),
        ({"skus": ("NONE",)}, "skus"),
        ({"skus": ("A-1",) * 5}, "skus"),
        ({"word": "Ü"}, "word"),
        ({"path": "//evil.example/"}, "path"),
        ({"path": "https://evil.example/"}, "path"),
        ({"shop_channel": "mars"}, "shop_channel"),
        ({"campaign_id": 999_999}, "campaign"),
        ({"activity_id": 999_999}, "activity"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(campaign, changes, field):
    with pytest.raises(marketing.InvalidPrint) as wrong:
        save(campaign, **changes)
    assert set(wrong.value.details) == {field}
    assert not PrintPiece.objects.exists()


def test_there_is_no_piece_of_this_number(campaign):
    with pytest.raises(marketing.UnknownPrint):
        marketing.print_pdf(999, actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownPrint):
        marketing.save_print(content(campaign), print_id=999, actor=ACTOR, at=AT + dt.timedelta(1))


def insert_of(print_id: int) -> Insert:
    return Insert.objects.get(key=f"marketing.print:{print_id}")


def test_mkt_9_an_insert_goes_into_parcels_while_its_campaign_runs(campaign):
    key = save(campaign, kind="insert", packs=True, pack_countries=("DE",), pack_first=True)
    assert not insert_of(key).active, "the campaign is a draft"
    running = make_live(name="Live now")
    key = save(running, kind="insert", packs=True, pack_skus=("A-1",), word="live")
    row = insert_of(key)
    assert row.active and row.channels == ["eu"] and row.skus == ["A-1"]
    assert row.codes == ["LIVE", marketing.short_address("live")]
    assert (row.starts_at, row.ends_at) == (running.starts_at, running.ends_at)
    marketing.pause_campaign(running.pk, reason="too many calls", actor=ACTOR, at=AT + DAY)
    assert not insert_of(key).active
    marketing.resume_campaign(running.pk, actor=ACTOR, at=AT + DAY)
    assert insert_of(key).active
    marketing.save_print(
        content(running, kind="insert", packs=False, word="live"), print_id=key, actor=ACTOR, at=AT + DAY
    )
    assert not insert_of(key).active


def test_mkt_9_copies_are_laid_out_by_marketing_for_inserts_of_parcels_only(campaign):
    key = save(campaign, kind="insert", packs=True)
    marketing.lay_out_copies(key, {"main": 500}, actor=ACTOR, at=AT)
    counts = marketing.insert_counts(key)
    assert counts is not None and counts.copies == 500 and counts.put == 0
    with pytest.raises(marketing.InvalidPrint):
        marketing.lay_out_copies(key, {"main": -1}, actor=ACTOR, at=AT)
    with pytest.raises(marketing.InvalidPrint):
        marketing.lay_out_copies(save(campaign, word="other"), {"main": 5}, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"packs": True}, "packs"),
        ({"kind": "insert", "pack_skus": ("GONE",)}, "pack_skus"),
        ({"kind": "insert", "pack_from": AT + DAY, "pack_until": AT}, "pack_until"),
    ],
)
def test_mkt_9_whose_parcels_is_checked_field_by_field(campaign, changes, field):
    with pytest.raises(marketing.InvalidPrint) as refused:
        save(campaign, **changes)
    assert set(refused.value.details) == {field}
