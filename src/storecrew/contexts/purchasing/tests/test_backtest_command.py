"""``backtest_forecast``: files of demand and the report; what cannot be read says where and why."""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from storecrew.contexts.purchasing.errors import UnreadableDemand
from storecrew.contexts.purchasing.providers.demand_file import read_demand
from storecrew.kernel.commands import Unusable

SHARED = Path(__file__).parents[6] / "shared" / "data" / "demand-forecasting"
MONTHS = [f"{2020 + number // 12}-{number % 12 + 1:02}" for number in range(36)]


@pytest.fixture
def write(tmp_path):
    def write(text, name="demand.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def monthly(rows=30, seed=3):
    chance = np.random.default_rng(seed)
    demand = np.where(chance.random((rows, 36)) < 0.3, chance.integers(1, 5, (rows, 36)), 0)
    lines = [",".join(["part", *MONTHS])]
    return "\n".join(lines + [f"P{n}," + ",".join(map(str, row)) for n, row in enumerate(demand)])


def run(capsys, *args):
    status = 0
    try:
        call_command("backtest_forecast", *args)
    except SystemExit as left:
        status = left.code
    except CommandError as refused:
        print(refused, file=sys.stderr)
        status = refused.returncode
    return status, capsys.readouterr()


def test_the_report_has_every_error_and_the_choice(write, capsys):
    status, out = run(capsys, str(write(monthly())), "--json", "--articles")
    report = json.loads(out.out)
    assert status == 0
    assert (report["articles"], report["periods"], report["every"], report["season"]) == (30, 36, "month", 12)
    assert set(report["chosen"]) == {"mase", "rmsse", "wape", "bias"}
    windows = [score["mase"] for name, score in report["baselines"].items() if "moving" in name]
    assert report["moving_average"]["mase"] == min(windows)
    assert sum(report["kinds"].values()) == 30
    assert [row["article"] for row in report["by_article"]] == [f"P{n}" for n in range(30)]
    assert 1 <= len(report["by_article"][0]["methods"]) <= 3


def test_people_get_a_table(write, capsys):
    status, out = run(capsys, str(write(monthly())))
    assert status == 0
    assert "30 articles, 36 months; the newest 6 hidden, 3 ahead" in out.out
    assert "seasonal_naive_12" in out.out


def test_packed_files_and_columns_that_know_the_future(tmp_path):
    text = "Product_Code,W0,W1,W2,MIN,MAX,Normalized 0\nP1,1,,3,1,3,0.4\n"
    path = tmp_path / "weekly.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    demand = read_demand(path)
    assert (demand.every, demand.periods) == ("week", ("W0", "W1", "W2"))
    assert demand.left_out == ("MIN", "MAX", "Normalized 0")
    assert np.isnan(demand.values[0, 1])
    assert demand.values[0, [0, 2]].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("header", "every", "periods"),
    [
        ("sku;2024-12-31;2025-01-01", "day", 2),
        ("sku;2020-W53;2021-W01", "week", 2),
        ("sku;2024-12;2025-01", "month", 2),
        ("sku;2025-01;2024-12", "month", 2),
        ("sku;2025-01;2025-04", "month", 4),
    ],
)
def test_periods_are_put_in_order_and_gaps_stay_gaps(write, header, every, periods):
    demand = read_demand(write(f"{header}\nA;1;2\n"))
    assert (demand.every, len(demand.periods)) == (every, periods)
    assert demand.values[0, 0] == (2 if header.startswith("sku;2025-01;2024") else 1)
    assert np.isnan(demand.values[0, 1:-1]).all()


@pytest.mark.parametrize(
    ("text", "words", "details"),
    [
        ("", "no header", {}),
        ("part,2020-01\n", "no row below", {}),
        ("part,size,color\nA,1,2\n", "No column is named", {}),
        ("part,2020-01,2020-1\nA,1,2\n", "same period", {}),
        ("part,2020-01,2020-02\nA,1\n", "Row 2 has 2 cells", {"row": 2}),
        ("part,2020-01,2020-02\nA,1,2\nA,1,2\n", "a second time", {"row": 3}),
        ("part,2020-01,2020-02\n,1,2\n", "no article", {"row": 2}),
        ("part,2020-01,2020-02\nA,1,x\n", "x is not a demand", {"row": 2, "column": "2020-02"}),
        ("part,2020-01,2020-02\nA,-1,2\n", "-1 is not a demand", {"row": 2, "column": "2020-01"}),
        ("part,2020-01,2020-02\nA,nan,2\n", "nan is not a demand", {"row": 2, "column": "2020-01"}),
        ("part,2020-01,2020-02\nA,1e999,2\n", "not a demand", {"row": 2, "column": "2020-01"}),
        ("part,0001-01-01,2020-01-01\nA,1,2\n", "at most 4000", {}),
        ('part,2020-01,2020-02\n"A,1,2\n', "not a table", {}),
    ],
)
def test_bad_12_a_demand_file_that_is_wrong_says_where(write, text, words, details):
    with pytest.raises(UnreadableDemand) as refusal:
        read_demand(write(text))
    assert words in str(refusal.value)
    assert refusal.value.details == details


def test_files_that_are_no_text_are_refused(tmp_path):
    broken = tmp_path / "x.gz"
    broken.write_bytes(gzip.compress(b"part,2020-01\n" * 50)[:-9])
    for path, words in ((broken, "damaged or was cut off"), (tmp_path / "none", "cannot be read")):
        with pytest.raises(Unusable, match=words):
            read_demand(path)


def test_a_refusal_is_json_too(write, capsys):
    status, out = run(capsys, str(write("part,2020-01,2020-02\nA,1,x\n")), "--json")
    assert status == 2
    answer = json.loads(out.out)
    assert (answer["error"], answer["row"], answer["column"]) == ("unreadable_demand", 2, "2020-02")


def test_a_file_that_is_too_short_for_its_cut_says_so(write, capsys):
    status, out = run(capsys, str(write("part,2020-01,2020-02\nA,1,2\n")))
    assert status == 2
    assert "2 periods are too few" in out.err
    for nothing in ("--horizon", "--hidden", "--season"):
        status, out = run(capsys, str(write(monthly())), nothing, "0")
        assert status == 2
        assert "at least 1" in out.err
    status, _out = run(capsys, str(write(monthly())), "--horizon", "4", "--hidden", "2")
    assert status == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public files are not here")
@pytest.mark.parametrize("name", ["carparts_1998-01_2001-03.csv.gz", "uci_weekly_811_W0-W39.csv"])
def test_inv_1_chosen_forecasts_beat_the_baselines_on_public_demand(name, capsys):
    status, out = run(capsys, str(SHARED / name), "--json")
    report = json.loads(out.out)
    assert status == 0
    assert report["beats_all"]
    assert report["chosen"]["mase"] < report["seasonal_naive"]["mase"]
    assert report["chosen"]["mase"] < report["moving_average"]["mase"]
    assert abs(report["chosen"]["bias"]) < 0.05
