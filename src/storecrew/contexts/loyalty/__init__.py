"""Points, tiers, gift vouchers, store credit and goodwill: what a shop owes its customers."""
