"""Who may pay on account, what is still owed, and reminding of it."""
