"""How something is to be packed: the rows that apply to an order, laid over each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SCOPES = ("default", "order_type", "goods", "product_type", "sku")
"""From the widest to the narrowest: a narrower row decides what a wider one leaves open."""
TEXTS = ("inner", "outer", "void_fill", "insert", "orientation", "label_position", "note")
FLAGS = ("fragile", "upright", "hygiene_seal", "gift_wrap", "photo")


def merged(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one instruction out of rows with `scope`, `version`, texts and flags.

    A text of a narrower scope replaces the wider one; notes and inserts of one scope are all kept; a flag
    that any row sets holds, since nobody packs a fragile cup loosely because its neighbor is a book.
    """
    found: dict[str, Any] = dict.fromkeys(TEXTS, "") | dict.fromkeys(FLAGS, False)
    ordered = sorted(rows, key=lambda row: (SCOPES.index(row["scope"]), row["key"]))
    for row in ordered:
        for name in TEXTS:
            text = row.get(name) or ""
            if text and name in ("insert", "note") and found[name] and text not in found[name]:
                found[name] = f"{found[name]}; {text}"
            elif text:
                found[name] = text
        for name in FLAGS:
            found[name] = found[name] or bool(row.get(name))
    found["versions"] = {f"{row['scope']}:{row['key']}": row["version"] for row in ordered}
    return found
