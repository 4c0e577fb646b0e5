"""The shape of a starter page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StarterPage:
    """One page: address name, title, introduction, and blocks in Wagtail's raw form."""

    slug: str
    title: str
    intro: str
    body: tuple[dict[str, Any], ...]


def text(html: str) -> dict[str, Any]:
    """Return a rich text block."""
    return {"type": "rich_text", "value": html}


def faq(heading: str, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a block of questions and answers."""
    questions = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in pairs]
    return {"type": "faq", "value": {"heading": heading, "questions": questions}}
