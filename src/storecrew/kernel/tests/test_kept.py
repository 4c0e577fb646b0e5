"""Kept reads: asked once, wrong never; and nothing of a transaction is kept."""

from __future__ import annotations

import pytest
from django.db import transaction

from storecrew.kernel import kept as module
from storecrew.kernel import revisions
from storecrew.kernel.kept import Memory, kept

pytestmark = pytest.mark.usefixtures("hears_changes")


class Source:
    """A read that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def one(self, name: str) -> str:
        self.asked.append(name)
        return f"{name} {len(self.asked)}"

    def many(self, names: list[str]) -> dict[str, str]:
        self.asked.append(list(names))
        return {name: f"{name} {len(self.asked)}" for name in names if name != "gone"}


@pytest.fixture
def source() -> Source:
    return Source()


def test_an_answer_is_kept_until_its_tag_is_bumped(source: Source) -> None:
    read = kept("kept-a", "kept-b")(source.one)
    assert read("x") == read("x") == "x 1"
    revisions.bump("kept-other")
    assert read("x") == "x 1"
    revisions.bump("kept-b")
    assert read("x") == "x 2"


def test_arguments_tell_answers_apart(source: Source) -> None:
    read = kept("kept-a")(source.one)
    assert (read("x"), read("y"), read(name="x")) == ("x 1", "y 2", "x 3")


def test_only_what_is_missing_is_read_and_what_is_not_there_is_not_kept(source: Source) -> None:
    memory: Memory[str] = Memory(most=10)

    def ask(*names: str) -> dict[str, str]:
        return memory.get_many(names, lambda name: (f"thing:{name}",), source.many)

    assert ask("a", "b", "gone") == {"a": "a 1", "b": "b 1"}
    revisions.bump("thing:b")
    assert ask("a", "b", "gone") == {"a": "a 1", "b": "b 2"}
    assert source.asked == [["a", "b", "gone"], ["b", "gone"]]


def test_a_change_during_the_read_makes_its_answer_old(source: Source) -> None:
    def read() -> str:
        found = source.one("x")
        revisions.bump("kept-a")  # somebody commits between our read and our keeping it
        return found

    memory: Memory[str] = Memory(most=10)
    assert memory.get("x", ("kept-a",), read) == "x 1"
    assert memory.get("x", ("kept-a",), read) == "x 2"


def test_the_oldest_leaves_when_there_are_too_many(source: Source) -> None:
    read = kept("kept-a", most=2)(source.one)
    for name in ("x", "y", "z"):
        read(name)
    assert read("z") == "z 3"
    assert read("x") == "x 4"


def test_an_answer_is_kept_for_a_minute_at_most(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    read = kept("kept-a")(source.one)
    read("x")
    now[0] += module.SECONDS - 1
    assert read("x") == "x 1"
    now[0] += 2
    assert read("x") == "x 2"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_neither_uses_nor_leaves_what_is_kept(source: Source) -> None:
    read = kept("kept-a")(source.one)
    read("x")
    with transaction.atomic():
        assert read("x") == "x 2", "rows that this transaction wrote would not be in a kept answer"
    assert read("x") == "x 1", "rows that were rolled back must not be in one"


@pytest.mark.django_db(transaction=True)
def test_settings_are_used_within_a_transaction_until_it_changes_them_itself(source: Source) -> None:
    read = kept("kept-a", in_transactions=True)(source.one)
    read("x")
    with transaction.atomic():
        assert read("x") == "x 1"
        revisions.bump_on_commit("kept-other")
        assert read("x") == "x 1"
        revisions.bump_on_commit("kept-a")
        assert read("x") == "x 2", "the transaction has announced a change of what was kept"
    assert read("x") == "x 3"


@pytest.mark.django_db(transaction=True)
def test_settings_that_a_transaction_read_are_kept_when_it_is_committed(source: Source) -> None:
    read = kept("kept-a", in_transactions=True)(source.one)
    with transaction.atomic():
        assert (read("x"), read("x")) == ("x 1", "x 2"), "nothing is kept before the commit"
    assert read("x") == "x 2"
    with transaction.atomic():
        assert read("x") == "x 2", "and a worker's next transaction asks nobody"


@pytest.mark.django_db(transaction=True)
def test_settings_that_a_transaction_read_and_changed_or_rolled_back_are_not_kept(source: Source) -> None:
    read = kept("kept-a", in_transactions=True)(source.one)
    with transaction.atomic():
        assert read("x") == "x 1"
        revisions.bump_on_commit("kept-a")
    assert read("x") == "x 2", "it changed what it had read"
    revisions.bump("kept-a")
    with pytest.raises(RuntimeError), transaction.atomic():
        assert read("x") == "x 3"
        raise RuntimeError
    assert read("x") == "x 4", "it was rolled back"
    revisions.bump("kept-a")
    with transaction.atomic():
        assert read("x") == "x 5"
        revisions.bump("kept-a")  # somebody else commits meanwhile
    assert read("x") == "x 6"


def test_a_machine_that_does_not_hear_the_others_keeps_nothing(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = kept("kept-a")(source.one)
    read("x")
    monkeypatch.setattr(revisions.revisions(), "healthy", lambda: False)
    assert (read("x"), read("x")) == ("x 2", "x 3")
