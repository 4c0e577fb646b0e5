"""The doorway of the marketing context."""

from storecrew.contexts.marketing.errors import (
    CampaignOutdated,
    CampaignState,
    InvalidCampaign,
    InvalidPlan,
    StartRefused,
    UnknownCampaign,
    UnknownPlan,
)
from storecrew.contexts.marketing.events import (
    CampaignChanged,
    CampaignEnded,
    CampaignLaunched,
    CampaignPaused,
    CampaignResumed,
    CampaignScheduled,
    CampaignStopped,
)
from storecrew.contexts.marketing.facts import (
    ActivityContent,
    ActivityFacts,
    Budget,
    CampaignContent,
    CampaignFacts,
    PlanContent,
    Reason,
)
from storecrew.contexts.marketing.operations.campaigns import (
    bind_promotion,
    change_campaign,
    create_campaign,
    save_activity,
    unbind_promotion,
)
from storecrew.contexts.marketing.operations.checking import reasons_against
from storecrew.contexts.marketing.operations.running import (
    end_campaign,
    end_due,
    launch_due,
    pause_campaign,
    resume_campaign,
    schedule_campaign,
)
from storecrew.contexts.marketing.operations.strategy import save_plan
from storecrew.contexts.marketing.operations.telling import sign_offs
from storecrew.contexts.marketing.providers.start_checks import StartCheck, register_start_check
from storecrew.contexts.marketing.queries.campaigns import (
    budgets,
    campaign,
    campaign_of_code,
    campaigns,
    campaigns_of_promotion,
)

__all__ = [
    "ActivityContent",
    "ActivityFacts",
    "Budget",
    "CampaignChanged",
    "CampaignContent",
    "CampaignEnded",
    "CampaignFacts",
    "CampaignLaunched",
    "CampaignOutdated",
    "CampaignPaused",
    "CampaignResumed",
    "CampaignScheduled",
    "CampaignState",
    "CampaignStopped",
    "InvalidCampaign",
    "InvalidPlan",
    "PlanContent",
    "Reason",
    "StartCheck",
    "StartRefused",
    "UnknownCampaign",
    "UnknownPlan",
    "bind_promotion",
    "budgets",
    "campaign",
    "campaign_of_code",
    "campaigns",
    "campaigns_of_promotion",
    "change_campaign",
    "create_campaign",
    "end_campaign",
    "end_due",
    "launch_due",
    "pause_campaign",
    "reasons_against",
    "register_start_check",
    "resume_campaign",
    "save_activity",
    "save_plan",
    "schedule_campaign",
    "sign_offs",
    "unbind_promotion",
]
