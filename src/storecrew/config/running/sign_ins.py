"""What ``./dev up`` prints once the shop is open: the addresses, and who can sign in."""

from __future__ import annotations

import json
from pathlib import Path

from storecrew.config.apps import WORKSPACES

DEMO_PASSWORD = "storecrew-demo"  # noqa: S105 - printed, for the demo only; production refuses it
DEMO_SHOPPER = "shopper@storecrew.example"


def describe(base_url: str, data: Path, *, demo: bool) -> str:
    """Return the text that greets whoever started the shop."""
    lines = [
        "",
        f"  Shop          {base_url}/",
        f"  Back office   {base_url}/admin/",
        f"  REST          {base_url}/api/v1/docs",
        f"  Mails         {base_url}/admin/mails/",
        f"  Data          {data}",
        "",
        *(_demo_lines() if demo else _owner_lines(data)),
        "",
        "  Stop with Ctrl-C.",
        "",
    ]
    return "\n".join(lines)


def _demo_lines() -> list[str]:
    roles = [
        f"    {role.replace('_', '-') + '@storecrew.example':<42}{role.replace('_', ' ')}"
        for role in ("owner", *WORKSPACES)
    ]
    return [
        f"  Sign in to the back office with the password {DEMO_PASSWORD} as",
        *roles,
        f"  and to the shop, with the same password, as {DEMO_SHOPPER}",
    ]


def _owner_lines(data: Path) -> list[str]:
    try:
        owner = json.loads((data / "owner.json").read_text())
    except (FileNotFoundError, ValueError):
        return ["  The owner's sign-in was handed over already."]
    return [
        "  The owner's sign-in (kept in owner.json of the data folder; delete that file once it is yours):",
        f"    {owner['email']}    {owner['password']}",
    ]
