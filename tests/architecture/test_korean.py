"""The product is whole in Korean: every text, every placeholder, and the compiled file is the readable one.

A failure names the texts. ``python -m django translate`` collects them into
``src/storecrew/locale/ko/LC_MESSAGES/django.po``; docs/reference/korean-words.md has the vocabulary.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from django.urls import get_resolver
from django.utils.translation import override

from storecrew.kernel.errors import DomainError
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.surfaces.ui import catalogs
from storecrew.surfaces.ui.backoffice import vocabulary, words
from tests.architecture.house import PACKAGE, sources

PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +.\d]*[a-z]|%[sdr%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
HANGUL = re.compile("[가-힣]")
LATIN = re.compile("[A-Za-z]{2}")
SAME_IN_KOREAN = {"ID", "IT", "SEM", "SEO", "SKU"}
"""Words that Korean takes over as they are."""


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return catalogs.collect()


@pytest.fixture(scope="module")
def korean() -> Catalog:
    return catalogs.stored("ko")


def _texts(value: object) -> tuple[str, ...]:
    """Return the singular and the plural of a message, or the one text."""
    return tuple(str(part) for part in value) if isinstance(value, (list, tuple)) else (str(value or ""),)


def _pairs(collected: Catalog, korean: Catalog) -> Iterator[tuple[Message, Message | None]]:
    for message in collected:
        if message.id:
            yield message, korean.get(_texts(message.id)[0], message.context)


def test_every_text_has_its_korean(collected: Catalog, korean: Catalog) -> None:
    missing = [
        f"{message.locations[0][0]}: {_texts(message.id)[0]}"
        for message, found in _pairs(collected, korean)
        if found is None or not all(text.strip() for text in _texts(found.string))
    ]
    assert not missing, "\n".join(["not in Korean (run `translate`, then fill in):", *missing])


def test_the_korean_has_the_placeholders_of_the_text(collected: Catalog, korean: Catalog) -> None:
    wrong = []
    for message, found in _pairs(collected, korean):
        wanted = {mark for text in _texts(message.id)[-1:] for mark in PLACEHOLDER.findall(text)}
        for text in _texts(found.string) if found else ():
            marks = set(PLACEHOLDER.findall(text))
            tags = sorted(TAG.findall(text)) == sorted(TAG.findall(_texts(message.id)[-1]))
            if text and (marks != wanted or not tags):
                wrong.append(f"{_texts(message.id)[0]!r} -> {text!r}")
    assert not wrong, "\n".join(wrong)


def test_the_korean_is_korean(collected: Catalog, korean: Catalog) -> None:
    left = [
        text
        for _message, found in _pairs(collected, korean)
        for text in (_texts(found.string) if found else ())
        if LATIN.search(PLACEHOLDER.sub("", text)) and not HANGUL.search(text)
    ]
    assert set(left) - SAME_IN_KOREAN == set()


def test_no_entry_is_fuzzy_and_korean_has_one_plural(korean: Catalog) -> None:
    assert not [message.id for message in korean if message.id and message.fuzzy]
    assert not korean.fuzzy
    assert korean.num_plurals == 1
    assert not [message.id for message in korean if message.pluralizable and len(_texts(message.string)) != 1]


def test_the_compiled_file_is_what_the_readable_one_gives(korean: Catalog) -> None:
    compiled = catalogs.po_file("ko").with_suffix(".mo").read_bytes()
    assert compiled == catalogs.compiled(korean), "run `translate` and commit both files"


def test_no_text_is_put_together_inside_the_call() -> None:
    """``_(f"…")`` looks for a text that nobody can translate: the values belong into placeholders."""
    built = [
        f"{source.path}:{node.lineno}"
        for source in sources(".py")
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in catalogs.KEYWORDS
        and any(isinstance(text, (ast.JoinedStr, ast.BinOp)) for text in node.args[:1])
    ]
    assert not built


def test_every_action_of_the_audit_trail_has_words() -> None:
    contexts = "|".join(sorted(path.parent.name for path in PACKAGE.glob("contexts/*/__init__.py")))
    action = re.compile(rf"({contexts})\.\w+_?(ed|set)")
    found = {
        node.value
        for source in sources(".py")
        if source.path.startswith("contexts/") and "/tests/" not in source.path
        for node in source.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and action.fullmatch(node.value)
        # Names of timed work and kinds of mails look the same: every(..., name="payments.match_parked").
        and not _is_name_of_work_or_mail(node.parent)  # type: ignore[attr-defined]
    }
    assert found
    assert sorted(code for code in found - ALL_KEYS if words.plain(code) not in vocabulary.ACTIONS) == []


def _is_name_of_work_or_mail(parent: ast.AST) -> bool:
    if isinstance(parent, ast.keyword):
        return parent.arg == "name"
    return isinstance(parent, ast.Call) and ast.unparse(parent.func).endswith(
        ("queue_mail", "order_mail", "Kind")
    )


def test_every_field_of_the_audit_trail_has_words() -> None:
    """What an operation writes down as ``before`` and ``after`` is shown on timelines by its words."""
    found = {
        key.value
        for source in sources(".py")
        if source.path.startswith("contexts/") and not source.is_test
        for node in source.nodes
        if isinstance(node, ast.keyword)
        and node.arg in {"before", "after"}
        and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert not {name for name in found if name.replace("_", " ") not in vocabulary.FIELDS}


def _below(error: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


def test_every_refusal_speaks_korean() -> None:
    """The sentence and both next steps of each error; loading the addresses imports them all."""
    assert get_resolver().url_patterns
    errors = {each for each in _below(DomainError) if each.__module__.startswith("storecrew.")}
    assert len(errors) > 300
    with override("ko"):
        silent = {
            f"{each.__module__}.{each.__name__}: {text}"
            for each in errors
            if "tests" not in each.__module__.split(".")
            for text in (str(each.message), str(each.next_step), str(each.shopper_step))
            if text and not HANGUL.search(text)
        }
    assert silent == set()
