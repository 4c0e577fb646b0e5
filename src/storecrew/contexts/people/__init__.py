"""Who works here: users, teams, roles, memberships, and who does what."""
