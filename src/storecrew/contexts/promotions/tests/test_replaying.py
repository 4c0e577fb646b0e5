"""A real past lived through by our engine and our gate, on a small folder of receipts of our own."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.contexts.promotions.errors import UnreadableReceipts
from storecrew.contexts.promotions.providers.receipts import read_past
from storecrew.contexts.promotions.rules.replaying import replay

SAMPLE = Path(__file__).parent / "receipts"


@pytest.fixture(scope="module")
def report():
    return replay(read_past(SAMPLE), cover_weeks=2)


def test_mkt_6_what_is_no_piece_or_no_campaign_is_left_out_and_counted(report):
    assert report["left_out"] == {
        "coupons of unknown campaigns": 1,
        "lines by weight or volume": 1,
        "lines without whole pieces": 2,
    }
    past = read_past(SAMPLE)
    # an id that a spreadsheet wrote as 9e+05
    assert past.coupons["2", "c2"] == frozenset({900_000})


def test_mkt_6_coupons_of_the_past_apply_to_whom_they_were_sent_in_their_days_once(report):
    assert (report["promotions"], report["usual_worth"]) == (2, 150)
    assert report["baskets"]["touched"] == 1
    assert report["baskets"]["taken_off"] == report["baskets"]["really_taken_off"] == 150
    assert report["baskets"]["why_not"] == {"customer_cap": 1, "started": 42}


def test_mkt_6_each_redemption_is_looked_at(report):
    assert report["redemptions"] == {
        "count": 5,
        "in_order": 2,
        "again": 1,
        "not_sent_to_them": 1,
        "outside_its_days": 1,
        "unknown": 1,
        "with_receipt": 3,
        "engine_agrees": 3,
    }


def test_mkt_18_the_gate_is_asked_before_and_judged_afterwards(report):
    plain, careful = report["gate"], report["gate_careful"]
    assert (plain["articles_asked"], plain["articles_refused"]) == (2, 0)
    assert plain["verdicts"]["passed_but_ran_out"] == 1
    assert (careful["articles_refused"], careful["verdicts"]["refused_and_ran_out"]) == (2, 1)
    assert [row["sold"] for row in plain["by_campaign"]] == [60, 0]
    less = replay(read_past(SAMPLE), cover_weeks=1)
    assert less["gate"]["articles_refused"] == 2


def test_the_command_reports_and_says_what_it_cannot_read(capsys, tmp_path):
    call_command("replay_promotions", str(SAMPLE), "--json")
    assert json.loads(capsys.readouterr().out)["campaigns"] == 2
    call_command("replay_promotions", str(SAMPLE))
    said = capsys.readouterr().out
    assert "2 promotions of 2 campaigns" in said
    assert "It has started: " in said
    assert re.search(
        r"Of the articles it held, \d+ ran out and \d+ did not; of those it let pass, \d+ ran", said
    )
    folder = shutil.copytree(SAMPLE, tmp_path / "past")
    (folder / "campaigns.csv").unlink()
    with pytest.raises(SystemExit) as stopped:
        call_command("replay_promotions", str(folder), "--json")
    assert stopped.value.code == 2
    document = json.loads(capsys.readouterr().out)
    assert (document["error"], document["what"]) == ("unreadable_receipts", "campaigns.csv")
    assert "campaigns.csv" in document["reason"]
    (folder / "campaigns.csv").write_text("campaign_id\n1\n")
    with pytest.raises(UnreadableReceipts):
        read_past(folder)
