"""How fast the pages were."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Sum

from storecrew.contexts.health.facts import Speed
from storecrew.contexts.health.models import VitalsCount
from storecrew.contexts.health.rules.vitals import MEASURES, good_share, percentile

ALL_PAGES = ""


def speed(*, since: dt.date, until: dt.date) -> tuple[Speed, ...]:
    """Return each measure per kind of page and device for the days [since, until); one query.

    Beside each kind of page there is ``ALL_PAGES``, the whole shop. Only what was visited is there.
    """
    rows = VitalsCount.objects.filter(day__gte=since, day__lt=until).order_by()
    counts: dict[tuple[str, str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for page, device, measure, step, count in rows.values_list("page", "device", "measure", "step").annotate(
        n=Sum("count")
    ):
        for name in (page, ALL_PAGES):
            counts[name, device, measure][step] += count
    found = [_speed(*key, steps) for key, steps in sorted(counts.items()) if key[2] in MEASURES]
    return tuple(one for one in found if one is not None)


def _speed(page: str, device: str, code: str, steps: dict[int, int]) -> Speed | None:
    measure = MEASURES[code]
    value = percentile(measure, steps)
    if value is None:
        return None
    views = sum(steps.values())
    return Speed(page, device, code, value, measure.verdict(value), views, good_share(measure, steps))
