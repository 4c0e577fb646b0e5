"""Rules of customers; plain Python."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

MOST_ADDRESSES = 50
# One pass without backtracking, so that no input takes long; the mail server has the last word on what
# exists.
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}")
_LABEL = re.compile(r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?")
ERASED_DOMAIN = "erased.invalid"
# What an address may agree to, each on its own.
TOPICS = ("news", "offers", "reminders", "surveys")


def normalize_email(text: str) -> str:
    """Return the address in lower case without blanks around it; empty when it is none.

    Two spellings of one mailbox that differ in case are one customer.
    """
    email = text.strip().lower()
    local, at, domain = email.rpartition("@")
    labels = domain.split(".")
    well_formed = (
        at
        and len(email) <= 254
        and _LOCAL.fullmatch(local)
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    return email if well_formed else ""


def erased_email(customer_id: int) -> str:
    """Return what stands for the e-mail address of an erased customer: unique, and no mail can reach it."""
    return f"erased-{customer_id}@{ERASED_DOMAIN}"


def personal_fields(privacy: Mapping[str, str], *treatments: str) -> list[str]:
    """Return the fields of a privacy map with one of the treatments."""
    return [name for name, treatment in privacy.items() if treatment in treatments]


def birthday_text(month: int, day: int, year: int | None, *, today: dt.date) -> str:
    """Return a birthday as it is kept: "MM-DD" or "MM-DD-YYYY". Raises ValueError for a day that is none.

    29 February is a day of every birth year that had one, and of a birthday without a year.
    """
    found = dt.date(year or 2000, month, day)
    if year is not None and not today.year - 120 <= year <= today.year:
        raise ValueError(year)
    return f"{found:%m-%d}" + (f"-{year}" if year else "")


def birthdays_on(day: dt.date) -> list[str]:
    """Return the "MM-DD" that are celebrated on a day: 29 February on the 28th in years without one."""
    found = [f"{day:%m-%d}"]
    if found == ["02-28"] and (day + dt.timedelta(days=1)).month == 3:
        found.append("02-29")
    return found
