"""The search index: one per machine, derived from the database and never its only copy of anything."""
