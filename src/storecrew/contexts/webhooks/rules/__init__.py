"""Rules without a database: the catalog of events, when to try again, what an answer means."""
