"""Charts that we draw ourselves: shapes by SVG, words and numbers beside them by HTML, and always the table.

A chart never says more than its table: whoever sees no picture reads the sentence and the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.surfaces.ui.backoffice.record import Table

Text = str | Promise
Value = int | float  # not money: what is drawn has no unit of its own; amounts come as minor units
WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True)
class Line:
    """Values over time, with those of the period they are compared with, point by point.

    ``written`` turns a value into words; ``definition`` says what is counted, behind a "?".
    """

    title: Text
    labels: Sequence[str]
    values: Sequence[Value]
    before: Sequence[Value] = ()
    before_labels: Sequence[str] = ()
    definition: Text = ""
    written: Callable[[Any], str] = str
    total: Value | None = None
    total_before: Value | None = None
    kind: str = field(default="line", init=False)

    @property
    def view_box(self) -> str:
        """The box that the shapes are drawn in."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def top(self) -> Value:
        """The value at the upper edge."""
        return max((*self.values, *self.before, 0)) or 1

    @property
    def top_words(self) -> str:
        """The upper edge in words."""
        return self.written(self.top)

    @property
    def points(self) -> str:
        """The line as points of SVG."""
        return self._points(self.values)

    @property
    def area(self) -> str:
        """The area below the line."""
        last = self._x(max(len(self.values) - 1, 0), len(self.values))
        return f"{self._x(0, len(self.values))},{HEIGHT} {self.points} {last},{HEIGHT}" if self.values else ""

    @property
    def points_before(self) -> str:
        """The line that is compared with."""
        return self._points(self.before)

    @property
    def is_drawn(self) -> bool:
        """Say whether there is anything to draw; a line along the ground says less than its sentence."""
        return any(self.values) or any(self.before)

    @property
    def sentence(self) -> str:
        """The chart in words."""
        if not any(self.values):
            return _("Nothing was counted in this time.")
        total = self.total if self.total is not None else sum(self.values)
        high = max(range(len(self.values)), key=self.values.__getitem__)
        low = min(range(len(self.values)), key=self.values.__getitem__)
        said = _("%(total)s in all; most on %(high)s (%(most)s), least on %(low)s (%(least)s).") % {
            "total": self.written(total),
            "high": self.labels[high],
            "most": self.written(self.values[high]),
            "low": self.labels[low],
            "least": self.written(self.values[low]),
        }
        return f"{said} {self.change}".strip()

    @property
    def change(self) -> str:
        """How the whole differs from the period before, in words."""
        if not self.before:
            return ""
        total = self.total if self.total is not None else sum(self.values)
        before = self.total_before if self.total_before is not None else sum(self.before)
        return change_words(total, before)

    @property
    def first_label(self) -> str:
        """The label at the left edge."""
        return self.labels[0] if self.labels else ""

    @property
    def last_label(self) -> str:
        """The label at the right edge."""
        return self.labels[-1] if len(self.labels) > 1 else ""

    @property
    def table(self) -> Table:
        """The same as rows."""
        headers: tuple[Text, ...] = (_("Day"), self.title)
        rows: list[tuple[Any, ...]] = [
            (label, self.written(value)) for label, value in zip(self.labels, self.values, strict=True)
        ]
        if self.before:
            headers = (*headers, _("Before"))
            padded = [*map(self.written, self.before), *[""] * len(rows)]
            rows = [(*row, before) for row, before in zip(rows, padded, strict=False)]
        return Table(self.title, headers, rows, kinds=("text", "number", "number")[: len(headers)])

    def _points(self, values: Sequence[Value]) -> str:
        return " ".join(
            f"{self._x(place, len(values))},{HEIGHT - value / self.top * (HEIGHT - 6):.1f}"
            for place, value in enumerate(values)
        )

    @staticmethod
    def _x(place: int, count: int) -> str:
        return f"{WIDTH * place / (count - 1):.1f}" if count > 1 else f"{WIDTH / 2:.1f}"


@dataclass(frozen=True)
class Bar:
    """One bar. ``share`` is its length from 0 to 100; ``note`` stands behind its value."""

    label: Text
    value: str
    share: int
    note: Text = ""
    before: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Bars:
    """Values side by side, as a list that is its own table."""

    title: Text
    bars: Sequence[Bar]
    definition: Text = ""
    sentence: str = ""
    empty: Text = ""
    kind: str = field(default="bars", init=False)


def bars_of(
    title: Text,
    rows: Sequence[tuple[Text, Value]],
    *,
    written: Callable[[Any], str] = str,
    notes: Sequence[Text] = (),
    urls: Sequence[str] = (),
    **more: Any,
) -> Bars:
    """Return bars whose longest is the largest value."""
    top = max((value for _label, value in rows), default=0) or 1
    filled = [*notes, *[""] * (len(rows) - len(notes))]
    links = [*urls, *[""] * (len(rows) - len(urls))]
    made = [
        Bar(label, written(value), max(0, round(100 * value / top)), note, url=url)
        for (label, value), note, url in zip(rows, filled, links, strict=True)
    ]
    return Bars(title, made, **more)


def change_words(now: Value, before: Value) -> str:
    """Say how a value differs from the one before: "12% more than before"."""
    if not before:
        return _("Nothing to compare with.") if now else ""
    share = round(100 * (now - before) / before)
    if share == 0:
        return _("As much as before.")
    if share > 0:
        return _("%(share)s%% more than before.") % {"share": share}
    return _("%(share)s%% less than before.") % {"share": -share}
