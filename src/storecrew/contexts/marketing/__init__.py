"""Campaigns, segments, mailings and flows."""
