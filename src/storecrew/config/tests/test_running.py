"""``./dev up`` without Django: the folder, the port, and a process tree that leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storecrew.config import runner
from storecrew.config.running import installation as module
from storecrew.config.running.changes import Changes
from storecrew.config.running.installation import NOTE, Installation, Refused
from storecrew.config.running.sign_ins import describe
from storecrew.config.running.supervisor import Child, Supervisor, listening_problem

SRC = Path(__file__).parents[3]


@pytest.fixture
def managed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace management commands by a list of their names."""
    done: list[str] = []
    monkeypatch.setattr(module, "_manage", lambda environ, *words: done.append(words[0]))
    return done


def opened(data: Path, url: str = "sqlite:////tmp/x") -> Installation:
    return Installation.open(data, url)


def test_a_new_folder_is_built_once_and_then_only_kept_up_to_date(
    tmp_path: Path, managed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "deep" / "data"
    first = opened(data)
    assert (first.built, first.half_built) == (False, False)
    first.make_ready({}, demo=False)
    assert managed == ["migrate", "collectstatic", "bootstrap_shop"]
    first._lock.close()
    second = opened(data)
    assert (second.built, second.demo) == (True, False)
    second.make_ready({}, demo=False)
    assert len(managed) == 3
    monkeypatch.setattr(module, "_state_of_the_code", lambda: "newer")
    second.make_ready({}, demo=False)
    assert managed[3:] == ["migrate", "collectstatic"]


@pytest.mark.parametrize(("settings", "spared"), [("dev", "1"), ("prod", "")])
def test_only_a_first_start_does_not_wait_for_the_disk_and_a_real_shop_always_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, spared: str
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        module, "_manage", lambda environ, *words: said.append(environ.get("STORECREW_BUILDING", ""))
    )
    environ = {"DJANGO_SETTINGS_MODULE": f"storecrew.config.settings.{settings}"}
    (tmp_path / "storecrew.sqlite3").write_bytes(b"rows")
    made = opened(tmp_path)
    made.make_ready(environ, demo=False)
    monkeypatch.setattr(module, "_state_of_the_code", lambda: "newer")
    made.make_ready(environ, demo=False)
    assert said == [spared] * 3 + ["", ""]


def test_the_demo_is_built_on_a_new_folder(tmp_path: Path, managed: list[str]) -> None:
    opened(tmp_path).make_ready({}, demo=True)
    assert managed[-1] == "build_demo"
    assert json.loads((tmp_path / NOTE).read_text())["demo"] is True


def test_a_start_that_broke_off_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(environ: dict[str, str], *words: str) -> None:
        raise Refused("broken")

    monkeypatch.setattr(module, "_manage", fail)
    first = opened(tmp_path)
    with pytest.raises(Refused):
        first.make_ready({}, demo=True)
    first._lock.close()
    assert opened(tmp_path).half_built


def test_another_database_is_another_installation(tmp_path: Path, managed: list[str]) -> None:
    first = opened(tmp_path, "postgres://me:secret@db:5432/shop")
    first._write(built=True, demo=True, state="")
    assert "secret" not in (tmp_path / NOTE).read_text()
    first._lock.close()
    second = opened(tmp_path, "postgres://me:secret@db:5432/other")
    assert (second.built, second.half_built) == (False, False)


def test_fresh_deletes_the_installation_and_nothing_else(tmp_path: Path, managed: list[str]) -> None:
    (tmp_path / "holiday.jpg").touch()
    foreign = opened(tmp_path)
    with pytest.raises(Refused, match=r"holiday\.jpg"):
        foreign.empty()
    assert (tmp_path / "holiday.jpg").exists()
    (tmp_path / "holiday.jpg").unlink()
    foreign.make_ready({}, demo=True)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "picture.jpg").touch()
    foreign.empty()
    assert [item.name for item in tmp_path.iterdir()] == [".lock"]
    assert not foreign.built


def test_a_folder_is_used_once_at_a_time(tmp_path: Path) -> None:
    first = opened(tmp_path)
    with pytest.raises(Refused, match=f"process {os.getpid()}"):
        opened(tmp_path)
    first._lock.close()
    opened(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="not writable"):
        opened(tmp_path / "file" / "data")


def test_a_taken_port_is_noticed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = listening_problem("127.0.0.1", taken.getsockname()[1])
        assert "is taken by another program" in said and "--port" in said
        port = taken.getsockname()[1]
    assert listening_problem("127.0.0.1", port) == ""


def test_the_greeting_names_addresses_and_sign_ins(tmp_path: Path) -> None:
    demo = describe("http://127.0.0.1:8000", tmp_path, demo=True)
    signs_in = ("head-of-digital@storecrew.example", "shopper@storecrew.example", "storecrew-demo")
    for word in ("/admin/", "/api/v1/", *signs_in, str(tmp_path)):
        assert word in demo
    (tmp_path / "owner.json").write_text('{"email": "o@x.example", "password": "pw-123"}')
    assert "pw-123" in describe("http://x", tmp_path, demo=False)
    (tmp_path / "owner.json").unlink()
    assert "handed over" in describe("http://x", tmp_path, demo=False)


SLEEPER = "import time; time.sleep(600)"
SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def supervisor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    port = free_port()
    tree = Supervisor(dict(os.environ), host="127.0.0.1", port=port, web_processes=1)
    tree.web.words = [sys.executable, "-c", SERVER, str(port)]
    tree.children[1].words = tree.children[2].words = [sys.executable, "-c", SLEEPER]
    yield tree
    for child in tree.children:
        child.send(signal.SIGKILL)


def run_for(tree: Supervisor, meanwhile: object) -> int:
    statuses: list[int] = []
    opened_at = threading.Event()
    thread = threading.Thread(target=lambda: statuses.append(tree.run(lambda: opened_at.set() or "open")))
    thread.start()
    try:
        assert opened_at.wait(20)
        meanwhile()  # type: ignore[operator]
    finally:
        thread.join(30)
    assert not thread.is_alive()
    return statuses[0]


def test_told_to_stop_it_stops_all(supervisor: Supervisor) -> None:
    def stop() -> None:
        assert all(child.alive for child in supervisor.children)
        supervisor._stopping.set()

    assert run_for(supervisor, stop) == 0
    assert not any(child.alive for child in supervisor.children)


def test_a_worker_that_dies_is_started_again(supervisor: Supervisor) -> None:
    worker = supervisor.children[1]

    def kill() -> None:
        assert worker.process is not None
        before = worker.process.pid
        worker.send(signal.SIGKILL)
        end = time.monotonic() + 10
        while not (worker.alive and worker.process.pid != before) and time.monotonic() < end:
            time.sleep(0.05)
        assert worker.process.pid != before
        supervisor._stopping.set()

    assert run_for(supervisor, kill) == 0


def test_a_worker_that_dies_all_the_time_ends_everything(supervisor: Supervisor) -> None:
    supervisor.children[1].words = [sys.executable, "-c", "raise SystemExit(3)"]
    assert run_for(supervisor, lambda: None) == 1
    assert not any(child.alive for child in supervisor.children)


def test_a_web_server_that_dies_ends_everything(supervisor: Supervisor) -> None:
    assert run_for(supervisor, lambda: supervisor.web.send(signal.SIGKILL)) == 1
    assert not any(child.alive for child in supervisor.children)


def until(reached) -> bool:  # type: ignore[no-untyped-def]
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.05)
    return False


def test_it_4_when_a_file_changes_all_is_started_again_and_what_does_not_start_waits(
    supervisor: Supervisor,
) -> None:
    names, prepared = ["", ""], []
    supervisor._changed = lambda: names.pop() if names else ""
    supervisor._prepare = lambda: prepared.append(1)
    web = supervisor.web
    good = web.words

    def work() -> None:
        before = [child.process.pid for child in supervisor.children if child.process]
        names.append("views.py")
        assert until(lambda: prepared and all(child.alive for child in supervisor.children))
        assert not set(before) & {child.process.pid for child in supervisor.children if child.process}
        web.words = [sys.executable, "-c", "raise SystemExit(1)"]
        names.append("broken.py")
        assert until(lambda: web in supervisor._waiting), "the others go on"
        web.words = good
        names.append("mended.py")
        assert until(lambda: web.alive and not supervisor._waiting)
        supervisor._stopping.set()

    assert run_for(supervisor, work) == 0
    assert len(prepared) == 3


def test_it_4_changes_of_code_count_and_those_of_tests_do_not(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    changes = Changes([tmp_path])
    (tmp_path / "tests" / "test_view.py").write_text("x")
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / "view.py").write_text("x")
    seen: list[str] = []
    assert until(lambda: seen.append(changes.latest()) or seen[-1])
    assert seen[-1].endswith("view.py")
    assert "tests" not in seen[-1]


def test_a_web_server_that_never_answers_is_reported(supervisor: Supervisor) -> None:
    supervisor.web.words = [sys.executable, "-c", "raise SystemExit(1)"]
    assert supervisor.run(lambda: "open") == 1


def test_a_stubborn_grandchild_is_ended_too(monkeypatch: pytest.MonkeyPatch, supervisor: Supervisor) -> None:
    monkeypatch.setattr("storecrew.config.running.supervisor.STOP_SECONDS", 1)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(subprocess.Popen([sys.executable, '-c', 'import signal, time;"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)']).pid, flush=True); time.sleep(600)"
    )
    child = Child("stubborn", [sys.executable, "-c", stubborn])
    child.process = subprocess.Popen(child.words, stdout=subprocess.PIPE, start_new_session=True)
    assert child.process.stdout is not None
    grandchild = int(child.process.stdout.readline())
    supervisor.children = [child]
    supervisor._stop_all()
    end = time.monotonic() + 5
    while time.monotonic() < end and _runs(grandchild):
        time.sleep(0.05)
    assert not _runs(grandchild)


def _runs(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_the_runner_never_loads_django() -> None:
    code = "import sys, storecrew.config.runner; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_told_to_stop_while_it_prepares_it_stops_what_it_started(tmp_path: Path) -> None:
    code = (
        "import sys; from storecrew.config import runner; from storecrew.config.running import installation\n"
        f"sys.executable = {str(tmp_path / 'sleep.sh')!r}\n"
        "sys.exit(runner.main(['--port', sys.argv[1], '--data', sys.argv[2]]))"
    )
    (tmp_path / "sleep.sh").write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    (tmp_path / "sleep.sh").chmod(0o755)
    words = [sys.executable, "-c", code, str(free_port()), str(tmp_path / "data")]
    # Without the suite's own server: this installation lies in its folder.
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    runner = subprocess.Popen(words, env={**kept, "PYTHONPATH": str(SRC)})
    end = time.monotonic() + 20
    while not (tmp_path / "pid").exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.2)
    runner.terminate()
    assert runner.wait(10) == 130
    assert not _runs(int((tmp_path / "pid").read_text()))


def test_an_address_that_is_not_ours_is_not_called_taken() -> None:
    assert "no address of this machine" in listening_problem("192.0.2.1", 8000)


@pytest.mark.parametrize(("settings", "demo"), [("prod", False), ("dev", True)])
def test_a_real_installation_opens_empty_without_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, demo: bool
) -> None:
    asked: list[bool] = []

    def make_ready(self: Installation, environ: dict[str, str], *, demo: bool) -> None:
        asked.append(demo)
        raise Refused("seen enough")

    monkeypatch.setattr(Installation, "make_ready", make_ready)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", f"storecrew.config.settings.{settings}")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert runner.main(["--data", str(tmp_path), "--port", str(free_port())]) == 1
    assert asked == [demo]


def up(data: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    mine = {
        name: value for name, value in os.environ.items() if not name.startswith(("STORECREW", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-m", "storecrew.config.runner", "--data", str(data), *words],
        env={**mine, "PYTHONPATH": str(SRC), **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (["--port", "99999"], {}, "'99999' is no port; use a number from 1 to 65535"),
        (["--port", "80x"], {}, "'80x' is no port"),
        ([], {"DATABASE_URL": "mysql://db/shop"}, "use postgres://user:password@host:port/name"),
        ([], {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/shop"}, "the database of DATABASE_URL does not"),
        ([], {"DATABASE_URL": "postgres://db/shop?lock_timeout=long"}, "use whole seconds or off"),
    ],
)
def test_what_cannot_start_says_so_in_a_sentence_and_makes_nothing(
    tmp_path: Path, words: list[str], environ: dict[str, str], said: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = up(tmp_path / "data", *(words or ["--port", str(port)]), **environ)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / NOTE).exists()
