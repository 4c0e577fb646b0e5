"""import-linter holds the layers; these samples prove that its contracts would notice."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, TIERS

MODULES = [
    *(
        f"contexts.{context}.{part}"
        for tier in TIERS
        for context in tier
        for part in ("public", "models", "rules")
    ),
    *(f"surfaces.{name}" for name in ("ui.a", "storefront.a", "rest.a")),
    *(f"surfaces.workspaces.{role}.a" for role in ("developer", "tester")),
    "config.a",
    "kernel.a",
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(command), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Return a house of empty rooms under the very same contracts."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for module in MODULES:
        path = tmp_path / "src" / "storecrew" / Path(*module.split("."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".py").touch()
    for folder in [tmp_path / "src/storecrew", *(tmp_path / "src/storecrew").rglob("*")]:
        if folder.is_dir():
            (folder / "__init__.py").touch()
    return tmp_path


def test_the_house_keeps_its_layers() -> None:
    done = lint(ROOT)
    # A context being split shows its import chains: the whole answer is the message.
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_empty_house_is_in_order(small_house: Path) -> None:
    done = lint(small_house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kernel/a", "contexts.people.public"),
        ("contexts/orders/models", "surfaces.ui.a"),
        ("surfaces/ui/a", "config.a"),
        ("contexts/catalog/public", "contexts.orders.public"),
        ("contexts/orders/public", "contexts.pricing.public"),
        ("contexts/orders/models", "contexts.orders.public"),
        ("contexts/orders/rules", "contexts.orders.models"),
        ("surfaces/ui/a", "surfaces.storefront.a"),
        ("surfaces/rest/a", "surfaces.storefront.a"),
        ("surfaces/workspaces/developer/a", "surfaces.workspaces.tester.a"),
    ],
)
def test_a_wrong_import_is_caught(small_house: Path, importer: str, imported: str) -> None:
    path = small_house / "src/storecrew" / f"{importer}.py"
    path.write_text(f"import storecrew.{imported}\n")
    done = lint(small_house)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout


def test_a_context_without_a_tier_is_caught(small_house: Path) -> None:
    folder = small_house / "src/storecrew/contexts/gossip"
    folder.mkdir()
    (folder / "__init__.py").touch()
    assert lint(small_house).returncode != 0


def test_both_lists_of_tiers_are_the_same() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    lines = config["importlinter:contract:tiers"]["layers"].strip().splitlines()
    listed = tuple(frozenset(re.findall(r"\w+", line)) for line in reversed(lines))
    assert listed == TIERS
