"""Work objects that every context may open: comments, findings (alerts), saved views, tasks, dates."""
