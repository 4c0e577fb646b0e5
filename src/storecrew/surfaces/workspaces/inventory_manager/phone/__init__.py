"""The warehouse on a phone: receive, put away, count; scan first."""
