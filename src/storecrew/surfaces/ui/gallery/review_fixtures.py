"""Reviews in the shapes that pages receive."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Obj
from typing import Any

from storecrew.surfaces.ui.gallery import fixtures as fx


def review(**changes: Any) -> Any:
    """Return a review that was answered."""
    base = Obj(
        id=1, stars=4, title="Warm light", words="It stands well.\nThe cable is short.", name="Mina P.",
        locale="en", at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC), reply="Thank you. A longer one comes.",
        replied_at=dt.datetime(2026, 10, 3, tzinfo=dt.UTC), report_url="#",
        photos=(Obj(id=1, url="#", width=960, height=720),),
    )  # fmt: skip
    base.__dict__.update(changes)
    return base


def rating_rows() -> tuple[Any, ...]:
    """Return how many reviews have how many stars."""
    counts = fx.rating().counts
    return tuple(Obj(stars=stars, count=counts[stars - 1], url="#") for stars in range(5, 0, -1))


def said() -> Any:
    """Return what the page of a product shows of its reviews."""
    return Obj(rating=fx.rating(), rows=rating_rows(), shown=(review(),), all_url="#", more=True)
