"""Every rule of the house holds for the whole product; ``test_samples.py`` proves that each one catches."""

from __future__ import annotations

import pytest

from tests.architecture.house import PACKAGE, READ, TIERS, Rule, sources, tier_of
from tests.architecture.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    found = [str(violation) for source in sources(*READ) for violation in rule(source)]
    assert not found, f"{rule.__doc__}\n" + "\n".join(found)


def test_every_context_has_a_tier() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("contexts/*/__init__.py")}
    assert {name for name in folders if tier_of(name) is None} == set()
    assert len(set().union(*TIERS)) == sum(len(tier) for tier in TIERS)


@pytest.mark.parametrize("part", ["README.md", "apps.py", "models.py", "public.py", "tests"])
def test_every_context_has_its_parts(part: str) -> None:
    folders = [path.parent for path in PACKAGE.glob("contexts/*/__init__.py")]
    assert not [
        folder.name
        for folder in folders
        if not (folder / part).exists() and not (part == "models.py" and (folder / "models").is_dir())
    ]
