"""``backtest_forecast FILE``: how well the forecasts would have done on a file of demand."""

from __future__ import annotations

import json
import math
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.purchasing.errors import UnreadableDemand
from storecrew.contexts.purchasing.providers.demand_file import Demand, read_demand
from storecrew.contexts.purchasing.rules.forecasting.backtest import BackTest, Score, back_test
from storecrew.kernel.commands import ReportingCommand

HORIZONS = {"day": 14, "week": 4, "month": 3}
FEWEST_PERIODS = 6


class Command(ReportingCommand):
    """Exit status: 0, or 2 when the file or an option could not be used."""

    help = "Hide the newest periods of a demand file, choose forecasts by the rest, and show their errors."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, and how it is cut."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="CSV, TSV or CSV.GZ: article, then one column per period")
        parser.add_argument(
            "--season", type=int, help="periods of a season; default: 7 days, 52 weeks, 12 months"
        )
        parser.add_argument("--horizon", type=int, help="periods ahead; default: 14 days, 4 weeks, 3 months")
        parser.add_argument("--hidden", type=int, help="newest periods to hide; default: twice the horizon")
        parser.add_argument("--articles", action="store_true", help="list each article, too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, test and report."""
        demand = read_demand(options["file"])
        season, horizon, hidden = _cut(demand, options)
        started = time.perf_counter()
        result = back_test(demand.values, season=season, horizon=horizon, hidden=hidden)
        report = {
            "file": options["file"].name,
            "articles": len(demand.articles),
            "periods": len(demand.periods),
            "every": demand.every,
            "left_out_columns": list(demand.left_out),
            "unknown_values": int((demand.values != demand.values).sum()),
            "season": season,
            "horizon": horizon,
            "hidden": hidden,
            "seconds": round(time.perf_counter() - started, 2),
            **_json(result),
        }
        if options["articles"]:
            report["by_article"] = _by_article(demand, result)
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self._print(report)

    def _print(self, report: dict[str, Any]) -> None:
        self.stdout.write(
            f"{report['articles']} articles, {report['periods']} {report['every']}s; the newest "
            f"{report['hidden']} hidden, {report['horizon']} ahead from each of them."
        )
        self.stdout.write(f"{'':24}{'MASE':>8}{'RMSSE':>8}{'WAPE':>8}{'bias':>8}")
        for name, score in (("chosen", report["chosen"]), *report["baselines"].items()):
            cells = "".join(f"{'-' if value is None else f'{value:.3f}':>8}" for value in score.values())
            self.stdout.write(f"{name:24}{cells}")
        self.stdout.write(f"Kinds of demand: {_counts(report['kinds'])}")
        self.stdout.write(f"Chosen methods:  {_counts(report['methods'])}")
        words = "below every baseline" if report["beats_all"] else "not below every baseline"
        self.stdout.write(
            f"{report['scored']} articles compared; the MASE of the chosen forecasts is {words}."
        )


def _cut(demand: Demand, options: dict[str, Any]) -> tuple[int, int, int]:
    """Return season, horizon and hidden periods; raises UnreadableDemand when the file is too short."""
    periods = len(demand.periods)
    # A 0 that was written is refused below; only what was left out has a default.
    horizon = options["horizon"]
    if horizon is None:
        horizon = min(HORIZONS[demand.every], max(1, periods // 8))
    hidden = 2 * horizon if options["hidden"] is None else options["hidden"]
    season = demand.season if options["season"] is None else options["season"]
    if min(horizon, hidden, season) < 1 or horizon > hidden or periods - hidden < FEWEST_PERIODS:
        raise UnreadableDemand(
            _("%(periods)d periods are too few to hide %(hidden)d and forecast %(horizon)d ahead.")
            % {"periods": periods, "hidden": hidden, "horizon": horizon},
            next_step=_("Give more periods, or a smaller --hidden and --horizon (at least 1)."),
        )
    return season, horizon, hidden


def _json(result: BackTest) -> dict[str, Any]:
    windows = {name: score for name, score in result.baselines.items() if name.startswith("moving_average")}
    return {
        "scored": result.scored,
        "unscored": result.unscored,
        "chosen": _score(result.chosen),
        "seasonal_naive": _score(
            next(score for name, score in result.baselines.items() if name.startswith("seasonal_naive"))
        ),
        "moving_average": _score(min(windows.values(), key=lambda score: score.mase)),
        "baselines": {name: _score(score) for name, score in result.baselines.items()},
        "beats_all": result.beats_all,
        "kinds": result.kinds,
        "methods": result.families,
    }


def _score(score: Score) -> dict[str, float | None]:
    return {name: _number(value) for name, value in asdict(score).items()}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _by_article(demand: Demand, result: BackTest) -> list[dict[str, Any]]:
    codes = [candidate.code for candidate in result.choice.candidates]
    return [
        {
            "article": article,
            "kind": str(result.choice.kinds[place]),
            "methods": sorted({codes[number] for number in result.choice.best[place]}),
            "mase": _number(float(result.mase[place])),
        }
        for place, article in enumerate(demand.articles)
    ]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
