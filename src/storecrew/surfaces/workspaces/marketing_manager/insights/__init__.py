"""Traffic, conversion, searches, value of customers, return of campaigns, experiments and trends."""
