"""Templates of the shop that an installation replaces without a fork: a file of the same path wins over ours.

They lie in ``DATA/templates/`` and in the folders of ``STORECREW_TEMPLATES``, put there by those who run the
installation, never by users. ``manage templates`` copies ours with its digest at the head, says which of ours
changed since, and lets all processes take what was written (``--apply``).

An override that cannot be read or fails while a page is made is set aside: shoppers get the page with ours,
developers an alert. Nothing of it is ever an error for a visitor.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.template.backends.jinja2 import Jinja2, Template
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, TemplateError

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.revisions import Stamp, revisions
from storecrew.kernel.sentence import say

logger = logging.getLogger(__name__)
TAG = "templates"
"""What is bumped when overrides were written: processes then read them anew."""
HEAD = re.compile(r"\{# storecrew original ([0-9a-f]{16}) #\}\n?")


def digest(source: str) -> str:
    """Return what names a state of one of our templates."""
    return sha256(source.encode()).hexdigest()[:16]


def head(source: str) -> str:
    """Return the line that an override begins with: which state of ours it was made from."""
    return f"{{# storecrew original {digest(source)} #}}\n"


@dataclass(frozen=True)
class State:
    """One override. ``verdict`` is same, changed (ours is another since), unmarked, new or broken."""

    name: str
    path: Path
    verdict: str
    reason: str = ""


@dataclass
class Overrides:
    """The overrides as this process took them; ``aside`` are those that failed here, with the reason."""

    folders: Sequence[Path]
    files: dict[str, Path] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    taken: tuple[Stamp, ...] = ()
    written: dict[str, int] = field(default_factory=dict)

    def read(self) -> None:
        """Look which files there are; the first folder wins."""
        self.taken = revisions().current((TAG,))
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in sorted(folder.rglob("*.jinja")) if folder.is_dir() else ():
                found[path.relative_to(folder).as_posix()] = path
        self.files, self.aside = found, {}
        self.written = {name: path.stat().st_mtime_ns for name, path in found.items()}

    def is_current(self) -> bool:
        """Say whether nobody wrote overrides since they were read."""
        return revisions().is_current(self.taken)

    def load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return an override as jinja wants it, None for a template of which ours counts."""
        path = self.files.get(name)
        if path is None or name in self.aside:
            return None
        try:
            return path.read_text("utf-8"), str(path), lambda: True
        except (OSError, UnicodeError) as error:
            self.aside[name] = str(error)
            tell(name, str(error))
            return None

    def culprit(self, error: BaseException) -> str | None:
        """Return the override in which an error came up, None when it was none."""
        error = error.__cause__ if isinstance(error.__cause__, TemplateError) else error
        places = {str(path): name for name, path in self.files.items() if name not in self.aside}
        if isinstance(error, TemplateError) and str(getattr(error, "filename", "")) in places:
            return places[str(error.filename)]  # type: ignore[attr-defined]
        found, trace = None, error.__traceback__
        while trace is not None:
            found = places.get(trace.tb_frame.f_code.co_filename, found)
            trace = trace.tb_next
        return found


class ShopTemplates(Jinja2):
    """Django's engine for the shop, with overrides in front; without any it is exactly Django's."""

    def __init__(self, params: dict[str, Any]) -> None:
        options = dict(params["OPTIONS"])
        folders = [Path(one) for one in options.pop("overrides", ())]
        super().__init__({**params, "OPTIONS": options})
        self.overrides = Overrides(folders)
        self.theirs: Environment | None = None

    def get_template(self, template_name: str) -> Any:
        """Return ours, or one that prefers the overrides."""
        ours = super().get_template(template_name)
        return Guarded(template_name, self, ours) if self.preferring() else ours

    def preferring(self) -> Environment | None:
        """Return the environment with the overrides of now, None when there are none."""
        known = self.overrides
        if not known.taken or not known.is_current() or (self.env.auto_reload and self._differs()):
            known.read()
            self.theirs = self._environment() if known.files else None
        return self.theirs

    def set_aside(self, reasons: dict[str, str]) -> None:
        """Leave out overrides from now on, and let developers know."""
        self.overrides.aside.update(reasons)
        self.theirs = self._environment()
        for name, reason in reasons.items():
            logger.error("template override %s is broken and left out: %s", name, reason)
            tell(name, reason)

    def original(self, name: str) -> str | None:
        """Return the text of ours, None where we have no such template."""
        try:
            return self.env.loader.get_source(self.env, name)[0]  # type: ignore[union-attr]
        except TemplateError:
            return None

    def states(self) -> Iterator[State]:
        """Yield each override with what is to be said of it; compiles them, renders nothing."""
        self.overrides.read()
        trial = self._environment()
        for name, path in sorted(self.overrides.files.items()):
            try:
                source = path.read_text("utf-8")
                trial.get_template(name)
            except (TemplateError, OSError, UnicodeError) as error:
                yield State(name, path, "broken", str(error))
            else:
                yield State(name, path, self._verdict(name, source))

    def _verdict(self, name: str, source: str) -> str:
        ours, marked = self.original(name), HEAD.match(source)
        if ours is None:
            return "new"
        if marked is None:
            return "unmarked"
        return "same" if marked[1] == digest(ours) else "changed"

    def _differs(self) -> bool:
        """Say whether files were written since, which only those who write templates need at once."""
        fresh = Overrides(self.overrides.folders)
        fresh.read()
        return fresh.written != self.overrides.written

    def _environment(self) -> Environment:
        loader = ChoiceLoader([FunctionLoader(self.overrides.load), FileSystemLoader(self.template_dirs)])
        made = self.env.overlay(loader=loader)
        # Parts that are kept by their values must not be taken from pages that were made without overrides.
        made.storecrew_taken = object()  # type: ignore[attr-defined]
        return made


class Guarded:
    """One template that prefers overrides, and ours where they fail."""

    def __init__(self, name: str, engine: ShopTemplates, ours: Template) -> None:
        self.name, self.engine, self.ours = name, engine, ours
        self.origin, self.backend = ours.origin, engine

    def render(self, context: dict[str, Any] | None = None, request: Any = None) -> str:
        """Return the page; an error that no override caused is raised as ever."""
        reasons: dict[str, str] = {}
        aside = dict(self.engine.overrides.aside)
        while True:
            try:
                page = self._once(dict(context or {}), request)
                break
            except Exception as error:
                name = self.engine.overrides.culprit(error)
                if name is None:
                    # Not theirs after all: the page fails with ours too, so what was tried stays in use.
                    self.engine.overrides.aside = aside
                    raise
                reasons[name] = f"{type(error).__name__}: {error}"
                self.engine.overrides.aside[name] = reasons[name]
                self.engine.theirs = self.engine._environment()
        if reasons:
            self.engine.set_aside(reasons)
        return page

    def _once(self, context: dict[str, Any], request: Any) -> str:
        env, known = self.engine.theirs, self.engine.overrides
        if env is None or known.aside.keys() >= known.files.keys():
            return self.ours.render(context, request)
        return Template(env.get_template(self.name), self.engine).render(context, request)


def tell(name: str, reason: str) -> None:
    """Open an alert for developers, or count one more sighting; a page never fails over it."""
    try:
        work.raise_finding(
            code="templates.broken",
            title=say("The template %(name)s of this installation is broken", name=name),
            detail=say("Shoppers see ours instead. %(reason)s", reason=reason[:300]),
            owner_role="developer",
            dedupe_key=key_of(name),
            severity="warning",
            actor=system_actor("templates"),
            at=clock.now(),
        )
    except (DatabaseError, DomainError):
        logger.exception("no alert could be opened for the template %s", name)


def key_of(name: str) -> str:
    """Return what the alert of an override is called."""
    return f"template:{name}"
