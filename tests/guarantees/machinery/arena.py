"""A database of its own for races, and processes that meet in it.

The database is the kind that `DATABASE_URL` chooses: a SQLite file or a PostgreSQL database. Every
call runs in a forked process with a connection of its own, so the test process never touches it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from storecrew.kernel.errors import DomainError
from tests.guarantees.machinery.tables import table_by_table

FORK = multiprocessing.get_context("fork")
PATIENCE = 60.0
_inherited: list[Any] = []


@dataclass(frozen=True)
class Outcome:
    """How one call ended: "ok" with its value, "refused" by the domain, or "error" with the traceback."""

    status: str
    value: Any = None
    code: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the call went through."""
        return self.status == "ok"


class Running:
    """A call in a process of its own."""

    def __init__(self, arena: Arena, call: Callable[[], Any], barrier: Any = None) -> None:
        self.reader, writer = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self.reader)
            self._work(arena, call, barrier, writer)
        os.close(writer)

    @staticmethod
    def _work(arena: Arena, call: Callable[[], Any], barrier: Any, writer: int) -> None:
        """Do the call and leave without running anything of the parent's exit handlers."""
        code = 0
        try:
            arena.enter()
            if barrier is not None:
                barrier.wait(PATIENCE)
            data = pickle.dumps(attempt(call))
        except BaseException:  # noqa: BLE001 - the parent is told, whatever it was
            data = pickle.dumps(Outcome("error", value=traceback.format_exc()))
            code = 1
        with os.fdopen(writer, "wb") as stream:
            stream.write(data)
        sys.stdout.flush()
        os._exit(code)

    def wait(self) -> Outcome:
        """Return how the call ended."""
        with os.fdopen(self.reader, "rb") as stream:
            data = stream.read()
        os.waitpid(self._pid, 0)
        if not data:
            return Outcome("error", value="the process died without a word")
        outcome: Outcome = pickle.loads(data)
        return outcome


def attempt(call: Callable[[], Any]) -> Outcome:
    """Do a call and say how it ended."""
    started = time.perf_counter()
    try:
        value = call()
    except DomainError as refusal:
        took = time.perf_counter() - started
        return Outcome("refused", str(refusal), refusal.code, dict(refusal.details), took)
    except Exception:  # noqa: BLE001 - the test decides what an error means
        return Outcome("error", traceback.format_exc(), seconds=time.perf_counter() - started)
    return Outcome("ok", value, seconds=time.perf_counter() - started)


@dataclass
class Arena:
    """One database; `settings` are Django's for it."""

    settings: dict[str, Any]
    unblock: Callable[[], Any]

    def enter(self) -> None:
        """Point this (forked) process at the database, without the parent's connections."""
        self.unblock()
        connections.databases["default"].clear()
        connections.databases["default"].update(self.settings)
        # Kept, because closing an inherited connection would speak for the parent's.
        _inherited.append(connections["default"])
        connections["default"] = connections.create_connection("default")

    def start(self, call: Callable[[], Any]) -> Running:
        """Start a call in a process of its own and go on."""
        return Running(self, call)

    def run(self, call: Callable[[], Any]) -> Any:
        """Do a call in a process of its own and return its value; raises AssertionError if it failed."""
        outcome = Running(self, call).wait()
        if not outcome.ok:
            raise AssertionError(outcome.value)
        return outcome.value

    def stampede(self, calls: Sequence[Callable[[], Any]]) -> list[Outcome]:
        """Start all calls at the same instant, each in a process of its own, and return how they ended."""
        barrier = FORK.Barrier(len(calls))
        running = [Running(self, call, barrier) for call in calls]
        return [each.wait() for each in running]

    def crowd(self, calls: Sequence[Callable[[], Any]], *, processes: int = 8) -> list[Outcome]:
        """Do many calls from a few processes that start at the same instant."""
        shares = [calls[start::processes] for start in range(processes)]
        shares = [share for share in shares if share]
        results = self.stampede([lambda share=share: [attempt(call) for call in share] for share in shares])
        found: list[Outcome] = []
        for result in results:
            if not result.ok:
                raise AssertionError(result.value)
            found += result.value
        return found


class Template:
    """The empty database with all tables, made once; each test gets a copy."""

    def __init__(self, base: dict[str, Any], folder: Path, unblock: Callable[[], Any]) -> None:
        self.base = {**base, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
        self.folder = folder
        self.unblock = unblock
        self.postgresql = "postgresql" in base["ENGINE"]
        self.count = 0
        self.name = self._name("template")
        if self.postgresql:
            self._administer(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        Arena(self._settings(self.name), unblock).run(make_tables)
        # Kept open by this process alone: a new connection would read what all tables are before each test.
        self._hand = self._connect(self.name) if self.postgresql else None

    def _name(self, what: str) -> str:
        if self.postgresql:
            return f"storecrew_race_{os.getpid()}_{what}"
        return str(self.folder / f"{what}.sqlite3")

    def _settings(self, name: str) -> dict[str, Any]:
        options = {key: value for key, value in self.base.get("OPTIONS", {}).items() if key != "pool"}
        return {**self.base, "NAME": name, "OPTIONS": options}

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        parts = {"host": self.base["HOST"], "port": self.base["PORT"], "user": self.base["USER"]}
        known = {key: value for key, value in parts.items() if value}
        if self.base.get("PASSWORD"):
            known["password"] = self.base["PASSWORD"]
        return psycopg.connect(dbname=name, autocommit=True, **known)

    def _administer(self, *statements: str) -> None:
        with self._connect("postgres") as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def copy(self) -> Iterator[Arena]:
        """Lend an empty database: a copied file, or the one PostgreSQL database emptied."""
        if self.postgresql:
            self._empty()
            arena = Arena(self._settings(self.name), self.unblock)
        else:
            self.count += 1
            name = self._name(str(self.count))
            shutil.copy(self.name, name)
            arena = Arena(self._settings(name), self.unblock)
        yield arena

    def _empty(self) -> None:
        assert self._hand is not None
        try:
            empty_tables(self._hand)
        except psycopg.OperationalError:
            # A drill ends every connection to its database, this one too.
            self._hand = self._connect(self.name)
            empty_tables(self._hand)

    def drop(self) -> None:
        """Remove the database."""
        if self._hand is not None:
            self._hand.close()
            self._administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def empty_tables(hand: psycopg.Connection[Any]) -> None:
    """Delete every row of our tables. Truncating, or a database per test, makes PostgreSQL sync its disks."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("storecrew.") and model._meta.managed
    ]
    # The addresses of people are in tables of the package by which they sign in.
    tables += ["account_emailconfirmation", "account_emailaddress", "mfa_authenticator"]
    hand.execute("SET session_replication_role = replica")
    for start in range(0, len(tables), 200):
        asked = [
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
            for table in tables[start : start + 200]
        ]
        for (table,) in hand.execute(" UNION ALL ".join(asked), prepare=True).fetchall():
            hand.execute(f'DELETE FROM "{table}"')


class _NoMigrations:
    def __contains__(self, item: str) -> bool:
        return True

    def __getitem__(self, item: str) -> None:
        return None


def make_tables() -> None:
    """Make all tables from the models; the path through the migrations is tested elsewhere."""
    from django.conf import settings

    settings.MIGRATION_MODULES = _NoMigrations()
    with table_by_table():
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    connections["default"].close()
