"""A carrier of which we have a contract and no program: its prices are tables, its labels are ours."""

from storecrew.contexts.shipping.providers.rate_sheet.carrier import RateSheetCarrier

__all__ = ["RateSheetCarrier"]
