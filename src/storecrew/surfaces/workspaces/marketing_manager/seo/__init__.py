"""Being found by search engines: the audit, titles, redirects and addresses that are not there."""
