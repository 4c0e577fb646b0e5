"""Writers take turns in the order they came, and no turn is ever lost."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from storecrew.config.environment import database
from storecrew.kernel import contention
from storecrew.kernel.sqlite.base import DatabaseWrapper
from storecrew.kernel.sqlite.queue import ProcessTurn, WriteQueue, queue_of

LONG = 30.0


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.001)


def started(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    path = tmp_path / "turns.sqlite3"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT)")
    plain.close()
    with django_db_blocker.unblock():
        yield path


def connect(file: Path, patience: float = LONG) -> DatabaseWrapper:
    """A connection to a file as the settings make it, usable from any thread."""
    settings = database(f"sqlite:///{file}", file.parent)
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": patience}  # type: ignore[dict-item]
    complete = {**connections.settings["default"], **settings, "TIME_ZONE": None, "AUTOCOMMIT": True}
    wrapper = DatabaseWrapper(complete, "default")
    wrapper.inc_thread_sharing()
    return wrapper


@contextmanager
def as_default(wrapper: DatabaseWrapper) -> Iterator[DatabaseWrapper]:
    """Let this thread's transactions be those of a connection."""
    before = connections["default"]
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        connections["default"] = before
        wrapper.close()


def add(wrapper: DatabaseWrapper, name: str) -> None:
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO entry (name) VALUES (%s)", [name])


def names(file: Path) -> list[str]:
    with sqlite3.connect(file) as plain:
        found = [name for (name,) in plain.execute("SELECT name FROM entry ORDER BY id")]
    plain.close()
    return found


def is_free(file: Path) -> bool:
    queue = queue_of(str(file))
    waited = queue.take(0)
    if waited is not None:
        queue.give_back()
    return waited is not None


def test_turns_are_given_in_the_order_of_asking() -> None:
    queue = WriteQueue()
    queue.take(0)
    served: list[int] = []

    def wait_in_line(number: int) -> None:
        assert queue.take(LONG) is not None
        served.append(number)
        queue.give_back()

    threads = []
    for number in range(20):
        threads.append(started(lambda number=number: wait_in_line(number)))
        until(lambda number=number: queue.length == number + 1)
    queue.give_back()
    for thread in threads:
        thread.join(LONG)
    assert served == list(range(20))
    assert queue.take(0) == 0.0, "the last one gave the turn back"


def test_who_gives_up_leaves_the_line_and_the_next_one_is_called() -> None:
    queue = WriteQueue()
    queue.take(0)
    assert queue.take(0.01) is None
    assert queue.length == 0
    came: list[float | None] = []
    thread = started(lambda: came.append(queue.take(LONG)))
    until(lambda: queue.length == 1)
    queue.give_back()
    thread.join(LONG)
    assert came[0] is not None


def test_a_forked_child_starts_with_nobody_in_line_and_waits_for_its_parent(file: Path) -> None:
    queue = queue_of(str(file))
    queue.take(0)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        mine = queue_of(str(file))
        too_early = mine.take(0) is not None
        os.write(tell, b"x")
        os._exit(0 if not too_early and mine.take(LONG) is not None else 1)
    os.read(told, 1)
    queue.give_back()
    _pid, status = os.waitpid(child, 0)
    assert status == 0
    assert queue.take(LONG) is not None, "a child that ended gave its turn back"
    queue.give_back()


def test_a_turn_of_a_process_that_died_is_free(file: Path) -> None:
    child = os.fork()
    if child == 0:
        queue_of(str(file)).take(0)
        os._exit(0)
    os.waitpid(child, 0)
    assert is_free(file)


def test_a_turn_that_comes_too_late_is_let_go(file: Path) -> None:
    """Somebody gives up behind another process; when that one is done, nobody is left holding the turn."""
    other = ProcessTurn(f"{file}-turn")
    assert other.take(0) == 0.0
    assert queue_of(str(file)).take(0.05) is None
    other.give_back()
    until(lambda: is_free(file))


def _write_often(file: Path, times: int, name: str) -> None:
    wrapper = connect(file, patience=LONG)
    for _ in range(times):
        with as_default(wrapper), transaction.atomic():
            add(wrapper, name)
            time.sleep(0.003)


def test_processes_write_at_once_and_none_is_told_that_the_database_is_locked(file: Path) -> None:
    """Eight processes that do nothing but write."""
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_write_often, args=(file, 40, f"writer {n}")) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(LONG * 2)
    assert [writer.exitcode for writer in writers] == [0] * 8
    assert sorted(names(file)) == sorted(f"writer {number}" for number in range(8) for _ in range(40))


LOCKS = Path("/proc/locks")


def _processes_in_line(file: Path) -> int:
    turn = f":{Path(f'{file}-turn').stat().st_ino} "
    return sum("->" in line and turn in line for line in LOCKS.read_text().splitlines())


@pytest.mark.skipif(not LOCKS.exists(), reason="only Linux tells who waits for a lock")
def test_processes_that_wait_write_in_the_order_they_came(file: Path) -> None:
    """The turn is held until all stand in line, so the speed of the machine decides nothing."""
    fork = multiprocessing.get_context("fork")
    held = ProcessTurn(f"{file}-turn")
    assert held.take(0) == 0.0
    writers = []
    for number in range(8):
        writers.append(fork.Process(target=_write_often, args=(file, 1, f"writer {number}")))
        writers[-1].start()
        until(lambda number=number: _processes_in_line(file) == number + 1)
    assert names(file) == []
    held.give_back()
    for writer in writers:
        writer.join(LONG)
    assert names(file) == [f"writer {number}" for number in range(8)]


def test_threads_write_in_the_order_they_came(file: Path) -> None:
    """The first transaction stays open until all others stand in line; then each writes in its place."""
    first = connect(file)
    threads = []

    def write(name: str) -> None:
        with as_default(connect(file)) as mine, transaction.atomic():
            add(mine, name)

    with as_default(first):
        with transaction.atomic():
            add(first, "first")
            for number in range(8):
                threads.append(started(lambda number=number: write(f"writer {number}")))
                until(lambda number=number: queue_of(str(file)).length == number + 1)
        for thread in threads:
            thread.join(LONG)
    assert names(file) == ["first", *(f"writer {number}" for number in range(8))]


def test_a_file_that_another_just_writes_to_is_opened_when_it_is_done(file: Path) -> None:
    """Not in WAL yet, so the first to open it must change its mode, for which SQLite itself does not wait."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    opened = threading.Event()

    def open_and_write() -> None:
        with as_default(connect(file)) as mine:
            add(mine, "opened")
        opened.set()

    thread = started(open_and_write)
    assert not opened.wait(0.2)
    other.execute("COMMIT")
    thread.join(LONG)
    other.close()
    assert names(file) == ["opened"]


def test_a_file_that_stays_locked_is_an_error_once_patience_ends(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), connect(file, patience=0.1).cursor():
        pass
    other.execute("COMMIT")
    other.close()


def test_many_threads_at_once_lose_nothing_and_fail_never(file: Path) -> None:
    failed: list[BaseException] = []
    gate = threading.Barrier(16)

    def write(number: int) -> None:
        try:
            with as_default(connect(file)) as mine:
                gate.wait(LONG)
                for turn in range(10):
                    if turn % 2:
                        add(mine, f"{number}-{turn}")  # a single statement, outside a transaction
                    else:
                        with transaction.atomic():
                            add(mine, f"{number}-{turn}")
        except BaseException as error:  # noqa: BLE001 - the test shows it
            failed.append(error)

    threads = [started(lambda number=number: write(number)) for number in range(16)]
    for thread in threads:
        thread.join(LONG * 2)
    assert failed == []
    assert sorted(names(file)) == sorted(f"{n}-{turn}" for n in range(16) for turn in range(10))
    assert is_free(file)


def test_a_transaction_inside_a_transaction_needs_no_second_turn(file: Path) -> None:
    with as_default(connect(file, patience=0.05)) as mine:
        with transaction.atomic():
            add(mine, "outer")
            with transaction.atomic():
                add(mine, "inner")
            with pytest.raises(ValueError), transaction.atomic():
                add(mine, "taken back")
                raise ValueError
            assert not is_free(file), "the savepoints gave the turn away"
        assert is_free(file)
    assert names(file) == ["outer", "inner"]


def test_an_exception_a_lost_commit_and_a_closed_connection_give_the_turn_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_default(connect(file)) as mine:
        with pytest.raises(ValueError), transaction.atomic():
            add(mine, "never")
            raise ValueError
        assert is_free(file)

        def fail() -> None:
            raise OperationalError("disk I/O error")

        with monkeypatch.context() as patch:
            patch.setattr("django.db.backends.base.base.BaseDatabaseWrapper._commit", lambda _self: fail())
            with pytest.raises(OperationalError), transaction.atomic():
                add(mine, "never")
        assert is_free(file)
        with pytest.raises(OperationalError, match="disk"), transaction.atomic():
            add(mine, "never")
            mine.close()
            fail()
        assert is_free(file)
    assert names(file) == []


def test_a_thread_that_ends_in_the_middle_gives_the_turn_back(file: Path) -> None:
    def leave() -> None:
        wrapper = connect(file)
        connections["default"] = wrapper
        transaction.atomic().__enter__()
        add(wrapper, "never")
        del connections["default"]

    started(leave).join(LONG)
    gc.collect()
    assert is_free(file)
    with as_default(connect(file)) as mine:
        add(mine, "next")
    assert names(file) == ["next"]


def test_a_second_connection_of_one_thread_is_told_and_does_not_hang(file: Path) -> None:
    second = connect(file, patience=0.05)
    with as_default(connect(file)) as mine:
        with transaction.atomic():
            add(mine, "mine")
            with pytest.raises(OperationalError) as told:
                add(second, "second")
            busy = contention.refusal(told.value)
            assert busy is not None and busy.details == {"retry_after": 1}
        add(second, "second")
    second.close()
    assert names(file) == ["mine", "second"]


def test_reading_waits_for_nobody(file: Path) -> None:
    reader = connect(file, patience=0.05)
    with as_default(connect(file)) as mine, transaction.atomic():
        add(mine, "not yet seen")
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM entry")
            assert cursor.fetchone() == (0,)
    reader.close()


def test_another_process_is_waited_for_no_longer_than_patience(file: Path) -> None:
    """The turn is ours and the file is another's: SQLite's own answer, with the same meaning."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with as_default(connect(file, patience=0.05)) as mine:
        with pytest.raises(OperationalError) as told, transaction.atomic():
            add(mine, "never")
        assert contention.refusal(told.value) is not None
        assert is_free(file)
        other.execute("ROLLBACK")
        add(mine, "now")
    other.close()
    assert names(file) == ["now"]


def test_the_wait_in_line_counts_against_patience(file: Path) -> None:
    wrapper = connect(file, patience=2)
    wrapper.ensure_connection()
    with wrapper._shorter_patience(1.5), wrapper.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (500,)
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (2000,)
    wrapper.close()


def test_faults_of_other_kinds_are_no_wait() -> None:
    gone = OperationalError("no such table: entry")
    gone.__cause__ = sqlite3.OperationalError("no such table: entry")
    assert contention.refusal(gone) is None
    assert contention.refusal(ValueError()) is None
    assert contention.refusal(None) is None
