"""Being written to: signing up, one's own page of topics, stopping by one press, links of mails."""
