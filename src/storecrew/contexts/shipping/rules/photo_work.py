"""What runs in the limited child that draws photos anew; plain Python, so that the child needs no Django."""

from __future__ import annotations

from storecrew.contexts.shipping.rules.proofs import clean_picture
from storecrew.kernel.limited import Answer


def clean(largest: str, *, content: bytes) -> Answer:
    """Draw the photo anew."""
    try:
        return Answer({}, (clean_picture(content, largest=int(largest)),))
    except ValueError as refused:
        return Answer({"refused": str(refused)})
