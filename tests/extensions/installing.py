"""Install small distributions into a folder as an installer would: packages and their dist-info."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARS = Path(__file__).with_name("stars") / "acme_stars"
DECLARED = """from storecrew.kernel.extensions import Extension, MenuItem, Right

extension = Extension(name="{name}", version="0.1", contract="{contract}"{more})
"""


def dist_info(site: Path, name: str, version: str, target: str, *, distribution: str = "") -> None:
    """Write what an installer leaves: the metadata and the entry point."""
    folder = site / f"{(distribution or name).replace('-', '_')}-{version}.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution or name}\nVersion: {version}\n"
    )
    (folder / "entry_points.txt").write_text(f"[storecrew.extensions]\n{name} = {target}\n")
    (folder / "RECORD").write_text("")


def install_stars(site: Path) -> None:
    """Install the one that works."""
    shutil.copytree(STARS, site / "acme_stars")
    dist_info(site, "acme-stars", "1.4.0", "acme_stars.declaration:extension")


def install(site: Path, name: str, *, contract: str = "1.x", more: str = "", **files: str) -> None:
    """Install one of a few files: ``models="..."`` becomes models.py, ``declaration`` replaces ours."""
    package = site / name.replace("-", "_")
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    written = {"declaration": DECLARED.format(name=name, contract=contract, more=more), **files}
    for stem, text in written.items():
        target = package / f"{stem.replace('__', '/')}.py"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    dist_info(site, name, "0.1", f"{package.name}.declaration:extension")


@dataclass(frozen=True)
class Place:
    """An installation: where distributions lie, its data, its database."""

    site: Path
    data: Path
    database: str

    def process(self, *words: str, off: str = "") -> subprocess.CompletedProcess[str]:
        """Run its Python with the distributions on its path."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith("STORECREW_")}
        environ = {
            **mine,
            "DJANGO_SETTINGS_MODULE": "storecrew.config.settings.dev",
            "PYTHONPATH": os.pathsep.join([str(self.site), str(ROOT / "src"), str(ROOT)]),
            "DATABASE_URL": self.database,
            "STORECREW_DATA": str(self.data),
            # people of the demo need no second factor
            "STORECREW_DEMO": "1",
            "STORECREW_EXTENSIONS_OFF": off,
        }
        return subprocess.run(
            [sys.executable, *words], env=environ, capture_output=True, text=True, timeout=400, check=False
        )

    def manage(self, *words: str, off: str = "") -> subprocess.CompletedProcess[str]:
        """Run a management command there."""
        return self.process("-m", "storecrew.config.manage", *words, off=off)
