"""News that may be old when its mail leaves: a check, named when the mail is queued, decides then."""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[[str], bool]
_checks: dict[str, Check] = {}


def check_before_sending(name: str, check: Check) -> None:
    """Register what is asked, with the mail's record id, before a mail with this check leaves.

    A mail whose check says no is withdrawn. ``name`` is ``<context>.<what it is>``.
    """
    _checks[name] = check


def may_leave(name: str, record_id: str) -> bool:
    """Ask the check of this name. Raises ValueError for a name that nobody registered."""
    if name not in _checks:
        raise ValueError(f"nobody answers the check {name!r}")
    return _checks[name](record_id)
