"""Templates of the shop that this installation replaces: which, and which of ours changed since.

``manage templates`` lists them and exits 1 when one is broken or made from an older state of ours. ``--copy
browse/home.jinja`` puts ours into ``DATA/templates/`` to be changed there. ``--apply`` renders the gallery
with them and, when nothing fails, lets all processes and kept pages take them.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template import engines
from django.test import RequestFactory

from storecrew.contexts.work import public as work
from storecrew.kernel import clock, revisions
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui import overrides
from storecrew.surfaces.ui.gallery.pages import PAGES
from storecrew.surfaces.ui.gallery.views import page

WORDS = {
    "same": "ours is as it was copied",
    "changed": "OURS CHANGED since it was copied: compare, then copy the new head",
    "unmarked": "no head: nobody can say whether ours changed",
    "new": "none of ours has this path: only templates of this installation use it",
    "broken": "BROKEN, shoppers get ours",
}


class Command(BaseCommand):
    """See the module's docstring."""

    help = "List, copy or apply the templates that this installation replaces."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--copy", metavar="PATH", help="copy ours to DATA/templates to change it there")
        parser.add_argument("--apply", action="store_true", help="try them, then let all processes take them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for."""
        engine: overrides.ShopTemplates = engines["shop"]  # type: ignore[assignment]
        if options["copy"]:
            self._copy(engine, options["copy"])
            return
        states = list(engine.states())
        failed = self._failing(engine) if options["apply"] and states else {}
        if not states:
            self.stdout.write(
                f"No template is replaced; --copy PATH puts one into {engine.overrides.folders[0]}."
            )
        for state in states:
            reason = state.reason or failed.get(state.name, "")
            verdict = "broken" if reason else state.verdict
            self.stdout.write(f"{state.name}  {WORDS[verdict]}{f': {reason}' if reason else ''}")
        if any(state.verdict == "broken" for state in states) or failed:
            raise SystemExit(1)
        if options["apply"]:
            self._apply(states)
        elif any(state.verdict == "changed" for state in states):
            raise SystemExit(1)

    def _copy(self, engine: overrides.ShopTemplates, name: str) -> None:
        source, target = engine.original(name), engine.overrides.folders[0] / name
        if source is None:
            raise CommandError(f"There is no template {name}. Write a path such as browse/home.jinja.")
        if target.exists():
            raise CommandError(f"{target} is there already. Move it away first.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(overrides.head(source) + source, "utf-8")
        self.stdout.write(f"{target}  change it, then: manage templates --apply")

    def _failing(self, engine: overrides.ShopTemplates) -> dict[str, str]:
        """Return the overrides with which a page of the gallery fails, each with its reason."""
        engine.preferring()
        factory = RequestFactory()
        for name in PAGES:
            page(factory.get(f"/gallery/{name}/"), name)
        return dict(engine.overrides.aside)

    def _apply(self, states: list[overrides.State]) -> None:
        actor, at = system_actor("templates"), clock.now()
        for state in states:
            work.resolve_finding(dedupe_key=overrides.key_of(state.name), actor=actor, at=at)
        revisions.bump(overrides.TAG, "content")
        self.stdout.write(f"{len(states)} replaced, taken by all processes from now on.")
