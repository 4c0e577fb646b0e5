"""One installation in one folder: whether it is there, how it is built, what its state is."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from storecrew.config.environment import is_production

PACKAGE = Path(__file__).resolve().parents[2]
PROJECT = PACKAGE.parents[1]
ROLES = (PACKAGE / "kernel" / "permissions.py", PACKAGE / "contexts" / "people" / "organization.py")
NOTE = "installation.json"
LOCK = ".lock"
OURS = {
    NOTE, LOCK, "storecrew.sqlite3", "storecrew.sqlite3-wal", "storecrew.sqlite3-shm",
    "storecrew.sqlite3-turn", "media", "mails",
    "static", "cache", "search", "revisions.map", "owner.json", "imports", "bench",
}  # fmt: skip


class Refused(Exception):
    """The start is not possible; the message says why and what to do."""


class Installation:
    """The data folder of an installation, locked for this process."""

    def __init__(self, data: Path, database_url: str, lock: IO[str]) -> None:
        self.data = data
        self._database_url = database_url
        self._lock = lock
        self._note = self._read()

    @classmethod
    def open(cls, data: Path, database_url: str) -> Installation:
        """Make the folder when it is not there, and lock it; raise Refused when that is not possible."""
        try:
            data.mkdir(parents=True, exist_ok=True)
            lock = (data / LOCK).open("a+")
        except OSError as error:
            reason = os.strerror(error.errno or errno.EACCES)
            raise Refused(
                f"the data folder {data} is not writable or no folder ({reason}). "
                "Choose another: ./dev up --data DIR"
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise Refused(
                f"another ./dev up (process {lock.read().strip() or 'unknown'}) uses {data}. "
                "Stop it, or choose another folder with --data DIR."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        return cls(data, database_url, lock)

    @property
    def built(self) -> bool:
        """Tell whether a start has completed the installation."""
        return bool(self._note.get("built")) and self._note.get("database") == self._database

    @property
    def half_built(self) -> bool:
        """Tell whether the first start ended before the installation was complete."""
        return (
            bool(self._note) and not self._note.get("built") and self._note.get("database") == self._database
        )

    @property
    def demo(self) -> bool:
        """Tell whether this is a demo store."""
        return bool(self._note.get("demo"))

    @property
    def _database(self) -> str:
        """Name the database without its password."""
        parts = urlsplit(self._database_url)
        if not parts.scheme:
            return "sqlite"
        return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}{parts.path}"

    def empty(self) -> None:
        """Delete everything of the installation; refuse when the folder holds foreign things."""
        foreign = sorted(item.name for item in self.data.iterdir() if item.name not in OURS)
        if foreign and not self._note:
            raise Refused(
                f"{self.data} holds things that are not Storecrew's ({foreign[0]}); nothing was deleted."
            )
        if self._database_url and not self._database_url.startswith("sqlite"):
            self._empty_server()
        for item in self.data.iterdir():
            if item.name == LOCK:
                continue
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item)
            else:
                item.unlink()
        self._note = {}

    def _empty_server(self) -> None:
        """Empty the PostgreSQL database, if ``./dev up`` filled it from this very folder."""
        import psycopg

        with psycopg.connect(self._database_url, autocommit=True) as server:
            found = server.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
            if not found or not found[0]:
                return
            if self._note.get("database") != self._database:
                raise Refused(
                    f"{self._database} holds tables that this data folder did not make. "
                    "Empty the database yourself, or name another in DATABASE_URL."
                )
            server.execute("DROP SCHEMA public CASCADE")
            server.execute("CREATE SCHEMA public")

    def make_ready(self, environ: dict[str, str], *, demo: bool) -> None:
        """Migrate, collect static files and fill a new shop; do nothing when all of it was done."""
        state = _state_of_the_code()
        if self.built and self._note.get("state") == state and self._has_database():
            return
        self._has_database()  # a server that does not answer is told here, in one sentence
        new = not self.built
        started = time.monotonic()
        self._write(built=not new, demo=demo, state="")
        _say("Making the database ready ..." if new else "Bringing the database up to date ...")
        if new and not is_production(environ):
            # What is not completed is thrown away, so its thousands of commits need not wait for the disk.
            environ = {**environ, "STORECREW_BUILDING": "1"}
        # Checks read every view of the shop; `./dev lint` makes them, and the web process reads them anyway.
        _manage(environ, "migrate", "--verbosity", "0", "--skip-checks")
        _say(f"Gathering styles and scripts ... (after {time.monotonic() - started:.0f} s)")
        _manage(environ, "collectstatic", "--noinput", "--verbosity", "0")
        if new:
            what = "Building the demo store ..." if demo else "Opening an empty shop ..."
            _say(f"{what} (after {time.monotonic() - started:.0f} s)")
            _manage(environ, "build_demo" if demo else "bootstrap_shop")
            self._settle()
        self._write(built=True, demo=demo, state=state)
        _say(f"Ready after {time.monotonic() - started:.0f} s.")

    def _settle(self) -> None:
        """Bring what was built onto the disk."""
        for file in self.data.glob("storecrew.sqlite3*"):
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())

    def _has_database(self) -> bool:
        if not self._database_url:
            return (self.data / "storecrew.sqlite3").is_file()
        if self._database_url.startswith("sqlite"):
            return True
        import psycopg

        try:
            with psycopg.connect(self._database_url, connect_timeout=5) as server:
                found = server.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        except psycopg.OperationalError as error:
            raise Refused(f"the database of DATABASE_URL does not answer: {str(error).strip()}") from error
        return bool(found and found[0])

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads((self.data / NOTE).read_text()))
        except (FileNotFoundError, ValueError):
            return {}

    def _write(self, **note: Any) -> None:
        self._note = {"database": self._database, **note}
        (self.data / NOTE).write_text(json.dumps(self._note, indent=2) + "\n")


def _state_of_the_code() -> str:
    """Return a text that changes when migrations, static files, packages or the rights of roles do."""
    digest = blake2b(digest_size=16)
    digest.update((PROJECT / "requirements.lock").read_bytes())
    files = [*PACKAGE.glob("**/migrations/*.py"), *PACKAGE.glob("**/static/**/*"), *ROLES]
    for path in sorted(files):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()


def _manage(environ: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "storecrew.config.manage", *words]
    done = subprocess.run(command, env=environ, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise Refused(f"`./dev manage {words[0]}` failed; its words are above.")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
