"""Read the installation's settings from environment variables and check them at start.

Every value has one place, one default and one sentence that says what to do when it is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

LOCK_WAIT = 3
"""Seconds that a request waits for what others hold, before it is told to try again."""
LOCK_WAIT_BEHIND = 20
"""The same for worker, scheduler and commands, at which nobody sits and waits."""


PREFIX = "STORECREW_"
INTERNAL = {"STORECREW_PARENT", "STORECREW_SAMPLE_DATA", "STORECREW_EXPLORE", "STORECREW_FUZZ_EXAMPLES"}
"""What processes of ours and the test suite tell each other."""


class SettingsError(Exception):
    """An environment variable has a value the software cannot start with."""


def is_production(values: Mapping[str, str]) -> bool:
    """Tell whether the settings are those of a real installation."""
    return values.get("DJANGO_SETTINGS_MODULE", "").endswith(".prod")


@dataclass(frozen=True)
class Environment:
    """A typed view on environment variables."""

    values: Mapping[str, str]
    asked: set[str] = field(default_factory=set)
    """The names that were asked for, so that a misspelled one is noticed."""

    def unknown(self) -> list[str]:
        """Return the variables with our prefix that nobody asked for."""
        ours = {name for name in self.values if name.startswith(PREFIX)}
        return sorted(ours - self.asked - INTERNAL)

    def text(self, name: str, default: str = "") -> str:
        """Return the variable, or the default when it is unset or blank."""
        self.asked.add(name)
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes/no variable; raise SettingsError for anything else."""
        raw = self.text(name).lower()
        if not raw:
            return default
        if raw in {"1", "true", "yes", "on"}:
            return True
        if raw in {"0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{name} is {raw!r}; use 1 or 0.")

    def integer(self, name: str, default: int, *, least: int = 0) -> int:
        """Return a whole number of at least so much; raise SettingsError for anything else."""
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isascii() or not raw.isdigit() or int(raw) < least:
            from_where = f" from {least} on" if least else ""
            raise SettingsError(f"{name} is {raw!r}; use a whole number{from_where}.")
        return int(raw)

    def words(self, name: str, default: str = "") -> list[str]:
        """Return a comma-separated list without blanks."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]


def environment() -> Environment:
    """Return the process's environment."""
    return Environment(os.environ)


def data_folder(env: Environment, project: Path) -> Path:
    """Return the folder that holds everything of an installation; it need not exist yet."""
    return Path(env.text("STORECREW_DATA", str(project / ".data"))).expanduser().resolve()


def database(
    url: str, data: Path, *, lock_wait: int = LOCK_WAIT, building: bool = False
) -> dict[str, object]:
    """Return Django's database settings for a URL; no URL means SQLite in the data folder.

    ``lock_wait`` is how many seconds a statement waits for what others hold (R5). With ``building`` SQLite
    does not wait for the disk: for an installation that is thrown away unless it is completed.

    Raises SettingsError for a scheme other than sqlite, postgres or postgresql.
    """
    if not url:
        return _sqlite(data / "storecrew.sqlite3", lock_wait, building)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        # Three slashes and a relative path, four and an absolute one.
        return _sqlite(Path(unquote(parts.path[1:])), lock_wait, building)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingsError(
            f"DATABASE_URL starts with {parts.scheme!r}; use postgres://user:password@host:port/name "
            "or leave it unset for SQLite in the data folder."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "storecrew.kernel.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "server_side_binding": True,
            # A statement that a connection runs for the fifth time is planned once and for all. Behind a
            # pooler that cannot keep prepared statements: `?prepare_threshold=off`.
            "prepare_threshold": _threshold(query.pop("prepare_threshold", "5")),
            # Who waits longer for a row is told to try again. Behind a pooler that knows no start-up options:
            # `?lock_timeout=off`, and the same settings (jit too) on the database's role.
            **_start_up(query.pop("lock_timeout", str(lock_wait))),
            "pool": {"min_size": 1, "max_size": 16, "timeout": 10},
            **query,
        },
    }


def _threshold(text: str) -> int | None:
    if text == "off":
        return None
    if not text.isascii() or not text.isdigit():
        raise SettingsError(f"prepare_threshold in DATABASE_URL is {text!r}; use a number or off.")
    return int(text)


def _start_up(lock_timeout: str) -> dict[str, str]:
    """Return what a connection is opened with: how long a row is waited for, and nothing compiled."""
    if lock_timeout == "off":
        return {}
    if not lock_timeout.isascii() or not lock_timeout.isdigit():
        raise SettingsError(f"lock_timeout in DATABASE_URL is {lock_timeout!r}; use whole seconds or off.")
    return {"options": f"-c lock_timeout={int(lock_timeout) * 1000} -c jit=off"}


def _sqlite(path: Path, lock_wait: int, building: bool) -> dict[str, object]:
    return {
        "ENGINE": "storecrew.kernel.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Taking the write lock when a transaction starts turns "database is locked" into waiting.
            "transaction_mode": "IMMEDIATE",
            "timeout": lock_wait,
            # Orders are money: FULL survives a power cut, NORMAL may lose the last transactions.
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if building else 'FULL'};"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
            ),
        },
    }
