"""The documents are true: every responsibility is on the map, every link leads somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT

COUNTS = {
    "GEN": 4, "HOD": 13, "SME": 9, "MKT": 23, "BA": 9, "IT": 20, "WH": 1, "LOG": 7, "INV": 5, "CS": 11,
    "CON": 15,
}  # fmt: skip
IDS = [f"{prefix}-{number}" for prefix, count in COUNTS.items() for number in range(1, count + 1)]
ROLES = {
    "everyone", "it", "warehouse", "head_of_digital", "ecommerce_sme", "marketing_manager",
    "business_analyst", "developer", "tester", "logistics_manager", "inventory_manager",
    "customer_service", "content_team",
}  # fmt: skip
FIELDS = {"id", "title", "role", "state", "screen", "operation", "journey"}
ENTRIES = tomllib.loads((ROOT / "docs/responsibilities.toml").read_text(encoding="utf-8"))["responsibility"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *PACKAGE.glob("**/README.md")])
RECORDS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))


def named(value: object) -> list[str]:
    """Return a field as a list: it may be one text, several, or empty."""
    values = value if isinstance(value, list) else str(value).split(",")
    return [str(item).strip() for item in values if str(item).strip()]


def test_every_responsibility_of_the_playbook_is_on_the_map() -> None:
    assert len(IDS) == 117
    assert sorted(entry["id"] for entry in ENTRIES) == sorted(IDS)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_an_entry_is_complete(entry: dict[str, object]) -> None:
    assert set(entry) - {"note"} == FIELDS
    assert entry["title"]
    assert entry["role"] in ROLES
    assert entry["state"] in {"planned", "partly", "built"}
    names = named(entry["screen"]) + named(entry["operation"])
    if entry["state"] == "planned":
        assert not names, "what is planned has no screen and no operation yet"
    else:
        assert names, "what is built has a screen or an operation"
    if entry["state"] == "built":
        assert named(entry["journey"]), "what is built is walked through by a test"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_what_an_entry_names_exists(entry: dict[str, object]) -> None:
    from django.urls import resolve

    nowhere = {resolve(path).func for path in ("/admin/no-such-page/", "/en/no-such-page/")}
    for screen in named(entry["screen"]):
        assert resolve(screen).func not in nowhere, f"no page of its own is at {screen}"
    for operation in named(entry["operation"]):
        context, _, name = operation.partition(".")
        doorway = (PACKAGE / "contexts" / context / "public.py").read_text(encoding="utf-8")
        assert re.search(rf'"{name}"', doorway), f"{operation} is not in the doorway of {context}"
    for journey in named(entry["journey"]):
        file, _, test = journey.partition("::")
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{journey} does not exist"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    missing = [
        link
        for link in LINK.findall(document.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", link) and not (document.parent / link).exists()
    ]
    assert not missing


def test_decisions_are_numbered_once_and_have_their_parts() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert len(numbers) == len(set(numbers)), "two decisions share a number"
    for path in RECORDS:
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# 0*{int(path.name[:4])}\. ", text), path.name
        for part in ("Status:", "## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path.name} has no {part}"


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "docs/glossary.md"]
)
def test_the_house_has_its_papers(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8")) > 500


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*/*.md")])
PAGES = [page for page in PAGES if page.parent.name != "adr"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:config|surfaces|contexts|kernel)/[\w/.]+)`", text)
    assert [path for path in paths if not (PACKAGE / path).exists()] == []
    commands = {file.stem for file in PACKAGE.glob("**/management/commands/*.py")} | {
        "check",
        "createsuperuser",
    }
    named = re.findall(r"\./dev manage (?:--data \S+ )?([a-z_]+)", text)
    assert [name for name in named if name not in commands] == []


def test_every_setting_is_in_its_reference_and_nothing_else() -> None:
    read: set[str] = set()
    for file in (PACKAGE / "config/settings").glob("*.py"):
        read |= set(re.findall(r'ENV\.\w+\(\s*"([A-Z_]+)"', file.read_text(encoding="utf-8")))
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text("utf-8")))
    assert read | {"STORECREW_DATA", "DJANGO_SETTINGS_MODULE"} == told


def test_the_dev_script_names_its_commands() -> None:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    for command in ("up", "test", "manage", "bench", "lint", "fix"):
        assert f"./dev {command}" in script
