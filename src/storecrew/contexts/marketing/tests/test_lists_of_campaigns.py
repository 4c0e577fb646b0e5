"""The lists of the shop follow a campaign while it runs."""

from __future__ import annotations

import pytest

from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import SortRule
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, make_live
from storecrew.kernel import outbox

pytestmark = pytest.mark.django_db


def runs(rule: int) -> bool:
    while outbox.drain():
        pass
    return SortRule.objects.values_list("campaign_runs", flat=True).get(pk=rule)


def test_it_12_a_rule_counts_while_its_campaign_runs() -> None:
    campaign = make_live()
    other = make_campaign(name="Another")
    rule = discovery.save_sort_rule(name="Sale", campaign_id=campaign.pk, actor=ACTOR, at=AT + DAY)
    waiting = discovery.save_sort_rule(name="Later", campaign_id=other.pk, actor=ACTOR, at=AT + DAY)
    assert (runs(rule), runs(waiting)) == (True, False)
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=AT + DAY)
    assert not runs(rule)
    marketing.resume_campaign(campaign.pk, actor=ACTOR, at=AT + DAY)
    assert runs(rule)
    marketing.end_campaign(campaign.pk, actor=ACTOR, at=AT + DAY)
    assert not runs(rule)
