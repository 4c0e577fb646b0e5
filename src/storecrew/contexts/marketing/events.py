"""What happened to campaigns."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class CampaignChanged(Event):
    """Dates, budget, activities or promotions of a campaign are others than before."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignScheduled(Event):
    """A campaign passed its checks and will start; the other teams hear of it first."""

    campaign_id: int
    revision: int


@dataclass(frozen=True)
class CampaignLaunched(Event):
    """A campaign runs."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignStopped(Event):
    """A campaign did not pass a check at its start."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignPaused(Event):
    """A running campaign sends and shows nothing more until it goes on."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignResumed(Event):
    """A paused campaign runs again."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignEnded(Event):
    """A campaign is over."""

    campaign_id: int
