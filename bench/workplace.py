"""A temporary installation for one benchmark: a data folder, and on PostgreSQL a database of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
DATABASES = ("sqlite", "postgresql")


def server() -> str:
    """Return the address of the PostgreSQL server: the one of DATABASE_URL, else the local one."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else LOCAL


def with_name(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def postgresql_version() -> str:
    """Return the version of the server, empty when there is none."""
    try:
        with psycopg.connect(with_name(server(), "postgres"), connect_timeout=3) as connection:
            return connection.info.parameter_status("server_version") or ""
    except psycopg.Error:
        return ""


@contextmanager
def workplace(name: str, database: str) -> Iterator[dict[str, str]]:
    """Lend the environment of a new installation; everything is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="storecrew-bench-") as folder:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("STORECREW_")}
        environ |= {
            "STORECREW_DATA": str(Path(folder) / "data"),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "STORECREW_LOG_LEVEL": "ERROR",
            "BENCH_STORE": str(store()),
        }
        for absent in ("DATABASE_URL", "REDIS_URL"):
            environ.pop(absent, None)
        if database == "sqlite":
            yield environ
            return
        own = f"storecrew_bench_{os.getpid()}_{name}"
        make_database(own)
        try:
            yield environ | {"DATABASE_URL": with_name(server(), own)}
        finally:
            drop_database(own)


def store() -> Path:
    """Return where shops that were made once are kept, see ``stored``."""
    data = os.environ.get("STORECREW_DATA") or str(Path(__file__).resolve().parents[1] / ".data")
    return Path(data) / "bench"


def make_database(name: str, like: str = "") -> bool:
    """Make a database anew, as a copy of another one if named; False when there is no such other one."""
    if like and not _administer(f"SELECT 1 FROM pg_database WHERE datname = '{like}'"):
        return False
    drop_database(name)
    _administer(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))
    return True


def drop_database(name: str) -> None:
    """Remove a database, whoever is connected to it."""
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(statement: str) -> bool:
    """Run a statement on the server and tell whether it found a row."""
    with psycopg.connect(with_name(server(), "postgres"), autocommit=True) as connection:
        return connection.execute(statement).rowcount > 0
