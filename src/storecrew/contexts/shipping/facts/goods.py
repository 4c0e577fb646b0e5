"""What carriers and customs must know of goods."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """What carriers and customs must know about an article."""

    sku: str
    customs_description: str = ""
    hs_code: str = ""
    origin: str = ""
    fragile: bool = False
    temperature: str = "ambient"
    un_number: str = ""
    hazard_class: str = ""
    limited_quantity: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """What is special about it, in the words of the service rules."""
        found = {"fragile"} if self.fragile else set()
        if self.temperature != "ambient":
            found.add(self.temperature)
        if self.un_number:
            found.add("limited_quantity" if self.limited_quantity else "dangerous")
        return frozenset(found)
