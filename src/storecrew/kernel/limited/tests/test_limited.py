"""A job may use what it was given, and nothing that it does reaches the shop."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest

from storecrew.kernel import limited
from storecrew.kernel.limited import caller

JOBS = "storecrew.kernel.limited.tests.jobs"
SMALL = limited.Limits(memory=256 << 20, seconds=1, written=0, patience=30)


def run(job: str, *words: str, content: bytes = b"", limits: limited.Limits = SMALL) -> limited.Answer:
    return limited.run(f"{JOBS}:{job}", *words, content=content, limits=limits)


def test_words_and_bytes_go_there_and_come_back() -> None:
    content = bytes(range(256)) * 40_000
    answer = run("echo", "a", "ü 한", content=content)
    assert answer.values["words"] == ["a", "ü 한"]
    assert answer.files == (content, content[::-1])


def test_every_job_has_a_process_of_its_own() -> None:
    first, second = run("echo").values["pid"], run("echo").values["pid"]
    assert len({first, second, os.getpid()}) == 3


def test_the_child_knows_no_setting_and_no_secret() -> None:
    seen = run("settings_seen").values
    assert not [name for name in seen["environment"] if "STORECREW" in name or "DATABASE" in name]
    assert seen["django"] is False


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        ("too_much_memory", "memory"),
        ("for_ever", "time"),
        ("segfault", "crash"),
        ("fault", "crash"),
        ("leaves", "crash"),
    ],
)
def test_bad_13_a_job_that_breaks_a_limit_is_stopped_and_the_next_one_works(job: str, reason: str) -> None:
    with pytest.raises(limited.Stopped) as stopped:
        run(job)
    assert stopped.value.reason == reason
    assert run("echo", "still here").values["words"] == ["still here"]


def test_bad_13_a_job_that_only_waits_is_stopped_by_the_clock() -> None:
    with pytest.raises(limited.Stopped) as stopped:
        run("asleep", limits=limited.Limits(memory=256 << 20, seconds=5, patience=1))
    assert stopped.value.reason == "time"


def test_bad_13_a_job_without_the_right_to_write_leaves_no_byte(tmp_path: Any) -> None:
    with pytest.raises(limited.Stopped):
        run("writes", str(tmp_path / "file"))
    assert not (tmp_path / "file").exists() or (tmp_path / "file").stat().st_size == 0
    run("writes", str(tmp_path / "file"), limits=limited.Limits(256 << 20, 5, written=2 << 20))
    assert (tmp_path / "file").stat().st_size == 1 << 20


def test_a_helper_that_left_or_was_killed_is_started_again() -> None:
    run("echo")
    helper = caller._helpers[JOBS]._process
    assert helper is not None
    helper.kill()
    helper.wait()
    assert run("echo", "again").values["words"] == ["again"]


def test_many_threads_get_their_own_answers() -> None:
    found: dict[str, list[str]] = {}

    def ask(name: str) -> None:
        found[name] = run("echo", name, content=name.encode()).values["words"]

    threads = [threading.Thread(target=ask, args=(f"thread {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {f"thread {number}": [f"thread {number}"] for number in range(8)}


def test_a_forked_process_does_not_speak_through_its_parents_pipes() -> None:
    run("echo")
    child = os.fork()
    if child == 0:
        os._exit(0 if run("echo", "child").values["words"] == ["child"] else 1)
    assert run("echo", "parent").values["words"] == ["parent"]
    _pid, status = os.waitpid(child, 0)
    assert status == 0
