"""The doorway of the marketing context."""

from storecrew.contexts.marketing.errors import (
    CampaignOutdated,
    CampaignState,
    InvalidCampaign,
    InvalidFlow,
    InvalidMailing,
    InvalidPlan,
    InvalidPrint,
    InvalidSegment,
    MailingState,
    PrintRefused,
    StartRefused,
    UnknownCampaign,
    UnknownFlow,
    UnknownMailing,
    UnknownMailReports,
    UnknownPlan,
    UnknownPrint,
    UnknownSegment,
    UnsignedReport,
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
    FlowContent,
    MailingContent,
    PlanContent,
    PrintContent,
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
from storecrew.contexts.marketing.operations.flows import note_purchase, run_flows, save_flow
from storecrew.contexts.marketing.operations.mailings import (
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    save_mailing,
    schedule_mailing,
)
from storecrew.contexts.marketing.operations.previewing import preview_mailing, send_test
from storecrew.contexts.marketing.operations.prints import (
    follow_word,
    print_pdf,
    save_print,
    short_address,
)
from storecrew.contexts.marketing.operations.profiles import rebuild_profiles, refresh_profiles
from storecrew.contexts.marketing.operations.running import (
    end_campaign,
    end_due,
    launch_due,
    pause_campaign,
    resume_campaign,
    schedule_campaign,
)
from storecrew.contexts.marketing.operations.segments import save_segment
from storecrew.contexts.marketing.operations.sending import advance, send_due
from storecrew.contexts.marketing.operations.strategy import save_plan
from storecrew.contexts.marketing.operations.telling import sign_offs
from storecrew.contexts.marketing.operations.tracking import (
    follow_click,
    handle_mail_reports,
    links_of,
    note_open,
)
from storecrew.contexts.marketing.providers.holds import Hold, register_hold
from storecrew.contexts.marketing.providers.start_checks import StartCheck, register_start_check
from storecrew.contexts.marketing.queries.campaigns import (
    budgets,
    campaign,
    campaign_of_code,
    campaigns,
    campaigns_of_promotion,
)
from storecrew.contexts.marketing.queries.flows import flow_result
from storecrew.contexts.marketing.queries.mailings import MailingFigures, figures
from storecrew.contexts.marketing.queries.segments import audience_ids, count_audience, is_member
from storecrew.contexts.marketing.queries.words import left_out_words
from storecrew.contexts.marketing.rules.holdout import Lift

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
    "FlowContent",
    "Hold",
    "InvalidCampaign",
    "InvalidFlow",
    "InvalidMailing",
    "InvalidPlan",
    "InvalidPrint",
    "InvalidSegment",
    "Lift",
    "MailingContent",
    "MailingFigures",
    "MailingState",
    "PlanContent",
    "PrintContent",
    "PrintRefused",
    "Reason",
    "StartCheck",
    "StartRefused",
    "UnknownCampaign",
    "UnknownFlow",
    "UnknownMailReports",
    "UnknownMailing",
    "UnknownPlan",
    "UnknownPrint",
    "UnknownSegment",
    "UnsignedReport",
    "advance",
    "audience_ids",
    "bind_promotion",
    "budgets",
    "campaign",
    "campaign_of_code",
    "campaigns",
    "campaigns_of_promotion",
    "cancel_mailing",
    "change_campaign",
    "count_audience",
    "create_campaign",
    "end_campaign",
    "end_due",
    "figures",
    "flow_result",
    "follow_click",
    "follow_word",
    "handle_mail_reports",
    "is_member",
    "launch_due",
    "left_out_words",
    "links_of",
    "note_open",
    "note_purchase",
    "pause_campaign",
    "pause_mailing",
    "preview_mailing",
    "print_pdf",
    "reasons_against",
    "rebuild_profiles",
    "refresh_profiles",
    "register_hold",
    "register_start_check",
    "resume_campaign",
    "resume_mailing",
    "run_flows",
    "save_activity",
    "save_flow",
    "save_mailing",
    "save_plan",
    "save_print",
    "save_segment",
    "schedule_campaign",
    "schedule_mailing",
    "send_due",
    "send_test",
    "short_address",
    "sign_offs",
    "unbind_promotion",
]
