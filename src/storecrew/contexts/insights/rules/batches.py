"""Notes of a moment become events, visits and paths of carts. Plain Python: the tables are read and written
by ``operations.ingesting``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.rules import days, funnel, kinds
from storecrew.contexts.insights.rules.links import Entry
from storecrew.contexts.insights.rules.sources import Rule, Verdict, classify
from storecrew.contexts.insights.rules.visits import Stay, Touch, assisting, last, touches

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One event, with the columns of its table."""

    at: dt.datetime
    day: dt.date
    hour: int
    kind: str
    channel_id: int
    way: str
    source: str = ""
    campaign: str = ""
    device: str = ""
    page: str = ""
    path: str = ""
    product_id: int | None = None
    term: str = ""
    count: int = 1
    amount: int = 0


@dataclass(slots=True)
class Path:
    """A cart while notes are read; ``steps`` are bits of ``kinds.CART_STEPS``, ``pages`` what led here."""

    key: int
    channel_id: int
    visitor: int | None
    way: str
    source: str
    campaign: str
    device: str
    changed_at: dt.datetime
    begun_at: dt.datetime | None
    steps: int = 0
    pages: list[str] = field(default_factory=list)
    stands: str = ""
    hindrances: list[str] = field(default_factory=list)
    order_id: int | None = None
    id: int | None = None
    changed: bool = False


class Owed(NamedTuple):
    """An order and the visits it owes something to."""

    note: Note
    day: dt.date
    device: str
    touches: list[Touch]


@dataclass
class Batch:
    """Reads notes in the order of their time.

    ``zones`` maps channels to time zones, ``products`` slugs to products, ``stays`` visitors to their visits
    known so far (oldest first), ``paths`` keys to carts.
    """

    rules: Sequence[Rule]
    zones: Mapping[int, str]
    products: Mapping[str, int]
    stays: dict[int, list[Stay]]
    paths: dict[int, Path]
    rows: list[Row] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)

    def read(self, notes: Sequence[Note]) -> None:
        """Read all notes of known channels."""
        for note in sorted(notes, key=lambda one: one.at):
            if note.channel_id not in self.zones:
                continue
            if note.kind == kinds.VIEW:
                self._view(note)
            elif note.kind == kinds.ORDER:
                self._order(note)
            elif note.kind in (kinds.HINDERED, kinds.STANDS):
                self._reason(note)
            elif note.kind in (kinds.SHOWN, kinds.CLICKED):
                self._add(note, note.kind, (UNKNOWN, "", ""), page=note.page, path=note.path)
            else:
                self._step(note)
        self._leave()

    # --- pages

    def _view(self, note: Note) -> None:
        came = Entry(note.host, note.source, note.medium, note.campaign, note.click)
        verdict = classify(came, self.rules) if came.from_elsewhere else None
        stay = self._stay(note, verdict)
        if stay is None:
            begins = not note.inside
            found = verdict or (classify(came, self.rules) if begins else None)
            seen = (found.way, found.source, found.campaign) if found else (UNKNOWN, "", "")
        else:
            begins = stay.views == 0
            seen = (stay.way, stay.source, stay.campaign)
            if stay.see(note.at, note.path):
                self._of_visit(stay, kinds.SEEN, note.path, 1)
        if begins and not note.again:
            self._add(note, kinds.VISIT, seen, page=note.page, path=note.path)
        if stay is not None and stay.views <= 2:
            self._add(note, kinds.KNOWN if begins else kinds.STAY, seen)
        if note.again:
            return
        product = self.products.get(note.slug)
        self._add(note, kinds.VIEW, seen, page=note.page, path=note.path, product_id=product)
        if note.sold_out and product:
            self._add(note, kinds.SOLD_OUT, seen, product_id=product)
        if note.term:
            self._add(note, kinds.SEARCH, seen, term=note.term)
            if note.found == 0:
                self._add(note, kinds.NOTHING, seen, term=note.term)

    def _stay(self, note: Note, verdict: Verdict | None) -> Stay | None:
        """Return the visit that a page belongs to, a new one where it begins; None without agreement."""
        if note.visitor is None:
            return None
        mine = self.stays.setdefault(note.visitor, [])
        if mine and mine[-1].goes_on(note.at, verdict):
            return mine[-1]
        found = verdict or Verdict("direct", "", "", None, None)
        stay = Stay(
            note.visitor, note.channel_id, note.at, note.at, found.way, found.source, found.campaign,
            note.device,
        )  # fmt: skip
        mine.append(stay)
        return stay

    def _leave(self) -> None:
        """Count the page that each visit saw last; what was counted before is taken back."""
        for stay in (one for found in self.stays.values() for one in found):
            if stay.last_path != stay.told:
                if stay.told:
                    self._of_visit(stay, kinds.LEFT, stay.told, -1)
                self._of_visit(stay, kinds.LEFT, stay.last_path, 1)
                stay.told = stay.last_path

    def _of_visit(self, stay: Stay, kind: str, path: str, count: int) -> None:
        day, hour = days.local(stay.started_at, self.zones[stay.channel_id])
        self.rows.append(
            Row(stay.started_at, day, hour, kind, stay.channel_id, UNKNOWN, path=path, count=count)
        )

    # --- carts

    def _path(self, note: Note) -> Path | None:
        if note.cart is None:
            return None
        path = self.paths.get(note.cart)
        if path is None:
            stay = self._current(note.visitor)
            way = (stay.way, stay.source, stay.campaign) if stay else (UNKNOWN, "", "")
            path = Path(note.cart, note.channel_id, note.visitor, *way, note.device, note.at, note.at)
            self.paths[note.cart] = path
        elif path.visitor is None and note.visitor is not None:
            path.visitor, path.changed = note.visitor, True
        return path

    def _current(self, visitor: int | None) -> Stay | None:
        mine = self.stays.get(visitor) if visitor is not None else None
        return mine[-1] if mine else None

    def _step(self, note: Note) -> None:
        path = self._path(note)
        way = (path.way, path.source, path.campaign) if path else (UNKNOWN, "", "")
        if note.kind == kinds.ADD:
            for product_id in note.products:
                self._add(note, kinds.ADD, way, product_id=product_id)
        step = kinds.CART if note.kind == kinds.ADD else note.kind
        if path is not None and self._reach(path, step, note):
            self._add(note, step, way)
            if step == kinds.CART:
                self._led(note, kinds.LED_CART, self._current(path.visitor))

    def _reach(self, path: Path, step: str, note: Note) -> bool:
        """Mark a step of a cart; say whether it is the first time."""
        if step not in kinds.CART_STEPS:
            return False
        bit = 1 << kinds.CART_STEPS.index(step)
        before = funnel.passed(path.steps) if path.begun_at else ()
        path.begun_at = path.begun_at or path.changed_at
        path.changed_at, path.changed = max(note.at, path.changed_at), True
        first = not path.steps & bit
        path.steps |= bit
        day, hour = days.local(path.begun_at, self.zones[path.channel_id])
        self.rows += [
            Row(
                note.at, day, hour, kind, path.channel_id, path.way, path.source, path.campaign, path.device,
            )
            for kind in funnel.passed(path.steps)
            if kind not in before
        ]  # fmt: skip
        return first

    def _reason(self, note: Note) -> None:
        """Keep what was refused in a cart's checkout, or what it lacks now."""
        path = self._path(note)
        if path is None or path.order_id is not None:
            return
        path.begun_at = path.begun_at or path.changed_at
        if note.kind == kinds.STANDS:
            self._stand(path, note.term, note.at)
        elif note.term not in path.hindrances:
            path.hindrances, path.changed = [*path.hindrances, note.term], True
            self._of_cart(path, kinds.HINDERED, note.term, note.at)

    def _stand(self, path: Path, code: str, at: dt.datetime) -> None:
        """Count a cart by what it lacks now; what was counted before is taken back."""
        if code == path.stands:
            return
        if path.stands:
            self._of_cart(path, kinds.STANDS, path.stands, at, count=-1)
        if code:
            self._of_cart(path, kinds.STANDS, code, at)
        path.stands, path.changed = code, True

    def _of_cart(self, path: Path, kind: str, term: str, at: dt.datetime, *, count: int = 1) -> None:
        day, hour = days.local(path.begun_at or at, self.zones[path.channel_id])
        self.rows.append(
            Row(
                at, day, hour, kind, path.channel_id, path.way, path.source, path.campaign, path.device,
                term=term, count=count,
            )
        )  # fmt: skip

    def _order(self, note: Note) -> None:
        path = self._path(note)
        if path is not None and not self._reach(path, kinds.ORDER, note):
            return
        if path is not None:
            self._stand(path, "", note.at)
        visitor = path.visitor if path else note.visitor
        stays = self.stays.get(visitor, []) if visitor is not None else []
        found = touches(stays, note.at)
        if path is not None:
            path.order_id = note.order_id
        final = last(found)
        way = (final.way, final.source, final.campaign) if final else (UNKNOWN, "", "")
        device = note.device or (path.device if path else "")
        made = replace(note, device=device)
        self._add(made, kinds.ORDER, way, amount=note.amount)
        for product_id, units, amount in note.lines:
            self._add(made, kinds.BOUGHT, way, product_id=product_id, count=units, amount=amount)
        current = stays[-1] if stays and note.at - stays[-1].last_at < dt.timedelta(days=1) else None
        self._led(made, kinds.LED_ORDER, current, note.amount)
        if note.margin is not None:
            self._led(made, kinds.LED_MARGIN, current, note.margin)
        for page in assisting(stays, current, note.at):
            self._add(made, kinds.ASSISTED, (UNKNOWN, "", ""), path=page, amount=note.amount)
        if path is not None and current is not None:
            path.pages = list(current.pages)
        day = days.local(note.at, self.zones[note.channel_id])[0]
        self.owed.append(Owed(note, day, device, found))

    def _led(self, note: Note, kind: str, stay: Stay | None, amount: int = 0) -> None:
        for page in stay.pages if stay else ():
            self._add(note, kind, (UNKNOWN, "", ""), path=page, amount=amount)

    def _add(self, note: Note, kind: str, way: tuple[str, str, str], **more: object) -> None:
        day, hour = days.local(note.at, self.zones[note.channel_id])
        self.rows.append(
            Row(note.at, day, hour, kind, note.channel_id, *way, device=note.device, **more)  # type: ignore[arg-type]
        )
