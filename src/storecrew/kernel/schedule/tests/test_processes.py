"""Schedulers and workers as real processes on one database, with kills."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

SETTINGS = "storecrew.kernel.schedule.tests.small_settings"
SRC = Path(__file__).parents[4]
ANSWERS = """
import sys
import django; django.setup()
from storecrew.kernel.schedule.tests.jobs.models import Trace
from storecrew.kernel.schedule.tests.jobs import tasks
from storecrew.kernel.schedule.models import ScheduledRun as Run, Worker
from django_tasks_db.models import DBTaskResult as Task
for expression in sys.stdin:
    print(eval(expression), flush=True)
"""


class House:
    """One installation of its own, and the processes a test starts in it."""

    def __init__(self, data: Path, url: str) -> None:
        self.environ = {
            **os.environ,
            "STORECREW_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": str(SRC),
            "DATABASE_URL": url,
            "REDIS_URL": "",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self._asked: subprocess.Popen[str] | None = None

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str, **environ: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "django", *words], env={**self.environ, **environ})
        self.processes.append(process)
        return process

    def ask(self, expression: str) -> str:
        """Evaluate an expression over ``Trace``, ``Run``, ``Worker``, ``Task`` in another process."""
        if self._asked is None:
            self._asked = subprocess.Popen(
                [sys.executable, "-c", ANSWERS],
                env=self.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._asked.stdin is not None and self._asked.stdout is not None
        print(expression, file=self._asked.stdin, flush=True)
        answer = self._asked.stdout.readline()
        assert answer, f"{expression} has no answer"
        return answer.strip()

    def end(self) -> None:
        """End every process."""
        for process in [*self.processes, *filter(None, [self._asked])]:
            process.kill()
            process.wait()

    def seconds(self) -> tuple[list[int], list[tuple[int, int, str]]]:
        """Which process did each run of the job of every second, and of each run in the order of its tick:
        (the process that holds it, attempts, state). A job never overlaps itself, so both are in one order.
        """
        traces = self.ask(
            "list(Trace.objects.filter(what='second').order_by('pk').values_list('pid', flat=True))"
        )
        rows = self.ask(
            "[(int(run.holder.split(':')[1]), run.attempts, run.state) "
            "for run in Run.objects.filter(name='jobs.every_second').order_by('tick')]"
        )
        return literal_eval(traces), literal_eval(rows)

    def wait_for(self, expression: str, good: Callable[[str], bool], seconds: float) -> str:
        end = time.monotonic() + seconds
        while True:
            answer = self.ask(expression)
            if good(answer):
                return answer
            assert time.monotonic() < end, f"{expression} is still {answer}"
            time.sleep(0.2)


def _own_database(url: str) -> tuple[str, str]:
    name = f"schedule_{secrets.token_hex(6)}"
    return name, urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(statement)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url, name = os.environ.get("DATABASE_URL", ""), ""
    if url.startswith("postgres"):
        base = url
        name, url = _own_database(base)
        _on_server(base, f'CREATE DATABASE "{name}"')
    else:
        url = ""
    house = House(tmp_path, url)
    house.manage("migrate", "--run-syncdb", "--verbosity", "0")
    try:
        yield house
    finally:
        house.end()
        if name:
            _on_server(base, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.race
def test_con_22_three_schedulers_run_each_tick_once(house: House) -> None:
    for _ in range(3):
        house.start("run_scheduler")
    house.wait_for("Trace.objects.filter(what='second').count()", lambda n: int(n) >= 5, 30)
    for process in house.processes:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(20) for process in house.processes] == [0, 0, 0]
    traces, runs = house.seconds()
    assert {(attempts, state) for _, attempts, state in runs} == {(1, "done")}
    # Who holds a tick is who did it, once, and nobody else did anything.
    assert traces == [holder for holder, _, _ in runs]
    assert set(traces) <= {process.pid for process in house.processes}
    assert house.ask("Run.objects.exclude(state='done').count()") == "0"


@pytest.mark.drill
def test_con_22_whoever_is_left_goes_on_and_no_tick_is_done_twice(house: House) -> None:
    living = [house.start("run_scheduler") for _ in range(3)]
    count = "Trace.objects.filter(what='second').count()"
    killed = []
    house.wait_for(count, lambda n: int(n) >= 2, 60)
    while len(living) > 1:
        # Whoever did the newest tick is killed, wherever it stands in the next one.
        newest = house.seconds()[0][-1]
        dead = next((process for process in living if process.pid == newest), living[0])
        living.remove(dead)
        dead.kill()
        dead.wait()
        before = len(house.seconds()[0])
        killed.append((dead.pid, before))
        house.wait_for(count, lambda n, before=before: int(n) > before + 1, 60)
    [last] = living
    last.send_signal(signal.SIGTERM)
    assert last.wait(20) == 0
    traces, runs = house.seconds()
    for pid, before in killed:
        assert pid not in traces[before:]
        # The one tick in which it died, at most, was begun by it and ended by another, or never.
        held = [state for holder, _, state in runs if holder == pid and state == "done"]
        assert 0 <= traces.count(pid) - len(held) <= 1
    assert traces.count(last.pid) == len([holder for holder, _, _ in runs if holder == last.pid])
    assert all(state == "done" for _, _, state in runs)
    assert sum(attempts - 1 for _, attempts, _ in runs) <= len(killed)


@pytest.mark.drill
def test_con_22_a_killed_holder_is_replaced_in_60_s(house: House) -> None:
    slow = "Run.objects.get(name='jobs.slow')"
    # It leaves the ticks of every second to the others: who looks first in each second would win them all.
    first = house.start("run_scheduler", HANG="1", ONLY_SLOW="1")
    house.wait_for("Trace.objects.filter(what='slow').count()", lambda n: n == "1", 60)
    others = [house.start("run_scheduler", HANG="1") for _ in range(2)]
    # As long as its heart beats nobody takes it over, though another is at work beside it.
    house.wait_for("Trace.objects.filter(what='second').count()", lambda n: int(n) > 1, 60)
    assert house.ask(f"int({slow}.holder.split(':')[1])") == str(first.pid)
    first.kill()
    killed = time.monotonic()
    house.wait_for(f"{slow}.state", lambda state: state == "done", 60)
    assert time.monotonic() - killed < 60
    assert house.ask(f"{slow}.attempts") == "2"
    pids = literal_eval(house.ask("list(Trace.objects.filter(what='slow').values_list('pid', flat=True))"))
    assert pids[0] == first.pid and len(pids) == 2
    # One of the others did it, and it is the one that holds the run.
    assert pids[1] in {process.pid for process in others}
    assert house.ask(f"int({slow}.holder.split(':')[1])") == str(pids[1])


@pytest.mark.drill
def test_flt_05_a_killed_workers_task_is_done_by_another(house: House) -> None:
    house.ask("tasks.hang_once.enqueue('orphan')")
    first = house.start("run_worker")
    house.wait_for("Trace.objects.filter(what='orphan').count()", lambda n: n == "1", 30)
    first.kill()
    house.start("run_worker")
    house.start("run_scheduler")
    house.wait_for("Task.objects.get().status", lambda status: status == "SUCCESSFUL", 90)
    assert house.ask("Trace.objects.filter(what='orphan').count()") == "2"


@pytest.mark.drill
def test_a_worker_runs_tasks_and_ends_when_told(house: House) -> None:
    worker = house.start("run_worker")
    house.ask("tasks.leave_trace.enqueue('hello')")
    house.wait_for("Trace.objects.filter(what='hello').count()", lambda n: n == "1", 20)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert house.ask("Worker.objects.count()") == "0"


@pytest.mark.drill
def test_a_worker_does_not_outlive_who_started_it(house: House) -> None:
    supervised = subprocess.Popen(["sleep", "60"])
    house.start("run_scheduler", STORECREW_PARENT=str(supervised.pid))
    house.wait_for("Run.objects.count()", lambda n: int(n) > 0, 20)
    supervised.kill()
    supervised.wait()
    assert house.processes[0].wait(15) == 0
