"""Bring the pictures that a file names into the shop: from an address, a folder or an archive."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.models import ImportImage, ImportRun
from storecrew.contexts.imports.providers.files import limits
from storecrew.kernel import outgoing
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

_AT_ONCE = 8
_GIVE_UP_AFTER = 3  # failures of a host in a row
_SECONDS_EACH = 10.0
_PICTURES = ("image/", "application/octet-stream", "binary/octet-stream")


@dataclass
class Fetching:
    """What came of a round of fetching."""

    attached: int = 0
    failed: int = 0
    left: int = 0
    warnings: list[Problem] = field(default_factory=list)


@dataclass
class Library:
    """Pictures at hand in a folder, found by path or by name. Links are not followed."""

    folder: Path
    _by_name: dict[str, Path] | None = None

    def find(self, source: str) -> Path | None:
        """The file that a source names: ``/m/b/x.jpg``, ``images/x.jpg`` or the last part of an address."""
        path = PurePosixPath(unquote(urlsplit(source).path if "//" in source else source).lstrip("/"))
        if ".." not in path.parts and "\x00" not in str(path):
            direct = self.folder / Path(*path.parts) if path.parts else None
            if direct is not None and self._is_inside(direct):
                return direct
        return self._names().get(path.name.casefold())

    def _names(self) -> dict[str, Path]:
        if self._by_name is None:
            self._by_name = {}
            for count, path in enumerate(sorted(self.folder.rglob("*"))):
                if count > limits.MOST_ENTRIES:
                    break
                if self._is_inside(path):
                    self._by_name.setdefault(path.name.casefold(), path)
        return self._by_name

    def _is_inside(self, path: Path) -> bool:
        try:
            whole = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            return False
        return whole.is_relative_to(self.folder.resolve()) and whole.is_file() and not path.is_symlink()


def fetch_pictures(
    *,
    actor: Actor,
    at: dt.datetime,
    run: ImportRun | None = None,
    folder: Path | None = None,
    from_outside: bool = True,
    seconds: float = 60.0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Fetching:
    """Attach the waiting pictures (of one run, or all) until the time is over; the rest keeps waiting.

    A picture that cannot be had is a warning and never stops the others. A host that fails three times in
    a row
    is asked no more in this round.
    """
    actor.require("catalog.import")
    waiting = ImportImage.objects.filter(state=ImportImage.State.WAITING).select_related("product")
    if run is not None:
        waiting = waiting.filter(run=run)
    return _Round(actor, at, Library(folder) if folder else None, from_outside, seconds, progress).go(waiting)


class _Round:
    def __init__(
        self,
        actor: Actor,
        at: dt.datetime,
        library: Library | None,
        from_outside: bool,
        seconds: float,
        progress: Callable[[int, int], None],
    ) -> None:
        self._actor, self._at, self._library = actor, at, library
        self._from_outside = from_outside
        self._ends = time.monotonic() + seconds
        self._progress = progress
        self._failures: Counter[str] = Counter()
        self._result = Fetching()
        self._done = 0

    def go(self, waiting: QuerySet[ImportImage]) -> Fetching:
        total = waiting.count()
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="pictures") as pool:
            for batch in self._batches(waiting):
                started: list[tuple[ImportImage, Future[bytes]]] = []
                for image in batch:
                    self._start(image, pool, started)
                for image, future in started:
                    self._finish(image, future)
                    self._done += 1
                    self._progress(self._done, total)
                if time.monotonic() > self._ends:
                    break
        self._result.left = waiting.count()
        return self._result

    def _batches(self, waiting: QuerySet[ImportImage]) -> Iterator[list[ImportImage]]:
        last = 0
        while batch := list(waiting.filter(pk__gt=last).order_by("pk")[: 2 * _AT_ONCE]):
            last = batch[-1].pk
            yield batch

    def _start(
        self, image: ImportImage, pool: ThreadPoolExecutor, started: list[tuple[ImportImage, Future[bytes]]]
    ) -> None:
        found = self._library.find(image.source) if self._library else None
        if found is not None:
            started.append((image, pool.submit(_read, found)))
        elif not _is_address(image.source):
            reason = (
                _("there is no such file in the pictures given")
                if self._library
                else _("no pictures were given")
            )
            self._fail(image, reason)
        elif not self._from_outside:
            self._fail(image, _("fetching was switched off"))
        elif self._failures[_host(image.source)] >= _GIVE_UP_AFTER:
            self._fail(image, _("its host did not answer several times"))
        else:
            if image.source.lower().startswith("http:"):
                self._result.warnings.append(_warning("image_plain_http", image, ""))
            left = max(self._ends - time.monotonic(), 1.0)
            started.append((image, pool.submit(_get, image.source, min(_SECONDS_EACH, left))))

    def _finish(self, image: ImportImage, future: Future[bytes]) -> None:
        wait([future])
        host = _host(image.source)
        try:
            content = future.result()
        except (DomainError, OSError) as error:
            if isinstance(error, outgoing.Unreachable):
                self._failures[host] += 1
            details = getattr(error, "details", {})
            status = f" ({details['status']})" if "status" in details else ""
            self._fail(image, f"{error}{status}" if isinstance(error, DomainError) else type(error).__name__)
            return
        self._failures[host] = 0
        self._attach(image, content)

    def _attach(self, image: ImportImage, content: bytes) -> None:
        variant = catalog.variant_ids_by_sku([image.sku]).get(image.sku) if image.sku else None
        try:
            catalog.attach_image(
                product_id=image.product_id,
                content=content,
                alt=image.alt,
                variant_id=variant,
                source_url=image.source,
                actor=self._actor,
                at=self._at,
            )
        except DomainError as error:
            self._fail(image, str(error))
            return
        ImportImage.objects.filter(pk=image.pk).update(state=ImportImage.State.ATTACHED, problem="")
        self._result.attached += 1

    def _fail(self, image: ImportImage, reason: str) -> None:
        ImportImage.objects.filter(pk=image.pk).update(
            state=ImportImage.State.FAILED, problem=str(reason)[:300]
        )
        self._result.failed += 1
        self._result.warnings.append(_warning("image_failed", image, str(reason)))


def _warning(code: str, image: ImportImage, reason: str) -> Problem:
    return Problem(
        code, value=image.source[:200], sku=image.sku, product=image.product.title, params={"reason": reason}
    )


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://", "//"))


def _host(source: str) -> str:
    try:
        return (urlsplit(source).hostname or "").lower()
    except ValueError:
        return ""


def _read(path: Path) -> bytes:
    if path.stat().st_size > limits.MOST_IMAGE:
        raise OSError("too large")
    return path.read_bytes()


def _get(source: str, seconds: float) -> bytes:
    """Plain http is asked for over https, since nothing unencrypted is fetched."""
    url = source[:5].lower() + source[5:]
    url = "https:" + url.removeprefix("http:").removeprefix("https:")
    return outgoing.fetch(url, max_bytes=limits.MOST_IMAGE, accept=_PICTURES, timeout=seconds).body
