"""Decisions about rights, teams and rosters; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storecrew.kernel.permissions import OUTSIDE

SCOPE_KINDS = ("channel", "location", "team")
OVERSIGHT = "marketing.oversee"
OVERSEEN = frozenset(
    {
        "marketing.read", "mentions.read", "agencies.read", "advertising.read", "affiliates.read",
        "promotions.read", "loyalty.read", "content.read", "reviews.read", "budgets.read", "reports.read",
        "work.read",
    }
)  # fmt: skip
"""What one grant opens to read, so that a new object of marketing needs no new grant."""
KEPT = frozenset({"people.write", "roles.write", "keys.write", "settings.write"})
"""Rights that open others; nobody hands them on."""
LONGEST_DELEGATION = dt.timedelta(days=90)
LONGEST_SHIFT = dt.timedelta(hours=14)
# What people do in a warehouse and in service, and what must be checked before they do it.
SKILLS = (
    "pick",
    "pack",
    "receive",
    "count",
    "load",
    "drive",
    "forklift",
    "first_aid",
    "dangerous_goods",
    "serve",
)


@dataclass(frozen=True, slots=True)
class SignInKind:
    """A kind of outside service to sign in with, and what it must be told; ``many``: there can be several."""

    code: str
    name: str
    settings: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ("client_secret",)
    test_only: bool = False
    many: bool = False


_FURTHER = tuple(str(number) for number in range(2, 10))
SIGN_IN_KINDS = {
    kind.code: kind
    for kind in (
        SignInKind("google", "Google"),
        SignInKind("apple", "Apple", ("key_id", "team_id"), ("private_key",)),
        SignInKind("facebook", "Facebook"),
        SignInKind("naver", "Naver"),
        SignInKind("kakao", "Kakao"),
        SignInKind("oidc", "OpenID Connect", ("server_url",), many=True),
        SignInKind("simulator", "Simulator", secrets=(), test_only=True),
    )
}


def sign_in_kind(code: str) -> SignInKind | None:
    """Return the kind of a service: of "google" itself, of "oidc", "oidc-2" and so on "oidc"."""
    name, dash, number = code.partition("-")
    kind = SIGN_IN_KINDS.get(name)
    if kind is None or not dash:
        return kind
    return kind if kind.many and number in _FURTHER else None


def sign_in_codes(kind: SignInKind, known: Collection[str]) -> list[str]:
    """Return the codes of the services of a kind, of which these are set up, and one more where it can be."""
    codes = [kind.code, *(f"{kind.code}-{number}" for number in _FURTHER)] if kind.many else [kind.code]
    free = [code for code in codes if code not in known][:1]
    return [code for code in codes if code in known or code in free]


def usual_name(kind: SignInKind, code: str) -> str:
    """Return what a service is called until somebody names it."""
    return " ".join((kind.name, *code.split("-")[1:]))


def kind_of_sign_in(provider: str) -> str:
    """Return the kind that the name of a stored link stands for."""
    return "simulator" if provider == "dummy" else provider


def merge_permissions(granted: Iterable[Iterable[str]], known: frozenset[str]) -> frozenset[str]:
    """Return the union of the rights of several roles; keys the catalogue dropped are ignored.

    Whoever works from outside keeps that right alone, so that a second role opens nothing by mistake.
    """
    merged = frozenset(key for keys in granted for key in keys) & known
    if OVERSIGHT in merged:
        merged |= OVERSEEN & known
    return merged & OUTSIDE or merged


def newly_offered(default: Iterable[str], offered: Iterable[str]) -> set[str]:
    """Return the rights of a role's default that it was never given: what a new version brings."""
    return set(default) - set(offered)


def merge_scopes(scopes: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """Return the records several memberships open together.

    A kind limits only when every membership names it: one membership without a limit on locations
    opens all locations. No membership at all gives no limit (and no rights either).
    """
    rows = list(scopes)
    if not rows:
        return {}
    return {
        kind: frozenset(code for row in rows for code in row[kind])
        for kind in SCOPE_KINDS
        if all(row.get(kind) for row in rows)
    }


def clean_scopes(scopes: Mapping[str, Iterable[str]] | None) -> dict[str, list[str]]:
    """Keep the known kinds that name something, each code once, in order; raise KeyError for others."""
    cleaned: dict[str, list[str]] = {}
    for kind, codes in (scopes or {}).items():
        if kind not in SCOPE_KINDS:
            raise KeyError(kind)
        kept = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
        if kept:
            cleaned[kind] = kept
    return cleaned


def handles(email: str, name: str) -> tuple[str, ...]:
    """Return what a person is called by after an @: the address, what stands before its @, the name in one.

    People write `@mina.park` and `@김민지`; all in lower case, without blanks.
    """
    local = email.partition("@")[0]
    joined = "".join(name.split())
    return tuple(dict.fromkeys(text.casefold() for text in (email, local, joined) if text))


def makes_loop(team: str, parent: str, parents: Mapping[str, str]) -> bool:
    """Say whether `team` would end up above itself when it reports to `parent`."""
    seen = set()
    while parent and parent not in seen:
        if parent == team:
            return True
        seen.add(parent)
        parent = parents.get(parent, "")
    return False


def instants(day: dt.date, starts: dt.time, ends: dt.time, timezone: str) -> tuple[dt.datetime, dt.datetime]:
    """Return the instants of a shift given in local wall time; one that ends earlier ends the next day."""
    zone = ZoneInfo(timezone)
    last = day + dt.timedelta(days=1) if ends <= starts else day
    first = dt.datetime.combine(day, starts, tzinfo=zone).astimezone(dt.UTC)
    return first, dt.datetime.combine(last, ends, tzinfo=zone).astimezone(dt.UTC)


def worked_minutes(starts_at: dt.datetime, ends_at: dt.datetime, break_minutes: int) -> int:
    """Return the minutes between two instants without the break; nights that change the clock count right."""
    return max(int((ends_at - starts_at).total_seconds()) // 60 - break_minutes, 0)


# What browsers call themselves, the more special before what they also claim to be.
PROGRAMS = (
    ("SamsungBrowser/", "Samsung Internet"), ("KAKAOTALK", "KakaoTalk"), ("NAVER(", "NAVER"),
    ("Whale/", "Whale"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def named_browser(told: str) -> tuple[str, str]:
    """Return the program and the system that a browser says it is, each "" when it says neither."""
    program = next((name for mark, name in PROGRAMS if mark in told), "")
    return program, next((name for mark, name in SYSTEMS if mark in told), "")


LONGEST_KEY = dt.timedelta(days=366)


def key_problems(
    name: str,
    wanted: frozenset[str],
    held: frozenset[str],
    expires_at: dt.datetime,
    at: dt.datetime,
) -> dict[str, str]:
    """Return what is wrong with a new key by field: "missing", "beyond" one's own rights, "past", "long"."""
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "missing"
    if not wanted:
        wrong["permissions"] = "missing"
    elif wanted - held:
        wrong["permissions"] = "beyond"
    if expires_at <= at:
        wrong["expires_at"] = "past"
    elif expires_at > at + LONGEST_KEY:
        wrong["expires_at"] = "long"
    return wrong


def limit_for(
    roles: Sequence[str], limits: Mapping[str, Mapping[str, int] | None], currency: str
) -> int | None:
    """Return the largest limit of several roles in minor units, None for no limit.

    A role that is not listed has the limits of ``*``; a currency that is not listed has the role's ``*``,
    else 0.
    """
    largest = 0
    for role in roles or ("",):
        rows = limits.get(role, limits.get("*", {}))
        if rows is None:
            return None
        largest = max(largest, rows.get(currency, rows.get("*", 0)))
    return largest
