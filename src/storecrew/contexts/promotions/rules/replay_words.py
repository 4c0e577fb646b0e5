"""The report of a replayed past in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from storecrew.kernel.money import Money

MOST_CAMPAIGNS = 10
"""So many campaigns that the gate held are told of, those first that lacked most articles."""


def in_words(report: Mapping[str, Any], *, conditions: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines that a terminal shows; ``conditions`` are what those of promotions are called."""
    baskets, asked, gate = report["baskets"], report["redemptions"], report["gate"]
    taken, real = (
        Money(baskets[name], report["currency"]).format() for name in ("taken_off", "really_taken_off")
    )
    yield (
        _("%(promotions)s promotions of %(campaigns)s campaigns for %(products)s products, rebuilt.") % report
    )
    yield (
        _("%(count)s baskets: a promotion applies to %(touched)s, really %(really_with_coupon)s had one.")
        % baskets
    )
    yield _("Taken off: %(ours)s here, %(real)s then.") % {"ours": taken, "real": real}
    if baskets["why_not"]:
        ranked = sorted(baskets["why_not"].items(), key=lambda each: -each[1])
        why = "; ".join(f"{conditions.get(code, code)}: {count}" for code, count in ranked)
        yield _("Conditions that the others did not meet: %(why)s.") % {"why": why}
    if asked["count"]:
        yield _(
            "%(count)s redemptions, %(ok)s in order; of %(seen)s with a receipt "
            "the engine agrees with %(yes)s."
        ) % {
            "count": asked["count"],
            "ok": asked.get("in_order", 0),
            "seen": asked.get("with_receipt", 0),
            "yes": asked.get("engine_agrees", 0),
        }
    yield (
        _(
            "Stock gate with %(cover_weeks)s weeks of cover: %(campaigns_refused)s campaigns held, "
            "for %(articles_refused)s of %(articles_asked)s articles."
        )
        % gate
    )
    yield _verdicts(gate["verdicts"])
    yield from _held(gate["by_campaign"])
    yield _("If the most that is likely were planned, not what is expected:")
    yield _verdicts(report["gate_careful"]["verdicts"])


def _verdicts(found: Mapping[str, int]) -> str:
    return (
        _(
            "Of the articles it held, %(refused_and_ran_out)s ran out and %(refused_but_enough)s did not; "
            "of those it let pass, %(passed_but_ran_out)s ran out and %(passed_and_enough)s did not."
        )
        % found
    )


def _held(rows: list[dict[str, Any]]) -> Iterator[str]:
    held = sorted((row for row in rows if row["stopped_by"]), key=lambda row: -row["articles_refused"])
    for row in held[:MOST_CAMPAIGNS]:
        worst = row["stopped_by"][0]
        yield _(
            "Held: %(campaign)s from %(first)s, %(n)s articles; most of all %(article)s: "
            "%(planned)s planned, %(stock)s there, %(sold)s were sold."
        ) % {"campaign": row["campaign"], "first": row["first"], "n": row["articles_refused"], **worst}
