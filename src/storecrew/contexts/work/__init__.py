"""Work objects that every context may open: comments, findings (alerts) and saved views."""
