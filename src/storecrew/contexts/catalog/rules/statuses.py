"""The life of a product: idea, draft, approved, live, end of life."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``right`` is who may take it; with ``needs_approval`` only a decided request takes it."""

    to: str
    right: str = "catalog.write"
    needs_approval: bool = False
    # Price, channel and tax must be there too, not only what every product on sale needs.
    all_for_sale: bool = False


# In the order in which the buttons stand. "approved" is reached by the request of one person and the decision
# of another (see ``operations/lifecycle.py``), so no button of a single person leads there.
STEPS: dict[str, tuple[Step, ...]] = {
    "idea": (Step("draft"),),
    "draft": (
        Step("approved", right="catalog.approve", needs_approval=True),
        Step("live", all_for_sale=True),
        Step("idea"),
        Step("end_of_life"),
    ),
    "approved": (Step("live", all_for_sale=True), Step("draft"), Step("end_of_life")),
    "live": (Step("draft"), Step("end_of_life")),
    "end_of_life": (Step("draft"), Step("live", all_for_sale=True)),
}
STATUSES = frozenset(STEPS)


def steps_from(status: str) -> tuple[Step, ...]:
    """The steps out of a status, in order; none from one that is not known."""
    return STEPS.get(status, ())


def may_move(old: str, new: str) -> bool:
    """Whether a product may go from one status to the other; staying is always allowed."""
    return old == new or any(one.to == new for one in steps_from(old))


def step(old: str, new: str, *, needs_approval: bool) -> Step:
    """The step from one status to another that ``may_move``; of a type with approval no draft goes live."""
    found = next((one for one in steps_from(old) if one.to == new), Step(new))
    if needs_approval and (old, new) == ("draft", "live"):
        return Step(new, needs_approval=True)
    return found


def status_from_row(old: str | None, wanted: str) -> str:
    """The status that a row of a file sets: no file approves a product, or makes a sold one an idea."""
    if wanted == "approved" and old != "approved":
        return "draft"
    if wanted == "idea" and old not in {None, "idea", "draft"}:
        return str(old)
    return wanted


def lacks_for_approval(completeness: int, approve_from: int | None) -> bool:
    """Whether the completeness is below the one that the product's type asks for."""
    return completeness < (approve_from or 0)
