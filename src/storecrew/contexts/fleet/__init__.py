"""Our own vehicles, their drivers and trips: what they bring and fetch, by whom, at what cost."""
