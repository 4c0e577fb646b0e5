"""BAD-09: no regular expression of ours can be kept busy by a long string.

All patterns are collected: those compiled in our modules, those written where they are used, those of
addresses, and those of postal codes. Each meets strings of 100 kB made from its own letters.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import get_resolver

import storecrew

SOURCE = Path(storecrew.__file__).parent
LENGTH = 100_000
SECONDS = 0.05
PATIENCE = 2.0
METHODS = ("match", "fullmatch", "search", "sub", "findall", "finditer", "split")
SKIPPED = ("/tests/", "/migrations/", "/settings/")


@dataclass(frozen=True)
class Found:
    """A pattern, the methods it is used with, and where it stands."""

    pattern: str
    flags: int
    methods: frozenset[str]
    where: str


def files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if not any(part in str(path) for part in SKIPPED)]


def compiled() -> Iterator[Found]:
    """Patterns that modules keep, with the methods that any file calls on their names."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in files())
    used: dict[str, set[str]] = {}
    for name, method in re.findall(rf"\b(\w+)\.({'|'.join(METHODS)})\b", text):
        used.setdefault(name, set()).add(method)
    for path in files():
        name = ".".join(("storecrew", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        if name.endswith(("wsgi", "__main__", "manage")):
            continue
        module = importlib.import_module(name)
        for key, value in vars(module).items():
            values = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, tuple | list)
                else [value]
            )
            for each in values:
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    yield Found(
                        each.pattern, each.flags, frozenset(used.get(key, METHODS[:3])), f"{name}.{key}"
                    )


def written_in_place() -> Iterator[Found]:
    """Patterns of calls such as ``re.sub("...", ...)``."""
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            owner, first = node.func.value, node.args[0]
            if (
                isinstance(owner, ast.Name)
                and owner.id == "re"
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and node.func.attr in METHODS
            ):
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield Found(first.value, 0, frozenset({node.func.attr}), where)


def of_addresses() -> Iterator[Found]:
    """Patterns of the URL table that lead to our own views."""

    def walk(resolver, prefix: str) -> Iterator[Found]:
        for item in resolver.url_patterns:
            if (getattr(item, "callback", None) or walk).__module__.startswith(("storecrew", __name__)):
                rule = item.pattern.regex.pattern
                yield Found(rule, 0, frozenset({"search"}), f"{prefix}{item.pattern}")
            if hasattr(item, "url_patterns"):
                yield from walk(item, f"{prefix}{item.pattern}")

    yield from walk(get_resolver(), "/")


def of_countries() -> Iterator[Found]:
    from storecrew.contexts.shipping.rules.address_formats import address_format, countries

    for country in countries():
        form = address_format(country)
        if form and form.postal_pattern:
            yield Found(form.postal_pattern, 0, frozenset({"fullmatch"}), f"postal codes of {country}")


def unique(found: Iterator[Found]) -> list[Found]:
    return list({(each.pattern, each.flags, each.methods): each for each in found}.values())


def letters(pattern: str) -> list[str]:
    """Characters that matter to a pattern."""
    plain = re.sub(
        r"\\(.)", lambda m: {"s": " ", "d": "0", "w": "a", "S": "a", "D": "a"}.get(m[1], m[1]), pattern
    )
    marks = [each for each in dict.fromkeys(plain) if each not in "^$|*+?{}()[]\\"]
    return list(dict.fromkeys([*marks[:8], "a", "0", " ", "-", "<", "\n"]))


def strings(pattern: str) -> Iterator[str]:
    chars = letters(pattern)
    for one in chars:
        yield one * LENGTH
        yield one * (LENGTH - 1) + "\x00"
    for one, two in itertools.permutations(chars[:4], 2):
        yield (one + two) * (LENGTH // 2)
        yield one * (LENGTH // 2) + two * (LENGTH // 2)


class TooSlow(Exception):
    pass


def stop(*_args: object) -> None:
    raise TooSlow


def calls(found: Found) -> list[Callable[[str], object]]:
    rule = re.compile(found.pattern, found.flags)
    known: dict[str, Callable[[str], object]] = {
        "match": rule.match,
        "fullmatch": rule.fullmatch,
        "search": rule.search,
        "sub": lambda text: rule.sub("", text),
        "findall": rule.findall,
        "finditer": lambda text: sum(1 for _ in rule.finditer(text)),
        "split": rule.split,
    }
    return [known[name] for name in sorted(found.methods & set(known))]


def slowest(found: Found) -> tuple[float, str]:
    """Return the longest time that a string kept the pattern busy, and how the string begins."""
    worst = (0.0, "")
    signal.signal(signal.SIGALRM, stop)
    for text in strings(found.pattern):
        for call in calls(found):
            took = timed(call, text)
            if SECONDS < took < PATIENCE:
                took = min(took, timed(call, text), timed(call, text))
            if took > worst[0]:
                worst = (took, f"{text[:4]!r}...{text[-2:]!r}")
            if took >= PATIENCE:
                return worst
    return worst


def timed(call: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        call(text)
    except TooSlow:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - started


def test_bad_09_the_measure_notices_a_pattern_that_can_be_kept_busy():
    assert slowest(Found(r"(a+)+$", 0, frozenset({"match"}), "here"))[0] >= PATIENCE
    assert slowest(Found(r" +$", 0, frozenset({"search"}), "here"))[0] > SECONDS


@pytest.mark.parametrize("collect", [compiled, written_in_place, of_addresses, of_countries])
def test_bad_09_every_pattern_decides_100_kb_in_50_ms(collect: Callable[[], Iterator[Found]]):
    found = unique(collect())
    assert len(found) > 5
    slow = []
    for each in found:
        took, text = slowest(each)
        if took > SECONDS:
            slow.append(f"{each.where}: {each.pattern[:80]} took {took * 1000:.0f} ms on {text}")
    assert not slow, "\n".join(slow)
