"""Custom fields: which records have which, and what they take."""
