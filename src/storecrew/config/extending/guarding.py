"""The app of an extension, guarded: what fails in it while it is started empties it, and the shop starts."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings

from storecrew.kernel.extensions.standing import BROKEN, RUNNING, Row

logger = logging.getLogger(__name__)
EMPTY = "storecrew.config.extending.empty"


class Guard(AppConfig):
    """Goes before the extension's own class; ``row`` is where it is noted what became of it."""

    row: Row

    def import_models(self) -> None:
        """Import its models, or leave it out."""
        try:
            super().import_models()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - it is noted, logged and told
            self._leave_out(error)

    def ready(self) -> None:
        """Let it register what it brings, or leave it out."""
        if self.row.state != RUNNING:
            return
        from storecrew.config.extending.attaching import attach

        try:
            super().ready()
            attach(self.row, self.name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - it is noted, logged and told
            self._leave_out(error)

    def _leave_out(self, error: BaseException) -> None:
        """Turn into an app that is empty: no models, no migrations, no templates, no handlers."""
        from storecrew.config.extending.attaching import detach

        logger.debug("extension %s", self.row.name, exc_info=error)
        self.row.leave_out(BROKEN, "failed", reason=reason_of(error))
        detach(self.row, self.name)
        self.apps.all_models[self.label].clear()  # type: ignore[union-attr]
        self.models = {}
        self.models_module = None
        self.apps.clear_cache()  # type: ignore[union-attr]
        settings.MIGRATION_MODULES[self.label] = None
        __import__(EMPTY)
        self.name, self.module = EMPTY, sys.modules[EMPTY]
        self.path = str(Path(str(self.module.__file__)).parent)


def guarded(made: AppConfig, row: Row, label: str) -> str:
    """Return the dotted name of an app that is theirs behind the guard, under the label of the extension."""
    theirs = type(made)
    values: dict[str, Any] = {"name": made.name, "label": label, "row": row, "__module__": __name__}
    if theirs is AppConfig:
        values["path"] = made.path
    kind = type("".join(word.title() for word in label.split("_")), (Guard, theirs), values)
    setattr(sys.modules[__name__], kind.__name__, kind)
    return f"{__name__}.{kind.__name__}"


def reason_of(error: BaseException) -> str:
    """Return an error in one line, with the place in the extension's files where it came up."""
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.startswith("<"):
            place = f" ({Path(name).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return said + place
