"""Revisions: a change is seen by every process at once, and none is ever lost."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from storecrew.kernel import revisions
from storecrew.kernel.revisions import EPOCH, MACHINE, SLOTS, Revisions, slot_of
from storecrew.kernel.revisions_link import RevisionsLink, pack, unpack


@pytest.fixture
def shared(tmp_path: Path) -> Revisions:
    return Revisions(tmp_path / "folder" / "revisions.map")


def test_a_bump_changes_its_tag_and_the_epoch_and_nothing_else(shared: Revisions) -> None:
    mine, other = shared.current(["product:1"]), shared.current(["product:2"])
    epoch = shared.slots[EPOCH]
    shared.bump(["product:1"])
    assert not shared.is_current(mine)
    assert shared.is_current(other)
    assert shared.slots[EPOCH] != epoch


def test_bumping_nothing_changes_nothing(shared: Revisions) -> None:
    before = bytes(shared.snapshot())
    shared.bump([])
    assert bytes(shared.snapshot()) == before


def test_a_snapshot_does_not_follow(shared: Revisions) -> None:
    before = shared.snapshot()
    shared.bump(["a"])
    assert before[slot_of("a")] != shared.slots[slot_of("a")]


def test_everything_counts_as_changed_but_the_file_keeps_its_number(shared: Revisions) -> None:
    machine = shared.machine
    stamps = shared.current(["a", "b", "c"])
    shared.bump_everything()
    assert not any(shared.is_current([stamp]) for stamp in stamps)
    assert shared.slots[MACHINE] == machine


def test_slots_are_the_same_in_every_process_and_leave_the_first_two_alone() -> None:
    assert slot_of("product:12") == 19344
    assert all(2 <= slot_of(f"product:{n}") < SLOTS for n in range(5000))


def _bump_often(path: str, times: int) -> None:
    other = Revisions(Path(path))
    for _ in range(times):
        other.bump(["hot"])


def _bump_until(path: str, enough: Any) -> None:
    other = Revisions(Path(path))
    while not enough.is_set():
        for _ in range(20):
            other.bump(["hot"])


def test_another_process_is_heard(shared: Revisions) -> None:
    stamps = shared.current(["hot"])
    process = multiprocessing.get_context("spawn").Process(target=_bump_often, args=(str(shared.path), 1))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    assert not shared.is_current(stamps)


def test_parallel_bumps_never_bring_an_old_number_back(shared: Revisions) -> None:
    """Counters would: two processes read 5, both write 6, and a page stored at the first 6 stays."""
    context = multiprocessing.get_context("fork")
    enough = context.Event()
    processes = [context.Process(target=_bump_until, args=(str(shared.path), enough)) for _ in range(2)]
    for process in processes:
        process.start()
    seen: list[int] = []
    end = time.monotonic() + 60
    # On a busy machine the others may have bumped thousands of times between two looks.
    while len(seen) < 50 and time.monotonic() < end:
        value = shared.slots[slot_of("hot")]
        if not seen or seen[-1] != value:
            seen.append(value)
    enough.set()
    for process in processes:
        process.join(30)
    assert len(seen) == len(set(seen)) == 50


@pytest.mark.django_db(transaction=True)
def test_a_commit_bumps_and_a_rollback_does_not() -> None:
    before = revisions.current(["x"])
    with transaction.atomic():
        revisions.bump_on_commit("x")
        assert revisions.current(["x"]) == before
    committed = revisions.current(["x"])
    assert committed != before
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        revisions.bump_on_commit("x")
        raise ZeroDivisionError
    assert revisions.current(["x"]) == committed


def test_a_fingerprint_follows_its_tags() -> None:
    before = revisions.fingerprint("orders", "stock")
    revisions.bump("something-else-entirely")
    assert revisions.fingerprint("orders", "stock") == before
    revisions.bump("stock")
    assert revisions.fingerprint("orders", "stock") != before


def test_messages_between_machines_survive_packing() -> None:
    assert unpack(pack(2**63 + 1, [2, 77, SLOTS - 1])) == (2**63 + 1, [2, 77, SLOTS - 1])


def _redis_url() -> str:
    url = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=0.5).ping()
    except redis.RedisError:
        pytest.skip("no Redis here")
    return url


def test_another_machine_follows_through_redis(tmp_path: Path) -> None:
    url = _redis_url()
    here, there = Revisions(tmp_path / "a"), Revisions(tmp_path / "b")
    assert here.machine != there.machine
    sender, receiver = RevisionsLink(url, here), RevisionsLink(url, there)
    here.listeners.append(sender.publish)
    receiver.start()
    try:
        assert receiver.wait_until_connected(5)
        stamps = there.current(["product:5"])
        untouched = there.current(["product:6"])
        here.bump(["product:5"])
        for _ in range(200):
            if not there.is_current(stamps):
                break
            receiver._stop.wait(0.02)
        assert not there.is_current(stamps)
        assert there.is_current(untouched)
    finally:
        receiver.stop()


def test_another_installation_on_the_same_redis_is_not_heard(tmp_path: Path) -> None:
    ours, theirs = (urlsplit(_redis_url())._replace(path=f"/{number}").geturl() for number in (9, 10))
    here, neighbor, there = (Revisions(tmp_path / name) for name in ("here", "neighbor", "there"))
    receiver = RevisionsLink(ours, there)
    receiver.start()
    try:
        assert receiver.wait_until_connected(5)
        stamps, untouched = there.current(["product:5"]), there.current(["product:6"])
        RevisionsLink(theirs, neighbor).publish([stamps[0].slot, untouched[0].slot])
        RevisionsLink(ours, here).publish([stamps[0].slot])
        for _ in range(200):
            if not there.is_current(stamps):
                break
            receiver._stop.wait(0.02)
        # Messages of one channel come in order, so what the neighbor said would have been heard before.
        assert not there.is_current(stamps)
        assert there.is_current(untouched)
    finally:
        receiver.stop()


def test_a_machine_that_cannot_hear_the_others_says_so(tmp_path: Path) -> None:
    shared = Revisions(tmp_path / "a")
    link = RevisionsLink("redis://127.0.0.1:1/0", shared)
    link.start()
    try:
        assert not link.wait_until_connected(0.3)
        assert not link.healthy()
        link.publish([5])
    finally:
        link.stop()


def test_connecting_again_counts_as_everything_changed(tmp_path: Path) -> None:
    url = _redis_url()
    shared = Revisions(tmp_path / "a")
    stamps = shared.current(["anything"])
    link = RevisionsLink(url, shared)
    link.start()
    try:
        assert link.wait_until_connected(5)
        assert not shared.is_current(stamps)
    finally:
        link.stop()
