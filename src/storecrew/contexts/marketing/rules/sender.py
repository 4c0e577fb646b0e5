"""Whether mail programs can believe that a mail is ours: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

Plain reading of the texts that a domain publishes. A verdict is a code, which surfaces put into words; large
mailbox providers refuse or hide bulk mail from domains that lack any of the three.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

State = Literal["good", "weak", "bad"]
Ask = Callable[[str], Sequence[str]]
"""Return the TXT texts of a name; none for a name without any."""

CODES = {
    "spf": ("good", "missing", "several", "too_many_lookups", "open", "no_end"),
    "dkim": ("good", "missing", "revoked", "unreadable", "short", "testing"),
    "dmarc": ("good", "missing", "several", "unreadable", "watching", "partly"),
}
"""Every verdict that there is, so that each has its words."""
MOST_LOOKUPS = 10
SHORT_KEY, GOOD_KEY = 1024, 2048
_ASKING = ("include:", "a:", "mx:", "ptr:", "exists:", "redirect=")
_ASKING_ALONE = ("a", "mx", "ptr")


class Verdict(NamedTuple):
    """What one record says. ``name`` is where it stands in the domain name system, ``code`` why it is so."""

    kind: Literal["spf", "dkim", "dmarc"]
    name: str
    state: State
    code: str
    record: str = ""
    value: int = 0


def domain_of(sender: str) -> str:
    """Return the domain of ``Shop <shop@example.com>`` or ``shop@example.com``, in ASCII; "" for none."""
    address = sender.rpartition("<")[2].rstrip("> ").strip()
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode() if "." in domain else ""
    except UnicodeError:
        return ""


def spf(domain: str, ask: Ask) -> Verdict:
    """Judge who may send for a domain."""
    found = [text for text in ask(domain) if _is_spf(text)]
    if not found:
        return Verdict("spf", domain, "bad", "missing")
    if len(found) > 1:
        return Verdict("spf", domain, "bad", "several", " | ".join(found), len(found))
    record = found[0]
    lookups = _lookups(record, ask, {domain})
    if lookups > MOST_LOOKUPS:
        return Verdict("spf", domain, "bad", "too_many_lookups", record, lookups)
    end = _end(record, ask, {domain})
    if end in ("+all", "all"):
        return Verdict("spf", domain, "bad", "open", record, lookups)
    if end in ("-all", "~all"):
        return Verdict("spf", domain, "good", "good", record, lookups)
    return Verdict("spf", domain, "weak", "no_end", record, lookups)


def dkim(domain: str, selector: str, ask: Ask) -> Verdict:
    """Judge the public key that signatures of a selector are checked by."""
    name = f"{selector}._domainkey.{domain}"
    tags = [(text, _tags(text)) for text in ask(name)]
    keys = [(text, found) for text, found in tags if "p" in found]
    if not keys:
        return Verdict("dkim", name, "bad", "missing")
    record, found = keys[0]
    if not found["p"]:
        return Verdict("dkim", name, "bad", "revoked", record)
    is_rsa = found.get("k", "rsa") == "rsa"
    bits = _bits(found["p"], is_rsa)
    if not bits:
        return Verdict("dkim", name, "bad", "unreadable", record)
    if is_rsa and bits < SHORT_KEY:
        return Verdict("dkim", name, "bad", "short", record, bits)
    if "y" in found.get("t", "").split(":"):
        return Verdict("dkim", name, "weak", "testing", record, bits)
    if is_rsa and bits < GOOD_KEY:
        return Verdict("dkim", name, "weak", "short", record, bits)
    return Verdict("dkim", name, "good", "good", record, bits)


def dmarc(domain: str, ask: Ask) -> Verdict:
    """Judge what receivers do with mails that only claim to be from a domain."""
    name = f"_dmarc.{domain}"
    found = [text for text in ask(name) if _tags(text).get("v", "").upper() == "DMARC1"]
    if not found:
        return Verdict("dmarc", name, "bad", "missing")
    if len(found) > 1:
        return Verdict("dmarc", name, "bad", "several", " | ".join(found), len(found))
    tags, record = _tags(found[0]), found[0]
    policy = tags.get("p", "").lower()
    if policy not in ("none", "quarantine", "reject"):
        return Verdict("dmarc", name, "bad", "unreadable", record)
    if policy == "none":
        return Verdict("dmarc", name, "weak", "watching", record)
    share = tags.get("pct", "100")
    if share.isdecimal() and int(share) < 100:
        return Verdict("dmarc", name, "weak", "partly", record, int(share))
    return Verdict("dmarc", name, "good", "good", record)


def worst(verdicts: Sequence[Verdict]) -> State:
    """Return the state of a sender: that of its worst record; a sender without any is bad."""
    order: tuple[State, ...] = ("bad", "weak", "good")
    return min((each.state for each in verdicts), key=order.index, default="bad")


def _is_spf(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def _terms(record: str) -> list[str]:
    return record.lower().split()[1:]


def _lookups(record: str, ask: Ask, seen: set[str]) -> int:
    """Count the questions that a receiver has to ask; it gives up after ten (RFC 7208, 4.6.4)."""
    count = 0
    for term in _terms(record):
        bare = term.lstrip("+-~?")
        if not (bare.startswith(_ASKING) or bare.split("/")[0] in _ASKING_ALONE):
            continue
        count += 1
        if bare.startswith(("include:", "redirect=")) and count <= MOST_LOOKUPS:
            count += _lookups_of(bare[len("include:") if bare[0] == "i" else len("redirect=") :], ask, seen)
    return count


def _lookups_of(name: str, ask: Ask, seen: set[str]) -> int:
    if name in seen or len(seen) > 2 * MOST_LOOKUPS:
        return MOST_LOOKUPS  # a circle never ends
    inner = next((text for text in ask(name) if _is_spf(text)), "")
    return _lookups(inner, ask, seen | {name}) if inner else 0


def _end(record: str, ask: Ask, seen: set[str]) -> str:
    """Return the term that meets everybody else, followed through one redirect after the other."""
    terms = _terms(record)
    own = next((term for term in terms if term.lstrip("+-~?") == "all"), "")
    onward = next((term[len("redirect=") :] for term in terms if term.startswith("redirect=")), "")
    if own or not onward or onward in seen:
        return own
    inner = next((text for text in ask(onward) if _is_spf(text)), "")
    return _end(inner, ask, seen | {onward}) if inner else ""


def _tags(text: str) -> dict[str, str]:
    """Read ``v=DMARC1; p=none`` as {"v": "DMARC1", "p": "none"}."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, sign, value in pairs if sign}


def _bits(key: str, is_rsa: bool) -> int:
    """Return the length of a public key in bits; 0 when it cannot be read."""
    try:
        raw = base64.b64decode(key, validate=True)
        if not is_rsa:
            return 8 * len(Ed25519PublicKey.from_public_bytes(raw).public_bytes_raw())
        found = load_der_public_key(raw)
    except (ValueError, binascii.Error):
        return 0
    return found.key_size if isinstance(found, RSAPublicKey) else 0
